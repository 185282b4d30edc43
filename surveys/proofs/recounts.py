"""The inspection board recounts what was published, from the openings of the log, and signs.

An opening says a rating's day and level, so nobody is shown one: the program opens them, and the
board sees sums of whole blocks, as everybody does (docs/decisions/005 and 014).
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core import audit
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, NotFound
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.blocks import Block, Leaf
from surveys.history import history
from surveys.periods import Period, period_of
from surveys.proofs.entries import enter
from surveys.proofs.leaves import Entry, leaf_id, mask, read
from surveys.proofs.log import grown
from surveys.proofs.queries import erased_until, tells
from surveys.proofs.salts import mac_of
from surveys.proofs.tables import LedgerLeaf
from surveys.results import Counts
from surveys.rules import Level, Series
from surveys.tables import Rating

PIECE = 2000  # leaves opened at once
LONGEST = 500  # letters of what the board says


@dataclass(frozen=True, slots=True)
class Recount:
    """published: sums of the blocks closed in the period. opened: the same blocks, counted anew
    from commitments that open to their ratings. erased: ratings of blocks whose own ratings were
    erased by rule; they are in neither. size, root: of the log that was opened.
    """

    period: Period
    series: Series
    published: Counts
    opened: Counts
    blocks: int
    erased: int
    size: int
    root: str

    @property
    def agrees(self) -> bool:
        return self.published == self.opened


@dataclass(frozen=True, slots=True)
class Statement:
    """What the board signed, as it stands in the log. number: of its leaf."""

    number: int
    day: date
    period: str
    series: str
    published: Counts
    opened: Counts
    agrees: bool
    words: str
    signature: str


def may_recount(actor: Actor) -> bool:
    return actor.has(Role.INSPECTOR)


async def recount(actor: Actor, key: str, series: Series) -> Recount:
    """key: of a period. Raises Forbidden, NotFound."""
    period = period_of(key)
    if not may_recount(actor):
        raise Forbidden("only the inspection board recounts")
    if period is None:
        raise NotFound(f"no period {key!r}")
    found = (await history(actor.ward, series)).blocks
    erased = await erased_until(actor.ward)
    mine = [block for block in found if period.since <= block.closed <= period.until]
    kept = [block for block in mine if block.since > erased]
    opened = await _opened(actor.ward, series)
    log = await grown(actor.ward)
    return Recount(
        period,
        series,
        _sum(block.counts for block in kept),
        _sum(_in_block(block, opened) for block in kept),
        len(kept),
        sum(block.counts.n for block in mine if block.since <= erased),
        log.size,
        log.root.hex(),
    )


def _in_block(block: Block, opened: Mapping[tuple[Leaf, date], Counts]) -> Counts:
    return _sum(
        counts
        for (leaf, day), counts in opened.items()
        if leaf == block.leaf and block.since <= day <= block.closed
    )


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


async def _opened(ward: int, series: Series) -> dict[tuple[Leaf, date], Counts]:
    """What the leaves of a series open to; a leaf that opens to nothing is not counted."""
    levels: Tally[tuple[Leaf, date, Level]] = Tally()
    rows = await LedgerLeaf.select(LedgerLeaf.replaces).where(
        LedgerLeaf.ward == ward, LedgerLeaf.replaces.is_not_null()
    )
    replaced, last = {row["replaces"] for row in rows}, leaf_id(ward, 0) - 1
    while leaves := await _leaves_after(ward, last):
        last = leaves[-1]["id"]
        live = [row for row in leaves if row["commitment"] not in replaced]
        for row in await _ratings_of(ward, live):
            if row["series"] == series:
                leaf = (row["counter"], row["field"] or 0)
                levels[leaf, row["day"], Level(row["level"])] += 1
    return {
        (leaf, day): Counts(*(levels[leaf, day, level] for level in Level))
        for leaf, day in {(leaf, day) for leaf, day, _level in levels}
    }


async def _leaves_after(ward: int, last: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        await LedgerLeaf.select(
            LedgerLeaf.id, LedgerLeaf.data, LedgerLeaf.commitment, LedgerLeaf.rating
        )
        .where(
            LedgerLeaf.id > last,
            LedgerLeaf.id < leaf_id(ward + 1, 0),
            LedgerLeaf.kind == Entry.RATING.value,
        )
        .order_by(LedgerLeaf.id)
        .limit(PIECE)
    )
    return rows


async def _ratings_of(ward: int, leaves: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of these leaves' ratings those that the leaves open to."""
    promised = {}
    for leaf in leaves:
        data = read(leaf["data"])
        try:
            mac = await mac_of(ward, date.fromisoformat(data["day"]))
        except NotFound:
            continue  # erased by rule
        promised[leaf["rating"] ^ mask(mac, leaf["commitment"])] = (mac, data)
    rows = await Rating.select().where(Rating.ward == ward, Rating.id.is_in([0, *promised]))
    return [row for row in rows if row["id"] in promised and _opens(promised[row["id"]], row)]


def _opens(promised: tuple[Any, dict[str, Any]], row: Mapping[str, Any]) -> bool:
    return tells(promised[0], row, promised[1])


async def state(actor: Actor, seen: Recount, words: str) -> None:
    """What the board found, signed, as an entry of the log: nobody takes it out again.

    seen: what the page showed. Raises Forbidden, and Conflict when a new count differs from it.
    """
    again = await recount(actor, seen.period.key, seen.series)
    if (again.published, again.opened) != (seen.published, seen.opened):
        raise Conflict("the figures have changed meanwhile")
    values = {
        "agrees": int(again.agrees),
        "opened": _counts_out(again.opened),
        "period": seen.period.key,
        "published": _counts_out(again.published),
        "root": again.root,
        "series": seen.series.value,
        "size": again.size,
        "words": words[:LONGEST],
    }
    ward = await ward_queries.ward_by_id(actor.ward)
    async with DB.transaction():
        await enter(actor.ward, ward.slug, Entry.RECOUNT, values)
        about = {"period": seen.period.key, "series": seen.series.value, "agrees": again.agrees}
        await audit.record(actor.ward, actor.staff, "sign-recount", "ward", actor.ward, None, about)


def _counts_out(counts: Counts) -> dict[str, int]:
    return {"very": counts.very, "ok": counts.ok, "not": counts.not_}


async def statements(ward: int, most: int = 10) -> list[Statement]:
    """The newest first."""
    rows = (
        await LedgerLeaf.select(LedgerLeaf.number, LedgerLeaf.day, LedgerLeaf.data)
        .where(LedgerLeaf.ward == ward, LedgerLeaf.kind == Entry.RECOUNT.value)
        .order_by(LedgerLeaf.id, ascending=False)
        .limit(most)
    )
    return [_statement(row, read(row["data"])) for row in rows]


def _statement(row: Mapping[str, Any], data: Mapping[str, Any]) -> Statement:
    return Statement(
        row["number"],
        row["day"],
        data["period"],
        data["series"],
        _counts(data["published"]),
        _counts(data["opened"]),
        bool(data["agrees"]),
        data["words"],
        data["signature"],
    )


def _counts(told: Mapping[str, int]) -> Counts:
    return Counts(told["very"], told["ok"], told["not"])
