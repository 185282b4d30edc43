"""A written text as it is read aloud: abbreviations in full, numbers, days, codes in words.

Pure. What is short for what stands in data/abbreviations.csv with its source; what is in no table
is spelled by the names of its letters, and told, so that an officer can say it better.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dialogue.bulletin import numbers

DATA = Path(__file__).parent / "data"
LONGEST_NUMBER = 12  # digits; longer ones are codes
CLOSE = 30  # letters before a document's number that may name its kind
UNITS = {
    "km²": "ki-lô-mét vuông",
    "km2": "ki-lô-mét vuông",
    "m²": "mét vuông",
    "m2": "mét vuông",
    "m³": "mét khối",
    "m3": "mét khối",
    "km": "ki-lô-mét",
    "cm": "xăng-ti-mét",
    "mm": "mi-li-mét",
    "m": "mét",
    "kg": "ki-lô-gam",
    "ha": "héc-ta",
    "°C": "độ C",
    "MB": "mê-ga-bai",
    "kWh": "ki-lô-oát giờ",
}
RANKS = {"1": "nhất", "4": "tư"}  # thứ nhất, thứ tư
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
ROMAN |= {"X": 10, "XI": 11, "XII": 12, "XIII": 13, "XIV": 14, "XV": 15}
_ROMAN = "|".join(sorted(ROMAN, key=len, reverse=True))
_UNIT = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
_WHOLE = r"\d{1,3}(?:\.\d{3})+|\d+"
_END = r"(?![\w]|[.,]\d)"
# Nothing without a bound: whoever writes thousands of digits shall not keep others waiting.
_PATTERNS = {
    "address": r"(?:https?://)?(?:[a-z0-9-]{1,40}\.){1,6}(?:vn|com|org|net|example)\b[\w/.-]{0,120}"
    r"(?<![.])",
    "document": r"\d{1,6}/(?:\d{4}/)?[A-ZĐ][\wĐđ]{0,12}(?:-[A-ZĐ][\wĐđ]{0,12}){0,3}",
    "procedure": r"(?<![\w.,])\d\.\d{6}(?:\.\w{1,8}){0,4}(?![\w])",
    "phone": r"(?<![\w.])(?:\+84|0)\d{2,3}[ .]?\d{3,4}[ .]?\d{3,4}(?![\w]|[.,]\d)"
    r"|\(0\d{2,3}\)\s?\d{3,4}[ .-]?\d{3,4}(?![\w]|[.,]\d)"
    r"|(?<![\w.])1[89]00[ .]?\d{4}(?:[ .]?\d{2})?(?![\w])",
    "short": r"(?P<call>(?i:gọi|tổng đài|điện thoại|số máy|đường dây nóng))\s+"
    r"(?P<number>\d{3,4})(?!\w|[.,/]\d)",
    "rank": r"(?P<rank_>(?i:thứ))\s+(?P<place_>\d)(?!\w|[.,/]\d)",
    "place": r"(?P<what>(?i:số nhà|nhà số|hẻm|ngõ|ngách|kiệt))\s+"
    r"(?P<numbers>\d{1,4}(?:/\d{1,4}){1,4})",
    "date": r"(?P<named>(?i:ngày|hôm)\s+)?(?<![\d/.])(?P<day>\d{1,2})/(?P<month>\d{1,2})"
    r"(?:/(?P<year>\d{4}))?(?![\d/-]|\w)",
    "month": r"(?P<word>(?i:tháng)\s+)(?P<month_>\d{1,2})(?:/(?P<year_>\d{4}))?(?![\d/]|\w)",
    "quarter": r"(?P<term>(?i:quý|kỳ|khóa|loại|hạng|đợt|cấp|mức|phần|chương))\s+"
    rf"(?P<roman>{_ROMAN})"
    r"(?:/(?P<year__>\d{4}))?(?![\w/])",
    "clock": r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])\s?(?::|h|giờ)\s?(?P<minute>[0-5]\d)"
    r"(?:\s?phút|['’])?(?![\w:])|(?<![\d.,:])(?P<sharp>[01]?\d|2[0-4])h(?!\w)",
    "span": rf"(?P<from>{_WHOLE})\s?[–-]\s?(?P<to>{_WHOLE})(?P<spanpercent>\s?%)?{_END}",
    "money": rf"(?<![\w.,])(?P<sum>{_WHOLE})\s?(?:đồng|đ|VNĐ|VND)(?!\w)",
    "share": rf"(?<![\w.,])(?P<share_>{_WHOLE})(?:,(?P<part>\d{{1,6}}))?\s?%",
    "measure": rf"(?<![\w.,])(?P<much>{_WHOLE})(?:,(?P<fine>\d{{1,6}}))?\s?(?P<unit>{_UNIT})(?!\w)",
    "fraction": rf"(?<![\w.,/])(?P<over>{_WHOLE})/(?P<under>{_WHOLE})(?![\w/]|[.,]\d)",
    "decimal": rf"(?<![\w.,])(?P<front>{_WHOLE}),(?P<back>\d{{1,6}}){_END}",
    "whole": rf"(?<![\w.,])(?:{_WHOLE}){_END}",
    "letters": r"(?<!\w)(?:[A-ZĐa-zđ]{0,2}\d{1,12}[A-ZĐa-zđ]\w{0,8}"
    r"|[A-ZĐ]{1,4}\d{1,12}(?:[.-]\d{1,12}){0,3})(?!\w)",
    "digits": r"\d+",
}
_WRITTEN = re.compile("|".join(f"(?P<{name.upper()}>{each})" for name, each in _PATTERNS.items()))
_CAPITALS = re.compile(r"(?<!\w)[A-ZĂÂĐÊÔƠƯ]{2,12}(?:[-–.][A-ZĂÂĐÊÔƠƯ]{1,12}){0,3}(?!\w)")
_SIGNS = {"%": " phần trăm", "&": " và ", "+": " cộng ", "=": " bằng ", "≥": " từ ", "≤": " đến "}
_BETWEEN = re.compile(r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])")  # phường/xã
_SPACES = re.compile(r"[ \t\u00a0]+")
_VOWELS = re.compile("[AĂÂEÊIOÔƠUƯY]")
# A word in capitals reads as a syllable: "HỌP", "AN"; an abbreviation of four vowels does not.
_SYLLABLE = re.compile(
    r"(?:NGH|NG|NH|CH|GH|GI|KH|PH|QU|TH|TR|[BCDĐGHKLMNPQRSTVX])?[AĂÂEÊIOÔƠUƯY]{1,3}(?:CH|NG|NH|[CMNPT])?"
)
Reader = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """unknown: abbreviations in no table, spelled letter by letter."""

    text: str
    unknown: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return count_words(self.text)


def count_words(text: str) -> int:
    """Tiếng: what stands between blanks, without lone dashes."""
    return sum(any(sign.isalnum() for sign in each) for each in text.split())


def minutes(words: int, pace: int) -> int:
    """Started minutes of reading. pace: words a minute."""
    return -(-words // pace)


@cache
def abbreviations() -> Mapping[str, str]:
    with (DATA / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        return {row["short"]: row["spoken"] for row in csv.DictReader(file)}


@cache
def letter_names() -> Mapping[str, str]:
    with (DATA / "letters.csv").open(encoding="utf-8", newline="") as file:
        return {row["letter"]: row["name"] for row in csv.DictReader(file)}


def spoken(text: str, more: Mapping[str, str] | None = None) -> Spoken:
    """more: what the ward itself shortens, its units say; it goes before the common table."""
    table = {**abbreviations(), **(more or {})}
    unknown: dict[str, None] = {}
    said = _WRITTEN.sub(lambda found: _read(found, table, unknown), text)
    said = _named(said, table)
    said = _CAPITALS.sub(lambda found: _capitals(found[0], table, unknown), said)
    said = _BETWEEN.sub(", ", said)
    for sign, word in _SIGNS.items():
        said = said.replace(sign, word)
    lines = (_SPACES.sub(" ", line).strip() for line in said.splitlines())
    return Spoken("\n".join(lines).strip(), tuple(unknown))


def left_to_read(text: str) -> tuple[str, ...]:
    """What somebody at a microphone would stumble on: digits and abbreviations."""
    found = [word for word in text.split() if any(sign.isdecimal() for sign in word)]
    found += [each for each in _CAPITALS.findall(text) if not _is_word(each)]
    return tuple(dict.fromkeys(found))


def _named(text: str, table: Mapping[str, str]) -> str:
    longest = sorted(table, key=len, reverse=True)
    pattern = "|".join(map(re.escape, longest))
    return re.sub(rf"(?<![\w/])(?:{pattern})(?![\w/])", lambda found: table[found[0]], text)


def _capitals(word: str, table: Mapping[str, str], unknown: dict[str, None]) -> str:
    """Known parts in full, words in capitals as they are, the rest by the names of its letters."""
    if word in table:
        return table[word]
    if _is_word(word):
        return word
    parts = re.split(r"[-–.]", word)
    if all(part in table or _is_word(part) for part in parts):
        return " ".join(table.get(part, part) for part in parts)
    unknown[word] = None
    return " ".join(table.get(part) or spelled(part) for part in parts)


def _is_word(word: str) -> bool:
    return bool(_SYLLABLE.fullmatch(word)) and bool(_VOWELS.search(word))


def spelled(letters: str) -> str:
    """ "XYZ" → "ích-xì i dài dét"; digits as digits."""
    names = letter_names()
    said = [
        numbers.DIGITS[int(each)] if each.isdecimal() else names.get(each.upper(), "")
        for each in letters
    ]
    return " ".join(filter(None, said))


def _read(found: re.Match[str], table: Mapping[str, str], unknown: dict[str, None]) -> str:
    kind = next(name for name in _PATTERNS if found[name.upper()] is not None)
    if kind == "document":
        return _document(found, table, unknown)
    return _READERS[kind](found)


def _whole(typed: str) -> str:
    """With or without points between thousands; a code begins with a nought or is very long."""
    bare = typed.replace(".", "")
    if len(bare) > LONGEST_NUMBER or (len(bare) > 1 and bare[0] == "0" and len(bare) > 2):
        return numbers.one_by_one(bare)
    return numbers.whole(int(bare))


def _decimal(front: str, back: str | None) -> str:
    if not back:
        return _whole(front)
    bare = front.replace(".", "")
    if len(bare) > LONGEST_NUMBER:
        return f"{numbers.one_by_one(bare)} phẩy {numbers.one_by_one(back)}"
    return numbers.decimal(int(bare), back)


def _document(found: re.Match[str], table: Mapping[str, str], unknown: dict[str, None]) -> str:
    """ "39/KH-UBND" → "ba mươi chín, kế hoạch, Ủy ban nhân dân".

    What the words before it say is not said again: "Nghị định 30/2020/NĐ-CP".
    """
    before = found.string[max(0, found.start() - CLOSE) : found.start()].lower()
    before = before.rstrip().removesuffix(" số")
    said = []
    for part in re.split(r"[/-]", found[0]):
        letters = part.rstrip("0123456789")
        digits = part[len(letters) :]
        read = _part(letters, table, unknown)
        if read and before.endswith(read.lower()):
            continue
        if digits:
            read = f"{read} {_whole(digits)}" if read else _counted(digits)
        said.append(read)
    return ", ".join(said)


def _part(letters: str, table: Mapping[str, str], unknown: dict[str, None]) -> str:
    if letters and letters not in table:
        unknown[letters] = None
        return spelled(letters)
    return table.get(letters, "")


def _counted(digits: str) -> str:
    """A document's number, or its year."""
    return f"{'năm ' if re.fullmatch('(?:19|20)[0-9]{2}', digits) else ''}{_whole(digits)}"


