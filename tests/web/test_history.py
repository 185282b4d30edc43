"""The history of a matter in words: every step, as the actions keep it, on every page."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from httpx import AsyncClient as Client

from dialogue.core import clock
from dialogue.matters.actions import approval, drafting, triage, verdicts
from dialogue.matters.actions.clocks import note_overdue, recompute
from dialogue.matters.actions.contacts import erase_contact
from dialogue.matters.actions.intake import NewMatter, receive_for_group
from dialogue.matters.queries import history, journeys
from dialogue.matters.states import Redirection, Rejection, Step, VerdictLevel
from dialogue.matters.tables import MatterEvent
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.actions.calendar import change_calendar
from dialogue.ward.cards import DayCard
from dialogue.ward.rules import system_actor
from dialogue.ward.states import DayKind
from tests.matters import builders
from tests.pages import Page
from tests.web.desk import DESK, enter, see
from web import i18n
from web.history import told as told_asker
from web.passes import make_pass
from web.staff.history import told as told_staff
from web.staff.places import Names

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
DAY, LATER = "2026-12-08", "2026-12-09"
# As `record` keeps it: what the actions give, once through JSON.
KEPT: dict[Step, dict[str, Any]] = {
    Step.RECEIVE: {"source": "web"},
    Step.ASSIGN: {"unit": 1, "due": DAY},
    Step.REDIRECT: {"receiver": "Công ty Cấp nước", "why": "service"},
    Step.REJECT: {"why": "insult", "proposed_by": 2},
    Step.PROPOSE_REJECTION: {"why": "insult"},
    Step.KEEP: {},
    Step.MERGE: {"lead": 3, "lead_public_id": "abcdefghij"},
    Step.ASK_BACK: {"until": DAY},
    Step.REPLY: {"waited": 2, "due": DAY},
    Step.TIME_OVER: {"waited": 5, "due": None},
    Step.SEAL: {"unit": None, "officer": None, "leader": None},
    Step.UNSEAL: {},
    Step.HAND_OVER: {},
    Step.GIVE: {"officer": 2},
    Step.HAND_BACK: {"unit": 1, "times": 1},
    Step.SAVE_DRAFT: {
        "version": 1,
        "sources": [{"number": 12, "day": DAY}],
    },
    Step.SEND_FOR_CHECK: {"version": 1, "score": 80, "hints": ["no-date"]},
    Step.RETURN: {},
    Step.PASS_UP: {"leader": 2, "version": 1, "score": 80, "remark": "", "left": []},
    Step.APPROVE: {
        "version": 1,
        "name": "Trần Thị Bình",
        "title": "Chủ tịch UBND phường",
        "remark": "",
        "verdict_due": DAY,
    },
    Step.NOT_DENUNCIATION: {},
    Step.PART: {},
    Step.PROPOSE_EXTENSION: {"days": 5},
    Step.EXTEND: {"days": 5, "old": DAY, "new": LATER},
    Step.MOVE: {"unit": 1, "old_unit": None},
    Step.VERDICT: {"level": "satisfied", "asker": 7, "round": 1},
    Step.REOPEN: {
        "level": "not",
        "asker": 7,
        "round": 1,
        "chairman": False,
        "superior": None,
        "superior_role": "chairman",
    },
    Step.ROUTE: {"round": 2, "due": DAY},
    Step.DECIDE: {"invited_on": None, "name": "Trần Thị Bình", "title": "Chủ tịch UBND phường"},
    Step.SILENCE: {},
    Step.CORRECT: {"version": 2},
    Step.TAKE_DOWN: {},
    Step.COVER: {},
    Step.NOTE: {},
    Step.MOVE_DUE_DATE: {
        "why": "calendar",
        "calendar": 2,
        "triage": [DAY, LATER],
        "publish": [DAY, LATER],
    },
    Step.OVERDUE: {"due": DAY, "unit": 1, "officer": None},
    Step.ERASE_CONTACT: {},
    Step.RETRACT: {"asker": 7, "lead": 3},
    Step.ASKER_LEFT: {"asker": 7},
    Step.SAME_QUESTION: {"earlier": 3, "first": 3},
    Step.NOT_SAME: {},
    Step.SINCE_LAST: {},
    Step.CAMPAIGN: {"on": True},
    Step.CLEAR_STOP: {"stop": "insult", "round": 1, "version": 2},
}
NAMES = Names({1: "Văn phòng"}, {}, {}, {}, {2: "Nguyễn Văn Mẫu"})
BROKEN: list[Any] = [[], {}, ["x"], "x", 10**20, [None, None], True]


def as_staff(step: Step, data: dict[str, Any]) -> str:
    line = history.Event(1, AT, "staff", 2, "Bà An", "", step, "", "", "", "", data)
    return told_staff(line, NAMES).title


def as_asker(step: Step, data: dict[str, Any]) -> str:
    return told_asker(journeys.Line(AT, step, "", data), NAMES.units).title


@pytest.mark.parametrize("step", Step)
def test_every_step_is_a_whole_sentence_for_staff(step: Step) -> None:
    said = as_staff(step, KEPT[step])
    assert said
    assert not any(sign in said for sign in "[]{}%"), said
    assert "None" not in said


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("step", journeys.TOLD)
def test_every_step_an_asker_is_told_is_a_whole_sentence(step: Step, language: str) -> None:
    data = {name: KEPT[step][name] for name in journeys.TOLD[step] if name in KEPT[step]}
    i18n.enter("/en" if language == "en" else "/")
    said = as_asker(step, data)
    i18n.enter("/")
    assert said
    assert not any(sign in said for sign in "[]{}%"), said
    assert "None" not in said


@pytest.mark.parametrize("value", BROKEN, ids=repr)
@pytest.mark.parametrize("step", Step)
def test_no_stored_shape_breaks_a_page(step: Step, value: Any) -> None:
    data = dict.fromkeys(KEPT[step], value)
    assert as_staff(step, data)
    assert as_asker(step, data)
    assert as_staff(step, {})
    assert as_asker(step, {})


def test_a_moved_date_is_told_with_both_days_and_why() -> None:
    said = "Lịch làm việc thay đổi, hạn chuyển từ thứ Ba 8/12 sang thứ Tư 9/12"
    data = KEPT[Step.MOVE_DUE_DATE]
    with clock.at(AT):
        assert as_staff(Step.MOVE_DUE_DATE, data) == said
        assert as_asker(Step.MOVE_DUE_DATE, data) == said
    inner = {"why": "calendar", "calendar": 2, "draft": [DAY, LATER]}
    assert as_staff(Step.MOVE_DUE_DATE, inner) == ("Lịch làm việc thay đổi, hạn trả lời giữ nguyên")


@pytest.mark.integration
async def test_after_a_new_holiday_every_page_of_what_it_moved_opens(client: Client) -> None:
    with clock.at(AT):
        place = await builders.scene()
        await ward_actions.add_group(system_actor(place.ward), "Tổ dân phố số 9")
        (group,) = await wards.groups(place.ward)
        token = await ward_actions.make_group_link(system_actor(place.ward), group.id, "ông Bảy")
        visitor = await ward_actions.enter_group(token)
        (sent,) = await receive_for_group(visitor, [NewMatter(place.ward, builders.words())])
        new = await builders.approving(place)
        day = DayCard(date(2026, 11, 25), DayKind.HOLIDAY, "Lễ", "", "statutory", "")
        await change_calendar(system_actor(place.ward), [day])
        await recompute(place.ward)  # the server's own job may have been there before us
        await enter(client, place, "chu-tich")
        for each in (new, sent):
            lines = (await see(client, f"{DESK}/{each.id}")).texts(".timeline b")
            assert any("hạn chuyển từ" in line for line in lines), lines
            path = f"/tra-cuu/{make_pass(builders.hash_of(each), clock.now())}"
            for prefix in ("", "/en"):
                assert (await client.get(prefix + path)).status_code == 200
        await approval.approve(place.deputy, new.id)
        assert (await client.get(f"/{place.slug}/hoi-dap/1")).status_code == 200
        link = f"/to-truong/{token}"
        assert (await client.post(link)).status_code == 303
        page = Page((await client.get(link)).text)
        assert len(page.texts("main li.card")) == 1


@pytest.mark.integration
async def test_what_the_actions_keep_has_the_shapes_told_here(db: None) -> None:
    """KEPT stands for the real thing: its names and kinds of values."""
    place = await builders.scene()
    await builders.reopened(place)
    asked, rejected, insult, other, merged = [await builders.received(place) for _ in range(5)]
    await triage.ask_back(place.keeper, asked.id, "Đoạn nào?")
    await triage.reply(place.ward, builders.hash_of(asked), "Đoạn đầu hẻm.")
    await triage.reject(place.keeper, rejected.id, Rejection.ADVERT)
    await triage.reject(place.keeper, insult.id, Rejection.INSULT)
    await triage.agree(place.chairman, insult.id)
    await triage.redirect(place.keeper, other.id, "Công ty Cấp nước", Redirection.SERVICE)
    await triage.merge(place.keeper, merged.id, asked.id)
    await triage.unseal(place.chairman, (await builders.sealed(place)).id, "Nhầm.")
    late = await builders.assigned(place)
    await drafting.hand_back(place.head, late.id, "Việc của phòng khác.")
    judged = await builders.published(place)
    await verdicts.give_verdict(builders.hash_of(judged), VerdictLevel.SATISFIED)
    await erase_contact(builders.hash_of(judged))
    day = DayCard(clock.local_day(clock.now()), DayKind.HOLIDAY, "Lễ", "", "statutory", "")
    await change_calendar(system_actor(place.ward), [day])
    await recompute(place.ward)
    with clock.at(datetime(2028, 1, 3, 2, tzinfo=UTC)):
        await note_overdue(place.ward)
    rows = await MatterEvent.select(MatterEvent.step, MatterEvent.data)
    assert len({row["step"] for row in rows}) > 15
    for row in rows:
        step, data = Step(row["step"]), json.loads(row["data"])
        unknown = set(data) - set(KEPT[step]) - {"ack", "draft"}
        assert not unknown, (step, unknown)
        assert not any(sign in as_staff(step, data) for sign in "[]{}%")
