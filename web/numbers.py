"""How large a number from outside may be: what the columns of the tables hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

LARGEST = 2**31 - 1  # of an id
LARGEST_LONG = 2**63 - 1  # of a random id, and of a place in the change log
Id = Annotated[int, Field(ge=1, le=LARGEST)]
