"""The rule table: what holds, since when, by which source; and the ward's own house rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.i18n import day, read_number
from dialogue.core.text import clean
from dialogue.ward import queries
from dialogue.ward.actions import house_rules
from dialogue.ward.rules import (
    Actor,
    RuleValue,
    in_force,
    may_be_overridden,
    may_change_rules,
)
from dialogue.ward.states import Role
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import FIELD, finished, onward
from web.staff.rule_words import CERTAINTY, CHOICES, NOT_YET, SOFTWARE, TOPIC, shown_rule

PATH = "/quan-tri/quy-dinh"
CHAIRMAN = staff(Role.CHAIRMAN)
DONE = {
    "da-ghi": _("Đã ghi quy định của phường. Việc nhận từ ngày đó tính theo quy định mới."),
    "da-ket-thuc": _("Đã ghi ngày cuối của quy định."),
}
WORDS = {
    **FIELD,
    "not-usable": _("Giá trị này không dùng được: cần cùng kiểu với giá trị đang có."),
    "past": _("Mục này chỉ đổi được từ hôm nay trở đi: số liệu đã công bố không được tính lại."),
}
OVERLAP = _("Phường đã có quy định khác cho mục này trong khoảng ngày đó: %(window)s.")
NONE_THEN = _("Ngày đó chưa có quy định chung nào để thay.")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table. rule None: a gap between two rows, from `since` to `until`."""

    rule: RuleValue | None
    since: date
    until: date | None
    value: str = ""
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """All rows of one code: those for all wards and the ward's own. now: what holds today."""

    code: str
    text: str
    topic: str
    software: object
    lines: list[Line]
    now: RuleValue | None
    house: bool

    @property
    def value_now(self) -> str:
        return shown_rule(self.now) if self.now else ""

    @property
    def choices(self) -> list[tuple[str, object]]:
        """Of a rule whose value is one of a few words."""
        return list(CHOICES.get(self.code, {}).items())


class RuleForm(BaseModel):
    value: Annotated[str, BeforeValidator(clean), Field(max_length=40)]
    source: Annotated[str, BeforeValidator(clean), Field(max_length=300)]
    since: Day
    until: Day | None = None


class EndForm(BaseModel):
    last: Day


def entries_of(rows: Iterable[RuleValue], today: date) -> list[Entry]:
    """By topic, in the order of the codes."""
    by_code: dict[str, list[RuleValue]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    return [_entry(code, found, today) for code, found in by_code.items()]


def _entry(code: str, rows: list[RuleValue], today: date) -> Entry:
    current = in_force(rows, code, today)
    newest = current or max(rows, key=lambda row: row.since)
    lines = [Line(row, row.since, row.until, shown_rule(row), row is current) for row in rows]
    lines += gaps([row for row in rows if row.ward is None])
    return Entry(
        code,
        newest.text,
        newest.topic,
        SOFTWARE.get(code, NOT_YET),
        sorted(lines, key=lambda line: line.since),
        current,
        may_be_overridden(newest),
    )


def gaps(rows: Iterable[RuleValue]) -> list[Line]:
    """Where one row ends and the next has not begun: there was no rule."""
    one = timedelta(days=1)
    ordered = sorted(rows, key=lambda row: row.since)
    return [
        Line(None, earlier.until + one, later.since - one)
        for earlier, later in pairwise(ordered)
        if earlier.until is not None and earlier.until + one < later.since
    ]


def read_value(typed: str, old: object) -> object:
    """A number where a number stood, else the text itself; the rules judge it."""
    if isinstance(old, int) and not isinstance(old, bool):
        return read_number(typed)
    return typed


@get("/quy-dinh", opt=staff())
async def show(request: Request[Actor, Any, Any]) -> Template:
    today = local_day(now())
    found = entries_of(await queries.rules(request.user.ward), today)
    return await staff_page(
        request,
        "staff/rules.html",
        topics=[
            (topic, words, [each for each in found if each.topic == topic])
            for topic, words in TOPIC.items()
        ],
        certainty=CERTAINTY,
        may_change=may_change_rules(request.user),
        done=finished(request, DONE),
    )


@get("/quy-dinh/{code:str}", opt=CHAIRMAN)
async def show_one(request: Request[Actor, Any, Any], code: FromPath[str]) -> Template:
    return await _one(request, code, {})


async def _one(
    request: Request[Actor, Any, Any], code: str, forms: dict[str, Form[Any]], status: int = 200
) -> Template:
    today = local_day(now())
    rows = [row for row in await queries.rules(request.user.ward) if row.code == code]
    if not rows:
        raise NotFound(f"no rule {code}")
    entry = _entry(code, rows, today)
    if not entry.house:
        raise Forbidden(f"{code} is not a house rule")
    fresh: dict[str, Form[Any]] = {"new": form_of({}), "end": form_of({})}
    return await staff_page(
        request,
        "staff/rule.html",
        status=status,
        entry=entry,
        certainty=CERTAINTY,
        own=[row for row in rows if row.ward is not None],
        forms=fresh | forms,
        today=today,
    )


@post("/quy-dinh/{code:str}", opt=CHAIRMAN)
async def override(request: Request[Actor, Any, Any], code: FromPath[str]) -> Template | Redirect:
    form = await read_form(request, RuleForm)
    if form.data is None:
        return await _one(request, code, {"new": form}, 422)
    new, rows = form.data, await queries.rules(request.user.ward)
    general = in_force([row for row in rows if row.ward is None], code, new.since)
    if general is None:
        return await _one(request, code, {"new": form.refuse(since=NONE_THEN)}, 422)
    wanted = house_rules.HouseRule(
        code, read_value(new.value, general.value), new.source, new.since, new.until
    )
    try:
        await house_rules.set_rule(request.user, wanted)
    except Invalid as error:
        return await _one(request, code, {"new": form.refuse_all(error, WORDS)}, 422)
    except Conflict:
        return await _one(
            request, code, {"new": form.refuse(since=_overlap(rows, code, wanted))}, 409
        )
    return onward(PATH, "da-ghi")


def _overlap(rows: Iterable[RuleValue], code: str, wanted: house_rules.HouseRule) -> str:
    """Which of the ward's own rows stand in the way."""
    last = wanted.until or date.max
    windows = [
        f"{day(row.since)} – {day(row.until) if row.until else '…'}"
        for row in rows
        if row.code == code
        and row.ward is not None
        and row.since <= last
        and wanted.since <= (row.until or date.max)
    ]
    return str(OVERLAP) % {"window": "; ".join(windows)}


@post("/quy-dinh/{code:str}/{rule:int}/ket-thuc", opt=CHAIRMAN)
async def end(
    request: Request[Actor, Any, Any], code: FromPath[str], rule: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, EndForm)
    if form.data is None:
        return await _one(request, code, {"end": form}, 422)
    try:
        await house_rules.end_rule(request.user, rule, form.data.last)
    except Invalid as error:
        wrong = form.refuse(last=WORDS[error.errors["until"]])
        return await _one(request, code, {"end": wrong}, 422)
    return onward(PATH, "da-ket-thuc")


handlers = [show, show_one, override, end]
rail = [RailItem("rules", PATH, "board", _("Quy định"), "staff:any", 86)]
