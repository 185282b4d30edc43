"""Two wards with one of each thing that an address may name, and a person for each role."""

from __future__ import annotations

import json
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
from dialogue.ward.actions.setting_up import change_ward
from dialogue.ward.machines.actions import NewMachine, add_machine
from dialogue.ward.machines.queries import machines
from dialogue.ward.machines.rules import Scope
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from meetings.coffee.actions import planning as coffee_planning
from meetings.coffee.actions import reporting as coffee_reporting
from meetings.coffee.actions.earlier import Told, enter_earlier
from meetings.coffee.actions.reporting import NewPhoto
from meetings.coffee.rules import Meeting
from meetings.conferences.actions import concluding, guests, planning, publishing
from meetings.conferences.actions.concluding import NewConclusion
from meetings.conferences.actions.guests import NewInvitee
from meetings.conferences.links import guest_token
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.guests import guests as guest_list
from meetings.conferences.states import InviteeKind
from meetings.huddles import actions as huddles
from meetings.huddles.actions import NewPoint
from meetings.huddles.queries import huddle
from meetings.huddles.states import Half
from surveys.actions.counters import add_counter
from surveys.forms.actions import versions as form_versions
from surveys.kiosks.actions import pair
from surveys.kiosks.queries import kiosks
from surveys.proofs.actions import enter_due
from surveys.queries.counters import CounterCard
from surveys.queries.follow_ups import follow_ups
from surveys.reviews.actions import publish
from surveys.rules import FollowUpState, Level
from surveys.slips import actions as slips
from tests.letters import build as letter_build
from tests.matters import builders
from tests.matters.builders import PASSWORD, Scene
from tests.matters.test_attachments import photo
from tests.meetings import conference_rows, hall_build
from tests.meetings.conference_build import a_plan
from tests.surveys import builders as ratings
from tests.surveys import survey_builders as surveys
from tests.surveys.alert_build import watched
from tests.surveys.paper_build import stack_waiting
from tests.web import mail_build
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


FIXED = {  # names of places in a path that are the same in every ward, or of nothing at all
    "path": "ghi-chu",
    "slip": "x" * 60,
    "batch": "x" * 22,
    "kind": "don-vi",
    "procedure": "dang-ky-khai-sinh",
    "/{slug}/linh-vuc/{code}": "tp-ht",
    "line": "hall",
    "guide_slug": "thanh-tra",
    "picture_name": "chu-tich-duyet.webp",
    **dict.fromkeys(("opinion", "part"), "1"),
    **dict.fromkeys(("/quan-tri/thong-bao/{item}", "/quan-tri/thong-bao/sang/{item}"), "0"),
    "/api/problems/{code}": "not-found",
    "/quan-tri/quy-dinh/{code}": "RAT-MIN-N",
    "/tinh/{slug}": "ha-noi",
}


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
    card = await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=ratings.FIELDS)
    (rated, *_) = await ratings.give(card, [Level.NOT] + [Level.VERY] * 9)
    await ratings.follow_ups_show()
    with clock.at(now() + timedelta(days=1)):
        await enter_due()
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
    return (
        FIXED
        | await _coffee(place, group)
        | await _meeting(place.ward)
        | {
            "slug": place.slug,
            "ward": place.slug,
            "number": "1",
            **_promise(promise),
            "task": promise.public_id,
            "public_id": file,
            "matter": str(new),
            "file": file,
            "/quan-tri/viec/{number}": task,
            "/quan-tri/viec/{number}/{path}": "xac-nhan",
            "key": make_pass(tracked, now()),
            "token": link,
            "code": card.code,
            "days": await _review(place),
            "/{slug}/hai-long/so-cai/{day}": local_day(now()).isoformat(),
            "rule": str(await set_rule(place.chairman, rule)),
            "receipt": asked,
            "/q/{code}/cam-on/{receipt}": thanks_path(card, rated).rpartition("/")[2],
            "/quan-tri/hoi-y/{half}": met,
            "point": str(point),
            "item": str(follow_up.id),
            "group": str(group),
            "link": str(known.id),
            "account": str(account.staff),
            "thing": str(place.unit),
            "session": str(await _session_of(account)),
            **await mail_build.addresses(place.keeper, new),
            **await letter_build.addresses(place),
            "digest": digest,
            "name": name,
            **await hall_build.addresses(place.ward),
            **await _conferences(place),
            **await _counter(card, director),
            **await _surveys(place.ward, director),
        }
    )


def _promise(promise: TaskCard) -> dict[str, str]:
    return {
        "/{slug}/loi-hua/{public_id}": promise.public_id,
        "/{slug}/cam-ket/{number}": str(promise.number),
        "/{slug}/cam-ket/{number}/anh/{public_id}": promise.proofs[0].public_id,
        "/quan-tri/viec/{number}/anh/{public_id}": promise.proofs[0].public_id,
        "/api/v1/wards/{ward}/promises/{public_id}": promise.public_id,
    }


async def _counter(card: CounterCard, director: Actor) -> dict[str, str]:
    """Its tablet, a slip, a stack of paper, and an alert."""
    tablet = await pair(director, card.code, "Máy bên cửa sổ")
    (kiosk,) = await kiosks(card.ward)
    entered = await slips.enter(director, card.code, "H26-0001", "linh-vuc:CT")
    slip = await slips.hand(director, entered.id)
    return {
        "/quay/{token}": tablet,
        "kiosk": str(kiosk.id),
        "/s/{code}": slip.code,
        "/quan-tri/phieu-danh-gia/{item}": str(slip.id),
        "machine": await _machine(director),
        "stack_id": (await stack_waiting(director, card)).public_id,
        "alert_id": await watched(card.ward, card.id),
    }


