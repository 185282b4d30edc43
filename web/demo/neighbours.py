"""Two wards of one province that only receive dossiers and are rated: small beside each other."""

from __future__ import annotations

import json
from datetime import date, datetime
from random import Random
from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.core.workdays import DAY
from dialogue.ward.actions import groups, setting_up
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.figures import Figures
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Qualifier
from surveys.actions.counters import add_counter
from surveys.actions.ratings import rate
from surveys.queries.counters import CounterCard, counters
from surveys.rows import NewRating
from surveys.rules import Level
from web.demo.content import DATA, content
from web.demo.place import Place, moment, place
from web.demo.ratings import SEED, VERY, new_rating
from web.demo.wards import add_account

FILE = DATA / "quang_ninh.json"  # what `langnghe ward add FILE.json` takes
DAYS = 18  # working days of ratings
A_DAY = 4  # at each counter
ACCOUNT = {"login": "quan-sat", "title": "Đoàn giám sát của tỉnh", "roles": ["observer"]}
HOLDER = "ông Vũ Văn Quan"


def slugs() -> tuple[str, ...]:
    return tuple(each["slug"] for each in json.loads(FILE.read_text("utf-8")))


async def tell(hashed: str, now: datetime) -> None:
    """hashed: everybody's password."""
    dice = Random(SEED)  # noqa: S311  a story, no secret
    for given in json.loads(FILE.read_text("utf-8")):
        made = await _set_up(given, hashed, now)
        await _enter_month(made)
        for distance in range(-DAYS - 2, -2):
            at = moment(made.days.day(distance), 10)
            with clock.at(at):
                cards = await counters(made.id)
                await rate(
                    [each for card in cards for each in _day(card, made.card.slug, at, dice)]
                )


async def _set_up(given: dict[str, Any], hashed: str, now: datetime) -> Place:
    texts = {key: text for key, text in given.items() if key not in {"groups", "counters"}}
    ward = await setting_up.set_up_ward(**texts, is_demo=True)
    await setting_up.set_up_from_defaults(ward)
    async with DB.transaction():
        for name, origin, head in given["groups"]:
            await groups.add_group(system_actor(ward), name, origin=origin, head=head)
        for label, name, fields in given["counters"]:
            await add_counter(ward, label, name, fields=fields, unit="TTHCC")
        await add_account(ward, ACCOUNT | {"unit": None}, HOLDER, hashed)
    return await place(given["slug"], (), now)


async def _enter_month(made: Place) -> None:
    """Dossiers of the last whole month, by so many a day as the press told."""
    told = content("province")[made.card.slug]
    until = clock.local_day(made.days.now).replace(day=1) - DAY
    since = until.replace(day=1)
    days = sum(made.days.calendar.is_working(day) for day in _between(since, until))
    whole = told["dossiers"] * days
    words = {name: Qualifier(told["about"]) for name in ("received", "returned")}
    counted = Figures(received=whole, returned=whole - 2 * days, qualifiers=words)
    entry = CaseEntry(since, until, counted, source="Số minh họa theo mức mỗi ngày báo chí nêu")
    await enter_case_figures(system_actor(made.id), entry)


def _between(since: date, until: date) -> list[date]:
    return [date.fromordinal(day) for day in range(since.toordinal(), until.toordinal() + 1)]


def _day(card: CounterCard, slug: str, at: datetime, dice: Random) -> list[NewRating]:
    share = content("province")[slug]["satisfied"]
    found = []
    for _ in range(A_DAY):
        happy = dice.random() < share
        level = (Level.VERY if dice.random() < VERY else Level.OK) if happy else Level.NOT
        why = () if happy else (dice.choice(("wait", "unclear", "extra")),)
        found.append(new_rating(card, level, at, reasons=why, field=card.fields[0].id))
    return found
