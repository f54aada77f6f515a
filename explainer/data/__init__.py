"""What is known: models of the data files, and the one step that reads and checks them."""

from explainer.data.catalogue import Catalogue
from explainer.data.dataset import Dataset, Row, Table
from explainer.data.load import load_dataset

__all__ = ["Catalogue", "Dataset", "Row", "Table", "load_dataset"]
