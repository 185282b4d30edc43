"""The key of a ward's month, from which salts are made. Erasing it closes its commitments."""

from __future__ import annotations

import secrets
from datetime import date

from dialogue.core.errors import NotFound
from dialogue.core.keys import keys, lock, sealer, unlock
from dialogue.core.memo import remembered
from surveys.proofs.leaves import Mac, month_of
from surveys.proofs.tables import LedgerSalt

PURPOSE = "ledger"


async def mac_of(ward: int, day: date) -> Mac:
    """Of the month of a day. Raises NotFound when it was erased, or never made."""
    return await _remembered(ward, month_of(day))


async def mac_for(ward: int, day: date) -> Mac:
    """As `mac_of`; made when missing, in the caller's transaction."""
    month = month_of(day)
    try:
        return await _remembered(ward, month)
    except NotFound:
        pass
    row = LedgerSalt(
        key=_key(ward, month),
        ward=ward,
        month=month,
        sealed=lock(keys(), PURPOSE, secrets.token_bytes(32)),
    )
    await LedgerSalt.insert(row).on_conflict(target=LedgerSalt.key, action="DO NOTHING")
    return await _read(ward, month)  # not remembered: this transaction may yet fail


@remembered(seconds=600, size=500)
async def _remembered(ward: int, month: date) -> Mac:
    return await _read(ward, month)


async def _read(ward: int, month: date) -> Mac:
    row = (
        await LedgerSalt.select(LedgerSalt.sealed)
        .where(LedgerSalt.key == _key(ward, month), LedgerSalt.ward == ward)
        .first()
    )
    if row is None:
        raise NotFound(f"no key for {month:%Y-%m}")
    return sealer(unlock(keys(), PURPOSE, row["sealed"]))


def _key(ward: int, month: date) -> str:
    return f"{ward}|{month:%Y-%m}"
