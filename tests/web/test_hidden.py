"""By its address a sealed matter answers like none, step by step, to everybody outside the box."""

from __future__ import annotations

import re
from collections import Counter

from httpx import AsyncClient

from dialogue.core import audit
from dialogue.core.audit import Wanted
from dialogue.matters.actions import personal_data, triage
from dialogue.matters.states import Exposure
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene
from tests.matters.test_attachments import attach
from tests.web.desk import DESK, enter, see
from web.staff.steps import STEPS

LOGINS = (
    "tong-hop",
    "pho-chu-tich",
    "chuyen-vien",
    "truong-phong",
    "thanh-tra",
    "quay",
    "quan-sat",
    "he-thong",
)


def typed(place: Scene, file: str, lead: int) -> dict[str, dict[str, str]]:
    """By the key of a step: a form that says all it must."""
    field, officer, unit = f"field-{place.field}", str(place.officer.staff), str(place.unit)
    return {
        "assign": {"assign_kind": "question", "assign_title": "Cống", "assign_field": field},
        "redirect": {"redirect_receiver": "Công an", "redirect_why": "not_ours"},
        "reject": {"reject_why": "empty"},
        "agree": {},
        "keep": {"keep_reason": "Giữ lại."},
        "harmless": {"harmless_reason": "Không tố ai."},
        "merge": {"merge_lead": str(lead)},
        "ask": {"ask_question": "Ở đâu?"},
        "seal": {"seal_reason": "Tố cáo."},
        "unseal": {"unseal_reason": "Nhầm."},
        "over": {"over_recipient": "Thanh tra"},
        "give": {"give_officer": officer},
        "back": {"back_reason": "Không đúng đơn vị."},
        "draft": {"draft_text": builders.GOOD, "draft_then": "send"},
        "return": {"return_comment": "Sửa."},
        "pass": {"pass_leader": str(place.deputy.staff)},
        "clear": {"clear_stop": "accused_name", "clear_reason": "Không sao."},
        "original": {"original_reason": "Để gọi điện."},
        "approve": {"approve_version": "1"},
        "propose": {"propose_days": "3", "propose_reason": "Chờ."},
        "extend": {"extend_days": "3", "extend_reason": "Chờ."},
        "move": {"move_unit": str(place.other_unit), "move_reason": "Đúng đơn vị."},
        "decide": {"decide_words": "Mời đến gặp."},
        "correct": {"correct_text": builders.GOOD, "correct_reason": "Nhầm."},
        "down": {"down_reason": "Dữ liệu cá nhân."},
        "note": {"note_text": "Ghi chú."},
        "same": {"same_earlier": str(lead)},
        "unsame": {},
        "campaign": {"campaign_on": "1"},
        "expose": {"expose_choice": "mask:body:mưa"},
        "task": {"task_text": "Làm", "task_unit": unit, "task_due": "2099-01-01"},
        "file": {"file_id": file, "file_public": "1", "file_confirmed": "1"},
    }


async def sealed(place: Scene) -> tuple[int, str]:
    """One that lay with the officer, and a file of it."""
    new = await builders.drafting_(place)
    file = await attach(place.ward, new.id)
    await triage.seal(place.keeper, new.id)
    return new.id, file


async def everybody(place: Scene) -> None:
    await place.person("thanh-tra", Role.INSPECTOR)
    await place.person("quay", Role.COUNTER_OFFICER)
    await place.person("quan-sat", Role.OBSERVER)
    await place.person("he-thong", Role.KEEPER)


async def test_every_step_answers_as_if_nothing_were_there(client: AsyncClient) -> None:
    place = await builders.scene()
    await everybody(place)
    hidden, file = await sealed(place)
    own = await builders.drafting_(place)
    own_file = await attach(place.ward, own.id)
    forms = typed(place, file, own.id)
    assert set(forms) == {step.key for step in STEPS}
    told = {}
    for login in LOGINS:
        await enter(client, place, login)
        for step in STEPS:
            filled = [forms[step.key], {}]
            if step.key == "file":  # one that is theirs to show, through the address of another
                filled.append(forms["file"] | {"file_id": own_file})
            if step.key == "expose":
                filled.append(forms["expose"] | {"expose_fragment": "không có trong lời"})
            for number, values in enumerate(filled):
                there, missing = [
                    await _answer(client, f"{DESK}/{matter}/{step.path}", values, matter)
                    for matter in (hidden, hidden + 1_000)
                ]
                if there != missing or there[0] not in {403, 404}:
                    told[login, step.key, number] = (there[0], missing[0])
    own_click = {("tong-hop", "seal", number): (303, 404) for number in (0, 1)}  # who sealed it
    assert told == own_click


