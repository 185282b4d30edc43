"""The living demo: seeded once for the module, then looked at as its visitors would."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from dialogue.core import clock, i18n, personal
from dialogue.core.database import database
from dialogue.core.memo import forget
from dialogue.matters.queries import board, promises, queue, tasks
from dialogue.matters.queries.promises import PromiseFilters
from dialogue.matters.queries.queue import Filters
from dialogue.matters.queries.tasks import PromiseState
from dialogue.matters.queries.tracking import group_matters
from dialogue.matters.queries.waiting import waiting_for
from dialogue.matters.states import MatterState, Outcome, Source, Step
from dialogue.matters.tables import Approval, Attachment, Draft, Matter, MatterEvent, Published
from dialogue.ward import queries
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.actions.signing_in import session, sign_in
from dialogue.ward.figures import early_share, findings, returned_share
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier
from meetings.coffee.queries import figures as coffee_figures
from meetings.coffee.queries import sessions as coffee
from meetings.coffee.states import SessionState
from meetings.huddles import queries as huddles
from meetings.huddles.states import PointState
from surveys.effects import LEAST
from surveys.proofs.recounts import recount, statements
from surveys.queries.counters import counters
from surveys.queries.follow_ups import follow_ups
from surveys.queries.ratings import DayCounts, day_counts
from surveys.rules import FollowUpState, Series
from surveys.satisfaction import satisfaction, weekdays, weeks
from surveys.tables import RatingDay
from tests.web.demo_site import seed
from web import demo
from web.demo.content import content, slugs
from web.demo.ratings import DAYS
from web.demo.wards import link_token
from web.effects import answer_effect, promise_effect
from web.staff.starts import start

pytestmark = pytest.mark.integration
PASSWORD = "thử-cho-biết"
WARDS = pytest.mark.parametrize("slug", ["thach-ban", "binh-duong", "sai-gon"])


@pytest.fixture(scope="module")
def seeded(migrated: None, request: pytest.FixtureRequest) -> None:
    """The demo's database stays for the module; no test here changes it."""
    seed(request.config, PASSWORD)


@pytest.fixture
async def wards(seeded: None) -> AsyncIterator[dict[str, int]]:
    forget()
    async with database():
        yield {each.slug: each.id for each in await queries.wards()}


async def person(ward: int, login: str) -> Actor:
    (card,) = [each for each in await queries.staff_list(ward) if each.login == login]
    return await queries.actor(ward, card.id)


async def chairman(ward: int) -> Actor:
    return await person(ward, "chu-tich")


# The ward


async def test_the_wards_stand_as_they_are_printed(wards: dict[str, int]) -> None:
    assert set(wards) == {*slugs(), "lai-thieu", "mong-duong", "quang-hanh"}
    groups = {slug: await queries.groups(ward) for slug, ward in wards.items()}
    assert [len(groups[slug]) for slug in slugs()] == [15, 20, 14]
    labels = [each.label for each in groups["binh-duong"]]
    assert len(labels) == len(set(labels))
    assert {"Khu phố 1 (Phú Mỹ cũ)", "Khu phố 1 (Phú Tân cũ)", "Khu phố Hòa Phú"} <= set(labels)


@WARDS
async def test_the_accounts_others_rely_on_can_sign_in(wards: dict[str, int], slug: str) -> None:
    logins = {each.login for each in await queries.staff_list(wards[slug])}
    named = """chu-tich pho-chu-tich van-phong van-thu giam-doc tu-phap tu-phap-2 truong-tu-phap
        dia-chinh dia-chinh-2 truong-dia-chinh chinh-sach chinh-sach-2 truong-chinh-sach mot-cua
        thanh-tra quan-tri"""
    assert set(named.split()) <= logins
    token = await sign_in(f"chu-tich@{slug}", PASSWORD, "::1", "Chrome")
    actor = await session(token)
    assert actor is not None
    assert actor.ward == wards[slug]


@WARDS
async def test_two_heads_of_groups_have_links_of_their_own(
    wards: dict[str, int], slug: str
) -> None:
    links = await queries.group_links(wards[slug])
    assert len({link.group for link in links}) == len({link.holder for link in links}) == 2
    sent = [await group_matters(await enter_group(link_token(slug, each))) for each in (0, 1)]
    assert all(sent)


# Case figures and their traps


