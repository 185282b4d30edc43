"""Whom of the few a text accuses, who is left to read it, and where it goes then."""

from __future__ import annotations

import pytest

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.errors import Forbidden, Invalid, NoOutsideRecipient, NotFound
from dialogue.matters.accused import Holder, accused, goes_outside, may_read, readers
from dialogue.matters.actions import triage
from dialogue.matters.actions.deciding import not_a_denunciation
from dialogue.matters.actions.outside import set_recipient
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.queue import queue
from dialogue.matters.queries.waiting import waiting_for
from dialogue.matters.states import Kind, MatterState
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene

CHAIRMAN, KEEPER, INSPECTOR, DEPUTY = 1, 2, 3, 4
FEW = (
    Holder(CHAIRMAN, "Nguyễn Văn Thắng", frozenset({Role.CHAIRMAN})),
    Holder(KEEPER, "Lê Thị Lan Anh", frozenset({Role.REGISTER_KEEPER})),
    Holder(INSPECTOR, "Trần Văn Phúc", frozenset({Role.INSPECTOR, Role.SEALED_READER})),
    Holder(DEPUTY, "Phạm Thị Hồng", frozenset({Role.DEPUTY})),
)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ông chủ tịch lấy xe công chở vợ đi chùa.", {CHAIRMAN}),
        ("chu tich phuong nhan hoi lo cua nha thau", {CHAIRMAN}),
        ("Ch.ủ t.ị.c.h phường ăn tiền.", {CHAIRMAN}),
        ("NGUYỄN VĂN THẮNG nhận 20 triệu.", {CHAIRMAN}),
        ("Ông Thắng nhận 20 triệu rồi mới ký.", {CHAIRMAN}),
        ("Phó chủ tịch bao che cho công ty xây lấn kênh.", {DEPUTY}),
        ("Cô thư ký tổng hợp giấu đơn của dân.", {KEEPER}),
        ("Chị Anh nhận đơn rồi xóa ý kiến nào đụng tới sếp.", {KEEPER}),
        ("Anh Phúc bên thanh tra nhân dân nhận quà của nhà thầu.", {INSPECTOR}),
        ("Chủ tịch phường với bà Hồng chia nhau tiền đất.", {CHAIRMAN, DEPUTY}),
        ("Người đứng đầu UBND phường nhận hối lộ 50 triệu của nhà thầu.", {CHAIRMAN}),
        ("nguoi dung dau uy ban nhan hoi lo", {CHAIRMAN}),
        ("Người đứng đầu ủy ban nhân dân phường ăn tiền.", {CHAIRMAN}),
        ("Ông đứng đầu chính quyền phường lấy đất công cho em vợ.", {CHAIRMAN}),
        ("Thủ trưởng cơ quan phường nhận phong bì.", {CHAIRMAN}),
        ("Cấp phó của người đứng đầu UBND phường nhận tiền.", {DEPUTY}),
        ("Người phụ trách tổng hợp xóa đơn để lấy tiền.", {KEEPER}),
        ("Người phụ trách tố cáo bán tin cho nhà thầu.", {INSPECTOR}),
        ("Trưởng ban thanh tra nhận quà.", {INSPECTOR}),
        ("Kính gửi ông chủ tịch phường. Chủ tịch ăn tiền của dân.", {CHAIRMAN}),
    ],
)
def test_whom_it_speaks_of(text: str, named: set[int]) -> None:
    assert accused(text, FEW) == named


@pytest.mark.unit
@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi chủ tịch phường, cán bộ địa chính nhận 5 triệu của tôi.",
        "Đề nghị chủ tịch phường xử lý anh Tám bên địa chính nhận tiền.",
        "Chủ tịch hội phụ nữ ăn chặn quà Tết.",
        "Chủ tịch tỉnh khác bị bắt vì nhận hối lộ.",
        "Anh Tám trật tự đô thị lấy 800 nghìn.",
        "Người đứng đầu UBND tỉnh bên bị bắt vì nhận hối lộ.",
        "Kính gửi thủ trưởng cơ quan, anh Tám địa chính nhận tiền.",
    ],
    ids=["written to", "asked", "of a union", "of a province", "another", "its head", "a head"],
)
def test_whom_it_does_not(text: str) -> None:
    assert accused(text, FEW) == set()


