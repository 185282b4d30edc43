"""The personal link of a guest: /moi/{token}.

The token is made from the installation's keys, so that the letter can be printed at any time; the
database keeps its hash alone, and whoever has only that opens nothing.
"""

from __future__ import annotations

from dialogue.core.keys import keys

LENGTH = 32  # letters, 128 bits: its QR fits a letter's margin


def guest_token(invitee: str) -> str:
    """invitee: the public id of the row."""
    return keys().fixed("links", f"invitee {invitee}")[:LENGTH]


def guest_path(invitee: str) -> str:
    return f"/moi/{guest_token(invitee)}"
