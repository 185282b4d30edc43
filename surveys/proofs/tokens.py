"""What joins a receipt to its commitments: keyed hashes, another one in each table.

So the waiting row, which stands in one commit with its rating, cannot be met again in the log.
"""

from __future__ import annotations

from dialogue.core.keys import keys
from surveys.proofs.salts import PURPOSE

LENGTH = 40  # letters: 160 bits
ID_LETTERS, VERSIONS = 14, 128  # 56 bits of the token, then 7 for the versions of a reply


def pending_token(receipt: str) -> str:
    return keys().fixed(PURPOSE, f"receipt {receipt}")[:LENGTH]


def leaf_token(pending: str) -> str:
    return keys().fixed(PURPOSE, f"leaf {pending}")[:LENGTH]


def pending_ids(token: str) -> range:
    """Of the waiting versions of a reply, the oldest first: as random as the token, so they tell
    no order of ratings; and found by it without an index, which every rating would have to pay.
    """
    first = int(token[:ID_LETTERS], 16) * VERSIONS
    return range(first, first + VERSIONS)
