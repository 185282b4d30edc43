"""Names that a ward keeps as data, on English pages.

What is stored in English comes first, then a rule; what neither knows stays Vietnamese and says so
to screen readers. On Vietnamese pages every name is as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from markupsafe import Markup, escape

from dialogue.ward.cards import GroupCard, UnitCard
from web.i18n import language

KIND = {"phường": "Ward", "xã": "Commune", "đặc khu": "Special Zone"}
PROVINCE = {"Thành phố": "City", "Tỉnh": "Province"}
GROUP = {
    "Tổ dân phố": "Residential group",
    "Khu phố": "Neighbourhood",
    "Tổ": "Group",
    "Khu": "Area",
    "Thôn": "Village",
    "Làng": "Village",
    "Bản": "Village",
    "Buôn": "Village",
    "Ấp": "Hamlet",
    "Xóm": "Hamlet",
}
TITLE = {  # {of}: "Ward ", "Commune " or nothing
    "Chủ tịch UBND": "Chairperson of the {of}People's Committee",
    "Quyền Chủ tịch UBND": "Acting Chairperson of the {of}People's Committee",
    "Phó Chủ tịch UBND": "Vice Chairperson of the {of}People's Committee",
    "Phó Chủ tịch Thường trực UBND": "Standing Vice Chairperson of the {of}People's Committee",
    "Chánh Văn phòng HĐND và UBND": "Chief of the {of}People's Council and Committee Office",
    "Giám đốc Trung tâm Phục vụ hành chính công": "Director of the Public Service Centre",
    "Phó Giám đốc Trung tâm Phục vụ hành chính công": (
        "Deputy Director of the Public Service Centre"
    ),
    "Trưởng phòng Kinh tế, Hạ tầng và Đô thị": (
        "Head of the Economy, Infrastructure and Urban Division"
    ),
    "Trưởng phòng Kinh tế": "Head of the Economy Division",
    "Trưởng phòng Văn hóa – Xã hội": "Head of the Culture and Society Division",
    "Trưởng Công an": "Chief of the {of}Police",
    "Chỉ huy trưởng Ban Chỉ huy Quân sự": "Commander of the {of}Military Command",
    "Thành viên Ban Thanh tra nhân dân": "Member of the People's Inspection Board",
    "Trưởng Ban Thanh tra nhân dân": "Head of the People's Inspection Board",
}
COUNTER = {"Quầy": "Counter", "Cửa": "Window", "Bàn": "Desk"}
DESK = {
    "Hướng dẫn, trả kết quả": "Guidance and results",
    "Hướng dẫn": "Guidance",
    "Tiếp nhận": "Intake",
    "Trả kết quả": "Results",
    "Cư trú": "Residence",
    "Tiếp nhận và trả kết quả": "Intake and results",
}
HOURS = {  # the longest first where one begins with another
    "Trung tâm Phục vụ hành chính công": "the Public Service Centre",
    "Bộ phận một cửa": "the one-stop counter",
    "Chủ nhật": "Sunday",
    **{
        f"thứ {word}": day
        for word, day in {
            "hai": "Monday",
            "ba": "Tuesday",
            "tư": "Wednesday",
            "năm": "Thursday",
            "sáu": "Friday",
            "bảy": "Saturday",
        }.items()
    },
    "các ngày làm việc": "working days",
    "hằng ngày": "every day",
    "buổi sáng": "morning",
    "buổi chiều": "afternoon",
    "nghỉ trưa": "lunch break",
    "trừ ngày lễ": "except public holidays",
    "sáng": "morning of",
    "chiều": "afternoon of",
    "đến": "to",
    "tại": "at",
    "và": "and",
    "từ": "from",
}
_TITLE = re.compile(r"(.+?)(?: (phường|xã|đặc khu)(?: (.+))?)?")
_GROUP = re.compile(rf"({'|'.join(GROUP)})(?: số)? (.+)")
_LABEL = re.compile(r"(.+?)(?: \((.+)\))?")
_OLD = re.compile(r"(.+) cũ")
_COUNTER = re.compile(rf"({'|'.join(COUNTER)}) (?:số )?(\w+)")
_CLOCK = r"(\d{1,2})(?: ?giờ| ?h|:)(?: ?(\d{2}))?"
_HOURS = re.compile(rf"(?P<clock>{_CLOCK})|(?P<words>{'|'.join(HOURS)})|(?P<rest>[^\W\d_]+)", re.I)
_LOWER = {words.lower(): english for words, english in HOURS.items()}


def said(vietnamese: str, english: str | None = "") -> str:
    """A stored name in the language of the page; the Vietnamese for want of an English one."""
    if language() != "en":
        return vietnamese
    return english or vietnamese_words(vietnamese)


def vietnamese_words(text: str) -> str:
    """On an English page, words in Vietnamese, marked for those who listen."""
    if language() == "vi" or not text:
        return text
    return Markup('<span lang="vi">{}</span>').format(text)


def plain(text: str) -> str:
    """Without the mark: for options and attributes, which hold no elements."""
    return text.striptags() if isinstance(text, Markup) else text


def joined(sentence: object, parts: Mapping[str, str]) -> str:
    """A translated sentence with %(…)s, some of whose parts may be marked Vietnamese."""
    return escape(str(sentence)) % parts


def unit_name(card: UnitCard) -> str:
    """In full, as on the unit's own door: a short name alone says too little to residents."""
    return said(card.name, card.name_en)