async def test_figures_print_as_they_should_not_as_they_were_printed(
    wards: dict[str, int],
) -> None:
    cards = await queries.case_figures(wards["thach-ban"])
    given = [each for each in cards if each.figures.early or each.figures.received]
    early, whole = sorted(given, key=lambda each: each.figures.early is None)
    assert (whole.figures.received, whole.figures.late) == (2685, 0)
    assert findings(whole.figures) == []
    share = early_share(early.figures)
    assert share is not None
    assert i18n.percent(share.part, share.whole) == "52,8%"
    assert "450/852 đạt 52%" in early.source


async def test_more_returned_than_received_gives_no_share(wards: dict[str, int]) -> None:
    cards = await queries.case_figures(wards["sai-gon"])
    (card,) = [each for each in cards if each.figures.received]
    assert card.figures.returned == 311
    assert returned_share(card.figures) is None
    assert [(each.difference, each.is_mistake) for each in findings(card.figures)] == [(8, False)]


async def test_more_than_stays_more_than(wards: dict[str, int]) -> None:
    cards = await queries.case_figures(wards["binh-duong"])
    (card,) = [each for each in cards if each.figures.received == 16710]
    assert card.figures.qualifiers == {"received": Qualifier.MORE_THAN}


# The register


@WARDS
async def test_each_state_and_each_end_has_its_matter(wards: dict[str, int], slug: str) -> None:
    rows = await Matter.select(Matter.state, Matter.outcome).where(Matter.ward == wards[slug])
    assert set(MatterState) - {row["state"] for row in rows} == set()
    assert set(Outcome) - {row["outcome"] for row in rows} == set()


@WARDS
async def test_two_are_late_and_one_is_due_on_the_next_working_day(
    wards: dict[str, int], slug: str
) -> None:
    actor = await chairman(wards[slug])
    late = await queue.overdue(actor)
    assert len(late) == 2
    today = clock.local_day(clock.now())
    calendar = await queries.calendar(wards[slug])
    base = today if calendar.is_working(today) else calendar.next_working(today)
    due = [each for each in await queue.queue(actor) if each.publish_due == base]
    assert [each.state for each in due] == [MatterState.CHECKING]


@WARDS
async def test_what_waits_for_the_chairman(wards: dict[str, int], slug: str) -> None:
    """Personal data to mask, a promise with its task, a third reopening, a sealed letter."""
    actor = await chairman(wards[slug])
    waiting = await queue.queue(actor, Filters(states=(MatterState.APPROVING,)))
    assert len(waiting) == 2
    open_ = [await tasks.promises_of(wards[slug], each.id, public=False) for each in waiting]
    assert sorted(len(each) for each in open_) == [0, 1]
    mine = await waiting_for(actor)
    assert sorted(each.next for each in mine) == [Step.APPROVE, Step.DECIDE, Step.HAND_OVER]


@WARDS
async def test_drafter_checker_and_approver_are_three_people(
    wards: dict[str, int], slug: str
) -> None:
    rows = await Approval.select().where(Approval.ward == wards[slug])
    assert len(rows) > 25
    for row in rows:
        assert len({row["drafter"], row["checker"], row["approver"]}) == 3
        assert row["remark"] == ""


@WARDS
async def test_no_two_matters_stand_at_the_same_minute(wards: dict[str, int], slug: str) -> None:
    """But words beside ratings, which keep their day alone."""
    rows = await MatterEvent.select(MatterEvent.at, MatterEvent.matter).where(
        MatterEvent.ward == wards[slug], MatterEvent.step != Step.RECEIVE.value
    )
    received = await Matter.select(Matter.received_at, Matter.id).where(
        Matter.ward == wards[slug], Matter.source != Source.RATING.value
    )
    pairs = {(f"{row['at']:%F %R}", row["matter"]) for row in rows}
    pairs |= {(f"{row['received_at']:%F %R}", row["id"]) for row in received}
    shared = Counter(minute for minute, _ in pairs)
    assert [minute for minute, count in shared.items() if count > 1] == []


