"""One matter on its way through the ward, each step taken by the right person at its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogue.core import clock
from dialogue.core.codes import derived_tracking_code, tracking_hash
from dialogue.core.keys import keys
from dialogue.matters.actions import (
    approval,
    drafting,
    intake,
    judging,
    personal_data,
    repeats,
    tasks,
    triage,
    verdicts,
)
from dialogue.matters.actions.intake import NewMatter, Received
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.quality import Quality
from dialogue.matters.states import AskerKind, Exposure, Kind, Source, VerdictLevel
from dialogue.ward.rules import Actor
from web.demo.place import Place

PASSED = "Đã đọc kỹ: trả lời đúng điều ông/bà hỏi, có người và ngày."
HARMLESS = frozenset({"house"})  # "34 đường …": a place of work, confirmed by an officer


async def receive(place: Place, given: Mapping[str, Any], at: datetime, key: str) -> Received:
    """Through the door the words came by. key: what the tracking code is derived from."""
    group = given.get("group")
    new = NewMatter(
        ward=place.id,
        body=given["text"],
        source=Source(given["source"]),
        kind=Kind(given["kind"]),
        asker_kind=_asker(place, group),
        group=place.groups.get(group or ""),
        language=given.get("language", "vi"),
        public=not given.get("private", False),
        code=tracking_code(place.card.slug, key),
    )
    with clock.at(at):
        visitor = place.visitors.get(new.group or 0)
        if new.source is Source.GROUP and visitor is not None:
            return (await intake.receive_for_group(visitor, [new]))[0]
        if new.source is Source.WEB:
            return await intake.receive(new)
        return await intake.receive_on_behalf(place.people["van-phong"], new)


def tracking_code(slug: str, key: str) -> str:
    """The same at every start of this installation."""
    return derived_tracking_code(keys(), f"demo {slug} {key}")


def _asker(place: Place, group: str | None) -> AskerKind:
    """A group that is no residential one is a business of the ward."""
    return AskerKind.PERSON if group is None or group in place.groups else AskerKind.BUSINESS


@dataclass(frozen=True, slots=True)
class Journey:
    """code: of the field or topic. unit: its code. number: which of the unit's officers writes."""

    place: Place
    matter: int
    tracking: str  # the sixteen digits
    code: str
    unit: str
    number: int = 0
    chairman: bool = False  # approves in person

    @property
    def officer(self) -> Actor:
        return self.place.officer(self.unit, self.number)

    @property
    def leader(self) -> Actor:
        return self.place.leader(self.code, chairman=self.chairman)

    async def assign(self, at: datetime, given: Mapping[str, Any]) -> None:
        choice = Assignment(
            kind=Kind(given["kind"]),
            title=given["title"],
            field=self.place.fields.get(self.code),
            topic=self.place.topics.get(self.code),
            unit=self.place.units[self.unit],
            public=not given.get("private", False),
        )
        with clock.at(at):
            await triage.assign(self.place.people["van-phong"], self.matter, choice)

    async def give(self, at: datetime) -> None:
        head = self.place.head(self.unit)
        with clock.at(at):
            await drafting.give_to_officer(head, self.matter, self.officer.staff)

    async def draft(
        self, at: datetime, texts: Sequence[str], summary_en: str = "", *, promises: bool = False
    ) -> None:
        """texts: the versions, one after the other."""
        with clock.at(at):
            for version, text in enumerate(texts):
                await drafting.save_draft(
                    self.officer, self.matter, version, text, summary_en, promises
                )

    async def since_last(self, at: datetime, text: str) -> None:
        """What changed since the last answer to the same question."""
        with clock.at(at):
            await repeats.say_since_last(self.officer, self.matter, text)

    async def promise(self, at: datetime, text: str, due: date, evidence: str = "") -> int:
        """The task's id."""
        new = NewTask(
            text=text,
            unit=self.place.units[self.unit],
            due=due,
            officer=self.officer.staff,
            matter=self.matter,
            evidence=evidence,
        )
        with clock.at(at):
            return await tasks.open_task(self.officer, new)

    async def send(self, at: datetime) -> Quality:
        with clock.at(at):
            return await drafting.send_for_check(self.officer, self.matter)

    async def pass_up(self, sent: datetime, passed: datetime) -> None:
        """From the officer by the unit's head to the leader."""
        seen = await self.send(sent)
        reason = "" if seen.enough else PASSED
        with clock.at(passed):
            head = self.place.head(self.unit)
            await approval.pass_up(head, self.matter, self.leader.staff, reason, leave=True)

    async def approve(self, at: datetime) -> None:
        """After somebody of the unit has decided what personal data is masked."""
        with clock.at(at):
            for hit in await personal_data.undecided(self.place.id, self.matter):
                exposure = Exposure.KEEP if hit.kind in HARMLESS else Exposure.MASK
                await personal_data.decide(
                    self.officer, self.matter, hit.part, hit.fragment, exposure
                )
            await approval.approve(self.leader, self.matter)

    async def judge(
        self, at: datetime, level: str, reason: str = "", *, reopens: bool = False
    ) -> None:
        await judge(self.tracking, at, level, reason, reopens=reopens)

    async def keep(self, task: int, at: datetime, proof: str, judged: datetime) -> None:
        """The promise is done, and the people's inspection board has looked."""
        with clock.at(at):
            await claim_done(self.officer, task, Proof(proof))
        with clock.at(judged):
            await judging.judge_as_inspector(self.place.people["thanh-tra"], task, kept=True)


async def judge(
    tracking: str, at: datetime, level: str, reason: str = "", *, reopens: bool = False
) -> None:
    """The asker's word, by the sixteen digits."""
    hashed = tracking_hash(keys(), tracking)
    with clock.at(at):
        await verdicts.give_verdict(hashed, VerdictLevel(level), reason, reopens=reopens)
