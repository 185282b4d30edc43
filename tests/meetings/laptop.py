"""A hall's laptop for tests, as a process of its own: python -m tests.meetings.laptop WORK FILE …

It moves in, does the work that is named, and writes the file for the way back. What it tells of
its work is a line of JSON. The product is imported once the folder's settings are.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from web.cli.hall_laptop import prepare, use_laptop

Told = dict[str, Any]


async def whole_hall() -> Told:
    """Somebody comes in, speaks, sends a slip, asks by phone; the hall closes."""
    from dialogue.core.clock import at
    from meetings.conferences.actions import opening
    from tests.meetings.hall_build import minutes

    place = await laptop_hall()
    with at(minutes(0)):
        told = await _at_the_door(place)
    with at(minutes(5)):
        await _spoken(place)
    with at(minutes(10)):
        told |= await _on_paper(place)
    with at(minutes(12)):
        told |= await _by_phone(place)
        told |= await _sent_ahead(place)
    with at(minutes(30)):
        await opening.close_hall(place.clerk, place.number)
    return told


async def laptop_hall() -> Any:
    from dialogue.ward import queries as wards
    from meetings.conferences.queries.conferences import conference
    from meetings.conferences.queries.loans import only_loan
    from tests.meetings.hall_build import Hall

    loan = await only_loan()
    ward, number = loan["ward"], loan["conference"]
    staff = {each.login: each.id for each in await wards.staff_list(ward)}
    card = await conference(ward, number)
    return Hall(
        ward,
        number,
        await wards.actor(ward, staff["van-phong"]),
        await wards.actor(ward, staff["chu-tich"]),
        tuple(each.id for each in await wards.groups(ward)),
        card.hall_code,
        card.screen_key,
        card.slug,
    )


async def _at_the_door(place: Any) -> Told:
    from meetings.conferences.actions import door, opening, speaking
    from meetings.conferences.queries.door import find_invited

    clerk, number = place.clerk, place.number
    await opening.open_hall(clerk, number)
    (guest,) = await find_invited(clerk, number, "hop tac xa")
    await door.check_in(clerk, number, "operation-door-1", guest.id)
    await door.walk_in(clerk, number, "operation-door-2", None, "Bà Sáu")
    speaker = await speaking.queue_up(clerk, number, "operation-hand-1", name="Bà Sáu")
    await speaking.give_turn(clerk, number, speaker, 1)
    return {"guest": guest.person}


async def _spoken(place: Any) -> None:
    from dialogue.ward import queries as wards
    from meetings.conferences.actions import capturing, settling
    from meetings.conferences.states import Outcome
    from tests.meetings.hall_build import minutes

    unit = (await wards.units(place.ward))[0].id
    new = capturing.NewOpinion("Đèn đường ngõ 12 tắt đã lâu.", asker="Bà Sáu")
    made = await capturing.capture(place.clerk, place.number, "operation-words-1", new)
    how = settling.Settlement(
        Outcome.TASK, due=minutes(60 * 24 * 9).date(), unit=unit, officer=place.clerk.staff
    )
    await settling.settle(place.clerk, place.number, made.id, 1, how)


async def _on_paper(place: Any) -> Told:
    from meetings.conferences.actions import capturing, settling
    from meetings.conferences.queries.floor import opinion, slips
    from meetings.conferences.states import Outcome

    slip = (await slips(place.ward, place.number))[0].code
    new = capturing.NewOpinion("Bao giờ sửa mái chợ phường?", slip=slip)
    made = await capturing.capture(place.clerk, place.number, "operation-words-2", new)
    how = settling.Settlement(Outcome.WRITTEN)
    await settling.settle(place.clerk, place.number, made.id, 1, how)
    row = await opinion(place.ward, place.number, made.id)
    return {"slip": slip, "due": str(row.due)}


async def _by_phone(place: Any) -> Told:
    """Two ask the same, the third accuses somebody."""
    from meetings.conferences.actions import moderating
    from meetings.conferences.queries.floor import opinions
    from tests.meetings.hall_build import ACCUSES

    first = await place.ask(1, "Cống ngõ 30 tắc, ai nạo vét?")
    twin = await place.ask(2, "Ngõ 30 ngập vì cống tắc thì hỏi ai?")
    third = await place.ask(3, ACCUSES)
    ids = {each.number: each.id for each in await opinions(place.ward, place.number)}
    one, other = ids[first.number], ids[twin.number]
    await moderating.merge(place.clerk, place.number, other, 1, one)
    await moderating.show(place.clerk, place.number, one, 1)
    return {
        "phones": [first.code, twin.code, third.code],
        "numbers": [first.number, twin.number],
    }


async def _sent_ahead(place: Any) -> Told:
    from meetings.conferences.actions import moderating, picking
    from meetings.conferences.queries.floor import opinion, opinions
    from meetings.conferences.states import OpinionSource

    every = await opinions(place.ward, place.number)
    (one,) = [each for each in every if each.source is OpinionSource.AHEAD and each.words]
    await moderating.show(place.clerk, place.number, one.id, one.version)
    shown = await opinion(place.ward, place.number, one.id)
    await picking.pick(place.chairman, place.number, one.id, shown.version)
    return {"ahead": shown.number}


async def same_rows() -> Told:
    """What somebody at the server does meanwhile, too: mends the first opinion, takes a second."""
    from dialogue.core.clock import at
    from meetings.conferences.actions import capturing, opening
    from meetings.conferences.queries.floor import opinions
    from tests.meetings.hall_build import minutes

    place = await laptop_hall()
    (first,) = await opinions(place.ward, place.number)
    mended = capturing.NewOpinion("Chữ ghi ở hội trường cho câu một.")
    new = capturing.NewOpinion("Câu hai, ghi ở hội trường.")
    with at(minutes(20)):
        await capturing.change_opinion(place.clerk, place.number, first.id, first.version, mended)
        made = await capturing.capture(place.clerk, place.number, "operation-words-2", new)
        await opening.close_hall(place.clerk, place.number)
    return {"second": made.number}


async def changed_plans() -> Told:
    """The programme and the check-list are changed there; and what was promised last time."""
    from dialogue.core.clock import at, local_day
    from meetings.conferences.actions import agenda, ticks
    from meetings.conferences.actions.agenda import NewPoint
    from meetings.conferences.queries.last_time import last_time
    from meetings.conferences.states import AgendaKind
    from tests.meetings.hall_build import minutes

    place = await laptop_hall()
    card = await place.card()
    with at(minutes(-30)):
        points = [NewPoint(90, AgendaKind.FLOOR, "Hỏi và đáp", "Chủ trì")]
        await agenda.set_agenda(place.clerk, place.number, points, card.version)
        today = local_day(minutes(-30))
        await ticks.tick(place.clerk, place.number, "hall", today, "Đủ ghế, có lối xe lăn")
        await ticks.tick(place.clerk, place.number, "front", today, "Ghi ở hội trường")
        await ticks.untick(place.clerk, place.number, "party")
    last = await last_time(card, public=True)
    promised = [] if last is None else last.by_lateness
    return {"promised": [[each.text, each.task.state.value] for each in promised]}


WORK = {"whole": whole_hall, "same": same_rows, "plans": changed_plans}


def main() -> None:
    work, file, code, data, out = sys.argv[1:]
    use_laptop(Path(data))
    prepare(Path(file), code, Path(data))
    from web.cli.database import run
    from web.cli.hall_laptop import hand_over

    print(json.dumps(run(WORK[work]())))
    run(hand_over(Path(out)))


if __name__ == "__main__":
    main()
