"""What a device keeps of a rating: a parcel that only the server can open.

The device seals it with a key that it throws away: it cannot read what it keeps, nor can who holds
it. ECDH on P-256 with a fresh key each (the server's point stands in the page), HKDF with SHA-256
(RFC 5869), AES-256-GCM; the rating's name is bound to it. All are of one size: see kept.js.

`<key id>.<base64url of point 65 | nonce 12 | sealed>`
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dialogue.core.errors import Invalid
from dialogue.core.keys import hkdf, keys

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, SEC 2
POINT, NONCE = 65, 12  # bytes
INFO = b"langnghe/parcel"


def public_key() -> tuple[str, str]:
    """Key id and point, for the page."""
    key_id = keys().newest
    private = _private(key_id)
    assert private is not None  # noqa: S101  the newest is always there
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key_id, urlsafe_b64encode(point).decode().rstrip("=")


def open_parcel(name: str, parcel: str) -> dict[str, Any]:
    """What was pressed. Raises Invalid(parcel="wrong") for what is not sealed for us."""
    key_id, _, text = parcel.partition(".")
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        private = _private(key_id)
        if private is None:
            raise Invalid(f"the master key {key_id} is not kept any more", parcel="wrong")
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw[:POINT])
        key = hkdf(private.exchange(ec.ECDH(), theirs), INFO)
        nonce, sealed = raw[POINT : POINT + NONCE], raw[POINT + NONCE :]
        found = json.loads(AESGCM(key).decrypt(nonce, sealed, name.encode()))
    except (InvalidTag, ValueError, RecursionError) as error:
        raise Invalid("not a parcel of ours", parcel="wrong") from error
    if not isinstance(found, dict):
        raise Invalid("not what a page puts in", parcel="wrong")
    return found


@cache
def _private(key_id: str) -> ec.EllipticCurvePrivateKey | None:
    """Derived, so that it is kept nowhere; None for a master key that is gone."""
    key = keys().key("parcels", key_id)
    if key is None:
        return None
    number = int.from_bytes(hkdf(key, INFO, length=48)) % (ORDER - 1) + 1
    return ec.derive_private_key(number, CURVE)