async def _review(place: Scene) -> str:
    """Published, of other days in each ward."""
    span = date(2026, 1, 1 + place.ward % 5), date(2026, 6, 30)
    content = {"days": "Kỳ này", "summary": "Sơ kết", "blocks": []}
    await publish(place.chairman, span, 0, lambda _said: json.dumps(content))
    return f"{span[0]}_{span[1]}"


async def _machine(director: Actor) -> str:
    await add_machine(director, NewMachine("Một cửa điện tử", [Scope.SLIPS]))
    return str(max(card.id for card in await machines(director)))


async def _surveys(ward: int, director: Actor) -> dict[str, str]:
    """One that is open, and a draft with its questions."""
    running = await surveys.open_survey(director, slug="dang-mo")
    draft = await form_versions.next_version(director, running.form)
    return {
        "survey": "dang-mo",
        "poll": str(running.id),
        "sheet": str(draft),
        "question": "greet",
    }


async def _conferences(place: Scene) -> dict[str, str]:
    """One whose hall has emptied, with a conclusion; one with its result out and a photograph."""
    held = await conference_rows.held(place.ward)
    told = await conference_rows.held(
        place.ward, state="result-out", slug="da-xong", published_at=now()
    )
    shown = await publishing.add_photo(place.keeper, told, photo(), "Hội trường đông người")
    concluded = await concluding.conclude(place.keeper, held, NewConclusion("Nạo vét cống"))
    public = "/{slug}/doi-thoai/{conference}"
    return {
        "conference": str(held),
        **await hall_build.noted(place.keeper, held),
        "guest": str(await conference_rows.invited(place.ward, held, "Tổ 1", InviteeKind.PERSON)),
        "conclusion": str(concluded),
        public: "da-xong",
        "/api/v1/wards/{ward}/conferences/{conference}": "da-xong",
        f"{public}/van-ban/{{name}}": "bien-ban.docx",
        f"{public}/anh/{{public_id}}": shown,
        "/quan-tri/doi-thoai/{conference}/van-ban/{name}": "bien-ban.docx",
        "/quan-tri/doi-thoai/{conference}/anh/{public_id}": "x" * 22,
    }


async def _huddle(ward: int, director: Actor) -> tuple[str, int]:
    """Its key, of another day in each ward, and a point of it."""
    day = date(2026, 3, 2) + timedelta(days=ward % 5)
    with clock.at(datetime.combine(day, time(11, 30), clock.HANOI)):
        await huddles.open_huddles(ward)
        view = await huddle(director, day, Half.MORNING)
        new = NewPoint("Loa hỏng", "Thay loa", director.staff, day)
        return key_of(day, Half.MORNING), await huddles.add_point(director, view.id, new)


async def _coffee(place: Scene, group: int) -> dict[str, str]:
    """A reported session and one that goes on, each on a day of its own in each ward; a photo of
    the first, and a figure of earlier times.
    """
    first = date(2026, 3, 2) + timedelta(days=place.ward % 5)
    days = (first, first + timedelta(days=7))
    slugs = []
    for day in days:
        with clock.at(datetime.combine(day - timedelta(days=9), time(9), clock.HANOI)):
            new = Meeting(day, time(7), "Nhà văn hóa", (group,))
            slugs += (await coffee_planning.announce(place.keeper, new)).slugs
        await coffee_planning.open_session(place.keeper, slugs[-1])
    held, running = slugs
    await coffee_planning.close(place.keeper, held)
    asked = NewPhoto(photo(), "Bàn trà", consent=True)
    seen = await coffee_reporting.add_photo(place.keeper, held, asked)
    await coffee_reporting.publish(place.keeper, held, {}, "", looked=True)
    told = (date(2025, 9, 17), Told(45), Told(1000))
    return {
        "meeting": held,
        "/quan-tri/ca-phe/ghi/{meeting}": running,
        "/quan-tri/ca-phe/buoi/{meeting}/anh/{public_id}": seen,
        "/{slug}/ca-phe-sang/{meeting}/anh/{public_id}": seen,
        "earlier_figure": str(await enter_earlier(place.keeper, *told, "Báo chí")),
    }


async def _meeting(ward: int) -> dict[str, str]:
    """What a conference that is announced, two months ahead, adds to the addresses."""
    clerk = await builders.person(ward, "thu-ky-2", Role.CLERK)
    plan = a_plan(local_day(now()) + timedelta(days=60), day_off_reason="Để người đi làm dự được")
    number = await planning.plan(clerk, plan)
    await planning.open_collection(clerk, number, 1)
    await planning.announce(clerk, number, 2)
    await guests.invite_groups(clerk, number)
    await guests.invite(clerk, number, [NewInvitee(InviteeKind.BUSINESS, "Hợp tác xã")])
    card = await conference(ward, number)
    guest = (await guest_list(clerk, card))[-1]
    return {
        "/moi/{token}": guest_token(guest.public_id),
        "/to-truong/{token}/doi-thoai/{number}": str(number),
    }


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
    await change_ward(system_actor(place.ward), province="Hà Nội")
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
