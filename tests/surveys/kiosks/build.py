"""A tablet as its page's script makes it: parcels sealed in Python as kept.js seals them."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dialogue.core.clock import now
from dialogue.core.keys import hkdf
from surveys.kiosks.parcels import CURVE, INFO, public_key
from surveys.queries.counters import CounterCard

Parcel = dict[str, str]


def sealed(content: Any, name: str = "") -> Parcel:
    name = name or secrets.token_hex(16)
    key_id, point = public_key()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, urlsafe_b64decode(point + "="))
    mine = ec.generate_private_key(CURVE)
    key = hkdf(mine.exchange(ec.ECDH(), theirs), INFO)
    nonce = secrets.token_bytes(12)
    plain = json.dumps(content).ljust(512).encode()  # JSON ignores spaces
    own = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    raw = own + nonce + AESGCM(key).encrypt(nonce, plain, name.encode())
    return {"name": name, "parcel": f"{key_id}.{urlsafe_b64encode(raw).decode().rstrip('=')}"}


def pressed(
    card: CounterCard, level: str = "very", at: datetime | None = None, **more: Any
) -> dict[str, Any]:
    """at: when; now unless said otherwise."""
    milliseconds = int((at or now()).timestamp() * 1000)
    return {"counter": card.code, "level": level, "at": milliseconds, "reasons": []} | more


def form(*parcels: Any, **more: Any) -> dict[str, Any]:
    clock = int(now().timestamp())
    return {"ratings": json.dumps(list(parcels)), "clock": clock, "refused": 0} | more
