"""ETags of JSON replies: made from what is sent."""

from __future__ import annotations

import hashlib
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
from litestar import Request, Response

T = TypeVar("T")
Anything: TypeAlias = Request[Any, Any, Any]


def tagged(request: Anything, content: T) -> Response[T]:
    """The reply with its weak ETag; 304 when the asker has it already."""
    tag = f'W/"{hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return cast("Response[T]", Response(b"", status_code=304, headers=headers))
    return Response(content, headers=headers)
