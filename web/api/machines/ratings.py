"""Ratings from a machine that stands at the counters already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, post
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath

from dialogue.ward.machines.replies import Call
from dialogue.ward.machines.rules import Scope
from surveys.machines.actions import Pressed, take_ratings
from surveys.rules import Level
from web.api.machines.door import SECURITY, Anything, Key, take, token
from web.render import NO_STORE

EXAMPLE = {
    "ratings": [
        {"counter": "k7m3q9xt", "level": "very", "at": "2026-11-23T09:12:00+07:00"},
        {"counter": "k7m3q9xt", "level": "not", "field": "CT", "reasons": ["wait"]},
    ]
}


class RatingIn(msgspec.Struct, forbid_unknown_fields=True):
    """counter: the code on its poster. level: very, ok, not. at: with its offset; kept as day and
    half alone. reasons: of the form counter-3, for `not` alone.
    """

    counter: Annotated[str, msgspec.Meta(max_length=40)]
    level: Level
    field: Annotated[str, msgspec.Meta(max_length=40)] = ""
    reasons: Annotated[list[str], msgspec.Meta(max_length=20)] = []
    at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class RatingsIn(msgspec.Struct, forbid_unknown_fields=True):
    ratings: list[RatingIn]


@dataclass(frozen=True, slots=True)
class RatingsOut:
    """How many were counted by this call."""

    taken: int


@post("/v1/wards/{ward:str}/ratings", opt=token(Scope.RATINGS), security=SECURITY, status_code=200)
async def add_ratings(
    request: Anything,
    ward: FromPath[str],
    data: Annotated[RatingsIn, Body(examples=[Example(value=EXAMPLE)])],
    key: Key,
) -> Response[RatingsOut]:
    """Ratings, all or none, counted in the series `machine` and never together with another.

    No words, no names, no dossier. The same ratings under another key count again: a machine that
    repeats a call repeats its key. Several at once are better than each by itself.
    """

    async def write(call: Call) -> dict[str, Any]:
        given = [Pressed(r.counter, r.level, r.field, tuple(r.reasons), r.at) for r in data.ratings]
        return {"taken": await take_ratings(call.machine, given)}

    brought = await take(request, key, data, write)
    return Response(RatingsOut(brought["taken"]), headers=NO_STORE)


handlers = [add_ratings]
