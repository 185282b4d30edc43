"""Personal data is found in every part that becomes public, and decided by a person."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core import audit, personal
from dialogue.core.errors import Forbidden, Invalid, NotFound, PersonalDataLeft
from dialogue.core.memo import forget
from dialogue.matters.actions import personal_data as act
from dialogue.matters.actions import tasks
from dialogue.matters.queries import masks
from dialogue.matters.states import Exposure
from dialogue.matters.tables import PersonalData
from dialogue.ward.states import Role
from dialogue.ward.tables import Ward
from tests.matters.build import approve, draft, house, matter

PHONE, CARD = "0912345678", "001090012345"


@pytest.mark.integration
async def test_hits_stand_in_title_question_newest_draft_and_promises(db: None) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    asked = await matter(home, f"Gọi {PHONE}", f"CCCD {CARD}, nhà ngập.")
    await draft(home, asked, "Gọi 028 3829 1234 để hẹn.", head)
    new = tasks.NewTask(f"Gọi lại {PHONE}", head.unit or 0, date(2999, 1, 1), matter=asked)
    await tasks.open_task(head, new)
    hits = await act.hits(home.ward, asked)
    assert [(hit.part, hit.kind, hit.fragment) for hit in hits] == [
        ("title", "phone", PHONE),
        ("body", "cccd", CARD),
        ("answer", "phone", "028 3829 1234"),
        ("tasks", "phone", PHONE),
    ]
    assert all(hit.decision is None for hit in hits)
    with pytest.raises(NotFound):
        await act.hits(home.ward + 1, asked)


@pytest.mark.integration
async def test_the_wards_own_number_is_nobodys(db: None) -> None:
    home = await house()
    await Ward.update({Ward.phone: "(028) 3829-1234"}).where(Ward.id == home.ward)
    forget()
    asked = await matter(home, "Hỏi", "Gọi 028 3829 1234 hay 0912345678?")
    assert [hit.fragment for hit in await act.hits(home.ward, asked)] == [PHONE]


@pytest.mark.integration
async def test_each_hit_is_decided_before_approval(db: None) -> None:
    home = await house()
    officer = await home.person(Role.OFFICER, unit="VP")
    asked = await matter(home, "Hỏi", f"Gọi {PHONE}; CCCD {CARD}")
    with pytest.raises(PersonalDataLeft):
        await act.require_decided(home.ward, asked)
    await act.decide(officer, asked, "body", PHONE, Exposure.KEEP)
    assert [hit.fragment for hit in await act.undecided(home.ward, asked)] == [CARD]
    await act.decide(officer, asked, "body", CARD, Exposure.MASK)
    await act.require_decided(home.ward, asked)
    cover = await masks.cover(home.ward, asked)
    assert cover(f"{PHONE} {CARD}") == f"{PHONE} ••••2345"
    await act.decide(officer, asked, "body", PHONE, Exposure.MASK)
    cover = await masks.cover(home.ward, asked)
    assert cover(f"{PHONE} {CARD}") == "••••5678 ••••2345"
    assert await PersonalData.count() == 2
    log = await audit.entries(home.ward)
    assert [entry.action for entry in log if entry.subject_kind == "matter"] == [
        "mask", "mask", "keep",
    ]  # fmt: skip
    assert PHONE not in str(log)


@pytest.mark.integration
async def test_a_name_that_no_program_finds_can_be_masked(db: None) -> None:
    home = await house()
    officer = await home.person(Role.OFFICER, unit="VP")
    asked = await matter(home, "Nhà bà Lan Xyzzy lấn hẻm", "Nhà bà Lan Xyzzy.")
    await act.decide(officer, asked, "title", "Lan Xyzzy", Exposure.MASK)
    await approve(home, asked, "Đã nhắc bà Lan Xyzzy.")
    cover = await masks.cover(home.ward, asked)
    assert cover("bà Lan Xyzzy") == "bà ••••"


@pytest.mark.integration
async def test_who_may_not_decide(db: None) -> None:
    home, other = await house(), await house("sai-gon")
    asked = await matter(home, "Hỏi", f"Gọi {PHONE}")
    far = await home.person(Role.OFFICER, Role.UNIT_HEAD, Role.INSPECTOR, unit="KT")
    stranger = await other.person(Role.CHAIRMAN)
    officer = await home.person(Role.OFFICER, unit="VP")
    for actor, error in ((far, Forbidden), (stranger, NotFound)):
        with pytest.raises(error):
            await act.decide(actor, asked, "body", PHONE, Exposure.KEEP)
    for part, fragment in (
        ("notes", PHONE),
        ("body", "0987654321"),
        ("body", " "),
        ("title", PHONE),
    ):
        with pytest.raises(Invalid):
            await act.decide(officer, asked, part, fragment, Exposure.KEEP)
    assert await PersonalData.count() == 0


@pytest.mark.unit
@given(st.text(alphabet="ab 12"), st.lists(st.text(alphabet="xyz", min_size=1), max_size=3))
def test_no_masked_fragment_is_left(text: str, fragments: list[str]) -> None:
    spoiled = text.join(["", *fragments, ""])
    masked = personal.masked(spoiled, fragments)
    assert not any(fragment in masked for fragment in fragments)
    assert personal.masked(text, fragments) == text


@pytest.mark.integration
async def test_a_decision_is_recorded_by_what_the_words_were(db: None) -> None:
    """A name is one only beside what stands around it."""
    home = await house()
    officer = await home.person(Role.OFFICER, unit="VP")
    asked = await matter(home, "Hỏi", f"Tôi tên Nguyễn Văn Mẫu, gọi {PHONE}.")
    (name,) = [hit for hit in await act.hits(home.ward, asked) if hit.kind == "name"]
    await act.decide(officer, asked, name.part, name.fragment, Exposure.KEEP)
    (entry,) = await audit.entries_about(home.ward, "matter", asked, ("keep",))
    assert entry.after == {"part": "body", "kind": "name"}
