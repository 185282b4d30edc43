"""Reads of dossier slips: by code, by dossier, how many were asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.core.keys import keys
from dialogue.letters.queries import is_quiet
from dialogue.ward import queries as ward_queries
from dialogue.ward.cards import ProcedureCard
from dialogue.ward.dossiers import bare, dossier_hash, dossier_number
from dialogue.ward.rules import Actor, in_force
from surveys.queries.counters import CounterCard, counters
from surveys.queries.ratings import least_ratings
from surveys.rules import may_read_figures
from surveys.slips.codes import code_hash, read_code, slip_code, spent_key
from surveys.slips.rules import Asked, Draw, cohorts, may_give, standing
from surveys.slips.states import Method, SlipState, Standing
from surveys.slips.tables import DossierSlip, InviteDay, SlipDay, SpentSlip


@dataclass(frozen=True, slots=True)
class SlipCard:
    """One dossier with what became of it. dossier: its hash. field None: other business.

    spent: it has been rated. ends: the slip's last day, None before it was handed out.
    """

    id: int
    ward: int
    counter: int
    field: int | None
    procedure: int | None
    dossier: str
    day: date
    state: SlipState
    ends: date | None
    spent: bool

    @property
    def code(self) -> str:
        return slip_code(keys(), self.id)

    @property
    def spent_key(self) -> int:
        return spent_key(keys(), self.dossier)

    def is_of(self, number: str) -> bool:
        """number: as dossier_number has it."""
        return self.dossier == dossier_hash(keys(), self.ward, number)

    @property
    def invited(self) -> bool:
        return self.state is not SlipState.OUT


async def slip_by_code(typed: str) -> tuple[Standing, SlipCard | None]:
    """None with Standing.UNKNOWN alone."""
    code = read_code(keys(), typed)
    if code is None:
        return Standing.UNKNOWN, None
    card = await _one(DossierSlip.token == code_hash(keys(), code))
    if card is None:
        return Standing.UNKNOWN, None
    found = standing(card.state, card.ends, local_day(now()), spent=card.spent)
    return found, None if found is Standing.UNKNOWN else card


async def slip_of(actor: Actor, wanted: int) -> SlipCard:
    """Raises Forbidden; NotFound, also for another ward's."""
    check_giver(actor)
    card = await _one(DossierSlip.id == wanted, DossierSlip.ward == actor.ward)
    if card is None:
        raise NotFound(f"no slip {wanted}")
    return card


async def slip_of_dossier(ward: int, number: str) -> SlipCard | None:
    """number: as dossier_number has it. Only the dossier's newest slip."""
    return await _one(DossierSlip.live == dossier_hash(keys(), ward, number))


async def counter_of_slip(slip: SlipCard) -> CounterCard:
    """Also a closed one: the dossier was served there."""
    return next(each for each in await counters(slip.ward, retired=True) if each.id == slip.counter)


async def _one(*where: Any) -> SlipCard | None:
    row = await DossierSlip.select().where(*where).first()
    if row is None:
        return None
    key = spent_key(keys(), row["dossier"])
    spent = row["spent"] or await SpentSlip.exists().where(SpentSlip.key == key)
    same = ("id", "ward", "counter", "field", "procedure", "dossier", "day", "ends")
    return SlipCard(
        **{name: row[name] for name in same}, state=SlipState(row["state"]), spent=bool(spent)
    )


def check_giver(actor: Actor) -> None:
    if not may_give(actor):
        raise Forbidden("slips are given out at the counter")


# What a dossier may be about


@dataclass(frozen=True, slots=True)
class Business:
    """What a slip is about: a procedure, or a field alone. key: for forms."""

    key: str
    name: str
    field: int
    procedure: int | None
    code: str  # of the procedure, as the national list has it; may be empty


async def businesses(card: CounterCard) -> list[Business]:
    """The procedures of the counter's fields (all where it has none), then its fields alone."""
    found = await _procedures(card)
    return [
        *(Business(each.slug, each.name, each.field, each.id, each.code) for each in found),
        *(Business(f"linh-vuc:{b.code}", b.name, b.id, None, "") for b in card.fields),
    ]


async def _procedures(card: CounterCard) -> list[ProcedureCard]:
    if not card.fields:
        return list(await ward_queries.procedures(card.ward))
    return [
        each for b in card.fields for each in await ward_queries.procedures(card.ward, field=b.id)
    ]


async def never_asked(ward: int, day: date) -> tuple[str, ...]:
    """SLIP-NEVER: codes of procedures."""
    rule = await ward_queries.rule(ward, "SLIP-NEVER", day)
    return () if rule is None else tuple(rule.value)


# How a ward draws


