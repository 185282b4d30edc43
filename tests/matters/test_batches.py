"""A spreadsheet into the register: faults by line and column, registered once, in parts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from dialogue.core import clock
from dialogue.core.codes import tracking_hash
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.jobs import Runner
from dialogue.core.keys import keys
from dialogue.core.sheets import Encoding, Line, Sheet, read_sheet
from dialogue.matters import chores  # noqa: F401  it registers the job
from dialogue.matters.actions import batches, triage
from dialogue.matters.batch_rows import FOR_GROUP, FOR_STAFF, Choices, Fault, Read, read_rows
from dialogue.matters.queries.batches import (
    Owner,
    alike,
    batch_of,
    choices,
    limit_of,
    owner_of,
    slips_of,
)
from dialogue.matters.states import Source
from dialogue.matters.tables import Batch, Matter, MatterEvent
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.rules import GroupVisitor, system_actor
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
LAMP = "Đèn đường ngõ 12 tắt ba tuần nay, bao giờ sửa?"
DRAIN = "Cống trước chợ nghẹt, mưa là ngập, bao giờ nạo vét?"
NONE = Choices({}, {}, {})
SOME = Choices({"ho tich": {3}}, {"thoat nuoc": {5}}, {"to 9": {7}, "khu pho 1": {8, 9}})


def sheet(*rows: tuple[str, ...], first: int = 1) -> Sheet:
    return Sheet(tuple(Line(n, row) for n, row in enumerate(rows, first)), Encoding.XLSX)


def read(*rows: tuple[str, ...], columns: tuple[str, ...] = FOR_STAFF, most: int = 500) -> Read:
    return read_rows(sheet(*rows), columns, SOME, most)


def refused(*rows: tuple[str, ...], columns: tuple[str, ...] = FOR_STAFF) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read(*rows, columns=columns)
    return caught.value.errors


# The sheet


def test_heads_stand_in_any_order_and_go_by_other_names() -> None:
    found = read(("STT", "SĐT", "câu hỏi", "Đồng ý"), ("1", "0912345678", LAMP, "x"))
    (row,) = found.rows
    assert (row.body, row.contact, row.consent, found.faults) == (LAMP, "0912345678", True, ())


def test_a_title_may_stand_above_the_heading() -> None:
    found = read(("DANH SÁCH Ý KIẾN CỬ TRI",), ("Nội dung",), (LAMP,))
    assert [(row.number, row.body) for row in found.rows] == [(3, LAMP)]


def test_a_wrong_heading_is_named() -> None:
    assert refused(("Nôi dug", "Về việc"), (LAMP, "")) == {
        "file": "misspelt",
        "column": "Nôi dug",
        "meant": "Nội dung",
    }
    assert refused(("Nội dung", "Tổ dân fố"), (LAMP, "")) == {
        "file": "misspelt",
        "column": "Tổ dân fố",
        "meant": "Tổ dân phố",
    }
    assert refused(("A", "B"), (LAMP, ""))["file"] == "no-heading"
    assert refused(("Nội dung", "Ghi chú"))["file"] == "unknown-column"
    assert refused(("Nội dung", "Câu hỏi"), (LAMP, LAMP))["file"] == "column-twice"
    assert refused(("Nội dung",))["file"] == "no-rows"


def test_a_groups_head_sends_no_names() -> None:
    wrong = refused(("Nội dung", "Số điện thoại"), (LAMP, "0912345678"), columns=FOR_GROUP)
    assert wrong == {"file": "unknown-column", "column": "Số điện thoại"}


def test_each_fault_has_its_line_and_column() -> None:
    found = read(
        ("Nội dung", "Về việc", "Loại", "Tổ dân phố", "Liên hệ", "Đồng ý"),
        (LAMP, "thoát nước", "Phản ánh", "tổ 9", "", ""),
        ("", "Hộ tịch", "", "", "", ""),
        ("ngắn", "", "", "", "", ""),
        ("x" * 4_001, "Nhà cửa", "Thơ", "Khu phố 1", "0912345678", "chắc thế"),
    )
    good = found.rows[0]
    assert (good.topic, good.kind, good.group) == (5, "report", 7)
    assert found.rows[1].field == 3
    assert found.faults == (
        Fault(3, "body", "empty"),
        Fault(4, "body", "short", "ngắn", 4, 10),
        Fault(5, "body", "long", "x" * 60, 4_001, 4_000),
        Fault(5, "about", "unknown", "Nhà cửa"),
        Fault(5, "consent", "unknown", "chắc thế"),
        Fault(5, "contact", "consent", "0912345678"),
        Fault(5, "kind", "unknown", "Thơ"),
        Fault(5, "group", "several", "Khu phố 1"),
    )


def test_words_outside_the_columns_are_not_lost_silently() -> None:
    found = read(("Nội dung", "Loại"), (LAMP, "", "còn một câu nữa"))
    assert found.faults == (Fault(2, "", "extra", "còn một câu nữa"),)


def test_the_same_words_within_the_sheet_are_told() -> None:
    found = read(("Nội dung",), ("Thuỷ lợi khu phố hoà bình",), ("THỦY lợi  khu phố Hòa Bình",))
    assert found.twins == {3: 2}


def test_case_39_decomposed_letters_and_case_19_formulas_stay_words() -> None:
    import unicodedata

    loose = unicodedata.normalize("NFD", LAMP)
    formula = "=HYPERLINK(A1;bấm vào đây)"
    found = read_rows(read_sheet(f"Nội dung\n{loose}\n{formula}\n".encode(), 9), FOR_STAFF, NONE, 9)
    assert found.rows[0].body == LAMP
    assert found.rows[1].body.startswith("=HYPERLINK(")


def test_right_to_left_and_unseen_signs_are_taken_off() -> None:
    found = read(("Nội dung",), (f"\u202e{LAMP}\u200b",))
    assert found.rows[0].body == LAMP


# Into the register


async def kept(place: Scene, *texts: str, who: Owner | None = None) -> tuple[Owner, str]:
    owner = who or owner_of(place.keeper)
    found = read(("Nội dung",), *((text,) for text in texts))
    known = await alike(place.keeper, found.rows)
    return owner, await batches.keep(owner, found, Source.PAPER, known, {"name": "ý kiến.xlsx"})


async def take_all() -> None:
    runner = Runner()
    while await runner.work_once():
        pass


async def test_nothing_is_stored_until_it_is_confirmed_and_then_once(db: None) -> None:
    place = await builders.scene()
    owner, batch = await kept(place, LAMP, DRAIN)
    assert await Matter.count() == 0
    for _ in range(3):
        await batches.confirm(owner, batch, skip_alike=True)
    await take_all()
    await take_all()
    await batches.confirm(owner, batch, skip_alike=True)
    rows = await Matter.select(Matter.body, Matter.source, Matter.typist).order_by(Matter.id)
    assert rows == [
        {"body": text, "source": "paper", "typist": place.keeper.staff} for text in (LAMP, DRAIN)
    ]
    assert await MatterEvent.count() == 2


async def test_each_row_has_its_number_and_its_code(db: None) -> None:
    place = await builders.scene()
    owner, batch = await kept(place, LAMP, DRAIN)
    with pytest.raises(NotFound):
        await slips_of(owner, batch)
    await batches.confirm(owner, batch, skip_alike=True)
    await take_all()
    slips = await slips_of(owner, batch)
    assert [(slip.number, slip.words) for slip in slips] == [(2, LAMP), (3, DRAIN)]
    for slip in slips:
        row = await Matter.select(Matter.body).where(
            Matter.public_id == slip.public_id,
            Matter.tracking == tracking_hash(keys(), slip.code),
        )
        assert row == [{"body": slip.words}]
    await batches.discard(owner, batch)
    with pytest.raises(NotFound):
        await slips_of(owner, batch)
    assert await Matter.count() == 2


async def test_two_who_take_the_same_part_take_it_once(db: None) -> None:
    place = await builders.scene()
    texts = [f"{LAMP} Số {number}." for number in range(batches.PART + 20)]
    owner, batch = await kept(place, *texts)
    await asyncio.gather(
        *(batches.confirm(owner, batch, skip_alike=True) for _ in range(3)), return_exceptions=True
    )
    row = await Batch.select(Batch.id).first()
    assert row is not None
    done = await asyncio.gather(
        *(batches.take_part(place.ward, row["id"]) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(each, bool | Conflict) for each in done)
    await batches.take_all(place.ward, row["id"])
    bodies = [each["body"] for each in await Matter.select(Matter.body).order_by(Matter.id)]
    assert bodies == texts


async def test_a_stop_in_a_part_takes_it_back_and_the_job_goes_on(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def power_cut(*_: object) -> None:
        raise ZeroDivisionError

    place = await builders.scene()
    owner, batch = await kept(place, LAMP, DRAIN)
    await batches.confirm(owner, batch, skip_alike=True)
    row = await Batch.select(Batch.id).first()
    assert row is not None
    with monkeypatch.context() as patched:
        patched.setattr(batches, "note", power_cut)
        with pytest.raises(ZeroDivisionError):
            await batches.take_part(place.ward, row["id"])
    assert (await Matter.count(), (await batch_of(owner, batch)).done) == (0, 0)
    await take_all()
    assert await Matter.count() == 2


async def test_faults_keep_the_whole_sheet_out(db: None) -> None:
    place = await builders.scene()
    owner, batch = await kept(place, LAMP, "ngắn")
    with pytest.raises(Invalid) as caught:
        await batches.confirm(owner, batch, skip_alike=True)
    assert caught.value.errors == {"batch": "faults"}
    assert await Matter.count() == 0


async def test_case_7_and_8_what_is_there_already_is_shown_and_left_out(db: None) -> None:
    place = await builders.scene()
    before = await builders.received(place, LAMP)
    owner, batch = await kept(place, LAMP.upper(), DRAIN, DRAIN)
    view = await batch_of(owner, batch)
    assert view.twins == {4: 3}
    assert {line: what["matter"] for line, what in view.known.items()} == {2: before.id}
    await batches.confirm(owner, batch, skip_alike=True)
    await take_all()
    rows = await Matter.select(Matter.body).order_by(Matter.id)
    assert [row["body"] for row in rows] == [LAMP, DRAIN]


async def test_all_of_it_may_be_taken_and_nothing_left_is_said(db: None) -> None:
    place = await builders.scene()
    await builders.received(place, LAMP)
    owner, batch = await kept(place, LAMP)
    with pytest.raises(Invalid) as caught:
        await batches.confirm(owner, batch, skip_alike=True)
    assert caught.value.errors == {"batch": "nothing"}
    await batches.confirm(owner, batch, skip_alike=False)
    await take_all()
    assert await Matter.count() == 2


async def test_case_9_and_36_a_sealed_one_is_alike_to_nothing(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, LAMP)
    await triage.seal(place.keeper, new.id)
    rows = read(("Nội dung",), (LAMP,)).rows
    for person in (place.keeper, place.head, place.chairman):
        assert await alike(person, rows) == {}


async def test_a_denunciation_in_a_row_is_marked_as_one_from_the_form(db: None) -> None:
    place = await builders.scene()
    text = "Tôi tố cáo cán bộ A nhận 5 triệu đồng để làm hồ sơ nhanh cho người quen."
    owner, batch = await kept(place, text)
    await batches.confirm(owner, batch, skip_alike=True)
    await take_all()
    assert await Matter.select(Matter.sensitive) == [{"sensitive": True}]


# Whose it is, and how long


async def visitor(place: Scene, name: str) -> GroupVisitor:
    group = await ward_actions.add_group(system_actor(place.ward), name)
    return await enter_group(
        await ward_actions.make_group_link(system_actor(place.ward), group, "ông Bảy")
    )


async def test_a_batch_is_its_senders_alone(db: None) -> None:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    head, neighbour = await visitor(place, "Tổ 9"), await visitor(place, "Tổ 10")
    owner, batch = await kept(place, LAMP)
    strangers = [owner_of(each) for each in (place.head, other.keeper, head)]
    mine, of_group = await kept(place, DRAIN, who=owner_of(head))
    assert (await batch_of(mine, of_group)).size == 1
    for stranger, theirs in [
        *((each, batch) for each in strangers),
        (owner_of(neighbour), of_group),
        (owner_of(place.keeper), of_group),
    ]:
        for act in (
            batch_of(stranger, theirs),
            batches.confirm(stranger, theirs, skip_alike=True),
            batches.discard(stranger, theirs),
        ):
            with pytest.raises(NotFound):
                await act
    assert (await batch_of(owner, batch)).size == 1


async def test_a_groups_rows_are_the_groups(db: None) -> None:
    place = await builders.scene()
    head = await visitor(place, "Tổ 9")
    owner, batch = await kept(place, LAMP, who=owner_of(head))
    await batches.confirm(owner, batch, skip_alike=True)
    await take_all()
    rows = await Matter.select(Matter.source, Matter.asker_kind, Matter.group, Matter.typist)
    assert rows == [{"source": "group", "asker_kind": "group", "group": head.group, "typist": None}]
    again = read(("Nội dung",), (LAMP,)).rows
    assert set(await alike(head, again)) == {2}
    assert await alike(await visitor(place, "Tổ 10"), again) == {}


async def test_who_enters_nothing_on_behalf_sends_no_sheet(db: None) -> None:
    place = await builders.scene()
    with pytest.raises(Forbidden):
        owner_of(await place.person("thanh-tra", Role.INSPECTOR))


async def test_no_word_of_it_stands_readable_and_its_end_erases_it(db: None) -> None:
    place = await builders.scene()
    owner, batch = await kept(place, LAMP)
    assert "Đèn" not in str(await Batch.select())
    with clock.at(clock.now() + timedelta(hours=23)):
        await batches.erase_old_batches()
        assert (await batch_of(owner, batch)).rows[0].body == LAMP  # reloaded, it is still there
    with clock.at(clock.now() + timedelta(hours=25)):
        with pytest.raises(NotFound):
            await batch_of(owner, batch)
        await batches.erase_old_batches()
    assert await Batch.count() == 0


async def test_slips_end_after_two_hours(db: None) -> None:
    place = await builders.scene()
    owner, batch = await kept(place, LAMP)
    await batches.confirm(owner, batch, skip_alike=True)
    await take_all()
    with clock.at(clock.now() + timedelta(hours=3)):
        with pytest.raises(NotFound):
            await slips_of(owner, batch)
        await batches.erase_old_batches()
    assert (await Batch.count(), await Matter.count()) == (0, 1)


async def test_old_previews_make_place(db: None) -> None:
    place = await builders.scene()
    made = [(await kept(place, f"{LAMP} {number}"))[1] for number in range(batches.MOST_OPEN + 2)]
    left = [row["public_id"] for row in await Batch.select(Batch.public_id).order_by(Batch.id)]
    assert left == made[2:]


async def test_the_rule_says_how_many_rows(db: None) -> None:
    place = await builders.scene()
    limit = await limit_of(place.ward)
    assert limit is not None
    assert limit.most == 5_000
    with pytest.raises(Invalid) as caught:
        read(("Nội dung",), (LAMP,), (DRAIN,), most=1)
    assert caught.value.errors == {"file": "too-many-rows"}


async def test_cells_name_what_the_ward_has(db: None) -> None:
    place = await builders.scene()
    known = await choices(place.ward)
    (topic,) = [card.id for card in await wards.topics(place.ward) if card.code == "NGAP"]
    assert known.topics["thoat nuoc"] == {topic}
    found = read_rows(sheet(("Nội dung", "Về việc"), (DRAIN, "Thoát nước")), FOR_STAFF, known, 10)
    assert (found.rows[0].topic, found.faults) == (topic, ())
