"""The form of a conference's plan: typed texts to a Plan, and a Plan to typed texts."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from dialogue.core.clock import local_time
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from meetings.conferences.plans import LONGEST, MOST, Plan
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import Mode, Reason
from web.days import Day
from web.forms import Form, form_of
from web.numbers import Id
from web.staff.conference_parts import Times, typed

TEXTS = tuple(MOST)


def _text(most: int, least: int = 0) -> Any:
    return Annotated[str, BeforeValidator(clean), Field(min_length=least, max_length=most)]


class PlanForm(Times):
    """The names are those of a Plan; day, starts, ends: its times."""

    title: _text(200, 1)  # type: ignore[valid-type]
    day_off_reason: _text(LONGEST) = ""  # type: ignore[valid-type]
    subject: _text(LONGEST) = ""  # type: ignore[valid-type]
    attending: _text(LONGEST) = ""  # type: ignore[valid-type]
    reason: Reason = Reason.REGULAR
    reason_words: _text(LONGEST) = ""  # type: ignore[valid-type]
    modes: list[Mode] = []
    link: _text(300) = ""  # type: ignore[valid-type]
    plan_number: _text(40) = ""  # type: ignore[valid-type]
    plan_day: Day | None = None
    period_since: Day | None = None
    period_until: Day | None = None
    period_label: _text(120) = ""  # type: ignore[valid-type]
    place: _text(200) = ""  # type: ignore[valid-type]
    chair: _text(120) = ""  # type: ignore[valid-type]
    chair_title: _text(120) = ""  # type: ignore[valid-type]
    co_chair: _text(120) = ""  # type: ignore[valid-type]
    co_chair_title: _text(120) = ""  # type: ignore[valid-type]
    secretary: _text(120) = ""  # type: ignore[valid-type]
    reporter: _text(120) = ""  # type: ignore[valid-type]
    reporter_title: _text(120) = ""  # type: ignore[valid-type]
    seats: Annotated[int | None, Field(ge=1, le=100_000)] = None
    turn_minutes: Annotated[int, Field(ge=1, le=60)] = 5
    collect_until: Day | None = None
    fields: list[Id] = []
    version: Id = 1

    def plan(self) -> Plan:
        starts_at, ends_at = self.at()
        kept = self.model_dump(exclude={"day", "starts", "ends", "version", "modes", "fields"})
        return Plan(
            starts_at=starts_at,
            ends_at=ends_at,
            modes=tuple(self.modes),
            fields=tuple(self.fields),
            **kept,
        )


def blank() -> Form[Any]:
    return form_of(
        {
            "modes": [Mode.IN_PERSON.value],
            "reason": Reason.REGULAR.value,
            "starts": "8:00",
            "ends": "11:00",
            "turn_minutes": 5,
        }
    )


def filled(card: ConferenceCard) -> Form[Any]:
    days = ("plan_day", "period_since", "period_until", "collect_until")
    known = {name: getattr(card, name) for name in (*TEXTS, "seats", "turn_minutes", "version")}
    return form_of(
        known
        | {name: typed(getattr(card, name)) for name in days}
        | when(card)
        | {
            "reason": card.reason.value,
            "modes": [mode.value for mode in card.modes],
            "fields": list(card.fields),
        }
    )


def when(card: ConferenceCard) -> dict[str, str]:
    """Day and hours as they are typed."""
    return {
        "day": typed(card.day),
        "starts": f"{local_time(card.starts_at):%H:%M}",
        "ends": f"{local_time(card.ends_at):%H:%M}",
    }


async def field_options(ward: int) -> list[tuple[int, str]]:
    return [(card.id, card.name) for card in await ward_queries.fields(ward)]
