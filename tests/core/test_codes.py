"""Codes that people carry: a slip of hand or tongue is found, nothing can be guessed."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core import codes
from dialogue.core.keys import Keys

pytestmark = pytest.mark.unit
DIGITS = st.text(string.digits, min_size=15, max_size=15)
KEYS = Keys({"k2": b"2" * 32, "k1": b"1" * 32})


def checked(digits: str) -> str:
    return digits + codes.check_digit(digits)


@given(DIGITS, st.integers(0, 15), st.sampled_from(string.digits))
def test_every_single_wrong_digit_is_found(digits: str, place: int, other: str) -> None:
    code = checked(digits)
    wrong = code[:place] + other + code[place + 1 :]
    assert codes.read_tracking_code(wrong) == (code if wrong == code else None)


@given(DIGITS, st.integers(0, 14))
def test_every_swap_of_neighbours_is_found(digits: str, place: int) -> None:
    code = checked(digits)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.read_tracking_code(wrong) == (code if wrong == code else None)


@pytest.mark.parametrize(("digits", "check"), [("572", "4"), ("", "0"), ("0", "0")])
def test_check_digit_as_published(digits: str, check: str) -> None:
    """572 → 4 is the example of Damm's own paper."""
    assert codes.check_digit(digits) == check


@given(DIGITS, st.sampled_from([" ", "-", ".", "  ", "\u00a0", "–"]))
def test_it_is_read_however_it_is_written(digits: str, between: str) -> None:
    code = checked(digits)
    spaced = between.join(code[start : start + 4] for start in range(0, 16, 4))
    assert codes.read_tracking_code(f" {spaced}\n") == code
    assert codes.grouped(code).replace(" ", "") == code


@pytest.mark.parametrize("typed", ["", "1234", "0" * 17, "٠" * 16, "a" * 16, "0" * 15])
def test_what_cannot_be_a_code(typed: str) -> None:
    assert codes.read_tracking_code(typed) is None


def test_new_codes_are_right_and_differ() -> None:
    made = {codes.new_tracking_code() for _ in range(200)}
    assert len(made) == 200
    assert all(codes.read_tracking_code(code) == code for code in made)


def test_a_derived_code_is_the_same_again_also_after_a_key_change() -> None:
    before = Keys({"k1": b"1" * 32})
    code = codes.derived_tracking_code(KEYS, "receipt")
    assert codes.read_tracking_code(code) == code == codes.derived_tracking_code(before, "receipt")
    assert code != codes.derived_tracking_code(KEYS, "another")
    assert codes.tracking_hash(KEYS, code) == codes.tracking_hash(before, code)
    assert code not in codes.tracking_hash(KEYS, code)


def test_random_codes() -> None:
    assert len({codes.public_id() for _ in range(100)}) == 100
    counters = [codes.counter_code() for _ in range(100)]
    assert len(set(counters)) == 100
    assert {len(code) for code in counters} == {8}
    assert set("".join(counters)) <= set(codes.ALPHABET)
    assert not set("0o1li") & set(codes.ALPHABET)
    token = codes.new_token()
    assert len(token) >= 43
    assert codes.token_hash(token) == codes.token_hash(token) != codes.token_hash(token + "x")


def test_passwords() -> None:
    stored = codes.password_hash("đúng mật khẩu")
    assert stored.startswith("$argon2id$")
    assert codes.password_fits(stored, "đúng mật khẩu")
    assert not codes.password_fits(stored, "sai")
    assert not codes.password_fits(None, "đúng mật khẩu")
    assert not codes.password_fits("not a hash", "x")
    assert codes.password_hash("x") != codes.password_hash("x")
