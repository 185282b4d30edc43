"""What Granian loads."""

from __future__ import annotations

import gc

from litestar.types import ASGIApp


def make_server() -> ASGIApp:
    """While all is imported and made, nothing of it is garbage: the collector would look through
    it again and again, for a tenth of the time. Nor does it look later at what lives for good.
    """
    gc.disable()
    try:
        from web.app import make_app  # noqa: PLC0415  not before the collector rests
        from web.heads import answer_heads  # noqa: PLC0415
        from web.ready import front  # noqa: PLC0415

        made = answer_heads(front(make_app(alone=True)))
    finally:
        gc.enable()
    gc.freeze()
    return made
