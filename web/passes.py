"""A pass opens one asker's page for a day after the tracking code was typed.

The address holds the pass, not the code: k1.<end, hexadecimal>.<hash of the code>.<MAC>.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogue.core.clock import now
from dialogue.core.errors import NotFound
from dialogue.core.keys import keys

LIFE = timedelta(hours=24)


def make_pass(tracking: str, moment: datetime) -> str:
    """tracking: the code's hash (dialogue.core.codes.tracking_hash)."""
    head = f"{int((moment + LIFE).timestamp()):x}.{tracking}"
    key_id, mac = keys().seal("passes", f"track {head}", 16)
    return f"{key_id}.{head}.{mac}"


def read_pass(text: str) -> str:
    """The hash of the tracking code. Raises NotFound when forged or over."""
    parts = text.split(".")
    if len(parts) != 4 or len(parts[3]) != 32:
        raise NotFound("not a pass")
    key_id, ends, tracking, mac = parts
    if not keys().holds("passes", key_id, f"track {ends}.{tracking}", mac):
        raise NotFound("not our pass")
    if int(ends, 16) < now().timestamp():
        raise NotFound("the pass is over")
    return tracking
