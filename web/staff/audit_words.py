"""Lines of the audit log in words: which value, from what to what, of whom."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dialogue.core.audit import Entry
from dialogue.core.i18n import day, number
from dialogue.ward import queries as wards
from dialogue.ward.machines.rules import scopes_kept
from dialogue.ward.states import Role
from surveys.queries.counters import counters
from web.i18n import gettext_lazy as _
from web.staff.exposure_words import DATA_KIND, PART
from web.staff.figure_words import COUNT, QUALIFIER
from web.staff.machines import SCOPES
from web.staff.places import Names, names
from web.staff.review_words import KINDS
from web.words import CODE_REASON, ROLE, Words

NAME: Words = {
    **COUNT,
    "active": _("Đang dùng"),
    "body": _("Cơ quan"),
    "added": _("Thêm"),
    "address": _("Địa chỉ"),
    "changed": _("Sửa"),
    "code": _("Mã"),
    "comments": _("Số lời"),
    "count": _("Số lượng"),
    "days": _("Số ngày dùng được"),
    "different": _("Số phiếu khác nhau"),
    "ends": _("Ngày cuối"),
    "field": _("Lĩnh vực"),
    "fields": _("Lĩnh vực"),
    "first": _("Dòng đầu tiên"),
    "gender": _("Cách xưng hô"),
    "group": _("Tổ dân phố"),
    "group_word": _("Cách gọi tổ dân phố"),
    "head_word": _("Cách gọi tổ trưởng"),
    "hours": _("Giờ làm việc"),
    "kind": _("Loại"),
    "label": _("Tên gọi"),
    "login": _("Tên đăng nhập"),
    "name": _("Tên"),
    "name_en": _("Tên tiếng Anh"),
    "new_head": _("Đổi tổ trưởng"),
    "number": _("Bản"),
    "numbers": _("Số trên bảng công khai"),
    "off": _("Tắt"),
    "origin": _("Nguồn gốc sau sắp xếp"),
    "part": _("Ở"),
    "phone": _("Điện thoại"),
    "province": _("Tỉnh, thành phố"),
    "province_title": _("Cách gọi tỉnh, thành phố"),
    "qualifiers": _("Chữ kèm con số"),
    "reason": _("Để làm gì"),
    "removed": _("Bỏ"),
    "roles": _("Vai trò"),
    "rows": _("Số dòng"),
    "scopes": _("Được làm"),
    "short": _("Tên ngắn"),
    "since": _("Từ ngày"),
    "slips": _("Số phiếu"),
    "spoiled": _("Số phiếu hỏng"),
    "slug": _("Tên trong địa chỉ trang"),
    "staff": _("Người làm"),
    "title": _("Chức vụ"),
    "unit": _("Đơn vị"),
    "until": _("Đến ngày"),
    "value": _("Giá trị"),
    "version": _("Bản"),
    "why": _("Vì sao"),
    "why_settled": _("Lý do"),
}
OTHER = _("Mục khác")
NONE = "–"
SUBJECT: Words = {  # %(name)s where it has one
    "staff": _("tài khoản %(name)s"),
    "unit": _("đơn vị %(name)s"),
    "field": _("lĩnh vực %(name)s"),
    "topic": _("chủ đề %(name)s"),
    "group": _("%(name)s"),
    "counter": _("quầy %(name)s"),
    "matter": _("vấn đề mã nội bộ %(name)s"),
    "outside-recipient": _("nơi nhận bên ngoài"),
    "alert": _("cảnh báo về quầy"),
    "follow_up": _("một lượt “Không hài lòng”"),
    "survey": _("đợt khảo sát số %(name)s"),
    "survey_form": _("mẫu phiếu số %(name)s"),
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Known = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Book:
    """Names by kind of subject and id, and of rules by code."""

    names: Names
    counters: Mapping[int, str]
    rules: Mapping[str, str]

    @property
    def by_kind(self) -> Known:
        known = self.names
        return {
            "staff": known.people,
            "unit": known.units,
            "field": known.fields,
            "fields": known.fields,
            "topic": known.topics,
            "group": known.groups,
            "counter": self.counters,
        }


async def book(ward: int) -> Book:
    return Book(
        await names(ward),
        {card.id: f"{card.label} {card.name}".strip() for card in await counters(ward)},
        {rule.code: rule.text for rule in await wards.rules(ward)},
    )


def subject(entry: Entry, known: Book) -> str:
    """`tài khoản Lê Thị Mai`; empty where the act is about the ward as a whole."""
    text = SUBJECT.get(entry.subject_kind)
    if text is None or entry.subject is None:
        return ""
    own = known.by_kind.get(entry.subject_kind)
    name = own.get(entry.subject, NONE) if own is not None else str(entry.subject)
    return str(text) % {"name": name}


def changes(entry: Entry, known: Book) -> list[tuple[str, str, str]]:
    """(name of the value, before, after) of what changed."""
    old, new = entry.before, entry.after
    found = [
        _change(name, old.get(name), new.get(name), known)
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]
    return [line for line in found if line[1] != line[2]]


def _change(name: str, old: object, new: object, known: Book) -> tuple[str, str, str]:
    return str(NAME.get(name, OTHER)), _shown(name, old, known), _shown(name, new, known)


def _shown(name: str, value: object, known: Book) -> str:
    if value in (None, "", [], {}):
        return NONE
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    if isinstance(value, list):
        return ", ".join(_shown(name, each, known) for each in value)
    if name in WORDS:
        return WORDS[name](str(value), known)
    if isinstance(value, int):
        return known.by_kind[name].get(value, NONE) if name in known.by_kind else number(value)
    text = str(value)
    return day(date.fromisoformat(text)) if DAY.fullmatch(text) else text


def _qualifiers(text: str, _known: Book) -> str:
    said = json.loads(text)
    return ", ".join(f"{COUNT[name]}: {QUALIFIER[word]}" for name, word in said.items()) or NONE


def _scopes(text: str, _known: Book) -> str:
    return ", ".join(str(word) for scope, word in SCOPES.items() if scope in scopes_kept(text))


KIND: Words = {  # of a unit, or of personal data
    **{kind.value: word for kind, word in KINDS.items()},
    **DATA_KIND,
}


WORDS: Mapping[str, Callable[[str, Book], str]] = {  # codes of the domain
    "roles": lambda code, _book: str(ROLE[Role(code)]) if code in set(Role) else code,
    "kind": lambda code, _book: str(KIND.get(code, KIND["other"])),
    "part": lambda code, _book: str(PART.get(code, NONE)),
    "code": lambda code, book: book.rules.get(code, code),
    "qualifiers": _qualifiers,
    "scopes": _scopes,
    "why": lambda code, _book: str(CODE_REASON[code]),
}
