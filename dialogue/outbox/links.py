"""Addresses in letters: nobody signs in, so they carry what they open, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogue.core.errors import NotFound
from dialogue.core.keys import Keys

SIZE = 16  # bytes of a seal
BEGUN = 16  # letters of a receiver


@dataclass(frozen=True, slots=True)
class Follower:
    """One address in one ward, whatever it hears of there."""

    ward: int
    receiver: str


def confirm_token(keys: Keys, subscription: int, receiver: str, ends: datetime) -> str:
    """receiver: SQLite gives the number of a subscription that was erased to somebody else's."""
    said = f"{subscription}.{receiver[:BEGUN]}.{int(ends.timestamp()):x}"
    return _sealed(keys, "confirm", said)


def read_confirm_token(keys: Keys, token: str, moment: datetime) -> tuple[int, str]:
    """The subscription's id, and how its receiver begins. Raises NotFound when forged or over."""
    subscription, receiver, ends = _opened(keys, "confirm", token, 3)
    if int(ends, 16) < moment.timestamp():
        raise NotFound("the link is over")
    return int(subscription), receiver


def stop_token(keys: Keys, follower: Follower) -> str:
    """Good for ever: a letter may be read years later."""
    return _sealed(keys, "stop", f"{follower.ward}.{follower.receiver}")


def read_stop_token(keys: Keys, token: str) -> Follower:
    """Raises NotFound when forged."""
    ward, receiver = _opened(keys, "stop", token, 2)
    return Follower(int(ward), receiver)


def yes_token(keys: Keys, follower: Follower, ends: datetime) -> str:
    """Whether the address that an asker left hears of the steps."""
    return _sealed(keys, "yes", f"{follower.ward}.{follower.receiver}.{int(ends.timestamp()):x}")


def read_yes_token(keys: Keys, token: str, moment: datetime) -> Follower:
    """Raises NotFound when forged or over."""
    ward, receiver, ends = _opened(keys, "yes", token, 3)
    if int(ends, 16) < moment.timestamp():
        raise NotFound("the link is over")
    return Follower(int(ward), receiver)


def no_token(keys: Keys, follower: Follower) -> str:
    """Ends the letters about steps, and nothing that is followed. Good for ever."""
    return _sealed(keys, "no", f"{follower.ward}.{follower.receiver}")


def read_no_token(keys: Keys, token: str) -> Follower:
    """Raises NotFound when forged."""
    ward, receiver = _opened(keys, "no", token, 2)
    return Follower(int(ward), receiver)


def _sealed(keys: Keys, what: str, said: str) -> str:
    key_id, mac = keys.seal("followers", f"{what} {said}", SIZE)
    return f"{said}.{key_id}.{mac}"


def _opened(keys: Keys, what: str, token: str, parts: int) -> list[str]:
    *said, key_id, mac = token.split(".") if token.count(".") == parts + 1 else ["", ""]
    fits = len(mac) == 2 * SIZE and keys.holds("followers", key_id, f"{what} {'.'.join(said)}", mac)
    if not fits:
        raise NotFound("not our link")
    return said
