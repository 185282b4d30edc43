"""What group commit replaces: one durable insert a request, on Piccolo's own SQLite engine."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Response, post
from piccolo.columns import BigInt, Integer, SmallInt, Varchar
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.table import Table

DB = SQLiteEngine(path=os.environ.get("BENCH_DATABASE", ":memory:"), timeout=30)
READY = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")


class Mark(Table, db=DB, tablename="mark"):
    """The columns of a rating, without its keys to other tables."""

    id = BigInt(primary_key=True, default=None)
    ward = Integer()
    counter = Integer()
    level = Varchar(length=10)
    half = SmallInt()


@post("/", status_code=303)
async def rate(request: Request[Any, Any, Any]) -> Response[bytes]:
    form = await request.form()
    level = str(form.get("level", "ok"))
    await Mark.insert(Mark(id=secrets.randbits(53), ward=1, counter=1, level=level, half=0))
    return Response(b"", status_code=303, headers={"Location": "/"})


@asynccontextmanager
async def database(_: Litestar) -> AsyncIterator[None]:
    for pragma in READY:
        await Mark.raw(pragma)
    await Mark.create_table(if_not_exists=True)
    yield


def make() -> Litestar:
    return Litestar([rate], lifespan=[database], openapi_config=None)
