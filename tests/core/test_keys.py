"""Keys and contacts: sealed by purpose, erased with the key of their own row."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.errors import Invalid, NotFound, TicketInvalid
from dialogue.core.keys import (
    Keys,
    decrypt,
    encrypt,
    hkdf,
    kept_keys,
    new_record_key,
    read_keys,
)
from dialogue.core.tickets import issue, receipt_of

pytestmark = pytest.mark.unit
OLD = Keys({"k1": b"1" * 32})
BOTH = Keys({"k2": b"2" * 32, "k1": b"1" * 32})
NEW = Keys({"k2": b"2" * 32})


def test_hkdf_as_in_rfc_5869() -> None:
    """Appendix A, test case 1."""
    made = hkdf(b"\x0b" * 22, bytes(range(0xF0, 0xFA)), salt=bytes(range(0x0D)), length=42)
    assert made.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_encrypted_comes_back(text: str) -> None:
    wrapped = new_record_key(BOTH)
    sealed = encrypt(BOTH, wrapped, text)
    assert decrypt(BOTH, wrapped, sealed) == text
    assert sealed != encrypt(BOTH, wrapped, text)


def test_nothing_of_it_shows_and_another_row_cannot_read_it() -> None:
    wrapped, other = new_record_key(OLD), new_record_key(OLD)
    sealed = encrypt(OLD, wrapped, "0912345678")
    assert "0912345678" not in sealed
    with pytest.raises(Invalid):
        decrypt(OLD, other, sealed)
    changed = sealed[:-6] + ("AAAA" if sealed[-6:-2] != "AAAA" else "BBBB") + sealed[-2:]
    for wrong in (changed, "", "!", sealed[:8]):
        with pytest.raises(Invalid):
            decrypt(OLD, wrapped, wrong)


def test_erasing_the_rows_key_erases_the_text() -> None:
    sealed = encrypt(OLD, new_record_key(OLD), "0912345678")
    with pytest.raises(NotFound):
        decrypt(OLD, "", sealed)


def test_a_new_master_reads_the_old_rows_until_the_old_one_goes() -> None:
    wrapped = new_record_key(OLD)
    sealed = encrypt(OLD, wrapped, "x")
    assert decrypt(BOTH, wrapped, sealed) == "x"
    assert new_record_key(BOTH).startswith("k2.")
    with pytest.raises(Invalid):
        decrypt(NEW, wrapped, sealed)


def test_seals_hold_for_their_purpose_alone() -> None:
    key_id, mac = BOTH.seal("links", "text")
    assert key_id == "k2"
    assert BOTH.holds("links", key_id, "text", mac)
    assert not BOTH.holds("links", key_id, "other", mac)
    assert not BOTH.holds("tickets", key_id, "text", mac)
    assert not OLD.holds("links", key_id, "text", mac)
    assert BOTH.fixed("tracking", "x") == OLD.fixed("tracking", "x")
    with pytest.raises(Invalid):
        BOTH.seal("no such purpose", "text")


def test_the_receipt_belongs_to_the_ticket() -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    ticket, other = (issue(OLD, "/q/x", moment) for _ in range(2))
    receipt = receipt_of(OLD, ticket)
    assert receipt == receipt_of(BOTH, ticket) != receipt_of(OLD, other)
    assert len(receipt) == 32
    assert ticket.split(".")[2] not in receipt
    with pytest.raises(TicketInvalid):
        receipt_of(OLD, "no ticket")


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "var"
    first = kept_keys(folder)
    assert kept_keys(folder) == first
    assert stat.S_IMODE((folder / "master.keys").stat().st_mode) == 0o600
    assert read_keys(first).newest == "k1"
    assert kept_keys(tmp_path) != first
