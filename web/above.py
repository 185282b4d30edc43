"""From an address that only takes forms to the page it belongs to."""

from __future__ import annotations

import re

from litestar import Litestar
from litestar.routes import HTTPRoute

from web.sign_in import PATH as STAFF


def page_above(app: Litestar, path: str) -> str:
    """The nearest address above that answers GET: where a reload or a return should end."""
    pages = [
        re.compile(re.sub(r"\{[^}]*\}", "[^/]+", route.path_format))
        for route in app.routes
        if isinstance(route, HTTPRoute) and "GET" in route.methods
    ]
    above = path.rstrip("/").rpartition("/")[0]
    while above != STAFF and not any(page.fullmatch(above) for page in pages):
        above = above.rpartition("/")[0]
    return above if above != STAFF else f"{STAFF}/"
