"""The console of a hall: from the door to the last outcome, by forms alone, two at once."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.matters.tables import Draft
from dialogue.ward.states import Role
from meetings.conferences.actions import capturing, moderating, picking
from meetings.conferences.actions.capturing import NewOpinion
from meetings.conferences.queries import floor
from meetings.conferences.states import AgendaKind, ConferenceState, OpinionState, Outcome
from meetings.conferences.tables import AgendaItem, Conference
from tests.meetings.hall_build import (
    ACCUSES,
    OTHER,
    QUESTION,
    START,
    Hall,
    hall,
    invited,
    minutes,
    running,
    sent_ahead,
)
from tests.pages import Page
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with at(START):
        yield


def desk(place: Hall, part: str = "") -> str:
    return f"/quan-tri/doi-thoai/{place.number}/dieu-khien{part}"


async def entered(client: httpx.AsyncClient, place: Hall) -> None:
    await enter(client, place.ward, "thu-ky", Role.CLERK)


async def captured(place: Hall, words: str = QUESTION) -> int:
    said = await capturing.capture(
        place.clerk, place.number, f"note-{len(words):06}", NewOpinion(words)
    )
    return said.id


def operation(page: Page, action: str) -> str:
    return page.attribute(f"form[action$='{action}'] [name=operation]", "value")


async def test_from_the_opening_to_a_settled_opinion(client: httpx.AsyncClient) -> None:
    place = await hall()
    await entered(client, place)
    page = await read(client, desk(place))
    assert page.texts("form[action$='/mo'] button") == ["Khai mạc"]
    opened = await send(client, desk(place, "/mo"))
    assert opened.headers["location"] == desk(place) + "?xong=mo"
    page = await read(client, desk(place))
    hand = {"operation": operation(page, "/cho"), "group": str(place.groups[0])}
    for _ in range(2):  # pressed twice
        await send(client, desk(place, "/cho"), **hand)
    page = await read(client, desk(place))
    assert page.texts("#live-queue li > span:first-child") == ["Tổ 5"]
    action = page.attributes("#live-queue form", "action")[0]
    await send(client, action, do="moi", version="1")
    page = await read(client, desk(place))
    assert page.texts("#live-queue .card p.strong:not([role=timer])") == ["Tổ 5"]
    note = {"operation": operation(page, "/ghi"), "words": QUESTION, "group": place.groups[0]}
    sent = await send(client, desk(place, "/ghi"), **note)
    assert sent.headers["location"] == desk(place) + "?xong=ghi"
    page = await read(client, desk(place))
    settle = page.attribute("form[action$='/ket-qua']", "action")
    done = await send(client, settle, version="1", outcome="answered", answer="Xong rồi.")
    assert done.headers["location"] == desk(place) + "?xong=ket-qua"
    (card,) = await floor.opinions(place.ward, place.number)
    assert (card.outcome, card.answer) == (Outcome.ANSWERED, "Xong rồi.")


async def test_a_question_sent_ahead_stands_with_its_drafted_answer(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    await sent_ahead(place, 1)
    (one,) = await floor.opinions(place.ward, place.number)
    text = "Phường nạo vét cống ngõ 30 trước ngày 20/12."
    await Draft.insert(
        Draft(
            ward=place.ward,
            matter=one.matter,
            round=1,
            version=1,
            text=text,
            author=place.clerk.staff,
            saved_at=START,
        )
    )
    await moderating.show(place.clerk, place.number, one.id, one.version)
    await entered(client, place)
    alone = await read(client, desk(place, f"/y-kien/{one.id}"))
    assert text in alone.texts("section[aria-labelledby=stands]")[0]
    assert text not in (await read(client, desk(place))).texts("main")[0]
    await send(client, desk(place, "/chieu"), opinion=str(one.id))
    console = await read(client, desk(place))
    assert text in console.texts("section[aria-labelledby=current]")[0]


async def test_the_console_says_where_the_programme_is(client: httpx.AsyncClient) -> None:
    place = await running()
    await entered(client, place)
    for order, (length, kind, text) in enumerate(
        ((20, AgendaKind.REPORT, "Báo cáo"), (80, AgendaKind.FLOOR, "Người dân hỏi")), 1
    ):
        item = AgendaItem(ward=place.ward, conference=place.number, position=order, text=text)
        item.minutes, item.kind = length, kind.value
        await AgendaItem.insert(item)
    for late, told in ((5, ["Báo cáo", "Người dân hỏi"]), (30, ["Người dân hỏi"]), (101, [])):
        with at(minutes(late)):
            page = await read(client, desk(place))
        assert page.texts("#live-agenda dd") == told


async def test_when_the_minutes_are_made_nothing_more_is_noted(client: httpx.AsyncClient) -> None:
    place = await running()
    await entered(client, place)
    await Conference.update({Conference.state: ConferenceState.FOLLOWING.value}).where(
        Conference.id == place.number
    )
    page = await read(client, desk(place))
    assert page.texts("form[action$='/mo'], form[action$='/ghi']") == []


async def test_what_nobody_came_to_read_is_accounted_for_at_the_end(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    await entered(client, place)
    await place.ask(1)
    await send(client, desk(place, "/dong"))
    page = await read(client, desk(place))
    lines = dict(zip(page.texts("main .card dt"), page.texts("main .card dd"), strict=True))
    assert lines["Không nêu: chưa kịp đọc trước khi bế mạc, đã chuyển vào sổ ý kiến"] == "1"


async def test_a_conflict_keeps_what_was_typed_and_shows_both(client: httpx.AsyncClient) -> None:
    place = await running()
    which = await captured(place)
    await entered(client, place)
    page = await read(client, desk(place, f"/y-kien/{which}"))
    seen = page.attributes(f"form[action$='/y-kien/{which}'] [name=version]", "value")[0]
    theirs = NewOpinion(f"{QUESTION} Bản kia.")
    await capturing.change_opinion(place.chairman, place.number, which, 1, theirs)
    mine = {"words": f"{QUESTION} Bản này.", "version": seen}
    reply = await send(client, desk(place, f"/y-kien/{which}"), **mine)
    assert reply.status_code == 409
    page = Page(reply.text)
    assert page.texts(".quote p") == [f"{QUESTION} Bản kia."]
    assert page.texts("#words") == [f"{QUESTION} Bản này."]
    again = {
        "words": mine["words"],
        "version": page.attributes("form [name=version]", "value")[0],
    }
    await send(client, desk(place, f"/y-kien/{which}"), **again)
    assert (await floor.opinion(place.ward, place.number, which)).words == mine["words"]


async def test_settling_what_somebody_settled_meanwhile_loses_no_word(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    which = await captured(place)
    await entered(client, place)
    same = {"outcome": "answered", "version": "1"}
    await send(client, desk(place, f"/y-kien/{which}/ket-qua"), **same, answer="Bản kia.")
    reply = await send(client, desk(place, f"/y-kien/{which}/ket-qua"), **same, answer="Bản này.")
    assert reply.status_code == 409
    page = Page(reply.text)
    assert page.texts("#answer") == ["Bản này."]
    assert page.texts(".quote p") == [QUESTION, "Bản kia."]


async def test_words_and_outcome_are_saved_by_one_form(client: httpx.AsyncClient) -> None:
    place = await running()
    which = await captured(place)
    await entered(client, place)
    path = desk(place, f"/y-kien/{which}")
    page = await read(client, path)
    assert page.attributes("form[data-draft]", "action") == [path]
    typed = {"words": f"{QUESTION} Sửa.", "answer": "Đã vớt bùn.", "version": "1"}
    refused = await send(client, path, **typed, outcome="forwarded")
    assert (refused.status_code, errors(refused)) == (
        422,
        ["Ông bà chưa ghi hoặc chưa chọn mục này."],
    )
    version = Page(refused.text).attributes("form[data-draft] [name=version]", "value")[0]
    saved = await send(client, path, **typed | {"version": version}, outcome="answered")
    assert saved.status_code == 303
    one = await floor.opinion(place.ward, place.number, which)
    assert (one.words, one.answer, one.outcome) == (
        typed["words"],
        typed["answer"],
        Outcome.ANSWERED,
    )
    mended = {"words": QUESTION, "outcome": "answered", "version": str(one.version)}
    await send(client, path, **mended)
    again = await floor.opinion(place.ward, place.number, which)
    assert (again.words, again.settled_at) == (QUESTION, one.settled_at)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"outcome": "forwarded"}, "Ông bà chưa ghi hoặc chưa chọn mục này."),
        ({"outcome": "task"}, "Ông bà chưa ghi hoặc chưa chọn mục này."),
        ({"outcome": "written", "due": "31/12/2099"}, "Muộn hơn hạn trả lời theo quy định. "),
        ({"outcome": "written", "due": "30/02/2031"}, "Không có ngày này trong lịch. "),
    ],
)
async def test_a_wrong_outcome_is_told_beside_its_field(
    client: httpx.AsyncClient, typed: dict[str, str], told: str
) -> None:
    place = await running()
    which = await captured(place)
    await entered(client, place)
    form = {"version": "1", "answer": "Lời đã gõ."} | typed
    reply = await send(client, desk(place, f"/y-kien/{which}/ket-qua"), **form)
    assert reply.status_code == 422
    (error,) = errors(reply)
    assert error.startswith(told)
    assert Page(reply.text).texts("#answer") == ["Lời đã gõ."]


async def test_a_slip_used_twice_and_a_long_opinion_keep_their_words(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    await entered(client, place)
    await send(client, desk(place, "/in-phieu"), count="2")
    page = await read(client, desk(place, "/in-phieu"))
    codes = page.texts(".slip .row b:last-child")
    assert [code[:3] for code in codes] == ["001", "002"]
    for status in (303, 422):
        form = {"operation": f"operation-{status}", "words": OTHER, "slip": codes[0]}
        reply = await send(client, desk(place, "/ghi"), **form)
        assert reply.status_code == status
    assert errors(reply) == ["Phiếu này đã được nhập rồi. Xem lại mã, hoặc bỏ trống ô mã phiếu."]
    assert Page(reply.text).texts("#new-words") == [OTHER]
    long = await send(client, desk(place, "/ghi"), operation="operation-l", words="dài " * 4000)
    assert long.status_code == 422
    assert Page(long.text).texts("#new-words") == [("dài " * 4000).strip()]


async def test_an_accusation_is_not_on_the_console_either(client: httpx.AsyncClient) -> None:
    place = await running()
    await entered(client, place)
    sent = await send(client, desk(place, "/ghi"), operation="operation-1", words=ACCUSES)
    assert sent.headers["location"] == desk(place) + "?xong=rieng"
    for part in ("", "/y-kien", "/duyet"):
        assert "nhận tiền" not in (await client.get(desk(place, part))).text
    page = await read(client, desk(place, "/y-kien"))
    assert page.texts("#live-opinions a") == ["Nội dung được xử lý riêng"]


async def test_moderating_by_forms(client: httpx.AsyncClient) -> None:
    place = await running()
    for phone in (1, 2, 3):
        await place.ask(phone)
    await entered(client, place)
    one, two, three = await floor.opinions(place.ward, place.number)
    page = await read(client, desk(place, "/duyet"))
    assert len(page.texts("#live-waiting li")) == 3
    path = desk(place, "/duyet/%d")
    await send(client, path % one.id, do="hien", version="1")
    await send(client, path % two.id, do="gop", version="1", lead=one.id)
    nothing = await send(client, path % three.id, do="giau", version="1")
    assert nothing.status_code == 422
    await send(client, path % three.id, do="giau", version="1", why="off-topic")
    late = await send(client, path % one.id, do="giau", version="1", why="rude")
    assert late.status_code == 409
    states = [each.state for each in await floor.opinions(place.ward, place.number)]
    assert states == [OpinionState.SHOWN, OpinionState.MERGED, OpinionState.NOT_SHOWN]


async def test_who_moderates_sees_what_the_hall_will_not(client: httpx.AsyncClient) -> None:
    place = await running()
    await place.ask(1)
    await place.ask(2, "Đèn ngõ 3 hỏng, gọi tôi số 0912 345 678")
    await entered(client, place)
    page = await read(client, desk(place, "/duyet"))
    assert page.texts("#live-waiting li > p.small:not(.muted)") == [
        "Hội trường sẽ thấy, phần riêng tư được che: Đèn ngõ 3 hỏng, gọi tôi số ••••5678 (máy 2)"
    ]


async def test_the_door_by_forms(client: httpx.AsyncClient) -> None:
    place = await running()
    await invited(place, "Hội Phụ nữ phường", "Lý Thị Sáu")
    await entered(client, place)
    page = await read(client, desk(place, "/diem-danh?ten=sá"))
    assert page.texts("form[action$='/khach'] button") == ["Có mặt"]
    form = {
        name: page.attribute(f"form[action$='/khach'] [name={name}]", "value")
        for name in ("operation", "invitee")
    }
    await send(client, desk(place, "/diem-danh/khach"), **form)
    full = await send(
        client, desk(place, "/diem-danh/khach"), **form | {"operation": "operation-2"}
    )
    assert full.status_code == 409
    paper = {"operation": "operation-3", "people": "14", "group": place.groups[1]}
    await send(client, desk(place, "/diem-danh/giay"), **paper)
    await send(client, desk(place, "/diem-danh/khach-le"), operation="operation-4")
    wrong = await send(
        client, desk(place, "/diem-danh/ma"), operation="operation-5", code="sai-ma-roi"
    )
    assert errors(wrong) == ["Không có giấy mời nào của hội nghị này mang mã đó."]
    page = await read(client, desk(place, "/diem-danh"))
    assert page.texts("#totals") == ["16 lượt dự"]
    assert page.texts("#live-door dd") == ["14", "2"]
    assert page.texts("#live-door li > span")[1].startswith("Không ghi tên")
    undo = page.attributes("form[action$='/bo']", "action")[0]
    await send(client, undo)
    page = await read(client, desk(place, "/diem-danh"))
    assert page.texts("#totals") == ["15 lượt dự"]


async def test_a_sheet_that_says_more_than_thirty_is_told_so(client: httpx.AsyncClient) -> None:
    place = await running()
    await entered(client, place)
    paper = {"operation": "operation-1", "people": "nhiều lắm"}
    wrong = await send(client, desk(place, "/diem-danh/giay"), **paper)
    assert wrong.status_code == 422
    assert errors(wrong) == ["Không phải số người. Ví dụ: 30 hoặc hơn 30."]
    await send(client, desk(place, "/diem-danh/giay"), **paper | {"people": "hơn 30"})
    page = await read(client, desk(place, "/diem-danh"))
    assert page.texts("#totals") == ["hơn 30 lượt dự"]
    assert page.texts("#live-door dd") == ["hơn 30"]


async def test_the_chair_picks_on_the_phone(client: httpx.AsyncClient) -> None:
    place = await running()
    for phone in (1, 2, 3):
        await place.ask(phone)
    for card in await floor.opinions(place.ward, place.number):
        await moderating.show(place.clerk, place.number, card.id, 1)
    one, two, _three = await floor.opinions(place.ward, place.number)
    await enter(client, place.ward, "lanh-dao", Role.CHAIRMAN)
    chair = f"/quan-tri/doi-thoai/{place.number}/chon"
    for card in (one, two):
        await send(client, f"{chair}/{card.id}", do="chon", version="2")
    page = await read(client, chair)
    order = page.attributes("#live-picked [name=order]", "value")[0]
    await send(client, f"{chair}/{two.id}", do="len", order=order)
    stale = await send(client, f"{chair}/{two.id}", do="len", order=order)
    assert stale.status_code == 409
    picked = (await floor.floor(place.ward, place.number)).picked
    assert [card.number for card in picked] == [2, 1]
    page = await read(client, chair)
    (rest,) = page.attributes("#live-to-pick [name=rest]", "value")
    await send(client, f"{chair}/con-lai", rest=rest)
    page = await read(client, chair)
    assert page.texts("#live-to-pick h2") == ["Không còn câu nào để chọn"]
    await picking.put_back(place.chairman, place.number, two.id, 3)


async def test_paper_holds_all_that_a_hall_without_phones_needs(
    client: httpx.AsyncClient,
) -> None:
    place = await running()
    await invited(place, "Hội Phụ nữ phường", "Lý Thị Sáu")
    await entered(client, place)
    await send(client, desk(place, "/in-phieu"), count="4")
    page = await read(client, desk(place, "/in-phieu"))
    assert len(page.texts(".slip__stub .figures")) == 4
    many = await send(client, desk(place, "/in-phieu"), count="501")
    assert many.status_code == 422
    page = await read(client, desk(place, "/in-diem-danh"))
    assert page.texts("tbody th") == ["Hội Phụ nữ phường"]
    page = await read(client, desk(place, "/in-ghi-chep"))
    assert len(page.texts(".slip")) == 8
