"""Checkpoints as C2SP writes them, signed as RFC 8032 does; the stand-alone checker agrees."""

from __future__ import annotations

import pytest

from dialogue.core.signed_notes import Signer, checkpoint, holds
from tests.checker import CHECKER

pytestmark = pytest.mark.unit
# RFC 8032, section 7.1, test 2
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
SIGNER = Signer("ward.example/thach-ban", SEED)


def test_signatures_are_those_of_rfc_8032() -> None:
    assert (SIGNER.public.hex(), SIGNER.sign(b"\x72").hex()) == (PUBLIC, SIGNATURE)
    assert CHECKER.signed(SIGNER.public, b"\x72", bytes.fromhex(SIGNATURE))
    assert not CHECKER.signed(SIGNER.public, b"\x73", bytes.fromhex(SIGNATURE))


def test_a_checkpoint_is_three_lines_and_the_logs_own() -> None:
    text = checkpoint(SIGNER.name, 7, bytes(32), "day 2026-11-20")
    assert text == (
        "ward.example/thach-ban\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nday 2026-11-20\n"
    )
    note = f"{text}\n{SIGNER.line(text)}"
    assert holds(note, SIGNER.verifier)
    assert CHECKER.read_checkpoint(note, SIGNER.verifier) == (7, bytes(32))


def test_a_changed_note_and_another_key_are_refused() -> None:
    text = checkpoint(SIGNER.name, 7, bytes(32))
    note = f"{text}\n{SIGNER.line(text)}"
    other = Signer(SIGNER.name, bytes(32)).verifier
    for changed, key in ((note.replace("7\n", "8\n", 1), SIGNER.verifier), (note, other)):
        assert not holds(changed, key)
        with pytest.raises(CHECKER.Wrong):
            CHECKER.check_note(changed, key)
