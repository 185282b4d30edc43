"""What devices kept without a network and send at last: the same for tablets and telephones.

A form with `ratings`, a JSON list of {"name", "parcel"}. The answer tells each by its name: done,
or why not; what it does not name stays on the device and is sent again.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from typing import Any

from litestar import Litestar
from pydantic import BaseModel

from dialogue.core.clock import now
from dialogue.core.errors import Invalid, TicketUsed, Unavailable
from surveys.kiosks.actions import came_before, unpacked
from surveys.kiosks.rules import MOST_AT_ONCE
from surveys.rows import receipt_for
from web.forms import Form
from web.i18n import url
from web.lifespan import save_rating
from web.tickets import thanks_path

NAME = re.compile(r"[0-9a-f]{32}")
MOST_PARCEL = 20_000  # letters

Told = dict[str, Any]


class Sending(BaseModel):
    """clock: the device's, seconds since 1970. refused: how many it keeps that we did not take."""

    ratings: str
    clock: int = 0
    refused: int = 0


def given(form: Form[Sending]) -> list[Any]:
    """Raises Invalid for what is no list, and for too many at once."""
    try:
        found = json.loads(form.values["ratings"])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or len(found) > MOST_AT_ONCE:
        raise Invalid("no list of ratings", ratings="wrong")
    return found


async def take(app: Litestar, parcels: Sequence[Any], ward: int | None = None) -> list[Told]:
    """Saves each of them, once. What the store could not take just now is not told of.

    ward: of the tablet; None: a telephone, which is told the address of each one's receipt.
    """
    told = await asyncio.gather(*(_take(app, each, ward) for each in parcels))
    return [each for each in told if each is not None]


async def _take(app: Litestar, parcel: Any, ward: int | None) -> Told | None:
    name = parcel.get("name") if isinstance(parcel, dict) else None
    if not isinstance(name, str) or not NAME.fullmatch(name):
        return None
    text = parcel.get("parcel")
    if not isinstance(text, str) or len(text) > MOST_PARCEL:
        return {"name": name, "done": False, "why": "wrong"}
    done: Told = {"name": name, "done": True}
    try:
        rating = await unpacked(name, text, ward)
        known = ward is None and await came_before(rating)
        receipt = receipt_for(rating) if known else await save_rating(app, rating)
    except Invalid as error:
        return {"name": name, "done": False, "why": error.errors.get("parcel", "wrong")}
    except TicketUsed:  # it came before with another reason: that one counts
        return done
    except Unavailable:
        return None
    return done if ward else done | {"thanks": url(thanks_path(rating.counter, receipt))}


def milliseconds() -> int:
    """Our clock, for a device to compare its own with."""
    return int(now().timestamp() * 1000)
