"""On the hall's laptop: a conference moves in, and is handed back when the hall is over."""

from __future__ import annotations

import json
from datetime import datetime

from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.matters.actions.matter_rows import defaults
from dialogue.matters.tables import Draft, Matter
from dialogue.matters.task_tables import Task, TaskEvent
from dialogue.ward.rules import system_actor
from dialogue.ward.tables import Field, Rule, Ward
from meetings.conferences.actions.lending import kept_secret
from meetings.conferences.actions.steps import change, record
from meetings.conferences.hall_tables import Opinion, OpinionVoice
from meetings.conferences.loan_tables import HallLoan
from meetings.conferences.loans import Content
from meetings.conferences.luggage import put
from meetings.conferences.outcome_tables import Conclusion
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.loans import (
    OF_CONFERENCE,
    OF_WARD,
    hall_events,
    hall_rows,
    new_matters,
    new_tasks,
    only_loan,
)
from meetings.conferences.states import ConferenceState, Step
from meetings.conferences.tables import ClusterGroup, Conference

SERVER = "Máy chủ"  # who has it once it is handed back
LINKS: dict[type[Table], str] = {Field: "parent", Opinion: "lead"}
_BEFORE_THE_FLOOR = OF_CONFERENCE[: OF_CONFERENCE.index(Opinion)]
_OF_THE_FLOOR = OF_CONFERENCE[OF_CONFERENCE.index(Opinion) :]
ORDER: tuple[type[Table], ...] = (
    Ward, *OF_WARD, Rule, Conference, *_BEFORE_THE_FLOOR, ClusterGroup, Matter, Draft, Task,
    TaskEvent, Conclusion, *_OF_THE_FLOOR, OpinionVoice,
)  # fmt: skip


async def move_in(content: Content) -> None:
    """Into an empty, migrated database, all or nothing. Raises Conflict: a conference is here."""
    async with DB.transaction():
        if await Ward.exists():
            raise Conflict("a conference lies here already")
        for table in ORDER:
            rows = content["rows"][table._meta.tablename]
            if table is Matter:
                plain = {k: v for k, v in defaults().items() if isinstance(v, str | int | None)}
                rows = [plain | row for row in rows]
            await put(table, rows, LINKS.get(table, ""))
        (own,) = [
            row for row in content["rows"]["conference"] if row["id"] == content["conference"]
        ]
        await HallLoan.insert(
            HallLoan(
                ward=own["ward"],
                conference=own["id"],
                public_id=content["loan"],
                laptop=content["laptop"],
                secret=kept_secret(content["secret"]),
                base=json.dumps(content["base"], ensure_ascii=False),
                lent_at=datetime.fromisoformat(content["lent_at"]),
            )
        )


async def hand_back() -> Content:
    """What goes into the file for the server. Nobody writes here any more: twice is the same.

    Raises NotFound: nothing lies here; Conflict: the hall is still open.
    """
    loan = await only_loan()
    base = json.loads(loan["base"])
    ward, number = loan["ward"], loan["conference"]
    async with DB.transaction():
        card = await conference(ward, number)
        if card.state is ConferenceState.RUNNING:
            raise Conflict("the hall is still open")
        if not card.locked_to:
            await change(card, {"locked_to": SERVER})
            await record(card, Step.LOCK, system_actor(ward), data={"laptop": SERVER})
    return {
        "loan": loan["public_id"],
        "conference": number,
        "rows": await hall_rows(number),
        "matters": await new_matters(ward, base["matters"]),
        "tasks": await new_tasks(ward, base["tasks"]),
        "events": await hall_events(number),
    }
