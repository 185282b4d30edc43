"""Addresses in letters, for the tests of every door."""

from __future__ import annotations

from datetime import timedelta

from dialogue.core.clock import now
from dialogue.core.keys import keys
from dialogue.following import actions as following
from dialogue.following.queries import followed
from dialogue.following.rules import Wanted
from dialogue.matters.mail_tables import MailConsent
from dialogue.outbox.addresses import receiver_of
from dialogue.outbox.links import Follower, confirm_token, no_token, stop_token, yes_token
from dialogue.ward.rules import Actor
from tests.web import hook_build


async def addresses(keeper: Actor, matter: int) -> dict[str, str]:
    """Place in a path → what stands there; also of the programs that are called."""
    ward = keeper.ward
    called = await hook_build.addresses(keeper)
    return await _followed(ward) | await _mailed(ward, matter) | called


async def _followed(ward: int) -> dict[str, str]:
    await following.ask(ward, "lan@thu.example", Wanted(), "vi")
    (card,) = await followed(Follower(ward, receiver_of(keys(), "lan@thu.example")), live=False)
    ends = now() + timedelta(days=1)
    return {
        "/theo-doi/{token}": stop_token(keys(), Follower(ward, "0" * 64)),  # of nobody
        "/theo-doi/xac-nhan/{token}": confirm_token(keys(), card.id, card.receiver, ends),
    }


async def _mailed(ward: int, matter: int) -> dict[str, str]:
    """An address that its asker left, which has said yes."""
    receiver, at = f"{ward:064}", now()
    row = MailConsent(
        ward=ward, matter=matter, receiver=receiver, state="live", asked_at=at, event=1, of=matter
    )
    await MailConsent.insert(row)
    yes = yes_token(keys(), Follower(ward, receiver), at + timedelta(days=1))
    return {
        "/theo-doi/cau-hoi/dong-y/{token}": yes,
        "/theo-doi/cau-hoi/{token}": no_token(keys(), Follower(ward, "0" * 64)),  # of nobody
    }
