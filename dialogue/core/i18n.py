"""Numbers, days and times as people read and type them.

language: `vi` and `en` have the words of our house; any other speaks as its locale does (CLDR).
Days and instants are shown in Vietnam's time.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from dialogue.core.clock import is_day_alone, local_time

WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SHORT_WEEKDAYS = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NO_SHARE = "–"  # a share of nothing; never 0%
_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}))?", re.ASCII)
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)

Number = int | float | Decimal


@cache
def signs(language: str) -> tuple[str, str]:
    """What stands before the decimals, and between the thousands."""
    return get_decimal_symbol(language), get_group_symbol(language)


@cache
def _signs(language: str) -> dict[int, str]:
    decimals, thousands = signs(language)
    return {ord(","): thousands, ord("."): decimals}


def number(value: int, language: str = "vi") -> str:
    """`2.685`, in English `2,685`."""
    return f"{value:,}".translate(_signs(language))


def hour(moment: time, language: str = "vi") -> str:
    """`17 giờ`, `11 giờ 30`; in English `17:00`."""
    if language != "vi":
        return f"{moment:%H:%M}"
    return f"{moment.hour} giờ" + (f" {moment.minute:02}" if moment.minute else "")


def counted(value: int, most: int, language: str = "vi") -> str:
    """`99+` above `most`, up to which it was counted."""
    return f"{number(most, language)}+" if value > most else number(value, language)


def decimal(value: Number, digits: int = 1, language: str = "vi") -> str:
    """`76,5`; halves go up."""
    return f"{_rounded(Decimal(str(value)), digits):,}".translate(_signs(language))


def percent(part: int, whole: int, digits: int = 1, language: str = "vi") -> str:
    """`52,8%`; all of it is `100%`, none `0%`; a share of nothing is `–`."""
    if whole == 0:
        return NO_SHARE
    if part in (0, whole):
        return "100%" if part else "0%"
    return decimal(Decimal(100 * part) / Decimal(whole), digits, language) + "%"


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def money(value: int, language: str = "vi") -> str:
    return f"{number(value, language)} {'đồng' if language == 'vi' else 'VND'}"


def day(value: date, language: str = "vi") -> str:
    """`30/6/2020`, in English `30 June 2020`, which nobody can read as American."""
    if language == "vi":
        return f"{value.day}/{value.month}/{value.year}"
    if language == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return format_date(value, "long", locale=language)


def short_day(value: date, language: str = "vi") -> str:
    """Without the year: `27/11`, `27 November`."""
    if language == "vi":
        return f"{value.day}/{value.month}"
    if language == "en":
        return f"{value.day} {MONTHS[value.month - 1]}"
    return format_skeleton("MMMMd", value, locale=language)


def month_name(month: int, language: str) -> str:
    """`March`; Vietnamese months have numbers."""
    if language == "en":
        return MONTHS[month - 1]
    return str(get_month_names("wide", "stand-alone", locale=language)[month])


def document_day(value: date) -> str:
    """As official papers write it: a zero before days under ten and months one and two."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"{value.day:02}/{month}/{value.year}"


def days(first: date, last: date, language: str = "vi") -> str:
    """`từ 01/7 đến 17/9/2025`; the first year only where it differs."""
    if language == "vi":
        start = document_day(first)
        if first.year == last.year:
            start = start.removesuffix(f"/{first.year}")
        return f"từ {start} đến {document_day(last)}"
    start = day(first, language) if first.year != last.year else short_day(first, language)
    return f"{start} – {day(last, language)}"


def moment(value: datetime, language: str = "vi") -> str:
    """`14:04, 03/07/2020`, in English `14:04, 3 July 2020`; a day alone without its hour."""
    local = local_time(value)
    shown = f"{local:%d/%m/%Y}" if language == "vi" else day(local.date(), language)
    return shown if is_day_alone(value) else f"{local:%H:%M}, {shown}"


def machine_moment(value: datetime) -> str:
    """As <time datetime> has it, to the minute; a day alone without its hour."""
    local = local_time(value)
    return f"{local:%Y-%m-%d}" if is_day_alone(value) else local.isoformat(timespec="minutes")


def weekday(value: date, language: str = "vi") -> str:
    if language in WEEKDAYS:
        return WEEKDAYS[language][value.weekday()]
    return format_date(value, "EEEE", locale=language)


def weekday_day(value: date, language: str = "vi") -> str:
    """`thứ Sáu 27/11`, `Friday 27 November`."""
    return f"{weekday(value, language)} {short_day(value, language)}"


def phone(e164: str) -> str:
    """`+84912345678` → `0912 345 678`; a landline as `028 3829 1234`."""
    digits = "0" + e164.removeprefix("+84")
    cut = 4 if len(digits) == 10 else 3
    return f"{digits[:cut]} {digits[cut : -4 + (cut == 4)]} {digits[-4 + (cut == 4) :]}"


def read_number(typed: str) -> int | None:
    """`1.270` and `1270` are one thousand and more. None for `1.5`: ask, do not guess."""
    typed = typed.strip()
    if re.fullmatch(r"\d{1,3}([.,  ]\d{3})+|\d{1,15}", typed, re.ASCII):
        return int(re.sub(r"\D", "", typed))
    return None


def read_day(typed: str, today: date) -> date | None:
    """`3/7`, `03-07-2020`, `3.7.2020`, `2020-07-03`: the day first. Without a year: this year's."""
    found = _typed_day(typed)
    if found is None:
        return None
    try:
        return date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def looks_like_day(typed: str) -> bool:
    """Is it written as a day, whether the calendar has it or not: `31/11/2026`?"""
    return _typed_day(typed) is not None


def _typed_day(typed: str) -> re.Match[str] | None:
    return _DAY.fullmatch(typed.strip()) or _ISO_DAY.fullmatch(typed.strip())


def read_time(typed: str) -> time | None:
    """`14:04`, `7h30`, `7h`, `07 giờ 30 phút`."""
    found = re.fullmatch(
        r"(\d{1,2})\s*(?::|h|giờ)\s*(?:(\d{1,2})\s*(?:phút|')?)?", typed.strip().lower(), re.ASCII
    )
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))
