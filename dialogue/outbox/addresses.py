"""Addresses, as they are typed and as they are counted by."""

from __future__ import annotations

import re

from dialogue.core.keys import Keys

MOST = 254  # letters of an address, RFC 5321 §4.5.3.1
NAME_MOST = 64  # letters before @, the same
# Letters outside ASCII need a server that knows SMTPUTF8 all the way: few do.
_NAME = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
_ADDRESS = re.compile(f"{_NAME}@{_HOST}")


def read_address(typed: str) -> str | None:
    """None when it is none. Only the part behind @ is the same in capitals."""
    name, at, host = typed.strip().rpartition("@")
    address = f"{name}{at}{host.lower()}"
    fits = len(address) <= MOST and len(name) <= NAME_MOST and _ADDRESS.fullmatch(address)
    return address if fits else None


def address_in(contact: str) -> str | None:
    """The first address in what an asker left, where there is one."""
    words = (each.strip(".,;:()<>\"'") for each in re.split(r"[\s,;]+", contact[:MOST]))
    return next((found for each in words if (found := read_address(each))), None)


def receiver_of(keys: Keys, address: str) -> str:
    """What an address is found and counted by. Capitals make no other person."""
    return keys.fixed("followers", f"address {address.lower()}")
