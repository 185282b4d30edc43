"""How large a number from outside may be: what the columns of the tables hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

LARGEST = 2**31 - 1  # of an id
LARGEST_LONG = 2**63 - 1  # of a random id, and of a place in the change log
Id = Annotated[int, Field(ge=1, le=LARGEST)]


def whole(typed: str, most: int = LARGEST) -> int | None:
    """The number that plain digits write, from 0 to `most`; None for all else.

    By its length first: int() refuses thousands of digits, and is slow with many.
    """
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(most))):
        return None
    number = int(typed)
    return number if number <= most else None
