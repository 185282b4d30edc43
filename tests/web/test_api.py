"""The programs' door: what it gives of the board and of promises, and how it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from dialogue.core import clock
from dialogue.matters.actions import publishing, tasks
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.tables import Published
from dialogue.ward.states import Role
from tests.matters.build import House, approve, house, matter, published
from tests.matters.tampering import unguarded

pytestmark = pytest.mark.integration
START = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday
WARD = "/api/v1/wards/thach-ban"


async def four(home: House) -> None:
    for day, (title, field) in enumerate(
        [("Sổ đỏ", "DD"), ("Mái nhà", "XD"), ("Khai sinh", "TP-HT"), ("Hộ khẩu", "TP-HT")]
    ):
        with clock.at(START + timedelta(days=day)):
            await published(home, title, field=field)


async def test_answers_page_by_page_while_new_ones_come(client: httpx.AsyncClient) -> None:
    home = await house()
    await four(home)
    first = (await client.get(f"{WARD}/answers", params={"limit": 3})).json()
    await published(home, "Mới")
    second = (await client.get(f"{WARD}/answers", params={"after": first["next"]})).json()
    titles = [item["title"] for item in first["items"] + second["items"]]
    assert titles == ["Hộ khẩu", "Khai sinh", "Mái nhà", "Sổ đỏ"]
    assert (first["count"], first["more"], second["next"]) == (4, False, None)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("field=DC-XD", ["Mái nhà", "Sổ đỏ"]),
        ("field=none", []),
        ("q=mai+nha", ["Mái nhà"]),
        ("year=2026&source=web&field=dd", ["Sổ đỏ"]),
        ("year=1999", []),
        ("state=closed", []),
        ("q=" + "x" * 200, []),
    ],
)
async def test_filters(client: httpx.AsyncClient, query: str, wanted: list[str]) -> None:
    home = await house()
    await four(home)
    found = (await client.get(f"{WARD}/answers?{query}")).json()
    assert [item["title"] for item in found["items"]] == wanted


async def test_one_answer_with_its_texts_and_promises(client: httpx.AsyncClient) -> None:
    home = await house()
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    chairman = await home.person(Role.CHAIRMAN)
    asked = await matter(home, "Hẻm 47 ngập", "Bao giờ nạo vét?")
    due = clock.local_day(clock.now()) + timedelta(days=9)
    await tasks.open_task(head, NewTask("Nạo vét cống", head.unit or 0, due, matter=asked))
    await approve(home, asked, "Tháng này.")
    await publishing.correct(chairman, asked, "Tháng sau.", "Chờ xe.")
    found = (await client.get(f"{WARD}/answers/1")).json()
    assert (found["question"], found["text"]) == ("Bao giờ nạo vét?", "Tháng sau.")
    assert [text["text"] for text in found["texts"]] == ["Tháng này.", "Tháng sau."]
    (promise,) = (await client.get(f"{WARD}/promises")).json()["items"]
    assert found["promises"] == [promise]
    assert (promise["text"], promise["answer"], promise["due"]) == (
        "Nạo vét cống",
        1,
        due.isoformat(),
    )
    one = await client.get(f"{WARD}/promises/{promise['public_id']}")
    assert one.json() == promise
    assert (await client.get(f"{WARD}/promises?state=late")).json()["items"] == []


async def test_what_was_taken_down_or_changed_past_us_has_no_words(
    client: httpx.AsyncClient,
) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    gone = await matter(home, "Bí mật", "Bí mật")
    await approve(home, gone, "Bí mật")
    await publishing.take_down(chairman, gone, "Có dữ liệu cá nhân.")
    number = await published(home, "Câu thật")
    await unguarded()
    await Published.update({Published.answer: "Câu giả"}).where(Published.number == number)
    found = await client.get(f"{WARD}/answers/1")
    assert found.json()["withdrawn_reason"] == "Có dữ liệu cá nhân."
    changed = await client.get(f"{WARD}/answers/{number}")
    assert changed.json()["answer"]["intact"] is False
    every = await client.get(f"{WARD}/answers")
    for reply in (found, changed, every):
        assert "Bí mật" not in reply.text
        assert "Câu" not in reply.text


async def test_the_same_again_is_not_sent(client: httpx.AsyncClient) -> None:
    home = await house()
    await four(home)
    paths = ("/answers", "/answers/1", "/promises", "/fields", "/procedures", "/conferences", "")
    for path in (*paths, "/coffee-sessions", "/coffee-sessions?when=coming", "/results"):
        first = await client.get(WARD + path)
        assert first.status_code == 200
        again = await client.get(WARD + path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "set-cookie" not in first.headers


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        (f"{WARD}/answers/99", 404, "/api/problems/not-found"),
        (f"{WARD}/answers/99999999999999999999", 404, "/api/problems/not-found"),
        (f"{WARD}/answers?after=abc", 400, "/api/problems/cursor-invalid"),
        (f"{WARD}/promises?after=abc", 400, "/api/problems/cursor-invalid"),
        (f"{WARD}/procedures?after=%C3%A9", 400, "/api/problems/cursor-invalid"),
        (f"{WARD}/answers?limit=0", 400, "about:blank"),
        (f"{WARD}/answers?limit=101", 400, "about:blank"),
        (f"{WARD}/answers?state=open", 400, "about:blank"),
        (f"{WARD}/answers?page=2", 400, "about:blank"),
        (f"{WARD}/answers?limit=5&limit=6", 400, "about:blank"),
        (f"{WARD}?limit=5", 400, "about:blank"),
        (f"{WARD}/answers?q={'x' * 5000}", 400, "about:blank"),
        (f"{WARD}/procedures/none", 404, "/api/problems/not-found"),
        (f"{WARD}/conferences/none", 404, "/api/problems/not-found"),
        (f"{WARD}/coffee-sessions/none", 404, "/api/problems/not-found"),
        ("/api/v1/none", 404, "about:blank"),
        (f"{WARD}/promises?state=abc", 400, "about:blank"),
        (f"{WARD}/answers?limit=abc", 400, "about:blank"),
        (f"{WARD}/promises/none", 404, "/api/problems/not-found"),
        ("/api/v1/wards/sai-gon/answers/1", 404, "/api/problems/not-found"),
        ("/api/v1/wards/none/answers", 404, "/api/problems/not-found"),
    ],
)
async def test_refusals_are_problems(
    client: httpx.AsyncClient, path: str, status: int, kind: str
) -> None:
    home = await house()
    await house("sai-gon")
    await published(home, "Đèn đường")
    reply = await client.get(path)
    assert (reply.status_code, reply.json()["type"]) == (status, kind)
    assert reply.headers["content-type"].startswith("application/problem+json")


async def test_all_of_it_is_described(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/api/openapi.json")).json()["paths"]
    found = {path for path in paths if path.startswith("/api/v1")}
    assert found == {
        "/api/v1/wards",
        "/api/v1/wards/{ward}",
        "/api/v1/wards/{ward}/fields",
        "/api/v1/wards/{ward}/procedures",
        "/api/v1/wards/{ward}/procedures/{procedure}",
        "/api/v1/wards/{ward}/conferences",
        "/api/v1/wards/{ward}/conferences/{conference}",
        "/api/v1/wards/{ward}/coffee-sessions",
        "/api/v1/wards/{ward}/coffee-sessions/{meeting}",
        "/api/v1/wards/{ward}/answers",
        "/api/v1/wards/{ward}/answers/{number}",
        "/api/v1/wards/{ward}/ledger/checkpoint",
        "/api/v1/wards/{ward}/ledger/consistency",
        "/api/v1/wards/{ward}/ledger/inclusion",
        "/api/v1/wards/{ward}/promises",
        "/api/v1/wards/{ward}/promises/{public_id}",
        "/api/v1/wards/{ward}/cases",
        "/api/v1/wards/{ward}/questions",
        "/api/v1/wards/{ward}/ratings",
        "/api/v1/wards/{ward}/results",
        "/api/v1/wards/{ward}/slips",
    }
    answers = paths["/api/v1/wards/{ward}/answers"]["get"]
    assert {each["name"] for each in answers["parameters"]} == {
        *("ward", "q", "field", "source", "state", "year", "after", "limit")
    }
    body = answers["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert body.endswith("AnswersOut")