async def draw_by_rules(ward: int, day: date) -> tuple[Method, int, int]:
    """Method, share, k of a day that is not published yet. Without a rule everybody is asked."""
    rules = await ward_queries.rules(ward)
    found = {code: in_force(rules, f"SLIP-{code}", day) for code in ("INVITE", "SHARE", "EVERY")}
    values = {code: rule.value for code, rule in found.items() if rule is not None}
    return (
        Method(values.get("INVITE", Method.ALL)),
        int(values.get("SHARE", 100)),
        int(values.get("EVERY", 1)),
    )


async def draw_of(ward: int, day: date) -> Draw | None:
    """As published; None: not yet."""
    row = await InviteDay.select().where(InviteDay.key == draw_key(ward, day)).first()
    return None if row is None else _draw(row)


async def draws(ward: int, limit: int) -> list[tuple[date, Draw]]:
    """The newest first."""
    rows = (
        await InviteDay.select()
        .where(InviteDay.ward == ward, InviteDay.day <= local_day(now()))
        .order_by(InviteDay.day, ascending=False)
        .limit(limit)
    )
    return [(row["day"], _draw(row)) for row in rows]


def draw_key(ward: int, day: date) -> str:
    return f"{ward}|{day}"


def _draw(row: dict[str, Any]) -> Draw:
    return Draw(row["seed"], Method(row["method"]), row["share"], row["every"])


# A sheet of many


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line. problem: empty, or missing, odd, twice, spent. card: a dossier entered before."""

    line: int
    typed: str
    number: str
    problem: str
    card: SlipCard | None


async def sheet_rows(ward: int, lines: Sequence[str]) -> list[SheetRow]:
    """What each line of a list is, before anything is written. Empty lines are left out."""
    rows: list[SheetRow] = []
    seen: set[str] = set()
    for line, typed in enumerate(lines, 1):
        if typed.strip():
            row = await _sheet_row(ward, line, typed.strip(), seen)
            seen.add(bare(row.number))
            rows.append(row)
    return rows


async def _sheet_row(ward: int, line: int, typed: str, seen: set[str]) -> SheetRow:
    try:
        number = dossier_number(typed)
    except Invalid as error:
        return SheetRow(line, typed, "", error.errors["number"], None)
    if bare(number) in seen:
        return SheetRow(line, typed, number, "twice", None)
    card = await slip_of_dossier(ward, number)
    if await is_quiet(ward, dossier_hash(keys(), ward, number)):
        return SheetRow(line, typed, number, "quiet", card)
    return SheetRow(line, typed, number, "spent" if card and card.spent else "", card)


# How many were asked


@dataclass(frozen=True, slots=True)
class CounterAsked:
    """told: cohorts of which the answers may be told. rest: of days that wait for more slips."""

    counter: int
    title: str
    told: tuple[Asked, ...]
    rest: Asked | None


async def asked_on(actor: Actor, day: date) -> list[tuple[str, Asked]]:
    """By counter, without answers: for who gives slips out. Raises Forbidden."""
    check_giver(actor)
    titles = await _titles(actor.ward)
    rows = await _days(actor.ward, day, day)
    return [(titles[counter], found) for counter, found in rows]


async def asked(actor: Actor, since: date, until: date) -> list[CounterAsked]:
    """By counter, days up to yesterday. Raises Forbidden."""
    if not (may_give(actor) or may_read_figures(actor)):
        raise Forbidden("these figures are for staff of the counters and readers of figures")
    today = local_day(now())
    least = await least_ratings(actor.ward, today)
    by_counter: dict[int, list[Asked]] = {}
    for counter, found in await _days(actor.ward, date.min, until):
        by_counter.setdefault(counter, []).append(found)
    titles = await _titles(actor.ward)
    made = []
    for counter in (each for each in titles if each in by_counter):
        days = [each for each in by_counter[counter] if each.until < today]
        told, rest = cohorts(days, least) if least else ([], None)
        mine = tuple(each for each in told if since <= each.until <= until)
        made.append(CounterAsked(counter, titles[counter], mine, rest))
    return made


async def _titles(ward: int) -> dict[int, str]:
    return {card.id: card.title for card in await counters(ward, retired=True)}


async def _days(ward: int, since: date, until: date) -> list[tuple[int, Asked]]:
    rows = (
        await SlipDay.select()
        .where(SlipDay.ward == ward, SlipDay.day >= since, SlipDay.day <= until)
        .order_by(SlipDay.day, SlipDay.key)
    )
    counts = ("entered", "invited", "handed", "refused", "answered")
    return [
        (row["counter"], Asked(row["day"], row["day"], **{name: row[name] for name in counts}))
        for row in rows
    ]
