"""Types for macros' parameters that hold an id, so that calls in pages can be checked before anything is built.

A macro declares `def cite(source: EvidenceId)`; the checker then knows that the first argument names a source.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from explainer.data.dates import PartialDate


@dataclass(frozen=True)
class Reference:
    """What an id names: a kind of thing in the dataset, `chart`, `topic`, or `column` (of the table in `table_id`).

    Evidence must be a source that was read.
    """

    kind: str
    is_evidence: bool = False


def _date(text: str) -> str:
    try:
        return PartialDate(text) if text else text
    except ValueError as error:
        raise PydanticCustomError("partial_date", "{message}", {"message": str(error)}) from None


#: A partial date such as `2022-11`, or nothing.
DateText = Annotated[str, AfterValidator(_date)]
FactId = Annotated[str, Reference("fact")]
EvidenceId = Annotated[str, Reference("source", is_evidence=True)]
TableId = Annotated[str, Reference("table")]
TermId = Annotated[str, Reference("term")]
ClaimId = Annotated[str, Reference("claim")]
ColumnName = Annotated[str, Reference("column")]
ChartId = Annotated[str, Reference("chart")]
TopicId = Annotated[str, Reference("topic")]
