"""The claims that were checked, and what was found."""

from typing import get_args

from charts.words import listed
from explainer.data import Dataset
from explainer.data.models import Claim, Finding
from explainer.drawing import Column, Reading, chart
from explainer.drawing.artboard import Artboard, text_width
from explainer.drawing.marks import GAP, note
from decimal import Decimal

#: Findings that are no verdict on the facts.
UNDECIDED = ("unverifiable", "opinion")
