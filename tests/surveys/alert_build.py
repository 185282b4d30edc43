"""An alert, written as the watch would."""

from __future__ import annotations

from dialogue.core.clock import local_day, now
from dialogue.core.codes import public_id
from surveys.alerts.states import Kind
from surveys.alerts.tables import Alert


async def watched(ward: int, counter: int) -> str:
    """An alert about ratings that came all at once."""
    today = local_day(now())
    made = Alert(
        public_id=public_id(),
        ward=ward,
        counter=counter,
        kind=Kind.BURST.value,
        since=today,
        until=today,
        half=0,
        n=15,
        opened_on=today,
    )
    await Alert.insert(made)
    return made.public_id
