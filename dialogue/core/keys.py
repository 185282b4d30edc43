"""One key a purpose, derived from a master key; several masters while one is being replaced."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dialogue.core.errors import Invalid, NotFound
from dialogue.core.settings import SETTINGS

BLOCK = 64  # bytes of a block of SHA-256; keys are no longer
PURPOSES = frozenset(
    {
        "tickets",
        "links",
        "outbox",
        "contacts",
        "receipts",
        "tracking",
        "attempts",
        "devices",
        "passes",
        "texts",
        "slips",
        "ledger",
        "signing",
        "parcels",
        "machines",
        "followers",
        "cursors",
    }
)


def hkdf(secret: bytes, info: bytes, *, salt: bytes = b"", length: int = 32) -> bytes:
    """HKDF with SHA-256, RFC 5869."""
    prk = hmac.digest(salt or bytes(32), secret, "sha256")
    block, made = b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(prk, block + info + bytes([number]), "sha256")
        made += block
    return made[:length]


def sealer(key: bytes) -> Callable[[bytes], str]:
    """HMAC with SHA-256, RFC 2104, in hexadecimal, its two keyed blocks hashed once for all.

    Half the time of `hmac.digest`, and a rating takes five.
    """
    block = key.ljust(BLOCK, b"\0")
    inner, outer = (hashlib.sha256(bytes(each ^ pad for each in block)) for pad in (0x36, 0x5C))

    def seal(text: bytes) -> str:
        inside, outside = inner.copy(), outer.copy()
        inside.update(text)
        outside.update(inside.digest())
        return outside.hexdigest()

    return seal


class Keys:
    """masters: key id → secret, newest first. The newest signs, all verify.

    lent: purpose → key of another installation, in place of our own: a hall's laptop works out the
    codes that its ward's server will know. What it locks for itself, its own masters lock.
    """

    def __init__(self, masters: dict[str, bytes], lent: Mapping[str, bytes] | None = None) -> None:
        self._masters = masters
        self._lent = dict(lent or {})
        self.newest, self._oldest = (list(masters)[end] for end in (0, -1))
        self._made: dict[tuple[str, str], bytes] = {}
        self._sealers: dict[tuple[str, str], Callable[[bytes], str]] = {}
        self._ciphers: dict[tuple[str, str], AESGCM] = {}

    @property
    def ids(self) -> list[str]:
        """Of all that are kept, the newest first."""
        return list(self._masters)

    def key(self, purpose: str, key_id: str) -> bytes | None:
        """None for a key id that is no longer kept."""
        if purpose not in PURPOSES:
            raise Invalid(f"no purpose {purpose!r}")
        if key_id not in self._masters:
            return None
        if purpose in self._lent:
            return self._lent[purpose]
        known = self._made.get((purpose, key_id))
        if known is None:
            known = hkdf(self._masters[key_id], f"langnghe/{purpose}".encode())
            self._made[purpose, key_id] = known
        return known

    def seal(self, purpose: str, text: str, size: int = 32) -> tuple[str, str]:
        """Key id and MAC of a text, by the newest key."""
        return self.newest, self._mac(purpose, self.newest, text, size)

    def fixed(self, purpose: str, text: str) -> str:
        """MAC by the oldest key, for values that are looked up by it. 64 letters."""
        return self._mac(purpose, self._oldest, text, 32)

    def oldest(self, purpose: str) -> bytes:
        """The key by which `fixed` works, to be lent."""
        key = self.key(purpose, self._oldest)
        assert key is not None  # noqa: S101  the oldest is always there
        return key

    def holds(self, purpose: str, key_id: str, text: str, mac: str) -> bool:
        """Is it our MAC? Compared in constant time."""
        if self.key(purpose, key_id) is None:
            return False
        ours = self._mac(purpose, key_id, text, len(mac) // 2)
        return hmac.compare_digest(ours.encode(), mac.encode())  # as text it takes ASCII alone

    def cipher(self, purpose: str, key_id: str) -> AESGCM | None:
        """Of a key of our own, made once; None for a key id that is no longer kept."""
        known = self._ciphers.get((purpose, key_id))
        if known is None and (key := self.key(purpose, key_id)) is not None:
            known = self._ciphers[purpose, key_id] = AESGCM(key)
        return known

    def _mac(self, purpose: str, key_id: str, text: str, size: int) -> str:
        known = self._sealers.get((purpose, key_id))
        if known is None:
            key = self.key(purpose, key_id)
            assert key is not None  # noqa: S101  callers have looked
            known = self._sealers[purpose, key_id] = sealer(key)
        return known(text.encode())[: 2 * max(size, 8)]


def new_record_key(keys: Keys) -> str:
    """A fresh key for one row, wrapped: stored beside the text it locks.

    Erasing this value erases the text for good, without touching the text itself.
    """
    wrapping = keys.key("contacts", keys.newest)
    assert wrapping is not None  # noqa: S101  the newest is always there
    return f"{keys.newest}.{_lock(wrapping, secrets.token_bytes(32))}"


def encrypt(keys: Keys, wrapped: str, text: str) -> str:
    """AES-256-GCM under the row's own key. Raises as `decrypt` does."""
    return _lock(_unwrapped(keys, wrapped), text.encode())


