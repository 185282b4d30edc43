"""What was asked and answered before today: the demo's forty questions, with their own dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.matters.actions import publishing, triage
from web.demo.content import content
from web.demo.journey import Journey, judge, receive
from web.demo.place import Place, moment

DAY = timedelta(days=1)
SPREAD = 30  # minutes between the first and the last who ask on a day


async def tell(place: Place) -> dict[str, int]:
    """Each question of the ward from the day it came to the asker's last word: ids by title."""
    told = {}
    mine = [each for each in content("questions") if each["ward"] == place.card.slug]
    for number, each in enumerate(mine):
        async with DB.transaction():  # one wait for the disk a story, not one a step
            told[each["title"]] = await _tell_one(place, each, number)
    return told


async def _tell_one(place: Place, given: Mapping[str, Any], number: int) -> int:
    came = _on(given["received"], 8, 5 + number % SPREAD)
    got = await receive(place, given, came, given["id"])
    way = Journey(
        place,
        got.id,
        got.code,
        given["code"],
        given["unit"],
        number,
        chairman=given["leader"].startswith("Chủ tịch"),
    )
    await way.assign(came.replace(hour=9), given)
    others = await _merge(place, given, way)
    await way.give(came.replace(hour=10))
    task = await _answer(way, given, came)
    await _correct(way, given)
    last = await _judge(way, given)
    for code in others:
        await judge(code, last, "satisfied")
    if task is not None:
        await _keep(way, given, task)
    return got.id


def _on(day: str, hour: int, minute: int = 0) -> datetime:
    return moment(date.fromisoformat(day), hour, minute)


async def _merge(place: Place, given: Mapping[str, Any], lead: Journey) -> list[str]:
    """Tracking codes of the same matter asked by other groups, each kept as an asker."""
    codes = []
    for number, other in enumerate(given.get("duplicates", ())):
        at = _on(given["received"], 13, 10 * number + lead.number % 10)
        words = {**given, **other}
        got = await receive(place, words, at, f"{given['id']} {number}")
        with clock.at(at + timedelta(minutes=33)):
            await triage.merge(place.people["van-phong"], got.id, lead.matter)
        codes.append(got.code)
    return codes


async def _answer(way: Journey, given: Mapping[str, Any], came: datetime) -> int | None:
    """The task, where the answer promises something."""
    promise, day = given["promise"], given["published"]
    await way.draft(
        came.replace(hour=11), [given["answer"]], given["summary_en"], promises=bool(promise)
    )
    task = None
    if promise:
        due = date.fromisoformat(promise["due"])
        task = await way.promise(came.replace(hour=12), promise["task"], due)
    await way.pass_up(_on(day, 14, came.minute), _on(day, 15, came.minute))
    await way.approve(_on(day, 16, came.minute))
    return task


async def _correct(way: Journey, given: Mapping[str, Any]) -> None:
    if correction := given.get("correction"):
        with clock.at(_on(correction["on"], 9)):
            await publishing.correct(
                way.place.people["chu-tich"], way.matter, correction["text"], correction["reason"]
            )


async def _judge(way: Journey, given: Mapping[str, Any]) -> datetime:
    """When the asker had the last word, after a second answer where there was one."""
    spoken = date.fromisoformat(given.get("judged_on", given["published"])) + 3 * DAY
    at = moment(spoken, 19, way.number % SPREAD)
    again = given.get("again")
    reason = given.get("verdict_reason", "")
    await way.judge(at, given["verdict"], reason, reopens=bool(again))
    if not again:
        return at
    written = _on(again["published"], 9)
    await way.draft(written, [again["answer"]], again["summary_en"])
    await way.pass_up(written.replace(hour=10), written.replace(hour=14))
    await way.approve(written.replace(hour=15))
    last = written + 2 * DAY
    await way.judge(last, again["verdict"])
    return last


async def _keep(way: Journey, given: Mapping[str, Any], task: int) -> None:
    """Promises of the past were kept, with proof; one waits for somebody else to this day."""
    promise = given["promise"]
    if promise.get("kept", True):
        done = max(_on(promise.get("done", promise["due"]), 15), _on(given["published"], 16, 40))
        proof = f"Biên bản xác nhận ngày {done:%d/%m/%Y}, có ảnh kèm theo."
        await way.keep(task, done, proof, done + 3 * DAY)
