"""What the page of one matter shows beside the matter itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from dialogue.core.personal import MASK
from dialogue.matters.accused import goes_outside
from dialogue.matters.actions import approval, personal_data
from dialogue.matters.actions.personal_data import Found
from dialogue.matters.english import is_english
from dialogue.matters.manners import NOTHING, Heed, covered, heed
from dialogue.matters.quality import CLEARABLE
from dialogue.matters.queries import board
from dialogue.matters.queries.drafts import ApprovalCard, Cleared
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.matters import MatterView
from dialogue.matters.queries.nearest import helped, nearest_items
from dialogue.matters.queries.outside import Recipient, recipient
from dialogue.matters.queries.queue import QueueItem
from dialogue.matters.queries.similar import like_this
from dialogue.matters.queries.tasks import TaskCard
from dialogue.matters.rights import may_decide_exposure, may_open_task, may_read_files
from dialogue.matters.rules import MASKED_WORDS, SEALED, may_see
from dialogue.matters.states import IN_WORK, Exposure, MatterState, Step, TaskState
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from web.forms import Form, form_of
from web.i18n import gettext_lazy as _
from web.shapes import Event, Look
from web.staff.askings import Beside, beside
from web.staff.checklist import CLEARED, STOPS, checklist
from web.staff.clocks import Clocks, clocks
from web.staff.exposure_words import DATA_KIND, DECIDED, PART
from web.staff.filling import fitting, offered
from web.staff.history import REDIRECTION, REJECTION, REMARKS, timeline
from web.staff.places import Names, abouts, names, shown_about, units
from web.staff.sign_words import Suspicion, suspicion
from web.staff.standing import Standing, standing
from web.staff.supervision import seen_words
from web.words import ASKER, KIND, SOURCE, VERDICT, task_look

# The first of these that the actor may take is what the page is for.
MAIN = (
    Step.DECIDE,
    Step.APPROVE,
    Step.PASS_UP,
    Step.SAVE_DRAFT,
    Step.GIVE,
    Step.NOT_DENUNCIATION,
    Step.ASSIGN,
    Step.HAND_OVER,
)
# Its form also carries what is decided beside it, so that nothing typed there is lost.
FORM: dict[Step | None, str] = {
    Step.DECIDE: "form-y-kien-cuoi",
    Step.PASS_UP: "form-trinh",
    Step.SAVE_DRAFT: "form-ban-nhap",
    Step.GIVE: "form-giao-nguoi",
    Step.NOT_DENUNCIATION: "form-khong-phai-to-cao",
    Step.ASSIGN: "form-giao-don-vi",
    Step.HAND_OVER: "form-ban-giao",
}
MASKED = re.compile(rf"({MASK}\d{{0,4}}|{re.escape(MASKED_WORDS)})")
EARLIER = 5  # answers offered beside a draft
ON_BOARD = (Step.CORRECT, Step.TAKE_DOWN)  # need an answer that stands there
OTHERS = {
    Step.RETURN: ("return", _("Trả về để sửa")),
    Step.GIVE: ("give", _("Giao người khác soạn")),
    Step.ASK_BACK: ("ask", _("Hỏi thêm người hỏi")),
    Step.MERGE: ("merge", _("Ghép với vấn đề khác")),
    Step.REDIRECT: ("redirect", _("Chuyển cơ quan khác")),
    Step.REJECT: ("reject", _("Không xử lý")),
    Step.HAND_BACK: ("back", _("Trả lại vì không đúng đơn vị")),
    Step.PROPOSE_EXTENSION: ("propose", _("Xin lùi hạn")),
    Step.EXTEND: ("extend", _("Cho lùi hạn")),
    Step.MOVE: ("move", _("Chuyển đơn vị khác")),
    Step.CORRECT: ("correct", _("Đính chính câu trả lời")),
    Step.TAKE_DOWN: ("down", _("Gỡ khỏi bảng công khai")),
    Step.UNSEAL: ("unseal", _("Đưa trở lại phân loại")),
    Step.SEAL: ("seal", _("Chuyển sang xử lý riêng")),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer that the asker did not accept. why: the asker's own words, maybe none."""

    text: str
    approved: ApprovalCard
    why: str


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it. words: (text, marked) parts. hits: personal data, once each.
    opened: the words are read unmasked, on the record.

    main: the step that the page is for, None when it waits for somebody else. carrier: the id of
    the form that masking goes with. open_twins: those whose own page this person may see.
    other_steps: (key, title). timeline: of every step and what was done beside them.
    to_clear: (code, words) of stops that a second person may find harmless. cleared: (words, card).
    suspicion: of a denunciation or a complaint, for whoever may seal it. own_check: the actor wrote
    what is to be checked, and another head could check it. in_english: the asker reads English.
    accuses: names of those of the few whom it accuses; then it goes to `outside`, None: nobody set.
    seen: what a group's head saw at the counters, and on which day; None for all other matters.
    """

    names: Names
    clocks: Clocks | None
    words: list[tuple[str, bool]]
    suspicion: Suspicion | None
    hits: list[Found]
    undecided: int
    may_expose: bool
    opened: bool
    may_read_files: bool
    may_promise: bool
    promise_missing: bool
    own_check: bool
    to_clear: list[tuple[str, object]]
    may_clear: bool
    cleared: list[tuple[object, Cleared]]
    needs_reason: bool
    in_english: bool
    main: Step | None
    carrier: str
    refused: Refused | None
    standing: Standing | None
    checklist: list[tuple[str, object, str]]
    similar: list[board.BoardItem]
    likely: list[QueueItem]
    beside: Beside
    seen: tuple[str, date] | None
    helped: int
    told: Heed
    open_twins: frozenset[int]
    timeline: list[Event]
    other_steps: list[tuple[str, object]]
    choices: Mapping[str, Any]
    forms: Mapping[str, Form[Any]]
    accuses: tuple[str, ...]
    outside: Recipient | None

    def shown(self, hit: Found) -> str:
        """What is to be decided is seen by who decides; what is masked by who opened the words."""
        decides = self.may_expose and hit.decision is None
        if self.opened or decides or hit.decision is Exposure.KEEP:
            return hit.fragment
        return covered(hit.fragment, [hit.fragment])

    def why(self, code: str) -> object:
        return REJECTION[code]

    def remark(self, code: str) -> object:
        return REMARKS.get(code, code)

    def task_look(self, task: TaskCard) -> Look:
        return task_look(task.state, task.late)


async def desk(actor: Actor, view: MatterView) -> Desk:
    known = await names(actor.ward)
    hits = await _hits(actor, view)
    likely = await _likely(actor, view)
    stands = await standing(view)
    known_of = await beside(actor, view)
    return Desk(
        names=known,
        clocks=clocks(view, await wards.calendar(view.ward)),
        words=_words(view, hits),
        suspicion=suspicion(view.signs.reading) if Step.SEAL in view.steps else None,
        hits=_once(hits),
        undecided=sum(hit.decision is None for hit in _once(hits)) if view.public else 0,
        may_expose=may_decide_exposure(actor, view.unit),
        opened=view.may_open and view.open_until is not None,
        may_read_files=may_read_files(actor, view.unit, sealed=view.state in SEALED),
        may_promise=_answerable(view) and may_open_task(actor, view.unit),
        promise_missing=_promise_missing(view),
        own_check=await _own_check(actor, view),
        to_clear=_to_clear(view),
        may_clear=Step.CLEAR_STOP in view.steps and not _wrote(actor, view),
        cleared=[(CLEARED[each.stop], each) for each in view.cleared],
        needs_reason=await _needs_reason(view),
        in_english=view.language == "en" or is_english(view.body),
        refused=_refused(view),
        standing=stands,
        carrier=FORM.get(_main(view), "form-carry"),
        main=_main(view),
        checklist=checklist(view.quality) if _answerable(view) else [],
        similar=await _similar(view),
        beside=known_of,
        seen=await seen_words(view.ward, view.id),
        helped=await helped(view.ward, view.id),
        told=NOTHING if view.state in SEALED else heed(view.body),
        likely=likely,
        open_twins=await _open_twins(actor, view),
        timeline=timeline(view.history, view.asides, known),
        other_steps=_others(view, stands is not None),
        choices=await _choices(actor.ward, view, likely),
        forms=_forms(view, stands, known_of.said if known_of.writes else ""),
        accuses=tuple(known.people[each] for each in sorted(view.facts.barred)),
        outside=await recipient(actor.ward) if goes_outside(view.facts.barred) else None,
    )


async def _open_twins(actor: Actor, view: MatterView) -> frozenset[int]:
    """A merged matter lies with no unit: who answers for it here may not see it there."""
    ids = [twin.id for twin in view.twins]
    return frozenset([each for each in ids if may_see(actor, await facts(actor.ward, each))])


def _main(view: MatterView) -> Step | None:
    return next((step for step in MAIN if step in view.steps), None)


def _others(view: MatterView, on_board: bool) -> list[tuple[str, object]]:
    """(key of the form, its title): what may be done beside the main step."""
    main = _main(view)
    return [
        (key, title)
        for step, (key, title) in OTHERS.items()
        if step in view.steps and step is not main and (on_board or step not in ON_BOARD)
    ]


async def _hits(actor: Actor, view: MatterView) -> list[Found]:
    """None in the sealed box: nothing of it is ever published."""
    if view.state in SEALED:
        return []
    return await personal_data.hits(actor.ward, view.id)


def _once(hits: list[Found]) -> list[Found]:
    """A fragment is decided once a part, wherever it stands in it."""
    return list({(hit.part, hit.fragment): hit for hit in reversed(hits)}.values())[::-1]


def marked(text: str, hits: list[Found]) -> list[tuple[str, bool]]:
    """The text in parts; True for those that are personal data."""
    edges = [0, *(edge for hit in hits for edge in (hit.start, hit.end)), len(text)]
    parts = [(text[start:end], bool(number % 2)) for number, (start, end) in _numbered(edges)]
    return [part for part in parts if part[0]]


def _words(view: MatterView, hits: list[Found]) -> list[tuple[str, bool]]:
    if view.masked:
        return [(part, number % 2 == 1) for number, part in enumerate(MASKED.split(view.body))]
    return marked(view.body, [hit for hit in hits if hit.part == personal_data.BODY])


def _numbered(edges: list[int]) -> enumerate[tuple[int, int]]:
    return enumerate(pairwise(edges))


def _answerable(view: MatterView) -> bool:
    return view.state in (MatterState.DRAFTING, MatterState.CHECKING, MatterState.APPROVING)


def _refused(view: MatterView) -> Refused | None:
    """While a second answer is made."""
    if view.state not in (*IN_WORK, MatterState.ASSIGNED, MatterState.REOPENED):
        return None
    reopened = next((line for line in reversed(view.history) if line.step is Step.REOPEN), None)
    if reopened is None or not view.approvals:
        return None
    approved = max(view.approvals, key=lambda each: each.round)
    which = (approved.round, approved.version)
    text = next(each.text for each in view.drafts if (each.round, each.version) == which)
    return Refused(text, approved, reopened.public_note)


def _promise_missing(view: MatterView) -> bool:
    opened = any(task.state is not TaskState.STOPPED for task in view.tasks)
    return view.draft is not None and view.draft.promises and not opened


def _wrote(actor: Actor, view: MatterView) -> bool:
    return view.draft is not None and view.draft.author == actor.staff


def _to_clear(view: MatterView) -> list[tuple[str, object]]:
    if view.quality is None or not _answerable(view):
        return []
    return [(stop, STOPS[stop]) for stop in view.quality.stops if stop in CLEARABLE]


async def _needs_reason(view: MatterView) -> bool:
    """To be approved: nobody but the drafter has passed this poor text."""
    if view.draft is None or Step.APPROVE not in view.steps:
        return False
    return await approval.needs_reason(view.facts, view.draft)


async def _own_check(actor: Actor, view: MatterView) -> bool:
    checks = _wrote(actor, view) and Step.PASS_UP in view.steps
    return checks and await approval.another_checks(actor, view.unit)


async def _similar(view: MatterView) -> list[board.BoardItem]:
    """The nearest answers on the board, to be read and taken over."""
    if not view.title:
        return []
    found = await nearest_items(view.ward, f"{view.title}\n{view.body}", EARLIER + 1)
    return [item for item in found if item.number != view.number][:EARLIER]


async def _likely(actor: Actor, view: MatterView) -> list[QueueItem]:
    """Open matters that may be the same; looked for while it can still be merged."""
    if Step.MERGE not in view.steps:
        return []
    return await like_this(actor, view.id, f"{view.title} {view.body}")


async def _choices(ward: int, view: MatterView, likely: list[QueueItem]) -> dict[str, Any]:
    return {
        "kinds": list(KIND.items()),
        "abouts": await abouts(ward),
        "units": await units(ward),
        "redirections": list(REDIRECTION.items()),
        "rejections": list(REJECTION.items()),
        "officers": [(card.id, f"{card.name} – {card.title}") for card in view.officers],
        "leaders": [(card.id, f"{card.name} – {card.title}") for card in view.leaders],
        "leads": [(item.id, f"{item.id}: {item.words}") for item in likely],
        "parts": PART,
        "data_kinds": DATA_KIND,
        "decided": DECIDED,
        "sources": SOURCE,
        "kind_words": KIND,
        "askers": ASKER,
        "verdicts": VERDICT,
    } | await _templates(view)


async def _templates(view: MatterView) -> dict[str, Any]:
    if Step.SAVE_DRAFT not in view.steps:
        return {}
    procedures = await offered(view)
    return {
        "procedures": [(each.id, each.name) for each in procedures],
        "templates": [(each.key, each.title) for each in fitting(procedures)],
    }


def _forms(view: MatterView, stands: Standing | None, changed: str) -> dict[str, Form[Any]]:
    """Each step's form with what is known already. changed: since the last answer."""
    draft, asked = view.draft, _asked_days(view)
    filled: dict[str, dict[str, object]] = {
        "assign": {
            "assign_kind": view.kind,
            "assign_title": view.title,
            "assign_field": shown_about(view),
            "assign_unit": view.unit or "",
            "assign_public": "1" if view.public else "",
        },
        "give": {"give_officer": view.officer or ""},
        "draft": {
            "draft_text": draft.text if draft else "",
            "draft_summary_en": draft.summary_en if draft else "",
            "draft_promises": "1" if draft and draft.promises else "0",
            "draft_base": draft.version if draft else 0,
            "draft_changed": changed,
        },
        "approve": {"approve_version": draft.version if draft else ""},
        "extend": asked,
        "correct": _corrected_from(stands),
        "task": {"task_unit": view.unit or "", "task_officer": view.officer or ""},
    }
    keys = (
        "redirect reject agree keep merge ask seal unseal over back return pass propose move clear"
        " harmless original decide down note expose file same unsame campaign"
    )
    empty = {key: form_of({}) for key in keys.split()}
    return empty | {key: form_of(values) for key, values in filled.items()}


def _corrected_from(stands: Standing | None) -> dict[str, object]:
    if stands is None:
        return {}
    return {
        "correct_base": stands.version,
        "correct_text": stands.text,
        "correct_summary_en": stands.summary_en,
    }


def _asked_days(view: MatterView) -> dict[str, object]:
    """What the unit's head asked for, while nobody has answered."""
    steps = (Step.PROPOSE_EXTENSION, Step.EXTEND, Step.ROUTE)
    last = next((line for line in reversed(view.history) if line.step in steps), None)
    if last is None or last.step is not Step.PROPOSE_EXTENSION:
        return {}
    return {"extend_days": last.data.get("days", ""), "extend_reason": last.reason}
