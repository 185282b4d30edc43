"""langnghe due: when something is due by a rule, and how that was computed."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from web.cli.settings import data_option, use

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialogue.ward.deadlines import Clock, Due, Skipped, Step


@click.command
@click.option("--received", required=True, help="2026-02-13T11:00, in Vietnam unless it says +…")
@click.option("--rule", required=True, help="CLK-PUBLISH, CLK-ACK …")
@click.option("--ward", help="Its slug.  [default: all, if they agree]")
@data_option
def due(received: str, rule: str, ward: str | None, data: Path | None) -> None:
    """Print day 0, the due moment and how both were computed, as JSON.

    By the calendar and rules of the ward in the data folder; without a database there, by the
    calendar and rules that every ward begins with.
    """
    use(data=data)
    from dialogue.ward.deadlines import Step
    from dialogue.ward.defaults import default_clock
    from web.cli.database import exists, run

    if rule not in set(Step):
        raise click.UsageError(f"--rule {rule}: one of {', '.join(Step)}")
    moment = _moment(received)
    clocks = run(_clocks(ward)) if exists() else []
    told = _same([_told(clock, Step(rule), moment) for clock in clocks or [default_clock()]])
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def _moment(text: str) -> datetime:
    """In Vietnam's time. Raises click.UsageError."""
    from dialogue.core.clock import HANOI, local_time

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"--received {text}: write it as 2026-02-13T11:00") from None
    return moment.replace(tzinfo=HANOI) if moment.tzinfo is None else local_time(moment)


async def _clocks(slug: str | None) -> list[Clock]:
    """Of the ward that was named, else of every ward."""
    from dialogue.ward.queries import clock, ward_id, wards

    ids = [await ward_id(slug)] if slug else [card.id for card in await wards()]
    return [await clock(each) for each in ids]


def _same(told: list[dict[str, Any]]) -> dict[str, Any]:
    """What all wards say. Raises click.UsageError where they differ."""
    if len({(each["day_zero"], each["due"]) for each in told}) > 1:
        raise click.UsageError("the wards here count differently: name one with --ward")
    return told[0]


def _told(clock: Clock, step: Step, received: datetime) -> dict[str, Any]:
    """due null: no rule is in force on day 0."""
    zero = clock.day_zero(received)
    found = clock.due(step, zero.day)
    ends = found and datetime.combine(found.due, found.ends, received.tzinfo)
    return {
        "received": received.isoformat(),
        "rule": step.value,
        "day_zero": zero.day.isoformat(),
        "due": ends and ends.isoformat(),
        "explanation": {
            "day_zero_because": zero.reason.value,
            "cutoff": zero.cutoff and zero.cutoff.isoformat("minutes"),
            "days_off_before_day_zero": _days(zero.skipped),
            **_explained(found),
        },
    }


def _explained(found: Due | None) -> dict[str, Any]:
    if found is None:
        return {"working_days": None}
    return {
        "working_days": found.days,
        "source": found.source,
        "in_force_since": found.since.isoformat(),
        "certainty": found.certainty,
        "days_off": _days(found.skipped),
        "working_saturdays": _days(found.made_up),
        "half_days": _days(found.halves),
        "calendar_version": found.calendar_version,
    }


def _days(days: Iterable[Skipped]) -> list[dict[str, str]]:
    return [{"day": each.day.isoformat(), "name": each.name} for each in days]