@WARDS
async def test_who_looks_on_has_something_to_see(wards: dict[str, int], slug: str) -> None:
    staff = {each.login: each.id for each in await queries.staff_list(wards[slug])}
    today = clock.local_day(clock.now())
    seen: dict[tuple[str, str], int] = {}
    for login in ("thanh-tra", "quan-sat", "quan-tri"):
        cards = await start(await queries.actor(wards[slug], staff[login]), today)
        seen |= {(login, card.key): len(card.lines) + len(card.tiles) for card in cards}
    assert seen["thanh-tra", "late"] == 2
    assert seen["thanh-tra", "disputed"] == 1
    assert seen["thanh-tra", "again"] == 2
    assert seen["quan-sat", "figures"] > 0
    assert {key for login, key in seen if login == "quan-tri"} == {"accounts", "counters", "jobs"}


@WARDS
async def test_drafts_and_files(wards: dict[str, int], slug: str) -> None:
    ward = wards[slug]
    (drafting,) = [
        each["id"]
        for each in await Matter.select(Matter.id).where(
            Matter.ward == ward,
            Matter.state == MatterState.DRAFTING.value,
            Matter.round == 1,
            Matter.publish_due > clock.local_day(clock.now()),
        )
    ]
    assert await Draft.count().where(Draft.ward == ward, Draft.matter == drafting) == 2
    files = await Attachment.select(Attachment.media_type).where(Attachment.ward == ward)
    assert sorted(each["media_type"] for each in files) == ["application/pdf", "image/png"]


@WARDS
async def test_a_promise_is_overdue_and_others_were_kept(wards: dict[str, int], slug: str) -> None:
    late = await promises.promises(wards[slug], PromiseFilters(PromiseState.LATE))
    assert late.cards
    assert all(card.days_late > 0 for card in late.cards)
    assert (await promises.promises(wards[slug], PromiseFilters(PromiseState.DONE))).cards


# The board


async def test_all_forty_questions_stand_answered(wards: dict[str, int]) -> None:
    titles = Counter[str]()
    for slug, ward in wards.items():
        rows = await Published.select(Published.title).where(Published.ward == ward)
        titles[slug] += len(
            {row["title"] for row in rows}
            & {each["title"] for each in content("questions") if each["ward"] == slug}
        )
    assert +titles == {"thach-ban": 14, "binh-duong": 14, "sai-gon": 12}


async def test_five_askers_of_one_matter(wards: dict[str, int]) -> None:
    page = await board.board(wards["thach-ban"], "ngo to 12 ngap khi mua")
    assert page.items[0].title == "Ngõ tổ 12 ngập khi mưa, miệng cống bị lấp"
    assert page.items[0].askers == 5
    assert page.items[0].verdict == "satisfied"


async def test_a_correction_and_a_second_answer_of_the_past(wards: dict[str, int]) -> None:
    sai_gon = await board.board(wards["sai-gon"], "chứng thực bản sao hộ chiếu")
    corrected = await board.answer(wards["sai-gon"], sai_gon.items[0].number)
    assert [(each.round, each.version) for each in corrected.texts] == [(1, 1), (1, 2)]
    binh_duong = await board.board(wards["binh-duong"], "quán hát dùng loa kéo")
    again = await board.answer(wards["binh-duong"], binh_duong.items[0].number)
    assert [(each.round, each.version) for each in again.texts] == [(1, 1), (2, 1)]


@WARDS
async def test_nothing_public_holds_a_telephone_or_paper_number(
    wards: dict[str, int], slug: str
) -> None:
    rows = await Published.select().where(Published.ward == wards[slug])
    matters = await Matter.select(Matter.body).where(Matter.ward == wards[slug])
    assert any(personal.find(row["body"]) for row in matters)  # there is something to hide
    for row in rows:
        for part in ("title", "body", "answer", "summary_en"):
            found = [hit for hit in personal.find(row[part]) if hit.kind.value != "house"]
            assert found == [], row["title"]


# Ratings


