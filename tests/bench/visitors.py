"""A ward's counters with as many ratings as asked for, in bulk: rows as the actions leave them.

Past the tickets, the sealed waiting rows and the rights to change, which are gone a day later
anyway. That the rest is what `rate` writes is tested (tests/surveys/test_scale.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from random import Random

from dialogue.core.bulk import insert_many
from dialogue.core.database import DB
from surveys.actions.counters import add_counter
from surveys.forms.counter import COUNTER_FORM
from surveys.proofs.leaves import Entry, Pending, leaf_data, mask, opening
from surveys.proofs.log import NewLeaf, append, sign_head
from surveys.proofs.salts import mac_for
from surveys.proofs.tokens import leaf_token, pending_token
from surveys.queries.counters import CounterCard
from surveys.rollups import count
from surveys.rows import ID_BITS, NewRating, follow_up_row, mark, rating_row
from surveys.rules import Level
from surveys.tables import FollowUp, Rating
from web.simulation.plan import COUNTERS
from web.simulation.visits import IN_THE_MORNING

CHUNK = 5_000  # ratings in a transaction
SHARES = {Level.VERY: 0.48, Level.OK: 0.42, Level.NOT: 0.10}


@dataclass(frozen=True, slots=True)
class Visit:
    """One rating as it counts. half: of the day, 0 the morning."""

    rating: NewRating
    day: date
    half: int


async def open_counters(ward: int) -> list[CounterCard]:
    """Those of a simulated ward."""
    return [
        await add_counter(ward, f"Quầy {place}", name, fields=fields)
        for place, (name, fields, _returned) in enumerate(COUNTERS, 1)
    ]


def weekdays_before(day: date, length: int) -> list[date]:
    """Mondays to Fridays of so many days before a day."""
    found = [day - timedelta(days=number) for number in range(length, 0, -1)]
    return [each for each in found if each.weekday() < 5]


def visits(
    cards: Sequence[CounterCard], days: Sequence[date], many: int, seed: int
) -> Iterator[Visit]:
    """So many in steady shares, day by day. The same seed makes the same."""
    dice = Random(seed)  # noqa: S311  a crowd, no secret
    for place, day in enumerate(days):
        for _ in range(many * (place + 1) // len(days) - many * place // len(days)):
            half = int(dice.random() >= IN_THE_MORNING)
            yield Visit(_rating(dice.choice(cards), dice), day, half)


def _rating(card: CounterCard, dice: Random) -> NewRating:
    (level,) = dice.choices(list(SHARES), list(SHARES.values()))
    return NewRating(
        counter=card,
        level=level,
        nonce=f"{dice.getrandbits(160):040x}",
        body=f"{dice.getrandbits(160):040x}",
        receipt=f"{dice.getrandbits(128):032x}",
        field=dice.choice(card.fields).id,
        reasons=(dice.choice(COUNTER_FORM.reasons),) if level is Level.NOT else (),
        id=dice.getrandbits(ID_BITS),
    )


async def enter(given: Sequence[Visit], *, log: bool) -> None:
    """All of one ward. log: their leaves as well, and a head for each of their days."""
    for start in range(0, len(given), CHUNK):
        async with DB.transaction():
            await _write(given[start : start + CHUNK], log=log)


async def _write(given: Sequence[Visit], *, log: bool) -> None:
    rows = [rating_row(each.rating, each.day, each.half) for each in given]
    await insert_many(Rating, sorted(rows, key=itemgetter("id")))
    unhappy = [each for each in given if each.rating.level is Level.NOT]
    await insert_many(
        FollowUp,
        [
            follow_up_row(one.counter, one.field, one.reasons, each.day)
            for each in unhappy
            for one in [each.rating]
        ],
    )
    await count(mark(each.rating, each.day, each.half) for each in given)
    for day in sorted({each.day for each in given}) if log else ():
        mine = [pair for pair in zip(given, rows, strict=True) if pair[0].day == day]
        card = given[0].rating.counter
        await append(card.ward, [await _leaf(each, row) for each, row in mine], day)
        await sign_head(card.ward, card.ward_slug, day)


async def _leaf(visit: Visit, row: dict[str, object]) -> NewLeaf:
    card = visit.rating.counter
    mac = await mac_for(card.ward, visit.day)
    commitment = opening(mac, row).commitment
    waited = Pending(visit.rating.id, card.id, COUNTER_FORM.name, str(visit.day), commitment, "")
    return NewLeaf(
        leaf_data(card.ward_slug, waited),
        Entry.RATING,
        commitment,
        None,
        leaf_token(pending_token(visit.rating.receipt)),
        visit.rating.id ^ mask(mac, commitment),
    )
