"""What each error code of the API means: the address that its `type` names."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get
from litestar.params import FromPath

from dialogue.core.errors import DialogueError, NotFound
from web.access import PUBLIC
from web.errors import STATUS


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    status: int
    meaning: str


def catalogue() -> dict[str, Problem]:
    return {
        error.code: Problem(error.code, status, (error.__doc__ or "").strip())
        for error, status in STATUS.items()
        if issubclass(error, DialogueError)
    }


@get("/problems", opt=PUBLIC)
async def list_problems() -> list[Problem]:
    """Every error code, its HTTP status and its meaning."""
    return sorted(catalogue().values(), key=lambda problem: problem.code)


@get("/problems/{code:str}", opt=PUBLIC)
async def show_problem(code: FromPath[str]) -> Problem:
    """One error code."""
    known = catalogue().get(code)
    if known is None:
        raise NotFound(f"no problem {code!r}")
    return known


handlers = [list_problems, show_problem]
