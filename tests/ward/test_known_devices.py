"""The mark of a browser: bound to its account, unreadable, ours alone, and it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dialogue.core import clock
from dialogue.ward.known_devices import account_name, device_of, with_mark

pytestmark = pytest.mark.unit
ME, OTHER = "chu-tich@thach-ban", "van-thu@thach-ban"


def test_a_mark_is_of_one_account() -> None:
    marks = with_mark(ME, "")
    assert device_of(ME, marks) is not None
    assert device_of(OTHER, marks) is None
    assert "chu-tich" not in marks


def test_each_sign_in_makes_a_fresh_one() -> None:
    first = with_mark(ME, "")
    second = with_mark(ME, first)
    assert device_of(ME, first) != device_of(ME, second)
    assert "~" not in second


def test_a_shared_browser_knows_several_accounts_and_forgets_the_oldest() -> None:
    marks = ""
    for number in range(8):
        marks = with_mark(f"can-bo-{number}@thach-ban", marks)
    known = [n for n in range(8) if device_of(f"can-bo-{n}@thach-ban", marks)]
    assert known == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("marks", ["", "~", "k1.0.0.0", "é~%", "k9.000001.0123456789abcdef.00"])
def test_what_is_not_ours_is_a_stranger_s(marks: str) -> None:
    assert device_of(ME, marks) is None
    assert device_of(ME, with_mark(ME, marks)) is not None


def test_a_changed_mark_is_not_ours() -> None:
    mark = with_mark(ME, "")
    other = "0" if mark[-1] != "0" else "1"
    assert device_of(ME, mark[:-1] + other) is None


def test_a_mark_ends_after_half_a_year() -> None:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    with clock.at(start):
        mark = with_mark(ME, "")
    with clock.at(start + timedelta(days=180)):
        assert device_of(ME, mark) is not None
    with clock.at(start + timedelta(days=181)):
        assert device_of(ME, mark) is None


def test_accounts_are_compared_in_small_letters() -> None:
    assert account_name(" Chu-Tich@THACH-BAN ") == ME
