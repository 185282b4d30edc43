"""While a master key is being replaced both sign: who trusts the old one comes to the new."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from dialogue.core.clock import at, now
from dialogue.core.keys import keys
from dialogue.core.settings import SETTINGS
from dialogue.core.signed_notes import holds
from dialogue.ward.queries import ward_by_id
from surveys.actions.ratings import change_rating
from surveys.proofs.checks import first_fault
from surveys.proofs.queries import consistent, heads
from surveys.proofs.signing import signed_receipt, signers
from surveys.queries.counters import CounterCard
from surveys.rules import Level
from tests.checker import CHECKER
from tests.surveys.proofs.builders import entered, rated, standing_of

pytestmark = pytest.mark.integration
LEVELS = [Level.VERY, Level.NOT, Level.OK, Level.VERY, Level.NOT]


@contextmanager
def masters(text: str) -> Iterator[None]:
    """As a server that was started anew with these reads them; a new one comes first."""
    before = SETTINGS.secret_keys
    _read_anew(text)
    try:
        yield
    finally:
        _read_anew(before)


def _read_anew(text: str) -> None:
    object.__setattr__(SETTINGS, "secret_keys", text)  # it is frozen
    keys.cache_clear()


async def test_a_replaced_master_breaks_no_receipt_and_no_root(card: CounterCard) -> None:
    receipts = await rated(card, LEVELS)
    await entered()
    (old,) = signers(card.ward_slug)
    with masters(f"k2:{'b7' * 32},{SETTINGS.secret_keys}"), at(now() + timedelta(days=1)):
        receipts += await rated(card, LEVELS[:2])
        await change_rating(card, receipts[-1], Level.VERY, ())
        await entered()
        new, known = signers(card.ward_slug)
        assert known.verifier == old.verifier != new.verifier
        later, earlier, *_ = await heads(card.ward)
        assert (earlier.verifier, later.verifier) == (old.verifier, new.verifier)
        assert not holds(earlier.note, new.verifier)
        proof = await consistent(card.ward, earlier.size, later.size)
        grown = {
            "first": earlier.note,
            "second": later.note,
            "proof": [each.hex() for each in proof],
        }
        assert "unchanged" in CHECKER.check_growth(grown, old.verifier)
        assert CHECKER.read_checkpoint(later.note, new.verifier)[0] == later.size
        for receipt in receipts:
            found = await standing_of(card, receipt)
            assert found.counted
            note = signed_receipt(card.ward_slug, found.data)
            for each in (old, new):
                assert CHECKER.check_note(note, each.verifier)
        assert await first_fault(await ward_by_id(card.ward)) is None
