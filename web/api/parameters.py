"""Parameters that several lists have."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from litestar.params import QueryParameter

MOST = 100  # items of one reply
Limit: TypeAlias = Annotated[int, QueryParameter(ge=1, le=MOST)]
After: TypeAlias = Annotated[str, QueryParameter(max_length=300)]
Code: TypeAlias = Annotated[str, QueryParameter(max_length=40)]
