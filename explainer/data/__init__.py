"""What is known: models of the data files, and the one step that reads and checks them.

A name is imported when it is first asked for: commands that read no data start without the libraries for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.data.catalogue import Catalogue
    from explainer.data.dataset import Dataset, Row, Table
    from explainer.data.dates import PartialDate
    from explainer.data.load import load_dataset
    from explainer.data.maps import Boundaries, Feature
    from explainer.data.models import Claim, Event, Fact, Finding, Source, Statement, Term

__all__ = [
    "Boundaries",
    "Catalogue",
    "Claim",
    "Dataset",
    "Event",
    "Fact",
    "Feature",
    "Finding",
    "PartialDate",
    "Row",
    "Source",
    "Statement",
    "Table",
    "Term",
    "load_dataset",
]

#: The module of each name.
HOMES = {
    "Catalogue": "catalogue",
    **dict.fromkeys(("Dataset", "Row", "Table"), "dataset"),
    "PartialDate": "dates",
    "load_dataset": "load",
    **dict.fromkeys(("Boundaries", "Feature"), "maps"),
    **dict.fromkeys(("Claim", "Event", "Fact", "Finding", "Source", "Statement", "Term"), "models"),
}


def __getattr__(name: str) -> object:
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
