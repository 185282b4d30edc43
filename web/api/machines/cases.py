"""Case figures from the system that counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response, post
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath

from dialogue.ward.actions.case_figures import CaseEntry
from dialogue.ward.figures import COUNTS, MOST, Figures
from dialogue.ward.machines.cases import NewCase, take_case_figures
from dialogue.ward.machines.replies import Call
from dialogue.ward.machines.rules import Scope
from dialogue.ward.states import Qualifier
from web.api.machines.door import SECURITY, Anything, Key, take, token
from web.render import NO_STORE

EXAMPLE = {
    "figures": [
        {
            "since": "2026-11-16",
            "until": "2026-11-22",
            "field": "TP-HT",
            "received": 212,
            "on_time": 198,
            "late": 3,
            "returned": 201,
        }
    ]
}
Count = Annotated[int, msgspec.Meta(ge=0, le=MOST)] | None


class CaseIn(msgspec.Struct, forbid_unknown_fields=True):
    """since, until: both included. field: a code; without it all fields. label tells two series of
    one period apart. early, on_time, late are parts of returned. qualifiers: name of a figure →
    "more than", "nearly", "about". What is left out was not reported.
    """

    since: date
    until: date
    field: Annotated[str, msgspec.Meta(max_length=40)] = ""
    label: Annotated[str, msgspec.Meta(max_length=120)] = ""
    source: Annotated[str, msgspec.Meta(max_length=200)] = ""
    opening: Count = None
    received_direct: Count = None
    received_online: Count = None
    received_post: Count = None
    received: Count = None
    early: Count = None
    on_time: Count = None
    late: Count = None
    returned: Count = None
    in_progress: Count = None
    qualifiers: dict[str, Qualifier] = {}


class CasesIn(msgspec.Struct, forbid_unknown_fields=True):
    figures: list[CaseIn]


@dataclass(frozen=True, slots=True)
class CasesOut:
    """How many lines stand as they were sent."""

    taken: int


@post("/v1/wards/{ward:str}/cases", opt=token(Scope.CASES), security=SECURITY, status_code=200)
async def add_cases(
    request: Anything,
    ward: FromPath[str],
    data: Annotated[CasesIn, Body(examples=[Example(value=EXAMPLE)])],
    key: Key,
) -> Response[CasesOut]:
    """Case figures, all or none, at most 100 lines.

    Of the same field, period and label the new figures replace the old ones, which the log keeps.
    What does not add up is entered as it was reported, and marked.
    """

    async def write(call: Call) -> dict[str, Any]:
        return {"taken": await take_case_figures(call.machine, [_case(c) for c in data.figures])}

    brought = await take(request, key, data, write)
    return Response(CasesOut(brought["taken"]), headers=NO_STORE)


def _case(sent: CaseIn) -> NewCase:
    counts = {name: getattr(sent, name) for name in COUNTS}
    figures = Figures(**counts, qualifiers=sent.qualifiers)
    entry = CaseEntry(sent.since, sent.until, figures, label=sent.label, source=sent.source)
    return NewCase(entry, sent.field)


handlers = [add_cases]