async def test_what_is_not_yours_answers_as_if_nothing_were_there(client: AsyncClient) -> None:
    """Else the numbers that answer otherwise would tell which ones are sealed."""
    place = await builders.scene()
    stranger = await place.person("don-vi-khac", Role.OFFICER, unit=place.other_unit)
    hidden, file = await sealed(place)
    ordinary = (await builders.drafting_(place)).id
    own = (await builders.drafting_(place)).id
    forms = typed(place, file, own)
    await enter(client, place, "don-vi-khac")
    asked: list[tuple[str, dict[str, str] | None]] = [
        (end, None) for end in ("", "/cach-tinh-han", "/xem-truoc", f"/tep/{file}")
    ]
    asked += [(f"/{step.path}", each) for step in STEPS for each in (forms[step.key], {})]
    for end, values in asked:
        answers = [
            await _answer(client, f"{DESK}/{matter}{end}", values, matter)
            for matter in (ordinary, hidden, hidden + 1_000)
        ]
        assert answers[0] == answers[1] == answers[2], end
        assert answers[0][0] == 404
    tries = await audit.entries(place.ward, limit=1_000, wanted=Wanted(staff=stranger.staff))
    written = Counter(each.subject for each in tries)
    assert written[ordinary] == written[hidden] == written[hidden + 1_000] == len(asked)


async def test_every_page_answers_as_if_nothing_were_there(client: AsyncClient) -> None:
    place = await builders.scene()
    await everybody(place)
    hidden, file = await sealed(place)
    for login in LOGINS:
        await enter(client, place, login)
        for end in ("", "/cach-tinh-han", f"/tep/{file}"):
            there, missing = [
                await _answer(client, f"{DESK}/{matter}{end}", None, matter)
                for matter in (hidden, hidden + 1_000)
            ]
            assert there == missing, (login, end)


async def test_a_step_towards_the_box_is_written_down_once(client: AsyncClient) -> None:
    place = await builders.scene()
    hidden, _ = await sealed(place)
    await enter(client, place, "chuyen-vien")
    values = {"expose_choice": "mask:body:mưa"}
    await _answer(client, f"{DESK}/{hidden}/che-thong-tin", values, hidden)
    tries = [each for each in await audit.entries(place.ward) if each.action == "sealed-refused"]
    assert [(each.staff, each.subject) for each in tries] == [(place.officer.staff, hidden)]


async def test_the_log_tells_of_the_box_only_who_may_open_it(client: AsyncClient) -> None:
    place = await builders.scene()
    await everybody(place)
    await place.person("niem-phong", Role.SEALED_READER)
    hidden, _ = await sealed(place)
    await enter(client, place, "chuyen-vien")
    await client.get(f"{DESK}/{hidden}")
    said, told = "Không được mở nội dung xử lý riêng", {}
    for login in ("he-thong", "thanh-tra", "chu-tich", "niem-phong"):
        await enter(client, place, login)
        lines = (await see(client, "/quan-tri/nhat-ky")).texts("main ol > li > p b")
        told[login] = (said in lines, "Thêm tài khoản" in lines)
    assert told == {
        "he-thong": (False, True),
        "thanh-tra": (False, True),
        "chu-tich": (True, True),
        "niem-phong": (True, False),
    }


async def test_the_log_says_nothing_of_what_is_sealed(client: AsyncClient) -> None:
    place = await builders.scene()
    await everybody(place)
    hidden, other = await builders.drafting_(place), await builders.drafting_(place)
    for new in (hidden, other):
        await personal_data.decide(place.officer, new.id, "body", "mưa", Exposure.MASK)
    await triage.seal(place.keeper, hidden.id)
    told = {}
    for login in ("he-thong", "thanh-tra", "chu-tich"):
        await enter(client, place, login)
        lines = (await see(client, "/quan-tri/nhat-ky")).texts("main ol > li > p b")
        told[login] = lines.count("Che thông tin riêng")
    assert told == {"he-thong": 1, "thanh-tra": 1, "chu-tich": 2}


async def test_lists_give_a_sealed_matter_a_neutral_name(client: AsyncClient) -> None:
    place = await builders.scene()
    await sealed(place)
    await enter(client, place, "chu-tich")
    for path in ("/quan-tri", DESK):
        text = (await client.get(path, follow_redirects=True)).text
        assert "Nội dung cần xử lý riêng" in text
        assert "nạo vét cống" not in text


async def test_a_hidden_lead_answers_like_none(client: AsyncClient) -> None:
    place = await builders.scene()
    hidden, _ = await sealed(place)
    new = await builders.received(place)
    await enter(client, place, "tong-hop")
    there, missing = [
        await _answer(client, f"{DESK}/{new.id}/ghep", {"merge_lead": str(lead)}, new.id)
        for lead in (hidden, hidden + 1_000)
    ]
    assert there[0] == missing[0] == 422
    number = rf'value="({hidden}|{hidden + 1_000})"'
    assert re.sub(number, "", there[1]) == re.sub(number, "", missing[1])


async def _answer(
    client: AsyncClient, path: str, values: dict[str, str] | None, matter: int
) -> tuple[int, str]:
    """Status and body, without the number that was asked for."""
    if values is None:
        response = await client.get(path)
    else:
        response = await client.post(path, data=values, follow_redirects=False)
    return response.status_code, re.sub(rf"van-de(/|%2F){matter}\b", "#", response.text)
