"""Entries that are no ratings: signed by themselves, so that none can be slipped in before the
day's head is signed. In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping

from surveys.proofs.leaves import Entry, entry_data
from surveys.proofs.log import NewLeaf, append
from surveys.proofs.signing import signers


async def enter(ward: int, slug: str, entry: Entry, values: Mapping[str, object]) -> None:
    """values: texts and whole numbers."""
    signature = signers(slug)[0].sign(entry_data(slug, entry, values)).hex()
    data = entry_data(slug, entry, {**values, "signature": signature})
    await append(ward, [NewLeaf(data, entry)])
