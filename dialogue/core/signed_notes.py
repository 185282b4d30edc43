"""Signed notes and checkpoints: C2SP signed-note and tlog-checkpoint, with Ed25519 (RFC 8032).

A note is lines of text, a blank line, and a line for each signature:
    — <name> <base64 of four bytes that name the key, and of the signature>
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"  # the kind of key


class Signer:
    """name: who signs, without blanks and plus signs. seed: 32 secret bytes."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.name = name
        self.public = self._key.public_key().public_bytes_raw()

    @property
    def verifier(self) -> str:
        """What is published, and what a checker is given: name+key id+key."""
        key = b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{key_id(self.name, self.public).hex()}+{key}"

    def sign(self, text: bytes) -> bytes:
        return self._key.sign(text)

    def line(self, text: str) -> str:
        """A signature line over lines of text, each with its end."""
        signed = key_id(self.name, self.public) + self.sign(text.encode())
        return f"— {self.name} {b64encode(signed).decode()}\n"


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(f"{name}\n".encode() + ED25519 + public).digest()[:4]


def checkpoint(origin: str, size: int, root: bytes, *more: str) -> str:
    """The text that is signed. more: lines that C2SP leaves to the log, such as its day."""
    return "".join(f"{line}\n" for line in (origin, size, b64encode(root).decode(), *more))


def holds(note: str, verifier: str) -> bool:
    """Did this key sign it?"""
    text, _, signatures = note.rpartition("\n\n")
    name, id_, key = verifier.split("+", 2)
    for line in signatures.splitlines():
        if not line.startswith(f"— {name} "):
            continue
        signed = b64decode(line.rsplit(" ", 1)[1])
        if signed[:4].hex() == id_:
            return is_signed(f"{text}\n".encode(), signed[4:], b64decode(key)[1:])
    return False


def is_signed(text: bytes, signature: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True
