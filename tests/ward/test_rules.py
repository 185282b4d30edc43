"""Rights, dated rules, names and patience: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.ward import rules
from dialogue.ward.catalogue import default_rules
from dialogue.ward.rules import Actor, RuleValue
from dialogue.ward.states import Certainty, Role

pytestmark = pytest.mark.unit
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def national(code: str = "CLK-ACK", value: object = 1, **more: object) -> RuleValue:
    row = RuleValue(
        id=1,
        ward=None,
        code=code,
        topic="clock",
        text="Xác nhận đã nhận",
        source="Quy ước",
        value=value,
        unit="ngày làm việc",
        since=date(2025, 7, 1),
        until=None,
        software="",
        certainty=Certainty.HOUSE,
        note="",
    )
    return replace(row, **more)  # type: ignore[arg-type]


def default_rows() -> list[RuleValue]:
    return [
        national(
            row["id"],
            row["value"],
            source=row["source"],
            since=date.fromisoformat(row["from"]),
            until=row["to"] and date.fromisoformat(row["to"]),
            certainty=Certainty(row["certainty"]),
        )
        for row in default_rules()
    ]


def actor(*roles: Role, staff: int = 7) -> Actor:
    return Actor(1, staff, "Nguyễn Văn An", "Công chức", None, frozenset(roles))


@pytest.mark.parametrize("slug", ["thach-ban", "binh-duong", "sai-gon", "p12"])
def test_usable_slugs(slug: str) -> None:
    assert rules.usable_slug(slug)


@pytest.mark.parametrize(
    "slug", ["q", "quan-tri", "Thach-Ban", "thạch-bàn", "a--b", "-ab", "ab-", "en"]
)
def test_unusable_slugs(slug: str) -> None:
    assert not rules.usable_slug(slug)


@given(st.text(max_size=70))
def test_a_usable_slug_is_plain(slug: str) -> None:
    if rules.usable_slug(slug):
        assert slug.isascii()
        assert slug == slug.lower().strip("-")
        assert slug not in rules.RESERVED


def test_logins_codes_and_passwords() -> None:
    assert rules.usable_login("pho-chu-tich")
    assert not rules.usable_login("chu tich")
    assert not rules.usable_login("chu-tich@thach-ban")
    assert rules.usable_code("TP-HT")
    assert not rules.usable_code("tp-ht")
    assert not rules.usable_code("A" * 13)
    assert rules.usable_password("12345678")
    assert not rules.usable_password("1234567")
    assert not rules.usable_password("aaaaaaaaaaaa")


def test_who_may_do_what() -> None:
    sentences = {
        rules.may_keep_accounts: {Role.KEEPER, Role.CHAIRMAN},
        rules.may_keep_ward: {Role.KEEPER},
        rules.may_keep_calendar: {Role.KEEPER, Role.REGISTER_KEEPER, Role.CHAIRMAN},
        rules.may_make_links: {Role.KEEPER, Role.REGISTER_KEEPER},
        rules.may_change_rules: {Role.CHAIRMAN},
        rules.may_enter_figures: {
            Role.KEEPER,
            Role.REGISTER_KEEPER,
            Role.CLERK,
            Role.DIRECTOR,
            Role.UNIT_HEAD,
            Role.CHAIRMAN,
        },
    }
    for sentence, allowed in sentences.items():
        assert {role for role in Role if sentence(actor(role))} == allowed, sentence.__name__


def test_a_keeper_does_not_open_the_sealed_box_for_himself() -> None:
    assert rules.may_change_account(actor(Role.KEEPER), [Role.OFFICER])
    assert not rules.may_change_account(actor(Role.KEEPER), [Role.SEALED_READER])
    assert not rules.may_change_account(actor(Role.KEEPER), [Role.CHAIRMAN, Role.OFFICER])
    assert rules.may_change_account(actor(Role.CHAIRMAN), [Role.SEALED_READER])
    assert rules.may_change_account(rules.system_actor(1), [Role.CHAIRMAN])
    assert not rules.may_change_account(actor(Role.OFFICER), [Role.OFFICER])


def test_default_rules_do_not_overlap() -> None:
    rows = default_rows()
    for code in {row.code for row in rows}:
        assert rules.overlaps([row for row in rows if row.code == code]) == []


def test_a_gap_is_no_rule() -> None:
    rows = default_rows()
    assert rules.in_force(rows, "SIPAS-SHAPE", date(2021, 12, 31)) is not None
    assert rules.in_force(rows, "SIPAS-SHAPE", date(2022, 6, 1)) is None
    assert rules.in_force(rows, "DLG-RESULT", date(2020, 6, 30)) is None
    assert rules.in_force(rows, "NO-SUCH", date(2026, 1, 1)) is None


def test_the_ward_goes_before_the_rule_for_all() -> None:
    own = national(ward=4, value=3, since=date(2026, 1, 1), until=date(2026, 1, 31))
    rows = [own, national()]
    values = [
        found.value
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1))
        if (found := rules.in_force(rows, "CLK-ACK", day))
    ]
    assert values == [1, 3, 3, 1]


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS, DAYS)
def test_rows_that_share_a_day_overlap(
    since: date, until: date | None, since2: date, until2: date | None, day: date
) -> None:
    one, other = national(since=since, until=until), national(since=since2, until=until2)
    assert rules.overlap(one, other) == rules.overlap(other, one)
    if rules.covers(one, day) and rules.covers(other, day):
        assert rules.overlap(one, other)
        assert rules.overlaps([one, other]) != []


def test_rows_that_touch_do_not_overlap() -> None:
    one = national(since=date(2025, 1, 1), until=date(2025, 2, 28))
    assert not rules.overlap(one, national(since=date(2025, 3, 1)))
    assert rules.overlap(one, national(since=date(2025, 2, 28)))


def test_only_house_rules_may_be_overridden() -> None:
    """Those that nobody outside of this software has made."""
    own = {row.code for row in default_rows() if rules.may_be_overridden(row)}
    assert {"RAT-MIN-N", "CLK-ACK", "UPL-MAX"} <= own
    assert not {"DLG-FREQ", "DLG-NOTICE", "DLG-RESULT", "DEN-NOPUB"} & own
    assert {row.code for row in default_rows() if row.source == "Quy ước của phần mềm"} <= own


@pytest.mark.parametrize(
    ("code", "old", "new", "fits"),
    [
        ("CLK-ACK", 1, 2, True),
        ("CLK-ACK", 1, 0, False),
        ("CLK-ACK", 1, -1, False),
        ("CLK-ACK", 1, True, False),
        ("CLK-ACK", 1, "2", False),
        ("RAT-MIN-N", 10, 5, True),
        ("RAT-MIN-N", 10, 4, False),
        ("SLIP-INVITE", "all", "draw", True),
        ("SLIP-INVITE", "all", "whom I like", False),
        ("SLIP-SHARE", 50, 101, False),
        ("SLIP-NEVER", ["1.000656"], ["1.000656", "1.001193"], True),
        ("SLIP-NEVER", ["1.000656"], ["1.001193"], False),
        ("CLK-CUTOFF", "17:00", "16:30", True),
        ("CLK-CUTOFF", "17:00", "25:00", False),
        ("CLK-CUTOFF", "17:00", "", False),
        ("RAT-REASON", "asked", "required", True),
        ("RAT-REASON", "asked", "never", False),
        ("X", True, False, True),
        ("X", None, 1, False),
        ("X", [1, 2], [3], True),
        ("X", [1, 2], [], False),
    ],
)
def test_what_fits_in_place_of_a_rule(code: str, old: object, new: object, fits: bool) -> None:
    assert rules.fits_rule(code, old, new) is fits


@given(st.integers(0, 500))
def test_patience_grows_and_ends(failures: int) -> None:
    for patience in (rules.PAIR_PATIENCE, rules.ADDRESS_PATIENCE, rules.ACCOUNT_PATIENCE):
        assert patience.seconds(failures) <= patience.seconds(failures + 1) <= patience.most
        assert (patience.seconds(failures) == 0) == (failures < patience.free)


@given(st.integers(0, 100), st.integers(0, 4000))
def test_a_wait_ends(failures: int, age: int) -> None:
    last = NOW - timedelta(seconds=age)
    wait = rules.wait_seconds(rules.PAIR_PATIENCE, failures, last, NOW)
    assert 0 <= wait <= rules.PAIR_PATIENCE.most
    later = NOW + timedelta(seconds=wait)
    assert rules.wait_seconds(rules.PAIR_PATIENCE, failures, last, later) == 0


def test_no_failure_no_wait() -> None:
    assert rules.wait_seconds(rules.PAIR_PATIENCE, 0, None, NOW) == 0