def _date(found: re.Match[str]) -> str:
    named, day, month, year = found.group("named", "day", "month", "year")
    try:
        value = date(int(year or 2000), int(month), int(day))  # 29/2 has a leap year
    except ValueError:
        return (named or "") + " trên ".join(_whole(each) for each in (day, month, year) if each)
    said = numbers.day(value, with_year=year is not None)
    return named + said.removeprefix("ngày ") if named else said


def _month(found: re.Match[str]) -> str:
    word, month, year = found.group("word", "month_", "year_")
    said = word + numbers.month(int(month)).removeprefix("tháng ")
    return f"{said} {numbers.year(int(year))}" if year else said


def _quarter(found: re.Match[str]) -> str:
    term, roman, year = found.group("term", "roman", "year__")
    said = f"{term} {numbers.MONTHS.get(ROMAN[roman]) or numbers.whole(ROMAN[roman])}"
    return f"{said} {numbers.year(int(year))}" if year else said


def _clock(found: re.Match[str]) -> str:
    if found["sharp"]:
        return numbers.time_of_day(int(found["sharp"]))
    return numbers.time_of_day(int(found["hour"]), int(found["minute"]))


def _span(found: re.Match[str]) -> str:
    tail = " phần trăm" if found["spanpercent"] else ""
    return f"{_whole(found['from'])} đến {_whole(found['to'])}{tail}"


