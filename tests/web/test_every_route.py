"""Every route × every role; what each says to nonsense, to other sites, to other wards' ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from inspect import getmembers, isclass
from typing import Any
from urllib.parse import quote

import pytest
from httpx import AsyncClient, Response
from pydantic import BaseModel

from dialogue.core.clock import local_day, now
from dialogue.core.codes import derived_tracking_code
from dialogue.core.database import DB
from dialogue.core.keys import keys
from dialogue.matters.actions import approval, attachments, drafting, tasks
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries.tasks import promises_of
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.actions.house_rules import HouseRule, set_rule
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from surveys import actions as surveys
from surveys.queries import follow_ups
from surveys.rules import FollowUpState, Level
from tests.matters import builders
from tests.matters.builders import PASSWORD, Scene
from tests.matters.test_attachments import photo
from tests.surveys import builders as ratings
from tests.ward.conftest import quick_passwords  # noqa: F401  used by itself
from tests.web.doors import BUTTONS, DOORS, GROUP, PUBLIC, SEES, Who
from web.access import route_table
from web.app import GROUP_PAGES, PUBLIC_PAGES, STAFF_PAGES, make_app
from web.assets import asset_url
from web.live import board as live
from web.passes import make_pass
from web.safety import HEADERS
from web.sessions import COOKIE
from web.tickets import thanks_path

pytestmark = pytest.mark.integration
NOBODY, SEVERAL = "nobody", "several"
MANY = (Role.CHAIRMAN, Role.KEEPER, Role.REGISTER_KEEPER, Role.DIRECTOR)
FORM = "application/x-www-form-urlencoded"
VIETNAMESE = [door for door in DOORS if " /en" not in door]  # the same handlers
GARBAGE = [
    "x" * 3_000,
    "\x00",
    "a\x00b",
    "%00",
    "đ\u202e\U0001f600\ufeff",
    "' OR 1=1; DROP TABLE matter; --",
    "../../etc/passwd",
    "-1",
    "9" * 30,
    "{{7*7}}<script>",
]


@pytest.fixture(autouse=True)
def short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LIFE", 0.01)


@dataclass(frozen=True)
class Site:
    """Two wards; values: what stands for a place in a path of the first, others: of the second."""

    values: Mapping[str, str]
    others: Mapping[str, str]
    tokens: Mapping[str, str]  # who → session


async def things(place: Scene) -> dict[str, str]:
    """One of each thing that a path may name. A whole path as key comes before a bare name."""
    keeper = system_actor(place.ward)
    new, tracked, file, task, promise = await _answered(place)
    card = await surveys.add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=ratings.FIELDS)
    (rated, *_) = await ratings.give(card, [Level.NOT] + [Level.VERY] * 9)
    await ratings.follow_ups_show()
    director = await builders.person(place.ward, "giam-doc", Role.DIRECTOR)
    (follow_up,) = await follow_ups(director, FollowUpState.OPEN, 5)
    asked = f"0123456789abcdef{place.ward}"
    await builders.received(place, code=derived_tracking_code(keys(), asked))
    group = await ward_actions.add_group(keeper, "Tổ 9")
    link = await ward_actions.make_group_link(keeper, group, "ông Bảy")
    (known,) = await wards.group_links(place.ward, group)
    account = await builders.person(place.ward, "nguoi-khac", Role.OFFICER)
    rule = HouseRule("RAT-MIN-N", 12, "Quy chế của phường", local_day(now()))
    _empty, _static, digest, name = asset_url("site.css").split("/")
    return {
        "slug": place.slug,
        "ward": place.slug,
        "number": "1",
        "/{slug}/loi-hua/{public_id}": promise,
        "/api/v1/wards/{ward}/promises/{public_id}": promise,
        "public_id": file,
        "matter": str(new),
        "path": "ghi-chu",
        "file": file,
        "slip": "x" * 60,
        "batch": "x" * 22,
        "/quan-tri/viec/{number}": task,
        "/quan-tri/viec/{number}/{path}": "xac-nhan",
        "key": make_pass(tracked, now()),
        "token": link,
        "code": card.code,
        "/api/problems/{code}": "not-found",
        "/quan-tri/quy-dinh/{code}": "RAT-MIN-N",
        "rule": str(await set_rule(place.chairman, rule)),
        "receipt": asked,
        "/q/{code}/cam-on/{receipt}": thanks_path(card, rated).rpartition("/")[2],
        "item": str(follow_up.id),
        "/quan-tri/thong-bao/{item}": "0",
        "/quan-tri/thong-bao/sang/{item}": "0",
        "group": str(group),
        "link": str(known.id),
        "account": str(account.staff),
        "kind": "don-vi",
        "thing": str(place.unit),
        "session": str(await _session_of(account)),
        "digest": digest,
        "name": name,
    }


async def _session_of(somebody: Actor) -> int:
    await ward_actions.sign_in(
        f"nguoi-khac@{(await wards.ward_by_id(somebody.ward)).slug}", PASSWORD, "127.0.0.1"
    )
    (card,) = await wards.sessions(somebody)
    return card.id


async def _answered(place: Scene) -> tuple[int, str, str, str, str]:
    """A matter on the board, its public file and its promise."""
    new = await builders.drafting_(place)
    picture = photo()
    await attachments.store([picture])
    async with DB.transaction():
        (file,) = await attachments.add(place.ward, new.id, [picture])
    await attachments.mark_public(place.officer, file, public=True, confirmed=True)
    due = local_day(now() + timedelta(days=9))
    task = await tasks.open_task(
        place.head, NewTask("Nạo vét cống", place.unit, due, matter=new.id)
    )
    await drafting.save_draft(place.officer, new.id, 0, builders.GOOD)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    await approval.approve(place.deputy, new.id)
    (promise,) = await promises_of(place.ward, new.id)
    return new.id, builders.hash_of(new), file, str(task), promise.public_id


def at(door: str, values: Mapping[str, str]) -> str:
    """The address behind a door. A whole path as key says more than a bare name."""
    parts = door.split()[1].removeprefix("/en")
    english = door.split()[1] != parts

    def value(hit: re.Match[str]) -> str:
        return values.get(parts[: hit.end()], values.get(hit[1], ""))

    return ("/en" if english else "") + re.sub(r"\{(\w+)\}", value, parts)


@pytest.fixture
async def site(client: AsyncClient) -> Site:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    tokens = {NOBODY: ""}
    people: dict[str, tuple[Role, ...]] = {role.value: (role,) for role in Role} | {SEVERAL: MANY}
    for who, roles in people.items():
        login = f"vai-{who}"
        await builders.person(place.ward, login, *roles, unit=place.unit, fields=(place.field,))
        tokens[who] = await ward_actions.sign_in(f"{login}@{place.slug}", PASSWORD, "127.0.0.1")
    return Site(await things(place), await things(other), tokens)


def roles_of(who: str) -> frozenset[Role]:
    if who == NOBODY:
        return frozenset()
    return frozenset(MANY) if who == SEVERAL else frozenset({Role(who)})


async def ask(
    client: AsyncClient, site: Site, who: str, door: str, path: str, **more: Any
) -> Response:
    """As this person; a POST without words is an empty form."""
    cookie = {"cookie": f"{COOKIE}={site.tokens[who]}"} if site.tokens[who] else {}
    method = door.split(maxsplit=1)[0]
    headers = cookie | ({"content-type": FORM} if method == "POST" else {})
    headers |= more.pop("headers", {})
    return await client.request(method, path, headers=headers, **more)


def test_every_route_stands_in_the_table() -> None:
    stands = {f"{row.method} {row.path}": row.who for row in route_table(make_app())}
    assert {door: in_words(DOORS.get(door, "no line in doors.py")) for door in stands} == {
        door: in_words(frozenset(Role) if who == "staff:any" else roles_in(who))
        for door, who in stands.items()
    }
    assert set(DOORS) - set(stands) == set()


def roles_in(who: str) -> Who:
    area, _colon, names = who.partition(":")
    return frozenset(map(Role, names.split(","))) if area == "staff" else area


def in_words(who: Who) -> str:
    return who if isinstance(who, str) else ",".join(sorted(who))


async def test_every_role_at_every_door(client: AsyncClient, site: Site) -> None:
    wrong = []
    for door, may in DOORS.items():
        for who in site.tokens if may not in OPEN else (NOBODY, SEVERAL):
            reply = await ask(client, site, who, door, at(door, site.values))
            if reply.status_code not in expected(door, may, who):
                wrong.append((door, who, reply.status_code))
    assert wrong == []


def expected(door: str, may: Who, who: str) -> set[int]:
    """GET: 200. An empty form: told what is missing, or done where a button is all."""
    get = door.startswith("GET")
    passed = {200} if get else {303, 409, 422}
    if may in OPEN:
        vietnamese = door.replace(" /en/", " /")
        return passed | ({ELSEWHERE[vietnamese]} if vietnamese in ELSEWHERE else set())
    if door in ELSEWHERE and who != NOBODY:
        passed = {ELSEWHERE[door]}
    if who == NOBODY:
        return {303} if get else {401}
    assert isinstance(may, frozenset)
    if not roles_of(who) & may:
        return {403}
    if door == OWN_SESSION:
        return {404}
    return passed if roles_of(who) & SEES.get(door, may) else {403}


OPEN = (PUBLIC, GROUP)
FILES = ("/tep/{public_id}", "/tep/{file}")
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
    "POST /{ward}/gop-y/gan-giong": 200,  # nothing typed, nothing near
    "POST /{ward}/gop-y/da-ro": 404,  # of no answer
    "GET /quan-tri/dang-nhap": 303,  # who is signed in is led on
    "POST /quan-tri/tai-khoan/{account}/mat-khau": 200,  # shows the new password, once
    "POST /quan-tri/duyet/{matter}": 404,  # this one waits for nobody
    "POST /quan-tri/cai-dat/{kind}/{thing}/tat": 404,  # units end on a day instead
    "POST /quan-tri/cai-dat/{kind}/{thing}/bat": 404,
    "GET /quan-tri/van-de/{matter}/phieu/{slip}": 404,  # for the typist's own eyes, two hours
}


async def test_what_is_another_wards_is_not_there(client: AsyncClient, site: Site) -> None:
    """Whoever may most, at the ids of the other ward."""
    wrong = []
    for door, may in DOORS.items():
        if may in (PUBLIC, GROUP) or "{" not in door or door in NOT_OF_A_WARD:
            continue
        sent = {"data": FILLED[door]} if door in FILLED else {}
        reply = await ask(client, site, SEVERAL, door, at(door, site.others), **sent)
        if reply.status_code != 404:
            wrong.append((door, reply.status_code))
    assert wrong == []


FILLED = {  # looked at before the address
    "POST /quan-tri/quy-dinh/{code}/{rule}/ket-thuc": {"last": "31/12/2031"},
}
NOT_OF_A_WARD = {  # kinds and codes that every ward has
    "GET /quan-tri/cai-dat/{kind}",
    "POST /quan-tri/cai-dat/{kind}",
    "GET /quan-tri/quy-dinh/{code}",
    "POST /quan-tri/quy-dinh/{code}",
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
    assert wrong == []


async def test_what_is_no_form_is_refused(client: AsyncClient, site: Site) -> None:
    wrong = []
    for door in UNSAFE:
        for kind in ("application/json", "text/plain", ""):
            path, headers = at(door, site.values), {"content-type": kind}
            reply = await ask(client, site, SEVERAL, door, path, headers=headers, content=b"{}")
            if reply.status_code != 415 and door not in BUTTONS:
                wrong.append((door, kind, reply.status_code))
    assert wrong == []


async def test_nonsense_in_an_address_is_no_fault_of_ours(client: AsyncClient, site: Site) -> None:
    wrong = []
    for door in VIETNAMESE:
        for name in re.findall(r"\{(\w+)\}", door):
            for text in GARBAGE:
                values = {
                    key: it for key, it in site.values.items() if not key.endswith(f"{{{name}}}")
                } | {name: quote(text, safe="")}
                reply = await ask(client, site, SEVERAL, door, at(door, values))
                if not 400 <= reply.status_code < 500 and (door, reply.status_code) not in LED_ON:
                    wrong.append((door, name, text[:20], reply.status_code))
    assert wrong == []


BATCH_DOORS = [door for door in DOORS if "/to-truong/{token}/bang-tinh" in door]
LED_ON = {
    ("GET /tra-cuu/{key}", 303),  # to where codes are typed
    ("GET /tra-cuu/{key}/cach-tinh-han", 303),
    ("GET /to-truong/{token}", 200),  # a button, whoever comes
    *((door, 200) for door in BATCH_DOORS if door.startswith("GET")),
    *((door, 303) for door in BATCH_DOORS if door.startswith("POST")),
    ("POST /to-truong/{token}/cau-hoi", 303),  # to that button
}


def names_of_forms() -> list[str]:
    """Every field that some form of the pages reads, from body or address."""
    models = {
        model
        for module in PUBLIC_PAGES + GROUP_PAGES + STAFF_PAGES
        for _name, model in getmembers(module, isclass)
        if issubclass(model, BaseModel)
    }
    return sorted({name for model in models for name in model.model_fields} | {"xong", "tiep"})


def bodies() -> Iterator[dict[str, str]]:
    """All names at once, as much in each as an address can hold."""
    names = names_of_forms()
    for text in GARBAGE:
        yield dict.fromkeys(names, text[: 20_000 // len(names)])


async def test_nonsense_in_a_form_is_no_fault_of_ours(client: AsyncClient, site: Site) -> None:
    wrong = []
    for door in VIETNAMESE:
        for body in bodies():
            sent = {"params": body} if door.startswith("GET") else {"data": body}
            reply = await ask(client, site, SEVERAL, door, at(door, site.values), **sent)
            if reply.status_code >= 500:
                wrong.append((door, body["xong"][:20], reply.status_code))
    assert wrong == []


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
    assert wrong == []
