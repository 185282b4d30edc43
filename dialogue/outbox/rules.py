"""When a message is tried again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dialogue.outbox.states import Way

GAPS_RULE = {Way.MAIL: "MAIL-GAPS", Way.WEBHOOK: "HOOK-GAPS"}
KEEP_RULE = "MAIL-KEEP"
KEEP_DAYS = 30  # without a rule
GAPS = (1, 5, 30, 120, 360, 720, 1440, 1440)  # minutes, without a rule


def wait_after(attempt: int, gaps: Sequence[int]) -> timedelta | None:
    """attempt counts from 1; None: that was the last one."""
    return timedelta(minutes=gaps[attempt - 1]) if attempt <= len(gaps) else None
