"""Every route × every role; what each says to other sites, to other wards' ids."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from dialogue.ward.states import Role
from tests.web.doors import BUTTONS, DOORS, PUBLIC, SEES, Who
from tests.web.group_doors import GROUP
from tests.web.machine_doors import BY_TOKEN
from tests.web.site import (
    MANY,
    NOBODY,
    SEVERAL,
    Site,
    ask,
    at,
)
from web.access import route_table
from web.app import make_app
from web.safety import HEADERS

pytestmark = pytest.mark.integration


def roles_of(who: str) -> frozenset[Role]:
    if who == NOBODY:
        return frozenset()
    return frozenset(MANY) if who == SEVERAL else frozenset({Role(who)})


def test_every_route_stands_in_the_table() -> None:
    stands = {f"{row.method} {row.path}": row.who for row in route_table(make_app())}
    assert {door: in_words(DOORS.get(door, "no line in doors.py")) for door in stands} == {
        door: in_words(frozenset(Role) if who == "staff:any" else roles_in(who))
        for door, who in stands.items()
    }
    assert set(DOORS) - set(stands) == set()


def roles_in(who: str) -> Who:
    area, _colon, names = who.partition(":")
    return frozenset(map(Role, names.split(","))) if area == "staff" else who


def in_words(who: Who) -> str:
    return who if isinstance(who, str) else ",".join(sorted(who))


async def test_every_role_at_every_door(client: AsyncClient, site: Site) -> None:
    wrong = []
    for door, may in DOORS.items():
        for who in site.tokens if may not in OPEN else (NOBODY, SEVERAL):
            reply = await ask(client, site, who, door, at(door, site.values))
            if reply.status_code not in expected(door, may, who):
                wrong.append((door, who, reply.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def expected(door: str, may: Who, who: str) -> set[int]:
    """GET: 200. An empty form: told what is missing, or done where a button is all."""
    get = door.startswith("GET")
    passed = {200} if get else {303, 409, 422}
    if may in OPEN:
        vietnamese = door.replace(" /en/", " /")
        return passed | ({ELSEWHERE[vietnamese]} if vietnamese in ELSEWHERE else set())
    if door in ELSEWHERE and who != NOBODY:
        passed = {ELSEWHERE[door]}
    if who == NOBODY or door in BY_TOKEN:  # which no role and no cookie opens
        return {303} if get else {401}
    assert isinstance(may, frozenset)
    if not roles_of(who) & may:
        return {403}
    if door == OWN_SESSION:
        return {404}
    if roles_of(who) & SEES.get(door, may):
        return passed
    # a matter that one may not see is not there, so that nobody can count what is sealed
    return {403} if roles_of(who) & SEES["GET /quan-tri/van-de/{matter}"] else {404}


OPEN = (PUBLIC, GROUP)
FILES = ("/tep/{public_id}", "/tep/{file}", "/anh/{public_id}")
KEPT = {"GET /quan-tri/quay/{code}/ma.svg"}  # a picture of a public address
OWN_SESSION = "POST /quan-tri/phien/{session}/thoat"  # somebody else's is no session of mine
ELSEWHERE = {
    "GET /quan-tri/thong-bao/sang/{item}": 404,  # a notice is its reader's alone
    "POST /quan-tri/thong-bao/{item}/doc": 404,
    # a spreadsheet is its sender's alone
    **{
        f"{method} {place}/bang-tinh/{{batch}}{rest}": 404
        for place in ("/quan-tri/van-de", "/to-truong/{token}")
        for method, rest in (
            ("GET", ""),
            ("POST", "/ghi"),
            ("POST", "/bo"),
            ("GET", "/phieu"),
            ("GET", "/phieu.csv"),
        )
    },
    "GET /quan-tri/doi-thoai/{conference}/anh/{public_id}": 404,  # taken away
    "GET /quan-tri/doi-thoai/{conference}/niem-yet/{public_id}": 404,  # a proof without a photo
    "POST /quan-tri/doi-thoai/{conference}/anh/{public_id}/bo": 404,
    "GET /{slug}/khao-sat/{survey}/ket-qua.csv": 404,  # its figures are not out
    "GET /.well-known/security.txt": 404,  # the settings name no contact
    "GET /{slug}/loi-hua": 301,  # promises stand at /cam-ket now
    "GET /{slug}/loi-hua/{public_id}": 301,
    "GET /to-truong/{token}/cam-ket/{number}": 404,  # promised to another group
    "POST /to-truong/{token}/cam-ket/{number}": 404,
    "POST /{ward}/gop-y/gan-giong": 200,  # nothing typed, nothing near
    "POST /{slug}/tim/goi-y": 200,  # nothing typed, nothing to pick
    "POST /{ward}/gop-y/da-ro": 404,  # of no answer
    "POST /theo-doi/cau-hoi/{token}": 200,  # the same
    "POST /theo-doi/{token}": 200,  # a mail program is led nowhere: RFC 8058
    "GET /api/v1/wards/{ward}/ledger/consistency": 400,  # of no two days
    "GET /api/v1/wards/{ward}/ledger/inclusion": 422,  # of no commitment
    "GET /quan-tri/dang-nhap": 303,  # who is signed in is led on
    "POST /quan-tri/tai-khoan/{account}/mat-khau": 200,  # shows the new password, once
    "POST /quan-tri/duyet/{matter}": 404,  # this one waits for nobody
    "POST /quan-tri/cai-dat/{kind}/{thing}/tat": 404,  # units end on a day instead
    "POST /quan-tri/cai-dat/{kind}/{thing}/bat": 404,
    "GET /quan-tri/van-de/{matter}/bia-ban-giao": 404,  # this one is not sealed
    "GET /quan-tri/van-de/{matter}/phieu/{slip}": 404,  # for the typist's own eyes, two hours
}


async def test_what_is_another_wards_is_not_there(client: AsyncClient, site: Site) -> None:
    """Whoever may most, at the ids of the other ward."""
    wrong = []
    for door, may in DOORS.items():
        if may in (PUBLIC, GROUP) or "{" not in door or door in {*NOT_OF_A_WARD, *BY_TOKEN}:
            continue
        sent = {"data": FILLED[door]} if door in FILLED else {}
        reply = await ask(client, site, SEVERAL, door, at(door, site.others), **sent)
        if reply.status_code != 404:
            wrong.append((door, reply.status_code))
    assert not wrong, "\n".join(map(str, wrong))


FILLED = {  # looked at before the address
    "POST /quan-tri/quy-dinh/{code}/{rule}/ket-thuc": {"last": "31/12/2031"},
}
NOT_OF_A_WARD = {  # kinds and codes that every ward has
    "GET /quan-tri/cai-dat/{kind}",
    "POST /quan-tri/cai-dat/{kind}",
    "GET /quan-tri/quy-dinh/{code}",
    "POST /quan-tri/quy-dinh/{code}",
    "GET /quan-tri/thu/in-chung/{name}",
    "GET /quan-tri/thu/mau/{occasion}",
    "POST /quan-tri/thu/mau/{occasion}",
}
UNSAFE = [door for door in DOORS if not door.startswith("GET")]


async def test_a_form_of_another_site_is_refused(client: AsyncClient, site: Site) -> None:
    foreign = [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ]
    wrong = []
    for door in UNSAFE:
        for headers in foreign:
            path = at(door, site.values)
            reply = await ask(client, site, SEVERAL, door, path, headers=headers)
            if reply.status_code != 403:
                wrong.append((door, headers, reply.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def enters(door: str) -> str:
    """Somebody who may: the inspection board alone counts anew, say."""
    may = DOORS[door]
    return SEVERAL if may in OPEN or roles_of(SEVERAL) & set(may) else min(may)


async def test_what_is_no_form_is_refused(client: AsyncClient, site: Site) -> None:
    wrong = []
    for door in [door for door in UNSAFE if door not in BY_TOKEN]:  # the last one signs out
        for kind in ("application/json", "text/plain", ""):
            path, headers = at(door, site.values), {"content-type": kind}
            who = enters(door)
            reply = await ask(client, site, who, door, path, headers=headers, content=b"{}")
            if reply.status_code != 415 and door not in BUTTONS:
                wrong.append((door, kind, reply.status_code))
    assert not wrong, "\n".join(map(str, wrong))


async def test_public_pages_leave_no_cookie_and_staff_pages_no_copy(
    client: AsyncClient, site: Site
) -> None:
    wrong = []
    for door, may in DOORS.items():
        if not door.startswith("GET"):
            continue
        who = NOBODY if may in (PUBLIC, GROUP) else SEVERAL
        reply = await ask(client, site, who, door, at(door, site.values))
        told = reply.headers
        missing = [name for name, value in HEADERS.items() if told.get(name) != value]
        if door.endswith(FILES) and "sandbox" in told["content-security-policy"]:
            missing.remove("Content-Security-Policy")  # stricter still
        kept = door.split()[1].startswith("/quan-tri") and told.get("cache-control") != "no-store"
        kept = kept and door not in KEPT
        if "set-cookie" in told or missing or kept:
            wrong.append((door, missing, told.get("set-cookie"), told.get("cache-control")))
    assert not wrong, "\n".join(map(str, wrong))
