"""One answer of the board: question, journey, answer, corrections, verdict, promise, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from dialogue.core.clock import local_time
from dialogue.core.i18n import day, moment
from dialogue.matters.queries import board
from dialogue.matters.queries.board import AnswerPage, AnswerText, SimilarAnswer
from dialogue.matters.queries.journeys import public_way
from dialogue.matters.queries.nearest import nearest_items
from dialogue.matters.states import ANSWERED
from dialogue.matters.templates import references
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web import kept
from web.access import PUBLIC
from web.answer_cards import answer_path, card, names
from web.caching import Ready
from web.effects import answer_effect
from web.history import told
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.render import paragraphs, render
from web.shapes import Event
from web.structured import question_page
from web.words import SOURCE, VERDICT

GONE = 410
SIMILAR = 4
Texts = Sequence[AnswerText]


@dataclass(frozen=True, slots=True)
class Correction:
    """Paragraphs that were changed, before and after; of the English summary too."""

    old: list[str]
    new: list[str]
    old_en: list[str]
    new_en: list[str]
    text: AnswerText


@get("/{slug:str}/hoi-dap/{number:int}", opt=PUBLIC)
async def show_answer(
    request: Request[Any, Any, Any], slug: FromPath[str], number: FromPath[int]
) -> Response[bytes]:
    ward = await queries.ward(slug)
    path = answer_path(slug, number)

    async def make() -> Ready:
        found = await board.answer(ward.id, number)
        return Ready.of(await made(ward, found), GONE if found.withdrawn_on else 200)

    return await kept.reply(request, ward, "answer", number, make, url(path))


handlers = [show_answer]


async def made(
    ward: WardCard,
    found: AnswerPage,
    template: str = "pages/answer.html",
    more: Mapping[str, Any] | None = None,
) -> str:
    """template: a page that says more around it, with what it needs."""
    if found.withdrawn_on:
        return render("pages/answer_gone.html", ward=ward, found=found)
    known = await names(ward.id)
    fields = {each.id: each for each in await queries.fields(ward.id, past=True)}
    way = await public_way(ward.id, found.item.number)
    return render(
        template,
        **(more or {}),
        ward=ward,
        found=found,
        structured=None if more else question_page(ward, found),
        card=card(ward.slug, found.item, known),
        field=fields.get(found.item.field or 0),
        field_name=known.fields.get(found.item.field or 0, ""),
        asked_by=asked_by(found, known.groups.get(found.item.group or 0, "")),
        approved=approved(found.texts),
        current=found.texts[-1] if found.texts else None,
        effect=await answer_effect(ward.id, found.item),
        corrections=corrections(found.texts),
        earlier=earlier(found.texts),
        followed=await board.standing(ward.id, references(found.answer)),
        similar=await similar(ward, found),
        may_judge=found.item.state in ANSWERED,
        events=events(found, [(line.at, told(line, known.units)) for line in way]),
    )


async def similar(ward: WardCard, found: AnswerPage) -> list[SimilarAnswer]:
    """Those whose titles share most words, then those that are near by what was asked."""
    near = await nearest_items(ward.id, f"{found.item.title}\n{found.body}", SIMILAR + 1)
    known = [found.item.number, *(each.number for each in found.similar)]
    more = [SimilarAnswer(item.number, item.title) for item in near if item.number not in known]
    return [*found.similar, *more][:SIMILAR]


def asked_by(found: AnswerPage, group: str) -> str:
    """ "Hỏi qua: Trang góp ý. Tên người hỏi không công khai." """
    item = found.item
    parts = [str(_("Hỏi qua: %(source)s")) % {"source": SOURCE[item.source]}]
    if group:
        parts.append(group)
    if item.askers > 1:
        parts.append(str(_("%(n)s người cùng hỏi")) % {"n": item.askers})
    name = item.asker or str(_("tên người hỏi không công khai"))
    return Markup(", ").join([*parts, name]) + "."  # a group's own name may be marked Vietnamese


def approved(texts: Texts) -> AnswerText | None:
    """The answer in force as its approver read it, before any correction."""
    return next((text for text in texts if text.round == texts[-1].round), None)


def corrections(texts: Texts) -> list[Correction]:
    """Of the answer in force, oldest first."""
    last = texts[-1].round if texts else 0
    shown = [text for text in texts if text.round == last]
    return [
        Correction(*changed(old.text, new.text), *changed(old.summary_en, new.summary_en), text=new)
        for old, new in pairwise(shown)
    ]


def changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """The paragraphs that are only in one of them."""
    before, after = paragraphs(old), paragraphs(new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    real = [step for step in steps if step[0] != "equal"]
    return (
        [part for step in real for part in before[step[1] : step[2]]],
        [part for step in real for part in after[step[3] : step[4]]],
    )


def earlier(texts: Texts) -> list[AnswerText]:
    """The last text of each former round: what was answered before the asker said no."""
    if not texts:
        return []
    last_of = {text.round: text for text in texts}
    return [text for round_, text in sorted(last_of.items()) if round_ != texts[-1].round]


def events(found: AnswerPage, way: Sequence[tuple[datetime, Event]]) -> list[Event]:
    """What happened, oldest first; the first without its hour, which is nobody's business.

    way: who was handed it, and when.
    """
    asked = Event(
        str(_("Phường nhận câu hỏi")),
        found.item.received_on.isoformat(),
        day(found.item.received_on, language()),
    )
    later = [(text.at, _event(text.at, _title(text))) for text in found.texts]
    later += [(each.at, _event(each.at, _said(each.level))) for each in found.verdicts]
    return [asked, *(event for _at, event in sorted([*way, *later], key=lambda each: each[0]))]


def _event(at: datetime, title: str) -> Event:
    return Event(title, local_time(at).isoformat(timespec="minutes"), moment(at, language()))


def _title(text: AnswerText) -> str:
    if text.version > 1:
        return str(_("Đính chính"))
    return str(_("Đăng câu trả lời") if text.round == 1 else _("Đăng câu trả lời mới"))


def _said(level: str) -> str:
    return str(_("Người hỏi: %(verdict)s")) % {"verdict": str(VERDICT[level]).lower()}
