"""Days that people type, in a form or in an address."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from dialogue.core.clock import local_day, now
from dialogue.core.i18n import looks_like_day, read_day

# Before and after them nothing of a ward can be, and a day more or less is still a date there.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def _read(typed: object) -> object:
    if not isinstance(typed, str):
        return typed
    found = read_day(typed, local_day(now()))
    if found is None and looks_like_day(typed):
        raise PydanticCustomError("no_such_day", "no such day")
    if found is None:
        raise PydanticCustomError("date_parsing", "no day")
    return found


def _in_time(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("no_such_day", "no day of ours")
    return day


AnyDay = Annotated[date, BeforeValidator(_read)]  # for a page that says itself which days it has
Day = Annotated[AnyDay, AfterValidator(_in_time)]  # typed as 20/11/2026