def _place(found: re.Match[str]) -> str:
    return f"{found['what']} {' trên '.join(map(_whole, found['numbers'].split('/')))}"


def _phone(found: re.Match[str]) -> str:
    return numbers.telephone(re.sub(r"\D", "", found[0].replace("+84", "0")))


def _address(found: re.Match[str]) -> str:
    bare = found[0].removeprefix("https://").removeprefix("http://").strip("/")
    return _digits(bare.replace(".", " chấm ").replace("/", " gạch chéo ").replace("-", " gạch "))


def _digits(text: str) -> str:
    return re.sub(r"\d", lambda each: f" {numbers.DIGITS[int(each[0])]} ", text)


def _procedure(found: re.Match[str]) -> str:
    return ", ".join(_letters(part) for part in found[0].split("."))


def _letters(code: str) -> str:
    """ "H29" → "hát hai chín"."""
    return " ".join(spelled(each) for each in re.findall(r"\w", code)).strip()


_READERS: Mapping[str, Reader] = {
    "address": _address,
    "procedure": _procedure,
    "phone": _phone,
    "short": lambda found: f"{found['call']} {numbers.one_by_one(found['number'])}",
    "rank": lambda found: (
        f"{found['rank_']} {RANKS.get(found['place_']) or _whole(found['place_'])}"
    ),
    "place": _place,
    "date": _date,
    "month": _month,
    "quarter": _quarter,
    "clock": _clock,
    "span": _span,
    "money": lambda found: f"{_whole(found['sum'])} đồng",
    "share": lambda found: numbers.percent(_decimal(found["share_"], found["part"])),
    "measure": lambda found: f"{_decimal(found['much'], found['fine'])} {UNITS[found['unit']]}",
    "fraction": lambda found: f"{_whole(found['over'])} trên {_whole(found['under'])}",
    "decimal": lambda found: _decimal(found["front"], found["back"]),
    "whole": lambda found: _whole(found[0]),
    "letters": lambda found: _letters(found[0]),
    "digits": lambda found: numbers.one_by_one(found[0]),
}