@pytest.mark.unit
def test_who_is_left_to_read_it() -> None:
    assert readers(FEW, set()) == {CHAIRMAN, INSPECTOR}
    assert readers(FEW, {CHAIRMAN}) == {INSPECTOR}
    assert readers(FEW, {CHAIRMAN, INSPECTOR}) == set()
    assert not may_read({Role.REGISTER_KEEPER}, is_accused=False)
    assert not may_read({Role.CHAIRMAN, Role.SEALED_READER}, is_accused=True)
    assert goes_outside({DEPUTY})
    assert not goes_outside(set())


# The way of a matter.

AGAINST_CHAIRMAN = "Chủ tịch phường nhận hối lộ 50 triệu của nhà thầu làm cống."
AGAINST_KEEPER = "Thư ký tổng hợp nhận hối lộ 2 triệu để xóa đơn của dân trong hẻm."
integration = pytest.mark.integration


async def with_reader(place: Scene) -> Actor:
    return await builders.person(place.ward, "doc-rieng", Role.SEALED_READER)


async def agreed_outside(place: Scene) -> None:
    today = local_day(now())
    await set_recipient(
        place.chairman, "Ông Trần Công Tâm", "Thanh tra thành phố", "1 Lý Thường Kiệt", today
    )


@integration
async def test_the_accused_chairman_hears_nothing_of_it(db: None) -> None:
    place = await builders.scene()
    reader = await with_reader(place)
    new = await builders.received(place, AGAINST_CHAIRMAN)
    for _ in range(2):  # while it waits in doubt, and sealed
        with pytest.raises(NotFound):
            await matter_for(place.chairman, new.id)
        assert await queue(place.chairman) == []
        assert await waiting_for(place.chairman) == []
        assert (await matter_for(reader, new.id)).body == AGAINST_CHAIRMAN
        if (await facts(place.ward, new.id)).state is MatterState.RECEIVED:
            await triage.seal(place.keeper, new.id)
    with pytest.raises(NotFound):
        await triage.unseal(place.chairman, new.id, "Nhầm.")
    with pytest.raises(NotFound):
        await triage.hand_over_sealed(place.chairman, new.id, "Tôi")


@integration
async def test_an_accused_keeper_is_passed_over(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, AGAINST_KEEPER)
    assert [item.id for item in await queue(place.keeper)] == []
    for act in (triage.seal(place.keeper, new.id), matter_for(place.keeper, new.id)):
        with pytest.raises(NotFound):
            await act
    await triage.seal(place.chairman, new.id)
    assert (await matter_for(place.chairman, new.id)).state is MatterState.SEALED


@integration
async def test_it_goes_outside_and_nowhere_before_the_ward_has_said_where(db: None) -> None:
    place = await builders.scene()
    reader = await with_reader(place)
    new = await builders.received(place, AGAINST_CHAIRMAN)
    await triage.seal(place.keeper, new.id)
    with pytest.raises(NoOutsideRecipient):
        await triage.hand_over_sealed(reader, new.id, "Công an phường")
    await agreed_outside(place)
    await triage.hand_over_sealed(reader, new.id, "Công an phường")
    view = await matter_for(reader, new.id)
    assert view.state is MatterState.SEALED_DONE
    assert view.sealed_recipient == "Ông Trần Công Tâm, Thanh tra thành phố"


@integration
async def test_an_ordinary_one_is_open_again_to_whom_a_word_fitted(db: None) -> None:
    """A doubt about a title ends with the doubt."""
    place = await builders.scene()
    new = await builders.received(place, AGAINST_CHAIRMAN)
    await not_a_denunciation(place.keeper, new.id, "Hỏi về gói thầu, không tố ai.")
    assert (await matter_for(place.chairman, new.id)).state is MatterState.RECEIVED
    given = triage.Assignment(Kind.REPORT, "Làm cống", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    assert (await matter_for(place.chairman, new.id)).body == AGAINST_CHAIRMAN


@integration
async def test_who_sets_the_outside_recipient_stands_in_the_log(db: None) -> None:
    place = await builders.scene()
    today = local_day(now())
    with pytest.raises(Forbidden):
        await set_recipient(place.keeper, "A", "B", "C", today)
    with pytest.raises(Invalid):
        await set_recipient(place.chairman, "A", "", "C", today)
    await agreed_outside(place)
    (entry,) = [each for each in await audit.entries(place.ward) if each.action == "set-outside"]
    assert entry.staff == place.chairman.staff
    assert entry.after["body"] == "Thanh tra thành phố"