def decrypt(keys: Keys, wrapped: str, sealed: str) -> str:
    """Raises NotFound when the row's key was erased, Invalid when either value is not ours."""
    return _unlock(_unwrapped(keys, wrapped), sealed).decode()


def encrypt_bytes(keys: Keys, wrapped: str, data: bytes) -> bytes:
    """As `encrypt`, for a file: its nonce first, no base64."""
    return _lock_bytes(_unwrapped(keys, wrapped), data)


def decrypt_bytes(keys: Keys, wrapped: str, sealed: bytes) -> bytes:
    """Raises as `decrypt` does."""
    return _unlock_bytes(_unwrapped(keys, wrapped), sealed)


def lock(keys: Keys, purpose: str, plain: bytes) -> str:
    """AES-256-GCM under the installation's own key, for what is kept for minutes."""
    cipher = keys.cipher(purpose, keys.newest)
    assert cipher is not None  # noqa: S101  the newest is always there
    return f"{keys.newest}.{urlsafe_b64encode(_locked(cipher, plain)).decode()}"


def unlock(keys: Keys, purpose: str, locked: str) -> bytes:
    """Raises Invalid when it was not locked by `lock`, or its master key is not kept any more."""
    key_id, _, sealed = locked.partition(".")
    key = keys.key(purpose, key_id)
    if key is None:
        raise Invalid(f"the master key {key_id} is not kept any more")
    return _unlock(key, sealed)


def _unwrapped(keys: Keys, wrapped: str) -> bytes:
    if not wrapped:
        raise NotFound("the key of this row was erased")
    key_id, _, sealed = wrapped.partition(".")
    wrapping = keys.key("contacts", key_id)
    if wrapping is None:
        raise Invalid(f"the master key {key_id} is not kept any more")
    return _unlock(wrapping, sealed)


def _lock(key: bytes, plain: bytes) -> str:
    return urlsafe_b64encode(_lock_bytes(key, plain)).decode()


def _lock_bytes(key: bytes, plain: bytes) -> bytes:
    return _locked(AESGCM(key), plain)


def _locked(cipher: AESGCM, plain: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, plain, None)


def _unlock(key: bytes, sealed: str) -> bytes:
    try:
        raw = urlsafe_b64decode(sealed)
    except ValueError as error:
        raise Invalid("not sealed by this key, or changed since") from error
    return _unlock_bytes(key, raw)


def _unlock_bytes(key: bytes, raw: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], None)
    except (InvalidTag, ValueError) as error:
        raise Invalid("not sealed by this key, or changed since") from error


def read_keys(text: str) -> Keys:
    """text: `k2:<hex>,k1:<hex>`; a purpose in place of an id is a key that was lent."""
    pairs = [part.strip().split(":") for part in text.split(",") if part.strip()]
    secrets_ = {key_id: bytes.fromhex(secret) for key_id, secret in pairs}
    lent = {purpose: secrets_.pop(purpose) for purpose in PURPOSES & secrets_.keys()}
    return Keys(secrets_, lent)


def borrow(folder: Path, lent: Mapping[str, bytes]) -> None:
    """Keep keys that another installation lends beside our own. Raises FileExistsError."""
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(
        os.open(folder / "master.keys", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as file:
        pairs = {"k1": secrets.token_bytes(32), **lent}
        file.write(",".join(f"{name}:{secret.hex()}" for name, secret in pairs.items()))


def kept_keys(folder: Path) -> str:
    """The key file beside the database, made on first use. Back it up, but not with the data."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "master.keys"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(handle, "w") as file:
        file.write(f"k1:{secrets.token_hex(32)}")
    return path.read_text("ascii")


@cache
def keys() -> Keys:
    return read_keys(SETTINGS.secret_keys or kept_keys(SETTINGS.data))
