"""langnghe verify: does the log of ratings agree with the table, row by row?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.settings import data_option, use

if TYPE_CHECKING:
    from surveys.proofs.checks import Fault


@click.command
@data_option
def verify(data: Path | None) -> None:
    """Check every ward's log of ratings: signatures, hashes, the rating behind each entry, sums.

    Exit code 1 when a row was altered, removed or added: the first one is named by its key and
    day. What was erased by rule, with a signed entry, is no fault. Reads alone.
    """
    use(data=data)
    from web.cli.database import run

    if faults := run(_examined()):
        for fault in faults:
            day = f" of {fault.day}" if fault.day else ""
            click.echo(f"BAD {fault.ward}: {fault.table} {fault.row}{day} was {fault.how}")
        raise SystemExit(1)


async def _examined() -> list[Fault]:
    """One line for each ward; of each the first fault."""
    from dialogue.ward.queries import wards
    from surveys.proofs.checks import first_fault
    from surveys.proofs.log import grown

    faults = []
    for ward in await wards():
        fault = await first_fault(ward)
        if fault is not None:
            faults.append(fault)
            continue
        log = await grown(ward.id)
        click.echo(f"ok  {ward.slug}: {log.size} entries, root {log.root.hex()}")
    return faults