def group_name(card: GroupCard) -> str:
    """ "Residential group 9 (Tổ dân phố số 9)": residents know it by its own name alone."""
    return group_called(card.label)


def group_called(label: str) -> str:
    """As group_name. label: "Khu phố 1 (Phú Mỹ cũ)"."""
    return _in_english(label) if language() == "en" else label


@lru_cache(2_000)
def _in_english(label: str) -> str:
    """On an English page. Groups are few, and pages name all of them."""
    whole = _LABEL.fullmatch(label)
    found = _GROUP.fullmatch(whole[1]) if whole else None
    if whole is None or found is None:
        return said(label)
    old = _OLD.fullmatch(whole[2] or "")
    was = f", formerly {old[1]}" if old else f", {whole[2]}" if whole[2] else ""
    own = vietnamese_words(whole[1])
    return said(label, Markup("{} {}{} ({})").format(GROUP[found[1]], found[2], was, own))


def title(text: str) -> str:
    """Of somebody who answers: "Chairperson of the Ward People's Committee"."""
    found = _TITLE.fullmatch(text)
    known = TITLE.get(found[1]) if found else None
    if found is None or known is None:
        return said(text)
    english = known.format(of=f"{KIND[found[2]]} " if found[2] else "")
    return said(text, f"{english}, {found[3]}" if found[3] else english)


def province(name: str, title: str) -> str:
    """ "Thành phố Hà Nội", "Hà Nội City"; nothing without a name."""
    if not name:
        return ""
    english = f"{name} {PROVINCE[title]}" if title in PROVINCE else ""
    return said(f"{title} {name}".strip(), english)


def hours(text: str) -> str:
    """Opening hours, when every word of them is known: half a translation misleads."""
    if any(found["rest"] for found in _HOURS.finditer(text)):
        return said(text)
    return said(text, _HOURS.sub(_hour, text))


def _hour(found: re.Match[str]) -> str:
    if found["clock"]:
        return f"{found[2]}:{found[3] or '00'}"
    return _LOWER[found["words"].lower()]


def ward_called(text: str) -> str:
    """ "Phường Thạch Bàn", "Thạch Bàn Ward"."""
    known = next((kind for kind in KIND if text.lower().startswith(f"{kind} ")), "")
    return said(text, f"{text[len(known) + 1 :]} {KIND[known]}" if known else "")


class Button(Protocol):
    """What we need of a counter's field."""

    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def name_en(self) -> str: ...


class Named(Protocol):
    """What we need of a counter."""

    @property
    def label(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def fields(self) -> Sequence[Button]: ...


def counter_called(card: Named) -> str:
    """ "Counter 2 · Civil status". A counter is named for one of its fields, or for itself."""
    label = _COUNTER.fullmatch(card.label)
    english = {each.name: each.name_en for each in card.fields}
    english |= {each.short: each.name_en for each in card.fields}
    parts = [said(card.label, f"{COUNTER[label[1]]} {label[2]}" if label else "")]
    if card.name:
        parts.append(said(card.name, english.get(card.name) or DESK.get(card.name)))
    return Markup(" · ").join(parts)


FILTERS: dict[str, Callable[..., str]] = {
    "counter_called": counter_called,
    "group_called": group_called,
    "hours": hours,
    "plain": plain,
    "title_called": title,
    "vietnamese_words": vietnamese_words,
    "ward_called": ward_called,
}
