"""What a conference promised: whose word counts, what is followed to the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.errors import Conflict, Invalid
from dialogue.matters.actions import tasks
from dialogue.matters.actions.judging import judge_for_group
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.queries.promises import group_tasks, promise, promises
from dialogue.matters.states import TaskState, TaskStep
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import GroupVisitor, system_actor
from meetings.conferences.actions import concluding, following, publishing
from meetings.conferences.queries import results
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.last_time import last_time
from meetings.conferences.states import Outcome
from tests.meetings import conference_rows as rows
from tests.meetings.conference_rows import DAY
from tests.meetings.results_build import AFTER, Hall, emptied, published, told

pytestmark = pytest.mark.integration


@pytest.fixture
async def hall(db: None) -> Hall:
    return await emptied()


def head_of(hall: Hall, group: int) -> GroupVisitor:
    ends = AFTER + timedelta(days=300)
    return GroupVisitor(hall.ward, group, f"Tổ {group}", "ông Bảy", 1, ends)


async def asked_by_three(hall: Hall) -> tuple[int, int, int]:
    """Two opinions that one conclusion settles, and one merged into the first: their groups."""
    system = system_actor(hall.ward)
    second = await ward_actions.add_group(system, "Tổ dân phố số 14")
    third = await ward_actions.add_group(system, "Tổ dân phố số 15")
    other = await rows.opinion(hall.ward, hall.number, "Cống 14 tắc.", number=2, group=second)
    await rows.opinion(
        hall.ward, hall.number, "Cũng vậy.", state="merged", lead=hall.opinion, group=third
    )
    with at(AFTER):
        new = hall.task(opinions=(hall.opinion, other))
        await concluding.conclude(hall.keeper, hall.number, new)
        await concluding.write_minutes(
            hall.keeper, hall.number, await hall.version(), assessment="Tốt", report="Đã báo cáo"
        )
        await publishing.publish(hall.chairman, hall.number, await hall.version())
    return hall.group, second, third


async def test_each_asking_group_is_heard_and_the_first_word_decides(hall: Hall) -> None:
    first, second, third = await asked_by_three(hall)
    (card,) = (await promises(hall.ward)).cards
    stranger = await ward_actions.add_group(system_actor(hall.ward), "Tổ dân phố số 16")
    for group in (first, second, third):
        assert [each.id for each in await group_tasks(hall.ward, group)] == [card.id]
    assert not await group_tasks(hall.ward, stranger)
    with at(AFTER + timedelta(days=10)):
        await claim_done(hall.keeper, card.id, Proof(document="12/BB-UBND"))
        await judge_for_group(head_of(hall, second), card.public_id, kept=True)
        await judge_for_group(
            head_of(hall, third), card.public_id, kept=False, reason="Ngõ 15 chưa nạo vét"
        )
        with pytest.raises(Conflict):  # each once
            await judge_for_group(head_of(hall, third), card.public_id, kept=True)
        with pytest.raises(Conflict):
            await judge_for_group(head_of(hall, second), card.public_id, kept=True)
    page = await promise(hall.ward, card.number or 0)
    assert page.card.state is TaskState.DONE
    told = [(line.step, line.data.get("group"), line.text) for line in page.lines[-2:]]
    assert told == [
        (TaskStep.CONFIRM, second, ""),
        (TaskStep.SECOND_WORD, third, "Ngõ 15 chưa nạo vét"),
    ]


async def test_after_a_dispute_the_next_claim_asks_each_group_anew(hall: Hall) -> None:
    first, second, _ = await asked_by_three(hall)
    (card,) = (await promises(hall.ward)).cards
    with at(AFTER + timedelta(days=10)):
        await claim_done(hall.keeper, card.id, Proof(document="12/BB-UBND"))
        await judge_for_group(head_of(hall, first), card.public_id, kept=False, reason="Còn tắc")
        await judge_for_group(head_of(hall, second), card.public_id, kept=True)
        assert (await promise(hall.ward, card.number or 0)).card.state is TaskState.OPEN
        await claim_done(hall.keeper, card.id, Proof(document="13/BB-UBND"))
        await judge_for_group(head_of(hall, second), card.public_id, kept=True)
    assert (await promise(hall.ward, card.number or 0)).card.state is TaskState.DONE


async def given_at_once(hall: Hall, text: str, **more: object) -> int:
    """A task that the hall gave for an opinion. Its id."""
    due = DAY + timedelta(days=9)
    with at(AFTER):
        made = await tasks.open_task(
            hall.keeper, tasks.NewTask(text, hall.unit, due, hall.keeper.staff)
        )
    settled = {"outcome": Outcome.TASK.value, "due": due, "unit": hall.unit, **more}
    await rows.opinion(hall.ward, hall.number, text, number=made + 10, task=made, **settled)
    return made


async def test_what_the_hall_gave_at_once_needs_its_word_too(hall: Hall) -> None:
    made = await given_at_once(hall, "Dọn rác ngõ 9")
    await published(hall)
    await told(hall)
    (conclusion,) = (await hall.record()).conclusions
    assert conclusion.task is not None
    with at(AFTER + timedelta(days=60)):
        late = [each.task.id for each in results.to_review(await hall.record())]
        assert late == [conclusion.task.id, made]
        await following.say(hall.inspector, hall.number, conclusion.task.id, "Đã xem, còn chậm")
    with at(AFTER + timedelta(days=90)):
        with pytest.raises(Invalid) as refused:
            await following.close(hall.chairman, hall.number, "Xong", await hall.version())
        assert refused.value.errors == {"promises": "1"}
        await following.say(hall.inspector, hall.number, made, "Đã dọn một nửa")
        await following.close(hall.chairman, hall.number, "Còn hai việc", await hall.version())


async def test_last_time_counts_what_the_hall_gave_at_once(hall: Hall) -> None:
    await given_at_once(hall, "Dọn rác ngõ 9")
    await given_at_once(hall, "Việc riêng", state="not-shown")
    await published(hall)
    after = await conference(hall.ward, await rows.held(hall.ward, DAY + timedelta(days=180)))
    inside, outside = await last_time(after), await last_time(after, public=True)
    assert inside is not None
    assert outside is not None
    assert [each.text for each in inside.promised] == [
        "Nạo vét cống ngõ 12",
        "Dọn rác ngõ 9",
        "Việc riêng",
    ]
    assert [each.text for each in outside.promised] == ["Nạo vét cống ngõ 12", "Dọn rác ngõ 9"]
