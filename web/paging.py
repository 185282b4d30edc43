"""Keyset pages: ?sau=<last key of the page before>. Steady while new rows come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from litestar import Request

T = TypeVar("T")
AFTER = "sau"


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Some rows, and the address of the next ones and of the first (empty: none)."""

    items: list[T]
    next: str = ""
    first: str = ""


def after(request: Request[Any, Any, Any], most: int = 80) -> str:
    """The key to go on from; empty on the first page and for nonsense."""
    key = request.query_params.get(AFTER, "")
    return key if len(key) <= most else ""


def slice_of(
    request: Request[Any, Any, Any], rows: Sequence[T], size: int, key: Callable[[T], str]
) -> Slice[T]:
    """rows: up to `size` + 1 of them, so that we know whether more follow."""
    items = list(rows[:size])
    following = _address(request, key(items[-1])) if len(rows) > size else ""
    return Slice(items, following, _address(request, "") if after(request) else "")


def _address(request: Request[Any, Any, Any], key: str) -> str:
    """This page with its filters, from another key on."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != AFTER]
    query = urlencode([*kept, (AFTER, key)] if key else kept)
    return request.scope["path"] + (f"?{query}" if query else "")
