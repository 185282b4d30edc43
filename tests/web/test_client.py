"""Whose tries are counted together: one line of a subscriber, however many addresses it has."""

from __future__ import annotations

import pytest

from web.client import one_subscriber

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::5", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::5", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1", "::/64"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_an_ipv6_line_counts_as_one(address: str, counted: str) -> None:
    assert one_subscriber(address) == counted
