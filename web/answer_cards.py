"""An answer of the board as pages show it: names instead of ids, its journey, its badges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogue.core import clock
from dialogue.core.i18n import day, short_day, weekday_day
from dialogue.matters.queries.board import BoardItem
from dialogue.matters.states import MatterState, VerdictLevel
from dialogue.ward import queries
from dialogue.ward.cards import FieldCard, TopicCard
from web.english import group_name, joined, said, unit_name
from web.i18n import gettext_lazy as _
from web.i18n import language, ngettext
from web.render import first_up
from web.shapes import Look
from web.words import SOURCE, VERDICT, state_look

BEFORE_CORRECTION = _("%(verdict)s, về bản trước khi đính chính")
Step = tuple[str, str, str]  # label, text, state of the journey's macro


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of a public copy are called in the language of the page."""

    fields: dict[int, str]
    topics: dict[int, str]
    groups: dict[int, str]
    units: dict[int, str]


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """title and excerpt are Vietnamese, whatever the page's language; empty when not intact."""

    item: BoardItem
    path: str
    title: str
    excerpt: str
    badges: list[Look]
    journey: list[Step]


async def names(ward: int) -> Names:
    """Of today and of former times: an old answer keeps its names."""
    return Names(
        {each.id: in_words(each) for each in await queries.fields(ward, past=True)},
        {each.id: in_words(each) for each in await queries.topics(ward, past=True)},
        {each.id: group_name(each) for each in await queries.groups(ward, past=True)},
        {each.id: unit_name(each) for each in await queries.units(ward, past=True)},
    )


def in_words(card: FieldCard | TopicCard) -> str:
    return said(card.short or card.name, card.name_en)


def answer_path(slug: str, number: int) -> str:
    return f"/{slug}/hoi-dap/{number}"


def cards(slug: str, items: Sequence[BoardItem], known: Names) -> list[AnswerCard]:
    return [card(slug, item, known) for item in items]


def card(slug: str, item: BoardItem, known: Names) -> AnswerCard:
    return AnswerCard(
        item,
        answer_path(slug, item.number),
        item.title if item.intact else "",
        item.excerpt if item.intact else "",
        badges(item, known),
        journey(item, known),
    )


def badges(item: BoardItem, known: Names) -> list[Look]:
    found = [state_badge(item)]
    if item.corrected_on is not None:
        found.append(Look(str(_("Có đính chính")), "indigo", "edit"))
    if item.askers > 1:
        same = ngettext("%(num)s người cùng hỏi", "%(num)s người cùng hỏi", item.askers)
        found.append(Look(same % {"num": item.askers}, "outline", "users"))
    places = (known.fields.get(item.field or 0), known.groups.get(item.group or 0))
    return found + [Look(name, "outline") for name in places if name]


def state_badge(item: BoardItem) -> Look:
    """That it is answered, or what became of it; the asker's word stands in the journey."""
    if item.state in {MatterState.REOPENED, MatterState.WITHDRAWN, MatterState.CLOSED_FINAL}:
        return state_look(item.state)
    return Look(str(_("Đã trả lời")), "jade", "ok")


def journey(item: BoardItem, known: Names) -> list[Step]:
    """Five steps: asked, who, due, answered, verdict."""
    asked = f"{SOURCE[item.source]}, {shown_day(item.received_on)}"
    return [
        (str(_("Hỏi qua")), asked, "done"),
        (str(_("Người trả lời")), who(item, known), "done"),
        (str(_("Hạn")), *due(item)),
        answered(item),
        (str(_("Người hỏi")), *asker_said(item)),
    ]


def who(item: BoardItem, known: Names) -> str:
    """The unit that wrote it and the leader who stands for it."""
    unit = known.units.get(item.unit or 0, "")
    if not unit:
        return item.approver_name
    return joined(_("%(unit)s; duyệt: %(name)s"), {"unit": unit, "name": item.approver_name})


def due(item: BoardItem) -> tuple[str, str]:
    """By when, and the step's state: of the answer that is awaited, else of the one shown."""
    reopened = item.state == MatterState.REOPENED
    last = item.due_on if reopened or item.again_at is not None else item.first_due_on
    if last is None:
        return str(_("Không tính hạn")), "done"
    if reopened:
        return str(_("Trả lời lại trước %(day)s")) % {"day": weekday_of(last)}, "now"
    return first_up(weekday_of(last)), "done"


def answered(item: BoardItem) -> Step:
    """ "4/11, sớm 2 ngày làm việc"; of a second answer by its own date."""
    if item.again_at is None:
        label, when = _("Đã trả lời"), item.published_on
        early, in_time = item.days_early, item.in_time
    else:
        label, when = _("Đã trả lời lại"), clock.local_day(item.again_at)
        early, in_time = item.again_early, item.again_in_time
    said = punctual(early, in_time)
    text = f"{shown_day(when)}, {said}" if said else shown_day(when)
    return str(label), text, "late" if in_time is False else "done"


def punctual(early: int | None, in_time: bool | None) -> str:
    if early is None or in_time is None:
        return ""
    if early > 0:
        text = ngettext("sớm %(num)s ngày làm việc", "sớm %(num)s ngày làm việc", early)
        return text % {"num": early}
    if early < 0:
        text = ngettext("chậm %(num)s ngày làm việc", "chậm %(num)s ngày làm việc", -early)
        return text % {"num": -early}
    return str(_("đúng hạn") if in_time else _("sau 17 giờ ngày hết hạn"))


def asker_said(item: BoardItem) -> tuple[str, str]:
    """Words and state of the journey's last step."""
    if item.state == MatterState.REOPENED:
        return str(_("Chưa hài lòng, phường đang trả lời lại")), "now"
    if item.state == MatterState.CLOSED_FINAL:
        return str(_("Phường mời trao đổi trực tiếp")), "late"
    if item.verdict:
        tone = "late" if item.verdict == VerdictLevel.NOT else "done"
        told = with_day(str(VERDICT[item.verdict]), item.verdict_on)
        if of_earlier_text(item):
            return str(BEFORE_CORRECTION) % {"verdict": told}, tone
        return told, tone
    if item.state == MatterState.CLOSED:
        return str(_("Không có ý kiến thêm")), ""
    return str(_("Chưa cho ý kiến")), "now"


def of_earlier_text(item: BoardItem) -> bool:
    """Was the text corrected after the verdict? On one day only what waits anew tells."""
    if item.verdict_on is None or item.corrected_on is None:
        return False
    if item.verdict_on == item.corrected_on:
        return item.state == MatterState.PUBLISHED and item.askers == 1
    return item.verdict_on < item.corrected_on


def with_day(text: str, when: date | None) -> str:
    return text if when is None else f"{text}, {shown_day(when)}"


def shown_day(value: date) -> str:
    """ "4/11"; with its year where that is not this one."""
    return short_day(value, language()) if this_year(value) else day(value, language())


def weekday_of(value: date) -> str:
    """ "thứ Sáu 6/11"; a day of another year without its weekday."""
    return weekday_day(value, language()) if this_year(value) else day(value, language())


def this_year(value: date) -> bool:
    return value.year == clock.local_day(clock.now()).year
