"""One matter of a crowd, from its receipt to where it stands: rows as the actions leave them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from piccolo.table import Table

from dialogue.core import clock
from dialogue.core.clock import local_day
from dialogue.core.codes import public_id
from dialogue.core.workdays import Calendar
from dialogue.matters import nearness
from dialogue.matters.exposure import Facet, indexed, plain_words, token
from dialogue.matters.notice_tables import Notice
from dialogue.matters.seals import answer_seal, version_seal
from dialogue.matters.states import (
    IN_WORK,
    MatterState,
    OriginKind,
    Outcome,
    Source,
    Step,
    TaskState,
)
from dialogue.matters.synonyms import concepts
from dialogue.matters.tables import Approval, Draft, Matter, MatterEvent, Published, PublishedAnswer
from dialogue.matters.task_tables import Task, TaskEvent
from dialogue.matters.telling import NoticeKind

TEXTS = Path(__file__).parents[2] / "web" / "demo" / "data" / "questions.json"
YEARS = 5
S = MatterState
SHARES: dict[MatterState, int] = {  # of a thousand
    S.RECEIVED: 30,
    S.WAITING_FOR_ASKER: 5,
    S.ASSIGNED: 15,
    S.DRAFTING: 40,
    S.CHECKING: 15,
    S.APPROVING: 15,
    S.REOPENED: 10,
    S.PUBLISHED: 60,
    S.ANSWERED: 20,
    S.CLOSED: 600,
    S.CLOSED_FINAL: 10,
    S.REDIRECTED: 60,
    S.MERGED: 70,
    S.REJECTED: 45,
    S.WITHDRAWN: 3,
    S.SEALED: 1,
    S.SEALED_DONE: 1,
}
OUTCOMES = {
    S.CLOSED: Outcome.SATISFIED,
    S.CLOSED_FINAL: Outcome.FINAL,
    S.REDIRECTED: Outcome.NOT_OURS,
    S.MERGED: Outcome.DUPLICATE,
    S.REJECTED: Outcome.NOT_ACCEPTED,
    S.WITHDRAWN: Outcome.TAKEN_DOWN,
    S.SEALED_DONE: Outcome.SEPARATE,
}
ON_BOARD = (S.PUBLISHED, S.REOPENED, S.CLOSED, S.CLOSED_FINAL)
WAY: tuple[tuple[Step, MatterState], ...] = (
    (Step.ASSIGN, S.ASSIGNED),
    (Step.GIVE, S.DRAFTING),
    (Step.SEND_FOR_CHECK, S.CHECKING),
    (Step.PASS_UP, S.APPROVING),
    (Step.APPROVE, S.PUBLISHED),
)
OPEN = (S.RECEIVED, S.WAITING_FOR_ASKER, S.ASSIGNED, *IN_WORK, S.REOPENED)


@dataclass(frozen=True)
class People:
    """Ids of accounts; officers: by unit. fields: (field, its unit)."""

    ward: int
    chairman: int
    deputy: int
    keeper: int
    officers: Mapping[int, Sequence[int]]
    fields: Sequence[tuple[int, int]]
    groups: Sequence[int]
    calendar: Calendar


@dataclass(frozen=True)
class Text:
    """words: of title, question and answer, folded, with their concepts; ready for the index."""

    title: str
    body: str
    answer: str
    words: frozenset[str]


@cache
def texts() -> tuple[Text, ...]:
    found = []
    for each in json.loads(TEXTS.read_text("utf-8")):
        parts = (each["title"], each["text"], each["answer"])
        words = {word for part in parts for word in plain_words(part)}
        words |= {token(Facet.CONCEPT, concept) for concept in concepts(parts)}
        found.append(Text(*parts, frozenset(words | nearness.concepts(parts))))
    return tuple(found)


@cache
def syllables() -> tuple[str, ...]:
    """All words of the texts, to say each question a little differently."""
    return tuple(sorted({word for text in texts() for word in text.body.split()}))


@cache
def _states() -> list[MatterState]:
    return [state for state, share in SHARES.items() for _ in range(share)]


@cache
def defaults_of(table: type[Table]) -> dict[str, Any]:
    return {
        column._meta.name: column.get_default_value()
        for column in table._meta.columns
        if not column._meta.primary_key
    }


class Story:
    """One matter, from its receipt to where it stands. number: from 0, its id one more."""

    def __init__(self, who: People, dice: random.Random, number: int, count: int) -> None:
        self.who, self.dice, self.id = who, dice, number + 1
        self.state = dice.choice(_states())
        self.field, self.unit = dice.choice(who.fields)
        self.officer = dice.choice(who.officers[self.unit])
        self.source: Text = dice.choice(texts())
        days = (
            dice.randint(0, 18)
            if self.state in (*OPEN, S.SEALED)
            else dice.randint(20, 365 * YEARS)
        )
        seconds = dice.randint(0, 86_000)
        self.at = clock.now() - timedelta(days=days, seconds=seconds)
        self.zero = local_day(self.at)
        self.lead = dice.randint(1, max(1, number)) if number else None
        self.order = number / count
        self.said = " ".join(dice.choices(syllables(), k=12))
        self.body = f"{self.source.body} {self.said}"
        self.title = f"{self.source.title} {number}"

    def rows(self) -> Iterator[tuple[type[Table], dict[str, Any]]]:
        yield self._row(Matter, **self._matter())
        yield from self._history()
        if len(self._steps) > 2:
            yield self._draft()
        if self._answered:
            yield self._approval()
        if self.state in ON_BOARD:
            yield from self._public()
            if self.id % 20 == 0:
                yield from self._promise()
        yield from self._notices()

    def _row(self, table: type[Table], **values: Any) -> tuple[type[Table], dict[str, Any]]:
        return table, defaults_of(table) | {"ward": self.who.ward} | values

    @property
    def _answered(self) -> bool:
        return self.state in (*ON_BOARD, S.ANSWERED)

    @property
    def _steps(self) -> tuple[tuple[Step, MatterState], ...]:
        """As far as it came."""
        if self._answered:
            return WAY
        reached = next((n for n, (_, to) in enumerate(WAY) if to is self.state), -1)
        return WAY[: reached + 1]

    def _due(self, days: int) -> date:
        return _after(self.who.calendar, self.zero, days)

    def _matter(self) -> dict[str, Any]:
        worked = bool(self._steps)
        merged = self.state is S.MERGED and self.lead
        return {
            "id": self.id,
            "public_id": public_id(),
            "tracking": f"{self.who.ward}-{self.id}",
            "kind": "question",
            "source": self.dice.choice((Source.WEB, Source.GROUP, Source.PHONE)).value,
            "state": self.state.value,
            "outcome": OUTCOMES.get(self.state, Outcome.NONE).value,
            "title": self.title if worked else "",
            "body": self.body,
            "field": self.field,
            "group": self.dice.choice(self.who.groups),
            "unit": self.unit if worked else None,
            "officer": self.officer if len(self._steps) > 1 else None,
            "leader": self.who.deputy if len(self._steps) > 3 else None,
            "received_at": self.at,
            "day_zero": self.zero,
            "ack_due": self._due(1),
            "triage_due": self._due(2),
            "draft_due": self._due(5),
            "publish_due": self._due(10),
            "first_due": self._due(10),
            "waiting_since": self.at if self.state is S.WAITING_FOR_ASKER else None,
            "answered_at": self._moment(5) if self._answered else None,
            "round": 2 if self.state is S.REOPENED else 1,
            "lead": self.lead if merged else None,
            "number": self.id if self.state in ON_BOARD else None,
        }

    def _moment(self, step: int) -> datetime:
        return self.at + timedelta(hours=20 * step)

    def _history(self) -> Iterator[tuple[type[Table], dict[str, Any]]]:
        steps = ((Step.RECEIVE, S.RECEIVED), *self._steps)
        if not self._steps and self.state is not S.RECEIVED:
            steps = (*steps, (Step.MERGE, self.state))
        if self.state in (S.CLOSED, S.REOPENED):
            last = Step.VERDICT if self.state is S.CLOSED else Step.REOPEN
            steps = (*steps, (last, self.state))
        old = ""
        for place, (step, new) in enumerate(steps):
            yield self._row(
                MatterEvent,
                matter=self.id,
                at=self._moment(place),
                actor_kind="staff" if place else "asker",
                staff=self.officer if place else None,
                step=step.value,
                old_state=old,
                new_state=new.value,
            )
            old = new.value

    def _draft(self) -> tuple[type[Table], dict[str, Any]]:
        return self._row(
            Draft,
            matter=self.id,
            round=1,
            version=1,
            text=self.source.answer,
            author=self.officer,
            saved_at=self._moment(3),
        )

    def _approval(self) -> tuple[type[Table], dict[str, Any]]:
        return self._row(
            Approval,
            matter=self.id,
            round=1,
            version=1,
            drafter=self.officer,
            approver=self.who.deputy,
            approver_name="Trần Thị Bình",
            approver_title="Phó Chủ tịch",
            at=self._moment(5),
        )

    def _public(self) -> Iterator[tuple[type[Table], dict[str, Any]]]:
        due, day = self._due(10), local_day(self._moment(5))
        tokens = {
            token(Facet.WARD, self.who.ward),
            token(Facet.SOURCE, "web"),
            token(Facet.STATE, self.state.value),
            token(Facet.YEAR, day.year),
            token(Facet.FIELD, self.field),
        }
        public = defaults_of(Published) | {
            "ward": self.who.ward,
            "matter": self.id,
            "number": self.id,
            "public_id": public_id(),
            "title": self.title,
            "kind": "question",
            "source": "web",
            "state": self.state.value,
            "field": self.field,
            "unit": self.unit,
            "body": self.body,
            "answer": self.source.answer,
            "approver_name": "Trần Thị Bình",
            "approver_title": "Phó Chủ tịch",
            "received_on": self.zero,
            "due_on": due,
            "first_due_on": due,
            "published_at": self._moment(5),
            "answered_at": self._moment(5),
            "in_time": day <= due,
            "days": 5,
            "year": day.year,
            "place": int(self._moment(5).timestamp()) * 100_000 + self.id,
            "words": indexed(self.said, [], self.source.words | tokens),
            "verdict": "satisfied" if self.state is S.CLOSED else "",
        }
        yield Published, public | {"checksum": answer_seal(public)}
        version = {
            "ward": self.who.ward,
            "matter": self.id,
            "round": 1,
            "version": 1,
            "text": self.source.answer,
            "summary_en": "",
            "reason": "",
            "by_name": "Trần Thị Bình",
            "by_title": "Phó Chủ tịch",
            "at": self._moment(5),
        }
        yield PublishedAnswer, version | {"checksum": version_seal(version)}

    def _promise(self) -> Iterator[tuple[type[Table], dict[str, Any]]]:
        """One in ten is open still, half of these late."""
        open_, number = self.id % 200 == 0, self.id // 20
        today = local_day(clock.now())
        due = today + timedelta(days=self.dice.randint(-20, 20)) if open_ else self._due(30)
        yield self._row(
            Task,
            id=number,
            public_id=public_id(),
            number=number + 1,
            origin_kind=OriginKind.ANSWER.value,
            matter=self.id,
            text=f"Nạo vét cống {number}",
            unit=self.unit,
            officer=self.officer,
            first_due=due,
            due=due,
            state=(TaskState.OPEN if open_ else TaskState.DONE).value,
            public=True,
            created_at=self._moment(5),
            done_on=None if open_ else due,
        )
        yield self._row(TaskEvent, task=number, at=self._moment(5), actor_kind="staff", step="open")

    def _notices(self) -> Iterator[tuple[type[Table], dict[str, Any]]]:
        """One in twenty was never read."""
        told = [self.officer, *([self.who.chairman] if self.id % 3 == 0 else [])]
        for staff in told:
            yield self._row(
                Notice,
                staff=staff,
                kind=NoticeKind.ASSIGNED.value,
                key=f"crowd-{self.id}",
                matter=self.id,
                data=json.dumps({"step": Step.ASSIGN.value, "by": self.who.keeper}),
                at=self._moment(1),
                read_at=None if self.id % 20 == 0 else self._moment(2),
            )


_days: dict[tuple[date, int], date] = {}


def _after(calendar: Calendar, zero: date, days: int) -> date:
    if (zero, days) not in _days:
        _days[zero, days] = calendar.add(zero, days)
    return _days[zero, days]
