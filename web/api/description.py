"""The address of the API's own description."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from web.access import PUBLIC
from web.api.described import describe
from web.api.tags import Anything, tagged


@get("/openapi.json", opt=PUBLIC, include_in_schema=False)
async def show_description(request: Anything) -> Response[dict[str, Any]]:
    """OpenAPI 3.1."""
    return tagged(request, describe(request.app))


handlers = [show_description]
