"""Two wards with one of each thing that an address may name, and a person for each role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from dialogue.core import clock
from dialogue.core.clock import local_day, now
from dialogue.core.codes import derived_tracking_code
from dialogue.core.database import DB
from dialogue.core.keys import keys
from dialogue.matters.actions import approval, attachments, drafting, tasks
from dialogue.matters.actions.proving import Photo, Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries.tasks import TaskCard, promises_of
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as wards
from dialogue.ward.actions.house_rules import HouseRule, set_rule
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from meetings.huddles import actions as huddles
from meetings.huddles.actions import NewPoint
from meetings.huddles.queries import huddle
from meetings.huddles.states import Half
from surveys import actions as surveys
from surveys.queries import follow_ups
from surveys.rules import FollowUpState, Level
from tests.matters import builders
from tests.matters.builders import PASSWORD, Scene
from tests.matters.test_attachments import photo
from tests.surveys import builders as ratings
from tests.web.doors import DOORS
from web.assets import asset_url
from web.live import board as live
from web.passes import make_pass
from web.sessions import COOKIE
from web.staff.huddles import key_of
from web.tickets import thanks_path

NOBODY, SEVERAL = "nobody", "several"
MANY = (Role.CHAIRMAN, Role.KEEPER, Role.REGISTER_KEEPER, Role.DIRECTOR)
FORM = "application/x-www-form-urlencoded"
VIETNAMESE = [door for door in DOORS if " /en" not in door]  # the same handlers


@pytest.fixture
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
    met, point = await _huddle(place.ward, director)
    _empty, _static, digest, name = asset_url("site.css").split("/")
    return {
        "slug": place.slug,
        "ward": place.slug,
        "number": "1",
        "/{slug}/loi-hua/{public_id}": promise.public_id,
        "/{slug}/cam-ket/{number}": str(promise.number),
        "/{slug}/cam-ket/{number}/anh/{public_id}": promise.proofs[0].public_id,
        "/quan-tri/viec/{number}/anh/{public_id}": promise.proofs[0].public_id,
        "/api/v1/wards/{ward}/promises/{public_id}": promise.public_id,
        "task": promise.public_id,
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
        "/quan-tri/hoi-y/{half}": met,
        "point": str(point),
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


async def _huddle(ward: int, director: Actor) -> tuple[str, int]:
    """Its key, of another day in each ward, and a point of it."""
    day = date(2026, 3, 2) + timedelta(days=ward % 5)
    with clock.at(datetime.combine(day, time(11, 30), clock.HANOI)):
        await huddles.open_huddles(ward)
        view = await huddle(director, day, Half.MORNING)
        new = NewPoint("Loa hỏng", "Thay loa", director.staff, day)
        return key_of(day, Half.MORNING), await huddles.add_point(director, view.id, new)


async def _session_of(somebody: Actor) -> int:
    await ward_actions.sign_in(
        f"nguoi-khac@{(await wards.ward_by_id(somebody.ward)).slug}", PASSWORD, "127.0.0.1"
    )
    (card,) = await wards.sessions(somebody)
    return card.id


async def _answered(place: Scene) -> tuple[int, str, str, str, TaskCard]:
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
    seen = Photo(picture, "Cống đã nạo vét.", harmless=True)
    await claim_done(place.head, task, Proof(photo=seen))
    (promise,) = await promises_of(place.ward, new.id)
    return new.id, builders.hash_of(new), file, str(task), promise


def at(door: str, values: Mapping[str, str]) -> str:
    """The address behind a door. A whole path as key says more than a bare name."""
    parts = door.split()[1].removeprefix("/en")
    english = door.split()[1] != parts

    def value(hit: re.Match[str]) -> str:
        return values.get(parts[: hit.end()], values.get(hit[1], ""))

    return ("/en" if english else "") + re.sub(r"\{(\w+)\}", value, parts)


@pytest.fixture
async def site(client: AsyncClient, short_streams: None) -> Site:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    tokens = {NOBODY: ""}
    people: dict[str, tuple[Role, ...]] = {role.value: (role,) for role in Role} | {SEVERAL: MANY}
    for who, roles in people.items():
        login = f"vai-{who}"
        await builders.person(place.ward, login, *roles, unit=place.unit, fields=(place.field,))
        tokens[who] = await ward_actions.sign_in(f"{login}@{place.slug}", PASSWORD, "127.0.0.1")
    return Site(await things(place), await things(other), tokens)


async def ask(
    client: AsyncClient, site: Site, who: str, door: str, path: str, **more: Any
) -> Response:
    """As this person; a POST without words is an empty form."""
    cookie = {"cookie": f"{COOKIE}={site.tokens[who]}"} if site.tokens[who] else {}
    method = door.split(maxsplit=1)[0]
    headers = cookie | ({"content-type": FORM} if method == "POST" else {})
    headers |= more.pop("headers", {})
    return await client.request(method, path, headers=headers, **more)
