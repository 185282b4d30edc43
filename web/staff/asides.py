"""What was done beside the steps of a matter, as staff reads it in its history."""

from __future__ import annotations

from datetime import date

from dialogue.core.i18n import machine_moment, moment, weekday_day
from dialogue.matters.queries.asides import TASK, Aside
from web.i18n import gettext_lazy as _
from web.shapes import Event
from web.staff.exposure_words import DATA_KIND, PART
from web.staff.places import Names
from web.words import Words

SENTENCES: Words = {  # %(…)s: what `_known` makes of the line
    "mask": _("%(who)s che thông tin riêng: %(kind)s, %(part)s"),
    "keep": _("%(who)s giữ nguyên: %(kind)s, %(part)s"),
    "read-original": _("%(who)s xem nguyên văn"),
    "show-file": _("%(who)s công khai một tệp kèm theo"),
    "hide-file": _("%(who)s thôi công khai một tệp kèm theo"),
    f"{TASK}open": _("%(who)s mở việc đã hứa, hạn %(due)s"),
    f"{TASK}progress": _("%(who)s báo tiến độ việc đã hứa"),
    f"{TASK}give": _("%(who)s giao việc đã hứa cho người khác"),
    f"{TASK}propose-stop": _("%(who)s đề nghị dừng việc đã hứa"),
    f"{TASK}move-date": _("%(who)s đổi hạn việc đã hứa từ %(old)s sang %(new)s"),
    f"{TASK}claim-done": _("%(who)s báo việc đã hứa đã xong"),
    f"{TASK}confirm": _("%(who)s xác nhận việc đã hứa đã xong"),
    f"{TASK}dispute": _("%(who)s nói việc đã hứa chưa xong"),
    f"{TASK}stop": _("%(who)s dừng việc đã hứa"),
}
BY: Words = {  # who judged a promise from outside
    "asker": _("Người hỏi"),
    "group": _("Tổ trưởng"),
    "silence": _("Hết thời gian chờ, không ai có ý kiến: hệ thống"),
}
SYSTEM = _("Hệ thống")
LATE = frozenset({f"{TASK}dispute", f"{TASK}stop", f"{TASK}move-date"})


def told(line: Aside, names: Names) -> Event:
    known = _known(line, names)
    return Event(
        title=str(SENTENCES[line.kind]) % known,
        at=machine_moment(line.at),
        when=moment(line.at),
        state="late" if line.kind in LATE else "done",
        note=" · ".join(filter(None, (line.task, line.text))),
    )


def _known(line: Aside, names: Names) -> dict[str, str]:
    data = line.data
    days = {name: _day(data.get(name)) for name in ("due", "old", "new")}
    return days | {
        "who": _who(line, names),
        "kind": str(DATA_KIND.get(data.get("kind", ""), DATA_KIND["other"])).lower(),
        "part": str(PART.get(data.get("part", ""), "–")).lower(),
    }


def _who(line: Aside, names: Names) -> str:
    if line.staff is None:
        return str(BY.get(line.data.get("by", ""), SYSTEM))
    return names.people.get(line.staff, "–")


def _day(value: object) -> str:
    return weekday_day(date.fromisoformat(str(value))) if value else "–"
