"""Reads of letters: each with its words for who may read it, the register's figures, templates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.letters.rules import Template, may_propose, may_read_all
from dialogue.letters.states import OPEN, LetterKind, LetterState, Way
from dialogue.letters.tables import (
    EarlierLetters,
    Letter,
    LetterEvent,
    LetterTemplate,
    QuietDossier,
)
from dialogue.letters.templates import given
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LetterCard:
    """One letter. whom, to, body, values: empty once they were erased.

    whom: as it was proposed. to, body: as they are printed.
    """

    id: int
    ward: int
    kind: LetterKind
    occasion: str
    state: LetterState
    group: int | None
    proposer: int | None
    proposed_on: date
    drafted_on: date | None
    sign_due: date | None
    signer: int | None
    signed_on: date | None
    way: Way | None
    hander: int | None
    hander_group: int | None
    delivered_on: date | None
    version: int
    template: int
    whom: str = ""
    to: str = ""
    body: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def erased(self) -> bool:
        return not self.whom

    def late(self, today: date) -> bool:
        """Waits for a signature beyond its day."""
        waits = self.state is LetterState.DRAFTED
        return waits and self.sign_due is not None and self.sign_due < today


_SAME = (
    *("id", "ward", "occasion", "group", "proposer", "proposed_on", "drafted_on", "sign_due"),
    *("signer", "signed_on", "hander", "hander_group", "delivered_on", "version", "template"),
)


def _card(row: Row) -> LetterCard:
    said = _opened(row["key"], row["content"])
    return LetterCard(
        **{name: row[name] for name in _SAME},
        kind=LetterKind(row["kind"]),
        state=LetterState(row["state"]),
        way=Way(row["way"]) if row["way"] else None,
        **said,
    )


def _opened(key: str, content: str) -> Row:
    """Nothing once the key was erased."""
    if not (key and content):
        return {}
    try:
        found: Row = json.loads(decrypt(keys(), key, content))
    except (NotFound, Invalid):
        return {}
    return found


async def letter(actor: Actor, wanted: int) -> LetterCard:
    """Raises Forbidden; NotFound, also for another's proposal where one sees only one's own."""
    row = await Letter.select().where(Letter.id == wanted, *_seen(actor)).first()
    if row is None:
        raise NotFound(f"no letter {wanted}")
    return _card(row)


async def letters(actor: Actor, *states: LetterState, limit: int = 100) -> list[LetterCard]:
    """The longest waiting first; ended ones the newest first. Raises Forbidden."""
    waiting = all(state in OPEN for state in states)
    rows = (
        await Letter.select()
        .where(*_seen(actor), Letter.state.is_in([state.value for state in states]))
        .order_by(Letter.id, ascending=waiting)
        .limit(limit)
    )
    return [_card(row) for row in rows]


def _seen(actor: Actor) -> list[Any]:
    if not may_propose(actor):
        raise Forbidden("letters are written and signed by others")
    own = [] if may_read_all(actor) else [Letter.proposer == actor.staff]
    return [Letter.ward == actor.ward, *own]


@dataclass(frozen=True, slots=True)
class Happened:
    step: str
    at: Any
    staff: int | None


async def history(actor: Actor, wanted: int) -> list[Happened]:
    """Oldest first. Raises as `letter`."""
    await letter(actor, wanted)
    rows = (
        await LetterEvent.select()
        .where(LetterEvent.ward == actor.ward, LetterEvent.letter == wanted)
        .order_by(LetterEvent.id)
    )
    return [Happened(row["step"], row["at"], row["staff"]) for row in rows]


# The register


@dataclass(frozen=True, slots=True)
class Figures:
    """Letters handed over in a year, and those that wait, by kind."""

    year: int
    delivered: Mapping[LetterKind, int]
    waiting: Mapping[LetterKind, int]


async def figures(ward: int, year: int) -> Figures:
    """Kinds without a letter have 0."""
    sent = await Letter.select(Letter.kind).where(
        Letter.ward == ward,
        Letter.state == LetterState.DELIVERED.value,
        Letter.delivered_on >= date(year, 1, 1),
        Letter.delivered_on <= date(year, 12, 31),
    )
    waits = await Letter.select(Letter.kind).where(
        Letter.ward == ward, Letter.state.is_in([state.value for state in OPEN])
    )
    return Figures(year, _by_kind(sent), _by_kind(waits))


def _by_kind(rows: list[Row]) -> dict[LetterKind, int]:
    found = Counter(row["kind"] for row in rows)
    return {kind: found[kind.value] for kind in LetterKind}


@dataclass(frozen=True, slots=True)
class Earlier:
    """As it was told: hơn 1.000 thư chúc mừng, 2014 to 28/12/2016."""

    id: int
    kind: LetterKind
    value: int
    word: Qualifier | None
    since: str
    until: date
    source: str


async def earlier(ward: int) -> list[Earlier]:
    """The latest period first, kinds in their order; without those taken back."""
    rows = (
        await EarlierLetters.select()
        .where(EarlierLetters.ward == ward, EarlierLetters.taken_back.eq(False))
        .order_by(EarlierLetters.id)
    )
    order = list(LetterKind)
    cards = [
        Earlier(
            row["id"],
            LetterKind(row["kind"]),
            row["value"],
            Qualifier(row["word"]) if row["word"] else None,
            row["since"],
            row["until"],
            row["source"],
        )
        for row in rows
    ]
    cards.sort(key=lambda card: order.index(card.kind))
    return sorted(cards, key=lambda card: card.until, reverse=True)


# Templates


async def templates(ward: int) -> dict[str, Template]:
    """What holds now, by code: ours in their order, then the ward's own occasions."""
    rows = (
        await LetterTemplate.select()
        .where(LetterTemplate.ward == ward)
        .order_by(LetterTemplate.version, LetterTemplate.id)
    )
    return dict(given()) | {row["code"]: _template(row) for row in rows}


async def template(ward: int, code: str) -> Template:
    """Raises NotFound."""
    found = (await templates(ward)).get(code)
    if found is None:
        raise NotFound(f"no occasion {code!r}")
    return found


@dataclass(frozen=True, slots=True)
class Version:
    """staff, at: None of the product's own words."""

    template: Template
    staff: int | None = None
    at: Any = None


async def versions(ward: int, code: str) -> list[Version]:
    """The newest first. Raises NotFound."""
    rows = (
        await LetterTemplate.select()
        .where(LetterTemplate.ward == ward, LetterTemplate.code == code)
        .order_by(LetterTemplate.version, ascending=False)
    )
    found = [Version(_template(row), row["staff"], row["at"]) for row in rows]
    if code in given():
        found.append(Version(given()[code]))
    if not found:
        raise NotFound(f"no occasion {code!r}")
    return found


def _template(row: Row) -> Template:
    return Template(
        row["code"],
        LetterKind(row["kind"]),
        row["name"],
        row["addressee"],
        row["body"],
        row["version"],
    )


# Near a death nobody is asked


async def is_quiet(ward: int, dossier: str) -> bool:
    """dossier: its hash. May nobody of its household be asked to rate today?"""
    return await QuietDossier.exists().where(
        QuietDossier.ward == ward,
        QuietDossier.dossier == dossier,
        QuietDossier.until >= local_day(now()),
    )
