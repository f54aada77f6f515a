"""What is known: models of the data files, and the one step that reads and checks them.

A name is imported when it is first asked for: commands that read no data start without the libraries for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.data.catalogue import Catalogue
    from explainer.data.dataset import Dataset, Row, Table
    from explainer.data.load import load_dataset

__all__ = ["Catalogue", "Dataset", "Row", "Table", "load_dataset"]

#: The module of each name.
HOMES = {"Catalogue": "catalogue", "Dataset": "dataset", "Row": "dataset", "Table": "dataset", "load_dataset": "load"}


def __getattr__(name: str) -> object:
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
