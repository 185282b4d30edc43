"""langnghe jobs: what was given up after six tries, and another try of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.settings import data_option, use

if TYPE_CHECKING:
    from dialogue.core.jobs import DeadJob


@click.command
@click.option("--retry", is_flag=True, help="Try each of them again, from the first attempt.")
@data_option
def jobs(retry: bool, data: Path | None) -> None:
    """List the jobs that failed six times, with the last error; nobody tries them any more.

    Mend what the error tells of first. With --retry a running server takes them up within a
    second. Exit code 1 while any is left.
    """
    use(data=data)
    from dialogue.core.clock import local_time
    from web.cli.database import run

    found = run(_dead(retry=retry))
    for job in found:
        moment = local_time(job.run_at)
        click.echo(f"{job.id:>6}  {job.kind:<24} {moment:%Y-%m-%d %H:%M}  {job.error}")
    if not found:
        click.echo("no job was given up")
    elif retry:
        click.echo(f"{len(found)} tried again")
    else:
        raise SystemExit(1)


async def _dead(*, retry: bool) -> list[DeadJob]:
    from dialogue.core.jobs import dead, revive

    found = await dead()
    if retry:
        found = [job for job in found if await revive(job.id)]
    return found
