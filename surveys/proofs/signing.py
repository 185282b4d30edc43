"""Who signs for a ward's log: keys made from the installation's masters, the newest first.

While a master is being replaced both sign, so that whoever trusts the old key comes to the new.
"""

from __future__ import annotations

from functools import cache

from dialogue.core.keys import Keys, keys
from dialogue.core.settings import SETTINGS
from dialogue.core.signed_notes import Signer

PURPOSE = "signing"


def signers(slug: str) -> tuple[Signer, ...]:
    return _made(keys(), slug)


def origin(slug: str) -> str:
    """The log's name in its checkpoints: the ward's address without a scheme."""
    return f"{SETTINGS.site.split('://', 1)[-1]}/{slug}"


def signed(slug: str, text: str) -> str:
    """A note: the text, then a line for each key."""
    return text + "\n" + "".join(each.line(text) for each in signers(slug))


def signed_receipt(slug: str, leaf: str) -> str:
    """That this leaf will stand in the log: it stands for it until then."""
    return signed(slug, f"{origin(slug)}\nreceipt\n{leaf}\n")


@cache
def _made(known: Keys, slug: str) -> tuple[Signer, ...]:
    seeds = [known.key(PURPOSE, each) for each in known.ids]
    return tuple(Signer(origin(slug), seed) for seed in seeds if seed is not None)
