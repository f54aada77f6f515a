"""Types for macros' parameters that hold an id, so that calls in pages can be checked before anything is built.

A macro declares `def cite(source: EvidenceId)`; the checker then knows that the first argument names a source.
"""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class Reference:
    """What an id names: a kind of thing in the dataset, `chart`, `topic`, or `column` (of the table in `table_id`).

    Evidence must be a source that was read.
    """

    kind: str
    is_evidence: bool = False


FactId = Annotated[str, Reference("fact")]
EvidenceId = Annotated[str, Reference("source", is_evidence=True)]
TableId = Annotated[str, Reference("table")]
TermId = Annotated[str, Reference("term")]
ClaimId = Annotated[str, Reference("claim")]
ColumnName = Annotated[str, Reference("column")]
ChartId = Annotated[str, Reference("chart")]
TopicId = Annotated[str, Reference("topic")]
