"""Surveys from draft to figures, through the room's actions and the database."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from httpx import AsyncClient

from dialogue.core.changes import Change
from dialogue.core.clock import at, local_day, now, start_of
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, TicketUsed
from dialogue.core.jobs import Work
from dialogue.core.local import LocalEngine
from dialogue.core.tables import AuditEntry
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter, set_counter_staff
from surveys.forms import queries
from surveys.forms.actions import rounds, versions
from surveys.forms.actions.replies import level_replies, reply
from surveys.forms.actions.rounds import NewSurvey
from surveys.forms.model import Label
from surveys.forms.queries import SurveyCard
from surveys.forms.states import CommentState, FormState, Stage
from surveys.forms.tables import SurveyComment, SurveyReply, SurveyWords
from tests.surveys.survey_builders import (
    OFFICE,
    SIPAS,
    all_close,
    answer,
    editors,
    everywhere,
    new_reply,
    open_survey,
    second_version,
)
from tests.surveys.wal import commits, on_disk
from tests.ward.builders import bare_ward, person, ward_with_defaults

pytestmark = pytest.mark.integration
WORK = Work(id=1, kind="", key="", ward=None, payload={}, attempt=1)


@pytest.fixture
async def card(client: AsyncClient) -> SurveyCard:
    """A friendly-office survey of a ward with its rules, open for a week."""
    writer, _publisher = await editors(await ward_with_defaults())
    return await open_survey(writer)


# Replies


async def test_a_reply_is_stored_once_even_if_sent_five_times(card: SurveyCard) -> None:
    asked = await queries.form(card.ward, card.form)
    new = await new_reply(card, everywhere(asked, "2") | {"suggest": ["Thêm ghế"]})
    await asyncio.gather(*(reply(new) for _ in range(5)))
    assert await queries.reply_count(card) == 1
    assert await SurveyWords.count() == 1


async def test_a_ticket_that_carried_a_reply_carries_no_other(card: SurveyCard) -> None:
    asked = await queries.form(card.ward, card.form)
    new = await new_reply(card, everywhere(asked, "2"))
    await reply(new)
    with pytest.raises(TicketUsed):
        await reply(replace(new, body="another"))
    assert await queries.reply_count(card) == 1


async def test_a_reply_holds_no_person_no_instant_no_order_and_no_words(card: SurveyCard) -> None:
    for value in ("2", "0") * 10:
        await answer(card, value, suggest=f"Lời của người chọn {value}")
    rows = await SurveyReply.select()
    assert set(rows[0]) == {"id", "ward", "survey", "form", "answers", "day", "half"}
    told = {name: {str(row[name]) for row in rows} for name in rows[0]}
    assert {name for name, values in told.items() if len(values) > 2} == {"id"}
    words = await SurveyWords.select()
    assert {row["id"] for row in words} & {row["id"] for row in rows} == set()
    assert len({len(row["sealed"]) for row in words}) == 1  # of one size class
    assert not any("suggest" in json.loads(row["answers"]) for row in rows)
    assert await Change.count().where(Change.subject.is_in([row["id"] for row in rows])) == 0
    chosen = [json.loads(row["answers"])["greet"][0] for row in sorted(rows, key=lambda r: r["id"])]
    assert chosen != ["2", "0"] * 10


@pytest.mark.skipif(not isinstance(DB, LocalEngine), reason="reads SQLite's own files")
async def test_no_commit_in_the_log_holds_a_reply_and_its_words(card: SurveyCard) -> None:
    await answer(card, "2", suggest="Thêm ghế ngồi chờ")
    assert not any("Thêm ghế".encode() in pages for pages in commits())
    await all_close(card.closes)
    assert "Thêm ghế".encode() in on_disk()
    assert await SurveyWords.count() == 0


@pytest.mark.skipif(isinstance(DB, LocalEngine), reason="PostgreSQL's hidden columns")
async def test_the_next_day_no_transaction_tells_the_order_of_replies(card: SurveyCard) -> None:
    await answer(card, "2", 3, suggest="Thêm ghế")
    with at(now() + timedelta(days=1)):
        await level_replies(WORK)
    for table in ("survey_reply", "survey_words"):
        rows = await SurveyReply.raw(f"SELECT xmin::text FROM {table}")  # noqa: S608
        assert len(rows) == 3
        assert len({row["xmin"] for row in rows}) == 1


async def test_hidden_questions_are_not_stored_even_forged(client: AsyncClient) -> None:
    writer, _ = await editors(await ward_with_defaults())
    card = await open_survey(writer, "after-dialogue@1", "sau-doi-thoai")
    asked = await queries.form(card.ward, card.form)
    sent = {each.id: [each.values[0]] for each in asked.form.questions if each.required}
    forged = sent | {"asked": ["no"], "answered": ["none"]}
    await reply(await new_reply(card, forged))
    (row,) = await SurveyReply.select(SurveyReply.answers)
    assert "answered" not in json.loads(row["answers"])


async def test_who_began_on_the_last_day_may_finish_after_midnight(card: SurveyCard) -> None:
    midnight = start_of(card.closes + timedelta(days=1))
    with at(midnight + timedelta(minutes=90)):
        await answer(card, "2")
    with at(midnight + timedelta(hours=3)), pytest.raises(Conflict):
        await answer(card, "2")
    (row,) = await SurveyReply.select(SurveyReply.day, SurveyReply.half)
    assert row == {"day": card.closes, "half": 1}


async def test_before_its_first_day_a_survey_takes_nothing(client: AsyncClient) -> None:
    writer, _ = await editors(await ward_with_defaults())
    tomorrow = local_day(now()) + timedelta(days=1)
    form = await versions.adopt(writer, OFFICE)
    await rounds.announce(writer, NewSurvey(form, "sap-toi", "Sắp", "Soon", tomorrow, tomorrow))
    card = await queries.survey(writer.ward, "sap-toi")
    assert card.stage(local_day(now())) is Stage.AHEAD
    with pytest.raises(Conflict):
        await answer(card, "2")


# Versions


async def test_a_published_form_is_never_edited(card: SurveyCard) -> None:
    writer = await person(card.ward, "mot", Role.KEEPER)
    asked = await queries.form(card.ward, card.form)
    with pytest.raises(Conflict):
        await versions.save(writer, asked.id, asked.version, asked.form)
    assert (await queries.form(card.ward, card.form)) == asked


async def test_old_answers_keep_their_words_and_are_not_mixed(client: AsyncClient) -> None:
    """Ten answers, the question changes, ten more; one comes late, from a page that was open."""
    writer, publisher = await editors(await ward_with_defaults())
    card = await open_survey(writer)
    await answer(card, "2", 10)
    asked = await queries.form(card.ward, card.form)
    open_page = await new_reply(card, everywhere(asked, "2"))
    newer = await second_version(writer, publisher, card.form, Label("Chữ mới", "New words"))
    assert (await queries.form(card.ward, asked.id)).state is FormState.RETIRED
    assert (await queries.form(card.ward, asked.id)).form == asked.form
    card = await queries.survey(card.ward, card.slug)
    assert card.form == newer  # who opens the page now is asked the new words
    await reply(open_page)
    await answer(card, "0", 10)
    await all_close(card.closes)
    made = await queries.survey_results(await queries.survey(card.ward, card.slug))
    assert made is not None
    assert made.replies == {2: 10, 1: 11}
    told = {each.question.label.vi: (each.versions, each.n) for each in made.questions}
    assert told["Chữ mới"] == ((2,), 10)
    assert told[asked.form.questions[0].label.vi] == ((1,), 11)
    assert told[asked.form.questions[1].label.vi] == ((2, 1), 21)


async def test_a_retired_form_is_for_no_new_survey_but_one_that_is_on_goes_on(
    card: SurveyCard,
) -> None:
    keeper, today = await person(card.ward, "mot", Role.KEEPER), local_day(now())
    await versions.retire(keeper, card.form, 1)
    await answer(card, "2")
    assert await queries.reply_count(card) == 1
    with pytest.raises(Invalid) as told:
        await rounds.announce(keeper, NewSurvey(card.form, "khac", "Khác", "Other", today, today))
    assert told.value.errors == {"form": "unknown"}


async def test_a_form_is_published_by_another_than_who_sent_it(client: AsyncClient) -> None:
    writer, publisher = await editors(await ward_with_defaults())
    base = await versions.adopt(writer, SIPAS)
    draft = await versions.next_version(writer, base)
    assert await versions.next_version(publisher, base) == draft  # one draft at a time
    await versions.send(writer, draft, 1)
    with pytest.raises(Forbidden):
        await versions.publish(writer, draft, 2)
    await versions.give_back(publisher, draft, 2)
    await versions.send(writer, draft, 3)
    await versions.publish(publisher, draft, 4)
    assert [each.state for each in await queries.forms(writer.ward)] == [
        FormState.PUBLISHED,
        FormState.RETIRED,
    ]
    assert {"send-form", "publish-form", "return-form"} <= {
        row["action"] for row in await AuditEntry.select(AuditEntry.action)
    }


async def test_a_form_with_a_fault_is_not_sent(client: AsyncClient) -> None:
    writer, _ = await editors(await bare_ward())
    draft = await versions.begin(writer, "Phiếu trống")
    with pytest.raises(Invalid):
        await versions.send(writer, draft, 1)


async def test_two_editors_of_one_draft_do_not_overwrite_each_other(client: AsyncClient) -> None:
    writer, other = await editors(await bare_ward())
    card = await queries.form(writer.ward, await versions.begin(writer, "Phiếu"))
    await versions.save(writer, card.id, card.version, card.form)
    with pytest.raises(Conflict):
        await versions.save(other, card.id, card.version, card.form)


async def test_who_makes_forms_is_the_keeper_or_the_director_of_this_ward(
    client: AsyncClient,
) -> None:
    writer, _ = await editors(await bare_ward())
    card = await open_survey(writer)
    officer = await person(writer.ward, "mot-cua", Role.COUNTER_OFFICER)
    today = local_day(now())
    new = NewSurvey(card.form, "khac", "Khác", "Other", today, today)
    for act in (
        versions.adopt(officer, SIPAS),
        versions.begin(officer, "Phiếu"),
        versions.next_version(officer, card.form),
        versions.retire(officer, card.form, 1),
        rounds.announce(officer, new),
        rounds.move(officer, card.id, today, today, 1),
        queries.survey_by_id(officer, card.id),
    ):
        with pytest.raises(Forbidden):
            await act
    stranger, _ = await editors(await bare_ward("hoc-mon", "Hóc Môn"))
    with pytest.raises(NotFound):
        await versions.retire(stranger, card.form, 1)
    with pytest.raises(NotFound):
        await queries.survey_by_id(stranger, card.id)
    with pytest.raises(Invalid):
        await rounds.announce(stranger, new)


# Surveys


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"title": " "}, {"title": "missing"}),
        ({"title_en": ""}, {"title_en": "missing"}),
        ({"slug": "Công sở"}, {"slug": "not-usable"}),
        ({"slug": "cong-so-than-thien"}, {"slug": "taken"}),
        ({"form": 999_999}, {"form": "unknown"}),
        ({"closes": -1}, {"closes": "before-since"}),
        ({"opens": -9, "closes": -1}, {"closes": "past"}),
        ({"closes": 400}, {"closes": "before-since"}),
    ],
)
async def test_a_survey_that_cannot_be_is_refused_by_its_field(
    card: SurveyCard, change: dict[str, object], wrong: dict[str, str]
) -> None:
    today = local_day(now())
    days = {"opens": 0, "closes": 5} | {k: v for k, v in change.items() if isinstance(v, int)}
    new = NewSurvey(
        int(days.pop("form", card.form)),
        str(change.get("slug", "khac")),
        str(change.get("title", "Tên")),
        str(change.get("title_en", "Name")),
        today + timedelta(days=days["opens"]),
        today + timedelta(days=days["closes"]),
    )
    keeper = await person(card.ward, "mot", Role.KEEPER)
    with pytest.raises(Invalid) as told:
        await rounds.announce(keeper, new)
    assert told.value.errors == wrong


async def test_days_are_moved_while_a_survey_is_not_over(card: SurveyCard) -> None:
    keeper = await person(card.ward, "mot", Role.KEEPER)
    longer = card.closes + timedelta(days=3)
    await rounds.move(keeper, card.id, card.opens, longer, 1)
    with pytest.raises(Conflict):
        await rounds.move(keeper, card.id, card.opens, longer, 1)
    with pytest.raises(Invalid) as told:
        await rounds.move(keeper, card.id, card.opens + timedelta(days=1), longer, 2)
    assert told.value.errors == {"opens": "begun"}
    await all_close(longer)
    with pytest.raises(Conflict):
        await rounds.move(keeper, card.id, card.opens, longer, 2)


async def test_figures_come_out_once_when_it_closes(card: SurveyCard) -> None:
    await answer(card, "2", 12)
    assert await queries.survey_results(card) is None
    assert await queries.reply_count(card) == 12  # all that is told until then
    await all_close(card.closes)
    closed = await queries.survey(card.ward, card.slug)
    made = await queries.survey_results(closed)
    assert made is not None
    assert made.index == 100.0
    assert closed.least == 10  # RAT-MIN-N of that day
    await all_close(card.closes)  # again: nothing changes
    assert await queries.survey(card.ward, card.slug) == closed
    assert await queries.survey_results(closed) == made


# Words


async def test_words_are_read_after_the_end_and_first_by_one_not_concerned(
    card: SurveyCard,
) -> None:
    await answer(card, "2", suggest="Cán bộ Hoa, 0912 345 678, rất tận tình.")
    await answer(card, "2", suggest="Tôi tố cáo cán bộ địa chính nhận hối lộ của dân.")
    keeper = await person(card.ward, "tong-hop", Role.REGISTER_KEEPER)
    director = await person(card.ward, "mot", Role.DIRECTOR)
    assert await queries.comments(keeper, card, CommentState.WAITING) == []
    await all_close(card.closes)
    with pytest.raises(Forbidden):
        await queries.comments(director, card, CommentState.WAITING)
    waiting = await queries.comments(keeper, card, CommentState.WAITING)
    praise, accuses = sorted(waiting, key=lambda each: each.sensitive)
    assert "0912" not in praise.text
    assert praise.asked == "Một điều phường nên làm khác đi"
    assert accuses.sensitive
    await rounds.read_comment(keeper, card.id, praise.id, CommentState.SHOWN)
    with pytest.raises(Conflict):
        await rounds.read_comment(keeper, card.id, praise.id, CommentState.KEPT)
    with pytest.raises(Invalid):
        await rounds.read_comment(keeper, card.id, accuses.id, CommentState.SHOWN)
    shown = await queries.comments(director, card, CommentState.SHOWN)
    assert [each.id for each in shown] == [praise.id]


async def test_who_works_at_a_counter_reads_no_comment_first(card: SurveyCard) -> None:
    await answer(card, "2", suggest="Thêm ghế")
    await all_close(card.closes)
    keeper = await person(card.ward, "tong-hop", Role.REGISTER_KEEPER)
    counter = await add_counter(card.ward, "Quầy 9")
    await set_counter_staff(card.ward, counter.code, [keeper.staff])
    (row,) = await SurveyComment.select(SurveyComment.id)
    with pytest.raises(Forbidden):
        await rounds.read_comment(keeper, card.id, row["id"], CommentState.SHOWN)
