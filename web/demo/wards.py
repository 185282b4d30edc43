"""The demo's wards: their places, accounts, counters, group links and case figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.core.keys import keys
from dialogue.core.workdays import DAY
from dialogue.matters.actions.outside import set_recipient
from dialogue.ward import queries
from dialogue.ward.actions import accounts, groups, setting_up
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.actions.successions import Target, rearrange, take_over_area
from dialogue.ward.figures import COUNTS, Figures
from dialogue.ward.lineage import AreaCard
from dialogue.ward.rules import Actor, GroupVisitor, system_actor
from dialogue.ward.states import Qualifier, Role
from surveys.actions.counters import add_counter, set_counter_staff
from web.demo.content import content
from web.demo.place import Place, place
from web.demo.story import CHAIRMAN

LINK = 32  # letters, 128 bits: its address fits a terminal's line
PLACES = ("groups", "link_groups", "former_groups", "former_areas", "outside")
BEFORE_REFORM = date(2025, 6, 30)
LAST_MONTH = {"thach-ban": 640, "binh-duong": 1_930, "sai-gon": 1_480}  # dossiers, invented
LAST_ACCOUNT = "quan-sat"  # made when everything else stands: see seed.is_seeded


async def set_up(given: Mapping[str, Any], hashed: str, now: datetime) -> Place:
    """One ward of wards.json, open for its people. hashed: everybody's password."""
    slug = given["slug"]
    texts = {key: text for key, text in given.items() if key not in PLACES}
    ward = await setting_up.set_up_ward(**texts, is_demo=True)
    await setting_up.set_up_from_defaults(ward)
    async with DB.transaction():  # one wait for the disk, not one an account
        for name, origin, head in given["groups"]:
            await groups.add_group(system_actor(ward), name, origin=origin, head=head)
        await _add_past(ward, given)
        await _add_accounts(ward, slug, hashed)
        await _add_counters(ward, slug)
        await _enter_figures(ward, slug)
    made = await place(slug, await _visitors(ward, slug, given["link_groups"]), now)
    name, body, address = given["outside"]
    await set_recipient(made.people[CHAIRMAN], name, body, address, clock.local_day(now))
    return made


async def _add_past(ward: int, given: Mapping[str, Any]) -> None:
    """Groups that were merged and split at the reform of 01/7/2025, and the wards before it."""
    keeper = system_actor(ward)
    for change in given.get("former_groups", ()):
        olds = [await _group_of(keeper, label) for label in change["olds"]]
        standing = {each.label: each.id for each in await queries.groups(ward)}
        into = [Target(group=standing[label]) for label in change["into"]]
        await rearrange(keeper, olds, into, date.fromisoformat(change["since"]), change["source"])
    for name, kind, parent in given.get("former_areas", ()):
        area = AreaCard(0, name, kind, parent, BEFORE_REFORM, True, "", "Sắp xếp từ 01/7/2025")
        await take_over_area(keeper, area)


async def _group_of(keeper: Actor, label: str) -> int:
    """A past group by its name as shown: `Khu phố 6 (Phú Mỹ cũ)`."""
    name, _, origin = label.removesuffix(")").partition(" (")
    return await groups.add_group(keeper, name, origin=origin)


async def _add_accounts(ward: int, slug: str, hashed: str) -> None:
    for account, name in named(slug):
        if account["login"] != LAST_ACCOUNT:
            await add_account(ward, account, name, hashed)


async def add_account(ward: int, account: Mapping[str, Any], name: str, hashed: str) -> None:
    """account: an entry of people.json. name: with its form of address, "bà Đặng Thị Ân"."""
    units = {each.code: each.id for each in await queries.units(ward)}
    fields = {each.code: each.id for each in await queries.fields(ward)}
    gender, _, full = name.partition(" ")
    await accounts.add_staff(
        system_actor(ward),
        account["login"],
        full,
        account["title"],
        [Role(role) for role in account["roles"]],
        hashed=hashed,
        own=True,
        unit=units[account["unit"]] if account["unit"] else None,
        gender=gender,
        fields=[fields[code] for code in account.get("fields", ())],
    )


def named(slug: str) -> list[tuple[Mapping[str, Any], str]]:
    """The accounts of a ward, each with its holder's name."""
    people = content("people")
    return list(zip(people["accounts"], people["names"][slug], strict=True))


async def _add_counters(ward: int, slug: str) -> None:
    staff = {each.login: each.id for each in await queries.staff_list(ward)}
    for each in content("counters")[slug]:
        card = await add_counter(
            ward, each["label"], each["name"], fields=each["fields"], unit=each["unit"]
        )
        working = [staff[login] for login in each["staff"]]
        await set_counter_staff(ward, card.code, working)


async def _enter_figures(ward: int, slug: str) -> None:
    for each in content("figures")[slug]:
        words = {name: Qualifier(word) for name, word in each.get("qualifiers", {}).items()}
        counts = {name: each[name] for name in COUNTS if name in each}
        entry = CaseEntry(
            since=date.fromisoformat(each["since"]),
            until=date.fromisoformat(each["until"]),
            figures=Figures(**counts, qualifiers=words),
            label=each["label"],
            source=each["source"],
        )
        await enter_case_figures(system_actor(ward), entry)
    await _enter_last_month(ward, slug)


async def _enter_last_month(ward: int, slug: str) -> None:
    """What was handed back in the last whole month: the response rate is counted on it."""
    until = clock.local_day(clock.now()).replace(day=1) - DAY
    returned = Figures(returned=LAST_MONTH[slug])
    entry = CaseEntry(until.replace(day=1), until, returned, source="Số minh họa của bản mẫu")
    await enter_case_figures(system_actor(ward), entry)


async def _visitors(ward: int, slug: str, labels: Sequence[str]) -> list[GroupVisitor]:
    """The heads of these groups, each by a link of their own."""
    known = {each.label: each for each in await queries.groups(ward)}
    tokens = {label: link_token(slug, number) for number, label in enumerate(labels)}
    for label, token in tokens.items():
        group = known[label]
        await groups.make_group_link(system_actor(ward), group.id, group.head, token=token)
    return [await groups.enter_group(token) for token in tokens.values()]


def link_token(slug: str, number: int = 0) -> str:
    """Of one of the ward's link groups; the first is printed.

    The same at every start of this installation, as only the hash of a link is kept. It is derived
    from the installation's own key, so it differs from one to the next.
    """
    return keys().fixed("links", f"demo {slug} {number}")[:LINK]


def link_path(slug: str) -> str:
    """The page of the group head whose link the command prints."""
    return f"/to-truong/{link_token(slug)}"
