"""Matters taken by any steps, in any order, by the real actions: what must always hold.

Nobody who asked is lost: codes, merged ones and verdicts stay. Nothing is read that no leader
approved. The history tells how each row came to be, and every state has a way out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from dialogue.core.database import DB, database
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.local import LocalEngine
from dialogue.core.memo import forget
from dialogue.matters.actions import (
    approval,
    drafting,
    publishing,
    retracting,
    triage,
    verdicts,
)
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries.askers import asker_counts
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.tracking import TrackingView, tracking
from dialogue.matters.rules import SEALED, may_take
from dialogue.matters.states import (
    ANSWERED,
    ENDS,
    Kind,
    MatterState,
    Redirection,
    Rejection,
    VerdictLevel,
    steps_from,
)
from dialogue.matters.tables import (
    Approval,
    Draft,
    Published,
    PublishedAnswer,
)
from tests.conftest import FOLDER
from tests.matters import builders
from tests.matters.builders import GOOD, Scene
from tests.matters.snapshot import Snapshot, history_leads_to_the_rows, snapshot

pytestmark = pytest.mark.integration


BEGINNING = (  # each far state is near
    builders.received,
    builders.received,
    partial(builders.approving, public=False),
    builders.published,
    builders.doubted,
    builders.waiting,
    builders.received,
)
SELDOM = st.integers(0, 3)  # what ends a matter leaves less to see
ANY = st.integers(0, len(BEGINNING) - 1)
REFUSED = (Conflict, Forbidden, Invalid, NotFound)
WORDS = "Nhầm chỗ, xin xem lại."
BY_TIME = {*ANSWERED, MatterState.WAITING_FOR_ASKER}  # the asker, or time, takes the next step


class Matters(RuleBasedStateMachine):
    """A copy of one prepared ward each time. codes: hash of each asker's code, by matter.

    reached: states of every run.
    """

    reached: ClassVar[set[MatterState]] = set()

    def __init__(self, prepared: Path, place: Scene, codes: dict[int, str]) -> None:
        super().__init__()
        self.place, self.codes, self.first = place, codes, dict[int, Any]()
        self.seen: Snapshot | None = None
        self.told: dict[int, TrackingView] = {}
        self.folder = TemporaryDirectory()
        assert isinstance(DB, LocalEngine)
        DB.path = copyfile(prepared, f"{self.folder.name}/copy.sqlite")
        forget()
        self.loop, self.open = asyncio.new_event_loop(), AsyncExitStack()
        self.run(self.open.enter_async_context(database()))
        self.run(DB.run_ddl("PRAGMA synchronous = OFF"))

    def teardown(self) -> None:
        self.run(self.open.aclose())
        self.loop.close()
        self.folder.cleanup()

    def run(self, work: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(work)

    def act(self, number: int, act: Callable[[int], Awaitable[Any]]) -> None:
        """On this matter, or the next one that allows it; where none does, nothing changes."""
        matters = sorted(self.codes)
        for matter in matters[number:] + matters[:number]:
            with suppress(*REFUSED):
                self.run(act(matter))
                return

    @rule(number=ANY, steps=st.integers(1, 6))
    def go_on(self, number: int, steps: int) -> None:
        """The ordinary way, so that far states are reached too."""
        for _ in range(steps):
            match self.run(facts(self.place.ward, sorted(self.codes)[number])).state:
                case MatterState.RECEIVED:
                    self.assign(number, public=True)
                case MatterState.ASSIGNED:
                    self.the_unit_looks(number, back=False)
                case MatterState.DRAFTING:
                    self.draft(number)
                case MatterState.CHECKING:
                    self.check(number, up=True)
                case MatterState.APPROVING:
                    self.approve(number, "deputy")
                case MatterState.PUBLISHED:
                    self.judge(number, VerdictLevel.NOT, reopens=True)

    @rule(number=ANY, now=SELDOM)
    def retract(self, number: int, now: int) -> None:
        if now == 0:
            self.act(number, lambda m: retracting.retract(self.codes[m]))

    @rule(number=ANY, public=st.booleans())
    def assign(self, number: int, public: bool) -> None:
        given = Assignment(Kind.QUESTION, "Nạo vét cống", field=self.place.field, public=public)
        self.act(number, lambda m: triage.assign(self.place.keeper, m, given))

    @rule(number=ANY, lead=ANY)
    def merge(self, number: int, lead: int) -> None:
        wanted = sorted(self.codes)[lead]
        self.act(number, lambda m: triage.merge(self.place.keeper, m, wanted))

    @rule(number=ANY, now=SELDOM)
    def redirect(self, number: int, now: int) -> None:
        why = Redirection.NOT_OURS
        if now == 0:
            self.act(number, lambda m: triage.redirect(self.place.keeper, m, "Sở Xây dựng", why))

    @rule(number=ANY, why=st.sampled_from([Rejection.EMPTY, Rejection.INSULT]))
    def reject(self, number: int, why: Rejection) -> None:
        self.act(number, lambda m: triage.reject(self.place.keeper, m, why))

    @rule(number=ANY, agrees=st.booleans())
    def second_look(self, number: int, agrees: bool) -> None:
        head = self.place.head
        self.act(
            number,
            lambda m: triage.agree(head, m) if agrees else triage.disagree(head, m, WORDS),
        )

    @rule(number=ANY)
    def ask_back(self, number: int) -> None:
        self.act(number, lambda m: triage.ask_back(self.place.keeper, m, "Ở ngõ nào?"))

    @rule(number=ANY, replies=st.booleans())
    def end_the_wait(self, number: int, replies: bool) -> None:
        ward = self.place.ward
        self.act(
            number,
            lambda m: (
                triage.reply(ward, self.codes[m], "Ngõ 12.")
                if replies
                else triage.stop_waiting(ward, m)
            ),
        )

    @rule(number=ANY)
    def seal(self, number: int) -> None:
        self.act(number, lambda m: triage.seal(self.place.keeper, m))

    @rule(number=ANY, mistaken=st.booleans())
    def open_the_box(self, number: int, mistaken: bool) -> None:
        chairman = self.place.chairman
        self.act(
            number,
            lambda m: (
                triage.unseal(chairman, m, WORDS)
                if mistaken
                else triage.hand_over_sealed(chairman, m, "Thanh tra thành phố")
            ),
        )

    @rule(number=ANY, back=st.booleans())
    def the_unit_looks(self, number: int, back: bool) -> None:
        head, officer = self.place.head, self.place.officer.staff
        self.act(
            number,
            lambda m: (
                drafting.hand_back(head, m, WORDS)
                if back
                else drafting.give_to_officer(head, m, officer)
            ),
        )

    @rule(number=ANY)
    def draft(self, number: int) -> None:
        async def write(matter: int) -> None:
            found = await facts(self.place.ward, matter)
            rows = await Draft.select(Draft.version).where(
                Draft.matter == matter, Draft.round == found.round
            )
            base = max((row["version"] for row in rows), default=0)
            await drafting.save_draft(self.place.officer, matter, base, f"{GOOD} Bản {base}.")
            await drafting.send_for_check(self.place.officer, matter)

        self.act(number, write)

    @rule(number=ANY, up=st.booleans())
    def check(self, number: int, up: bool) -> None:
        head, leader = self.place.head, self.place.deputy.staff
        self.act(
            number,
            lambda m: (
                approval.pass_up(head, m, leader) if up else approval.return_draft(head, m, WORDS)
            ),
        )

    @rule(number=ANY, who=st.sampled_from(["deputy", "chairman", "officer", "head"]))
    def approve(self, number: int, who: str) -> None:
        self.act(number, lambda m: approval.approve(getattr(self.place, who), m))

    @rule(number=ANY)
    def return_from_above(self, number: int) -> None:
        self.act(number, lambda m: approval.return_draft(self.place.deputy, m, WORDS))

    @rule(number=ANY)
    def move(self, number: int) -> None:
        other = self.place.other_unit
        self.act(number, lambda m: approval.move_to_unit(self.place.chairman, m, other, WORDS))

    @rule(number=ANY, days=st.integers(1, 6))
    def extend(self, number: int, days: int) -> None:
        self.act(number, lambda m: approval.extend(self.place.deputy, m, days, WORDS))

    @rule(number=ANY, level=st.sampled_from(VerdictLevel), reopens=st.booleans())
    def judge(self, number: int, level: VerdictLevel, reopens: bool) -> None:
        self.act(
            number,
            lambda m: verdicts.give_verdict(self.codes[m], level, "Vẫn ngập.", reopens=reopens),
        )

    @rule(number=ANY)
    def stay_silent(self, number: int) -> None:
        self.act(number, lambda m: verdicts.close_silent(self.place.ward, m))

    @rule(number=ANY)
    def decide(self, number: int) -> None:
        self.act(number, lambda m: verdicts.decide(self.place.chairman, m, "Mời trao đổi."))

    @rule(number=ANY, down=st.booleans())
    def amend(self, number: int, down: bool) -> None:
        leader = self.place.chairman
        self.act(
            number,
            lambda m: (
                publishing.take_down(leader, m, "Có dữ liệu cá nhân.")
                if down
                else publishing.correct(leader, m, f"{GOOD} Đính chính.", "Ghi nhầm ngày.")
            ),
        )

    @invariant()
    def what_must_always_hold(self) -> None:
        now = self.run(snapshot())
        if now == self.seen:  # a step that was refused
            return
        touched, self.seen = now.touched_since(self.seen), now
        self.reached.update(MatterState(row["state"]) for row in now.rows.values())
        self.told |= {matter: self.run(tracking(self.codes[matter])) for matter in touched}
        told = self.told
        self.no_asker_is_lost(now, told)
        history_leads_to_the_rows(now)
        self.nothing_is_read_that_no_leader_approved(now, told)
        self.sealed_ones_are_nowhere_public(now, told)
        self.clocks_agree(now)
        self.every_state_has_a_way_out(now)

    def no_asker_is_lost(self, now: Snapshot, told: dict[int, TrackingView]) -> None:
        assert {matter: row["tracking"] for matter, row in now.rows.items()} == self.codes
        assert all(told[m].public_id == row["public_id"] for m, row in now.rows.items())
        leads = {row["lead"] for row in now.rows.values()} - {None}
        assert all(now.rows[lead]["lead"] is None for lead in leads), "merged into a merged one"
        merged = {m for m, row in now.rows.items() if row["lead"] is not None}
        assert all(now.rows[m]["state"] == MatterState.MERGED for m in merged)
        counts = self.run(asker_counts(self.place.ward, set(now.rows) - merged))
        stay = [row for row in now.rows.values() if row["retracted_at"] is None]
        assert sum(counts.values()) == len(stay)

    def nothing_is_read_that_no_leader_approved(
        self, now: Snapshot, told: dict[int, TrackingView]
    ) -> None:
        leaders = {self.place.chairman.staff, self.place.deputy.staff}
        approved = {
            (row["matter"], row["round"])
            for row in self.run(Approval.select())
            if row["approver"] in leaders
        }
        for public in self.run(Published.select()):
            assert not public["answer"] or (public["matter"], public["round"]) in approved
        for matter, view in told.items():
            lead = now.rows[matter]["lead"] or matter
            assert view.answer is None or (lead, view.answer.round) in approved

    def sealed_ones_are_nowhere_public(self, now: Snapshot, told: dict[int, TrackingView]) -> None:
        sealed = {m for m, row in now.rows.items() if MatterState(row["state"]) in SEALED}
        for table in (Published, PublishedAnswer):
            assert sealed.isdisjoint(row["matter"] for row in self.run(table.select()))
        for matter in sealed:
            row, view = now.rows[matter], told[matter]
            assert not any((row["title"], row["body"], row["public"], row["lead"]))
            assert not any((view.title, view.body, view.answer, view.promises))
        assert all(e["reason"] != WORDS for e in now.events if e["matter"] in sealed)

    def clocks_agree(self, now: Snapshot) -> None:
        for matter, row in now.rows.items():
            names = ("day_zero", "triage_due", "draft_due", "publish_due")
            known = [row[name] for name in names if row[name] is not None]
            sealed = MatterState(row["state"]) in SEALED  # by the date of its hand-over
            assert row["round"] > 1 or sealed or known == sorted(known)
            waits = row["state"] == MatterState.WAITING_FOR_ASKER
            assert (row["waiting_since"] is not None) == waits
            assert (row["closed_at"] is not None) == (MatterState(row["state"]) in ENDS)
            assert self.first.setdefault(matter, row["first_due"]) == row["first_due"]

    def every_state_has_a_way_out(self, now: Snapshot) -> None:
        place = self.place
        people = [place.keeper, place.head, place.officer, place.chairman, place.deputy]
        for matter, row in now.rows.items():
            state = MatterState(row["state"])
            if state in ENDS or state in BY_TIME or row["unit"] == place.other_unit:
                continue  # nobody works in the other unit of this ward
            found = self.run(facts(place.ward, matter))
            steps = [s for s in steps_from(state) if any(may_take(p, found, s) for p in people)]
            assert steps, f"{state} of {found}"


@pytest.fixture
def prepared(migrated: None, tmp_path: Path) -> tuple[Path, Scene, dict[int, str]]:
    if not isinstance(DB, LocalEngine):
        pytest.skip("each run begins with a copy of a file")
    DB.path = copyfile(FOLDER / "template.sqlite", f"{tmp_path}/prepared.sqlite")
    forget()

    async def make() -> tuple[Scene, dict[int, str]]:
        async with database():
            place = await builders.scene()
            new = [await make_one(place) for make_one in BEGINNING]
            await triage.merge(place.keeper, new[-1].id, new[0].id)  # a lead that is merged on
            await DB.run_ddl("PRAGMA wal_checkpoint(TRUNCATE)")
            return place, {each.id: builders.hash_of(each) for each in new}

    return Path(DB.path), *asyncio.run(make())


def test_matters_by_any_steps_in_any_order(
    prepared: tuple[Path, Scene, dict[int, str]],
) -> None:
    bounds = settings(
        max_examples=16,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
    )
    factory: Any = lambda: Matters(*prepared)  # noqa: E731  its type asks for a class
    run_state_machine_as_test(factory, settings=bounds)
    assert len(Matters.reached) > 12  # most states were met
