"""What is kept beside letters: the ward's own words for them, figures of earlier times; and what
is not kept any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dialogue.core import audit
from dialogue.core.changes import note
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.jobs import Work, every
from dialogue.core.text import fold
from dialogue.letters.actions import TO_MOST
from dialogue.letters.queries import templates
from dialogue.letters.rules import Template, faults, may_sign, may_write
from dialogue.letters.states import OPEN, LetterKind, LetterState, Step
from dialogue.letters.steps import CHANGED, ERASED, needed, record, require
from dialogue.letters.tables import EarlierLetters, Letter, LetterTemplate, QuietDossier
from dialogue.letters.templates import known_places, longest, tone
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier

NAME_MOST = 80  # letters of an occasion's name
SINCE_MOST, SOURCE_MOST = 40, 300
MOST = 100_000_000


# The ward's own words


@dataclass(frozen=True, slots=True)
class Words:
    name: str
    to: str
    body: str


async def change_template(actor: Actor, code: str, new: Words, version: int) -> int:
    """The new version. version: what was read. Letters written before keep their words.

    Raises Forbidden, NotFound, Conflict, Invalid by field.
    """
    require(may_write(actor) or may_sign(actor), "change the words")
    known = (await templates(actor.ward)).get(code)
    if known is None:
        raise NotFound(f"no occasion {code!r}")
    if known.version != version:
        raise Conflict("the words were changed meanwhile")
    return await _keep(actor, _checked(code, known.kind, new, version + 1))


async def add_occasion(actor: Actor, kind: LetterKind, new: Words) -> str:
    """Its code: made of its name. Raises Forbidden, Invalid by field."""
    require(may_write(actor) or may_sign(actor), "add an occasion")
    code = "-".join(fold(new.name).split())[:40].strip("-")
    if code in await templates(actor.ward):
        raise Invalid("the name is taken", name="taken")
    await _keep(actor, _checked(code, kind, new, 1))
    return code


def _checked(code: str, kind: LetterKind, new: Words, version: int) -> Template:
    """Raises Invalid: a template must not say what no letter may, nor ask for what nobody knows."""
    name = needed(new.name, "name", NAME_MOST)
    to, body = needed(new.to, "to", TO_MOST), needed(new.body, "body", longest())
    made = Template(code, kind, name, to, body, version)
    if not code:
        raise Invalid("no letter in the name", name="missing")
    if set(made.places) - known_places():
        raise Invalid("a place that nobody knows", body="unknown-place")
    if faults(f"{to}. {body}", tone(kind)):
        raise Invalid("words that no such letter holds", body="tone")
    return made


async def _keep(actor: Actor, new: Template) -> int:
    row = LetterTemplate(
        key=f"{actor.ward}|{new.code}|{new.version}",
        ward=actor.ward,
        code=new.code,
        version=new.version,
        kind=new.kind.value,
        name=new.name,
        addressee=new.to,
        body=new.body,
        staff=actor.recorded,
        at=now(),
    )
    async with DB.transaction():
        made = await LetterTemplate.insert(row).on_conflict(
            target=LetterTemplate.key, action="DO NOTHING"
        )
        if not made or not made[0].get("id"):
            raise Conflict("somebody was quicker")
        number = int(made[0]["id"])
        said = {"name": new.name, "number": new.version}
        await audit.record(
            actor.ward, actor.recorded, "change-letter-words", "letter-template", number, after=said
        )
        await note(actor.ward, CHANGED, number)
    return new.version


# Figures of earlier times


@dataclass(frozen=True, slots=True)
class Told:
    """A number and how it was said: "gần 1.270" is 1270, NEARLY. since: as told, "2014"."""

    kind: LetterKind
    value: int
    word: Qualifier | None
    since: str
    until: date
    source: str


async def enter_earlier(actor: Actor, told: Told) -> int:
    """Its id. Raises Forbidden, Invalid by field."""
    require(may_write(actor), "enter figures")
    since = needed(told.since, "since", SINCE_MOST)
    source = needed(told.source, "source", SOURCE_MOST)
    if told.until > local_day(now()):
        raise Invalid("a day to come", until="in-the-future")
    if not 0 < told.value <= MOST:
        raise Invalid("no such number", value="out-of-range")
    row = EarlierLetters(
        ward=actor.ward,
        kind=told.kind.value,
        value=told.value,
        word=told.word or "",
        since=since,
        until=told.until,
        source=source,
        staff=actor.recorded,
        at=now(),
    )
    async with DB.transaction():
        (made,) = await EarlierLetters.insert(row)
        await note(actor.ward, CHANGED, made["id"])
    return int(made["id"])


async def take_back(actor: Actor, earlier: int) -> None:
    """It was wrong: shown no more, kept on record. Raises Forbidden, NotFound."""
    require(may_write(actor), "take figures back")
    async with DB.transaction():
        rows = (
            await EarlierLetters.update({EarlierLetters.taken_back: True})
            .where(EarlierLetters.id == earlier, EarlierLetters.ward == actor.ward)
            .returning(EarlierLetters.id)
        )
        if not rows:
            raise NotFound(f"no earlier figure {earlier}")
        await note(actor.ward, CHANGED, earlier)


# What is kept no longer


@every(24 * 60, "erase-old-letters")
async def forget_letters(work: Work) -> None:
    await erase_old_letters()


async def erase_old_letters() -> int:
    """After the days of LTR-RETAIN since the last step: words go, kind and days stay. How many.

    One that nobody finished by then is cancelled.
    """
    erased, moment = 0, now()
    for ward in await wards.wards():
        rule = await wards.rule(ward.id, "LTR-RETAIN", local_day(moment))
        if rule is not None:
            erased += await _erase_before(ward.id, moment - timedelta(days=int(rule.value)))
        await _end_silence(ward.id)
    return erased


async def _erase_before(ward: int, moment: datetime) -> int:
    old = (Letter.ward == ward) & (Letter.key != "") & (Letter.changed_at < moment)
    rows = await Letter.select(Letter.id, Letter.state).where(old).order_by(Letter.id)
    for row in rows:
        lapses = LetterState(row["state"]) in OPEN
        state: dict[Any, Any] = {Letter.state: LetterState.CANCELLED.value} if lapses else {}
        async with DB.transaction():
            done = (
                await Letter.update({**ERASED, **state})
                .where(old, Letter.id == row["id"], Letter.state == row["state"])
                .returning(Letter.id)
            )
            if done:
                await record(ward, row["id"], None, Step.LAPSE if lapses else Step.ERASE)
    return len(rows)


async def _end_silence(ward: int) -> None:
    """Marks of households that may be asked again."""
    await QuietDossier.delete().where(
        QuietDossier.ward == ward, QuietDossier.until < local_day(now())
    )
