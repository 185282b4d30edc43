"""A slip is spent in the transaction of its rating. Only for surveys.actions.ratings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from surveys.slips.rules import SPENT_KEPT
from surveys.slips.tables import SpentSlip

TAKE = "INSERT INTO spent_slip (key, ward, ends) SELECT {rows} ON CONFLICT DO NOTHING RETURNING key"
LOCAL = TAKE.replace(
    "{rows}", "value ->> 0, value ->> 1, {} FROM json_each({}) WHERE true"
)  # without WHERE, SQLite reads ON as part of a join
SERVER = TAKE.replace(
    "{rows}", "key, ward, {} FROM unnest({}::bigint[], {}::int[]) AS t(key, ward)"
)


async def spend(slips: Mapping[int, int], day: date) -> set[int]:
    """slips: key → ward. Those that nobody had spent, and that are spent now.

    One statement. On PostgreSQL it waits for a rival's transaction; keys in order, or two wait
    for each other.
    """
    rows, ends = sorted(slips.items()), day + SPENT_KEPT
    if isinstance(DB, LocalEngine):
        taken = await SpentSlip.raw(LOCAL, ends, json.dumps(rows))
    else:
        taken = await SpentSlip.raw(SERVER, ends, [key for key, _ in rows], [w for _, w in rows])
    return {row["key"] for row in taken}
