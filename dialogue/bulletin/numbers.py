"""Numbers as they are read aloud in Vietnamese: whole ones, decimals, days, times, telephones.

Pure. The reading is that of the north in official speech: nghìn, linh, mồng; `mốt`, `tư`, `lăm`
after mươi.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")
BILLION = 10**9
MOST = 10**18  # above, digits are read one by one
MONTHS = {4: "tư"}  # the fourth month is tháng tư
FIRST_DAYS = 10  # mồng một … mồng mười
GROUP = 3  # digits of a telephone number in one breath


def whole(number: int) -> str:
    """`2685` → "hai nghìn sáu trăm tám mươi lăm". From 0 up to 10^18. Raises ValueError."""
    if not 0 <= number < MOST:
        raise ValueError(f"{number} is not read as one number")
    if number < BILLION:
        return " ".join(_below_billion(number, full=False)) or DIGITS[0]
    high, low = divmod(number, BILLION)
    return " ".join([whole(high), "tỷ", *_below_billion(low, full=True)])


def _below_billion(number: int, *, full: bool) -> Iterator[str]:
    """Groups of three; full: something stands before, so that noughts at the front are read."""
    for scale in (2, 1, 0):
        group = number // 1000**scale % 1000
        if not group:
            continue
        yield from _group(group, full=full)
        if scale:
            yield SCALES[scale]
        full = True


def _group(number: int, *, full: bool) -> Iterator[str]:
    """One to 999. full: "không trăm linh năm", not "năm"."""
    hundreds, rest = divmod(number, 100)
    if hundreds or full:
        yield f"{DIGITS[hundreds]} trăm"
    if rest:
        yield from _tens(rest, after_hundreds=bool(hundreds) or full)


def _tens(number: int, *, after_hundreds: bool) -> Iterator[str]:
    """One to 99."""
    tens, unit = divmod(number, 10)
    if tens == 0:
        yield f"linh {DIGITS[unit]}" if after_hundreds else DIGITS[unit]
        return
    yield "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if unit:
        yield _unit(unit, tens)


def _unit(unit: int, tens: int) -> str:
    if unit == 5:
        return "lăm"
    if tens > 1 and unit == 1:
        return "mốt"
    return "tư" if tens > 1 and unit == 4 else DIGITS[unit]


def one_by_one(digits: str) -> str:
    """ "115" → "một một năm": codes, and what begins with a nought."""
    return " ".join(DIGITS[int(each)] for each in digits)


def telephone(digits: str) -> str:
    """Digit by digit, with a breath after every third; the first group takes what is left over.

    "0912345678" → "không chín một hai, ba bốn năm, sáu bảy tám".
    """
    first = len(digits) % GROUP
    first = first + GROUP if 0 < first < GROUP and len(digits) > GROUP else first or GROUP
    rest = range(first, len(digits), GROUP)
    parts = [digits[:first], *(digits[at : at + GROUP] for at in rest)]
    return ", ".join(one_by_one(part) for part in parts if part)


def decimal(before: int, after: str) -> str:
    """52 and "8" → "năm mươi hai phẩy tám". after: digits; two are one number, but for noughts."""
    read = whole(int(after)) if len(after) <= 2 and after[0] != "0" else one_by_one(after)
    return f"{whole(before)} phẩy {read}"


def percent(read: str) -> str:
    return f"{read} phần trăm"


def money(number: int) -> str:
    return f"{whole(number)} đồng"


def month(number: int) -> str:
    return f"tháng {MONTHS.get(number) or whole(number)}"


def day_of_month(number: int) -> str:
    """ "mồng năm", "mười lăm", "hai mươi tư"."""
    return f"mồng {whole(number)}" if number <= FIRST_DAYS else whole(number)


def year(number: int) -> str:
    return f"năm {whole(number)}"


def day(value: date, *, with_year: bool = True) -> str:
    """ "ngày mồng hai tháng chín năm hai nghìn không trăm hai mươi lăm"."""
    said = f"ngày {day_of_month(value.day)} {month(value.month)}"
    return f"{said} {year(value.year)}" if with_year else said


def time_of_day(hour: int, minute: int = 0) -> str:
    """ "bảy giờ", "bảy giờ ba mươi phút"."""
    said = f"{whole(hour)} giờ"
    return f"{said} {whole(minute)} phút" if minute else said
