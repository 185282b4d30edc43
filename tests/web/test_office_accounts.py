"""Accounts: made, given roles, reset, switched."""

from __future__ import annotations

import httpx
import pytest

from dialogue.ward import queries
from dialogue.ward.actions.signing_in import session, sign_in
from dialogue.ward.states import Role
from tests.pages import Page
from tests.ward.builders import PASSWORD, bare_ward, person, ward_with_defaults
from tests.web.office import enter, errors, read, send
from web.staff.accounts import new_password

pytestmark = pytest.mark.integration
PATH = "/quan-tri/tai-khoan"


async def test_an_account_is_made_and_its_password_shown_once(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    response = await send(
        client,
        f"{PATH}/them",
        login="Van-Thu",
        name="Trần Thị Thử",
        title="Văn thư",
        gender="bà",
        roles=["clerk", "counter-officer"],
    )
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    (password,) = Page(response.text).texts("#new-password")
    token = await sign_in("van-thu@sai-gon", password, "192.0.2.9")
    made = await session(token)
    assert made is not None
    assert made.roles == {Role.CLERK, Role.COUNTER_OFFICER}
    assert made.must_change
    shown = await client.get(f"{PATH}/{made.staff}")
    assert password not in shown.text


async def test_a_wrong_form_keeps_all_but_the_password(client: httpx.AsyncClient) -> None:
    await enter(client, await bare_ward(), "quan-tri", Role.KEEPER)
    typed = {"name": "Bà Sáu", "roles": ["clerk"], "password": "một mật khẩu kín"}
    for login, status in (("Văn Thư", 422), ("quan-tri", 409)):
        response = await send(client, f"{PATH}/them", login=login, **typed)
        page = Page(response.text)
        assert (response.status_code, len(errors(response))) == (status, 1)
        assert page.attribute("#name", "value") == "Bà Sáu"
        assert page.attributes("[name=roles][checked]", "value") == ["clerk"]
        assert "một mật khẩu kín" not in response.text


async def test_a_deputy_gets_roles_and_fields(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    deputy = await person(ward, "pho", Role.OFFICER)
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    field = (await queries.fields(ward))[0]
    response = await send(
        client, f"{PATH}/{deputy.staff}/vai-tro", roles=["deputy"], fields=[field.id]
    )
    assert response.headers["location"] == f"{PATH}/{deputy.staff}?xong=da-ghi"
    card = await queries.staff_member(ward, deputy.staff)
    assert (card.roles, card.fields) == ((Role.DEPUTY,), (field.id,))
    page = await read(client, f"{PATH}/{deputy.staff}")
    assert page.attributes("[name=roles][checked]", "value") == ["deputy"]


async def test_nobody_changes_their_own_roles_or_switches_themselves_off(
    client: httpx.AsyncClient,
) -> None:
    ward = await bare_ward()
    actor = await enter(client, ward, "quan-tri", Role.KEEPER)
    page = await read(client, f"{PATH}/{actor.staff}")
    assert page.attributes("main form", "action") == [f"{PATH}/{actor.staff}"]
    assert (
        await send(client, f"{PATH}/{actor.staff}/vai-tro", roles=["keeper", "clerk"])
    ).status_code == 403
    assert (await client.post(f"{PATH}/{actor.staff}/tat")).status_code == 403


async def test_only_the_chairman_touches_who_answers_for_the_ward(
    client: httpx.AsyncClient,
) -> None:
    ward = await bare_ward()
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    clerk = await person(ward, "van-thu", Role.CLERK)
    await enter(client, ward, "quan-tri", Role.KEEPER)
    page = await read(client, f"{PATH}/{chairman.staff}")
    assert page.texts("main form") == []
    assert (await send(client, f"{PATH}/{chairman.staff}/mat-khau", password="")).status_code == 403
    offered = (await read(client, f"{PATH}/{clerk.staff}")).attributes("[name=roles]", "value")
    assert offered == [
        "officer",
        "counter-officer",
        "clerk",
        "observer",
        "keeper",
    ]
    for role in ("sealed-reader", "register-keeper"):
        forged = await send(client, f"{PATH}/{clerk.staff}/vai-tro", roles=[role])
        assert forged.status_code == 403


async def test_a_password_is_reset_and_a_weak_one_refused(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    clerk = await person(ward, "van-thu", Role.CLERK)
    await enter(client, ward, "quan-tri", Role.KEEPER)
    weak = await send(client, f"{PATH}/{clerk.staff}/mat-khau", password="ngan")
    assert (weak.status_code, len(errors(weak))) == (422, 1)
    reset = await send(client, f"{PATH}/{clerk.staff}/mat-khau", password="")
    (password,) = Page(reset.text).texts("#new-password")
    assert await sign_in("van-thu@sai-gon", password, "192.0.2.9")


async def test_switched_off_and_on_and_signed_out(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    clerk = await person(ward, "van-thu", Role.CLERK)
    token = await sign_in("van-thu@sai-gon", PASSWORD, "192.0.2.9")
    await enter(client, ward, "quan-tri", Role.KEEPER)
    assert (await client.post(f"{PATH}/{clerk.staff}/thoat")).status_code == 303
    assert await session(token) is None
    await client.post(f"{PATH}/{clerk.staff}/tat")
    assert (await read(client, PATH)).texts("tbody .badge") == ["Đã tắt"]
    await client.post(f"{PATH}/{clerk.staff}/bat")
    assert await sign_in("van-thu@sai-gon", PASSWORD, "192.0.2.9")


async def test_another_ward_s_account_is_not_found(client: httpx.AsyncClient) -> None:
    other = await person(await bare_ward("binh-duong", "Bình Dương"), "van-thu", Role.CLERK)
    await enter(client, await bare_ward(), "quan-tri", Role.KEEPER, Role.CHAIRMAN)
    assert (await client.get(f"{PATH}/{other.staff}")).status_code == 404
    for what in ("", "/vai-tro", "/mat-khau", "/tat", "/bat", "/thoat"):
        response = await send(client, f"{PATH}/{other.staff}{what}", name="A")
        assert response.status_code == 404, what


@pytest.mark.unit
def test_a_drawn_password_can_be_read_out() -> None:
    drawn = {new_password() for _ in range(50)}
    assert len(drawn) == 50
    assert {len(each) for each in drawn} == {17}
    assert {letter for each in drawn for letter in each} & set("01loiL") == set()
