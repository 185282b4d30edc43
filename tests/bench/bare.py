"""The yardstick: a bare Litestar handler, on the same server settings."""

from __future__ import annotations

from litestar import Litestar, get

BODY = b"x" * 2_000  # about a packed rating page


@get("/")
async def hello() -> bytes:
    return BODY


def make() -> Litestar:
    return Litestar([hello], openapi_config=None)