@WARDS
async def test_ratings_tell_their_story(wards: dict[str, int], slug: str) -> None:
    ward, today = wards[slug], clock.local_day(clock.now())
    since = today - timedelta(days=DAYS)
    rows = await day_counts(ward, since, today)
    seen = await satisfaction(actor := await chairman(ward), since, today)
    assert seen.whole.n + seen.waiting == sum(row.counts.n for row in rows)
    figures = {each.id: each.figure for each in seen.counters}
    plans = {each["label"]: each for each in content("counters")[slug]}
    for card in await counters(ward):
        plan, mine = plans[card.label], [row for row in rows if row.counter == card.id]
        assert (figures[card.id].n == 0) is ("total" in plan)  # the quiet ones have too few
        if "mondays" in plan:
            found = await weekdays(actor, since, today, card.id)
            assert min(found.days, key=lambda day: found.days[day].percent or 0) == 0
        if "improves_to" in plan:
            middle = today - timedelta(days=DAYS // 2)
            sooner, later = ([r for r in mine if (r.day < middle) is way] for way in (True, False))
            assert _unhappy(sooner) > _unhappy(later)
    calendar = await queries.calendar(ward)
    assert all(calendar.is_working(row.day) for row in rows)


@WARDS
async def test_most_ratings_of_the_demo_are_in_figures(wards: dict[str, int], slug: str) -> None:
    today = clock.local_day(clock.now())
    actor = await chairman(wards[slug])
    since = today - timedelta(days=DAYS)
    seen = await satisfaction(actor, since, today)
    assert seen.waiting < 0.25 * (seen.whole.n + seen.waiting)
    top = [place for place in seen.fields if place.parent is None and place.figure.n]
    assert len(top) >= 4
    assert len(await weeks(actor, since, today)) >= 7
    assert set((await weekdays(actor, since, today)).days) == {0, 1, 2, 3, 4}


async def test_an_answer_and_a_kept_promise_show_what_came_before_and_after(
    wards: dict[str, int],
) -> None:
    ward = wards["binh-duong"]
    (item,) = (await board.board(ward, "chờ lâu ở quầy chứng thực")).items
    (promise,) = [
        each
        for each in (await promises.promises(ward, PromiseFilters(PromiseState.DONE))).cards
        if each.answer == item.number
    ]
    for found in (await answer_effect(ward, item), await promise_effect(ward, promise)):
        assert found is not None
        assert found.enough
        assert min(found.before.n, found.after.n) >= LEAST


def _unhappy(rows: list[DayCounts]) -> float:
    """Share of dissatisfied ratings."""
    return sum(row.counts.not_ for row in rows) / sum(row.counts.n for row in rows)


@WARDS
async def test_what_the_board_signed_is_what_the_pages_say(
    wards: dict[str, int], slug: str
) -> None:
    board = await person(wards[slug], "thanh-tra")
    (signed,) = await statements(wards[slug])
    anew = await recount(board, signed.period, Series(signed.series))
    assert (signed.agrees, signed.published) == (True, anew.published)


@WARDS
async def test_follow_ups_are_partly_done(wards: dict[str, int], slug: str) -> None:
    staff = {each.login: each.id for each in await queries.staff_list(wards[slug])}
    director = await queries.actor(wards[slug], staff["giam-doc"])
    open_ = await follow_ups(director, limit=1_000)
    done = await follow_ups(director, FollowUpState.DONE, limit=1_000)
    assert 0 < len(open_) < len(done)
    assert all(each.cause and each.remedy for each in done)


# Seeding itself


@WARDS
async def test_huddles_were_held_one_was_missed_and_a_point_goes_on(
    wards: dict[str, int], slug: str
) -> None:
    leader = await chairman(wards[slug])
    month = clock.local_day(clock.now()) - timedelta(days=30)
    held, missed = await huddles.held_and_missed(leader, month)
    assert (held, missed) == (5, 1)
    place = await huddles.latest(leader)
    assert place is not None
    view = await huddles.huddle(leader, *place)
    assert any(point.state is PointState.OPEN for point in (*view.points, *view.earlier))


async def test_coffee_was_had_and_is_to_come(wards: dict[str, int]) -> None:
    (told,) = await coffee_figures.earlier(wards["binh-duong"])
    assert (told.sessions, told.attendances, told.attendances_word) == (45, 1000, "more than")
    counted = await coffee_figures.counted(wards["binh-duong"])
    assert (counted.sessions, counted.attendances, counted.items) == (2, 58, 5)
    coming = {card.state for card in await coffee.upcoming(wards["binh-duong"])}
    assert coming == {SessionState.ANNOUNCED, SessionState.CANCELLED}


async def test_a_second_seeding_changes_nothing(wards: dict[str, int]) -> None:
    before = await Matter.count(), await RatingDay.count(), await Published.count()
    heads = await demo.seed("một mật khẩu khác")
    assert heads == {slug: f"/to-truong/{link_token(slug)}" for slug in slugs()}
    assert (await Matter.count(), await RatingDay.count(), await Published.count()) == before
    assert await sign_in("quan-tri@sai-gon", PASSWORD, "::1", "Chrome")
