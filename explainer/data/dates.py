"""Dates as sources give them: a day, a month or only a year."""

import re
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
REMEDY = "write it as 2022-11-20, 2022-11 or 2022"


class PartialDate(str):
    """An ISO date with day, month or year precision: `2022-11-20`, `2022-11` or `2022`.

    It sorts as text and knows its parts. Raises `ValueError` for any other `text`, impossible days included.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> "PartialDate":
        """Check the text. Raises `ValueError`."""
        match = PATTERN.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" is not a date – {REMEDY}')
        year, month, day = (int(part) if part else 1 for part in match.groups())
        try:
            date(year, month, day)
        except ValueError:
            raise ValueError(f'"{text}" is not a day of the calendar – correct the month or the day') from None
        return super().__new__(cls, text)

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return {4: "year", 7: "month", 10: "day"}[len(self)]

    def first_day(self) -> date:
        """The earliest day that the date can mean."""
        return date.fromisoformat(f"{self}-01-01"[:10])

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Lets models use `PartialDate` as a field type."""
        return core_schema.no_info_after_validator_function(
            cls._validated,
            core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Tells editors what a date looks like."""
        return {**handler(schema), "pattern": f"^{PATTERN.pattern}$", "patternErrorMessage": REMEDY}

    @classmethod
    def _validated(cls, text: str) -> "PartialDate":
        try:
            return cls(text)
        except ValueError as error:
            raise PydanticCustomError("partial_date", "{message}", {"message": str(error)}) from None
