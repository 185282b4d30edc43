"""What the command line says when something is wrong: one sentence that helps."""

from __future__ import annotations

import socket

import pytest
from click import ClickException

from dialogue.core.errors import Invalid
from web.cli.errors import said
from web.cli.serve import port_of_ours

pytestmark = pytest.mark.unit


def test_a_slug_that_cannot_be_used_is_told_what_one_may_hold() -> None:
    assert said(Invalid("'Vạn An' cannot be a ward's address", slug="not-usable")) == (
        "'Vạn An' cannot be a ward's address (slug: 3 to 60 small letters a–z, digits and single"
        " hyphens, and no word that our own addresses begin with)"
    )
    assert said(Invalid("wrong", name="missing")) == "wrong (name: missing)"


def test_a_reader_who_has_enough_is_no_fault() -> None:
    """`langnghe routes | head`."""
    assert said(BrokenPipeError(32, "Broken pipe")) is None


def test_a_port_is_taken_before_anybody_listens_on_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with port_of_ours("127.0.0.1", port), pytest.raises(ClickException, match="cannot listen on"):
        port_of_ours("127.0.0.1", port)
    port_of_ours("127.0.0.1", port).close()
