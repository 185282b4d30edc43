"""The register and its history, as they stand between two steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dialogue.matters.tables import Matter, MatterEvent


@dataclass(frozen=True)
class Snapshot:
    """rows: of the register, by id."""

    rows: dict[int, dict[str, Any]]
    events: list[dict[str, Any]]

    def touched_since(self, old: Snapshot | None) -> set[int]:
        """What has another row or history, and what is merged into such a one."""
        if old is None:
            return set(self.rows)
        own = {matter for matter, row in self.rows.items() if row != old.rows.get(matter)}
        own |= {event["matter"] for event in self.events[len(old.events) :]}
        return own | {matter for matter, row in self.rows.items() if row["lead"] in own}


async def snapshot() -> Snapshot:
    rows = await Matter.select().order_by(Matter.id)
    return Snapshot(
        {row["id"]: row for row in rows}, await MatterEvent.select().order_by(MatterEvent.id)
    )


def history_leads_to_the_rows(now: Snapshot) -> None:
    for matter, row in now.rows.items():
        state = ""
        for event in now.events:
            if event["matter"] == matter:
                assert event["old_state"] == state, (event["step"], state)
                state = event["new_state"]
        assert state == row["state"]
