"""What joins a receipt to its commitments: keyed hashes, another one in each table.

So the waiting row, which stands in one commit with its rating, cannot be met again in the log.
"""

from __future__ import annotations

from dialogue.core.keys import keys
from surveys.proofs.salts import PURPOSE

LENGTH = 40  # letters: 160 bits


def pending_token(receipt: str) -> str:
    return keys().fixed(PURPOSE, f"receipt {receipt}")[:LENGTH]


def leaf_token(pending: str) -> str:
    return keys().fixed(PURPOSE, f"leaf {pending}")[:LENGTH]
