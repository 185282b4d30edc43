"""langnghe serve, and what demo shares with it."""

from __future__ import annotations

import asyncio
import http.client
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread

import click

from web.cli.errors import WrongSetting
from web.cli.settings import data_option, use, use_site

host_option = click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
)
port_option = click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    show_default=True,
    help="Port to listen on.",
)
SERVER = "web.server:make_server"
CONNECTIONS = 4_096  # at once to one worker: a full hall follows on one each, and asks on another
KILL_AFTER = 5  # seconds; the last resort, streams end by themselves (web.process)


@click.command
@host_option
@port_option
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes; more than one only on PostgreSQL.",
)
@data_option
def serve(host: str, port: int, workers: int, data: Path | None) -> None:
    """Serve the wards of a data folder.

    A new database is made; one of an older release is refused until `langnghe migrate` ran.
    Behind a proxy with TLS set LANGNGHE_SITE to the public address.
    """
    use_site(host, port)
    use(data=data)
    one_writer(workers)
    with alone():
        asyncio.run(current())
        asyncio.run(refuse_early_clock())
    listen(host, port, workers, lambda: say_ready(host, port))


async def refuse_early_clock() -> None:
    """A clock set back, such as by an empty battery, would write times before those that stand."""
    from dialogue.core.audit import newest
    from dialogue.core.database import database
    from web.cli.doctor import clock

    async with database():
        found = clock(await newest())
    if found.todo:
        raise click.ClickException(f"{found.todo} (it says {found.found})")


def say_ready(host: str, port: int) -> None:
    click.echo(f"READY http://{host}:{port}/")


def one_writer(workers: int) -> None:
    """SQLite has one writer: a second process would wait for it, not help it."""
    from dialogue.core.database import DB
    from dialogue.core.local import LocalEngine

    if workers > 1 and isinstance(DB, LocalEngine):
        raise WrongSetting(
            f"--workers {workers} needs PostgreSQL (LANGNGHE_DATABASE_URL=postgresql://…); "
            "SQLite has one writer, so serve with --workers 1"
        )


def listen(
    host: str, port: int, workers: int, ready: Callable[[], None], target: str = SERVER
) -> None:
    """Serve until told to stop; `ready` is called once the first page could be had."""
    with port_of_ours(host, port):
        run(host, port, workers, ready, target)


def run(host: str, port: int, workers: int, ready: Callable[[], None], target: str) -> None:
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    allow_files()
    server = Granian(
        target,
        factory=True,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,
        address=host,
        port=port,
        workers=workers,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        workers_kill_timeout=KILL_AFTER,
        log_level=LogLevels.warning,
        websockets=False,
    )
    server.on_startup(Thread(target=when_ready, args=(host, port, ready), daemon=True).start)
    server.serve()


def allow_files() -> None:
    """As many open files as the system lets us have: most shells give 1,024, a phone takes one."""
    with suppress(ImportError):  # Windows has no such limit
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def port_of_ours(host: str, port: int) -> socket.socket:
    """Granian's sockets share a port with whoever else listens there; ours is ours alone.

    Its workers listen only once they have loaded, seconds later. The socket given back never
    listens: for as long as it is open it stands in the way of another server's look at the port,
    and Granian's may stand beside it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
        guard = socket.socket(family)
        for option in (socket.SO_REUSEPORT, socket.SO_REUSEADDR):  # the latter: after a restart
            guard.setsockopt(socket.SOL_SOCKET, option, 1)
        guard.bind((host, port))
        guard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({why}); give another --host or --port"
        ) from None
    return guard


@contextmanager
def alone() -> Iterator[None]:
    """The data folder is ours while we prepare it. Told at once and plainly when it is not.

    Once it serves, the worker's own lock is what counts (web.process).
    """
    from dialogue.core.database import DB
    from dialogue.core.local import LocalEngine
    from dialogue.core.lock import AlreadyRunning, sole_user
    from dialogue.core.settings import SETTINGS
    from web.cli.database import make_folder

    make_folder()
    if not isinstance(DB, LocalEngine):
        yield
        return
    try:
        with sole_user(SETTINGS.data, patience=1.0):
            yield
    except AlreadyRunning:
        raise click.ClickException(
            f"another server already uses {SETTINGS.data}; stop it, or give another --data"
        ) from None


async def current() -> None:
    """Makes a new database; refuses one that waits for migrations."""
    from web.cli.database import exists, is_empty, migrate_all, not_migrated, pending

    waiting = await pending()
    if waiting and exists() and not await is_empty():
        raise click.ClickException(not_migrated(waiting))
    if waiting:
        await migrate_all()


def when_ready(host: str, port: int, ready: Callable[[], None], seconds: float = 60) -> None:
    """Ask until the server answers, then call `ready`. Runs on a thread of the parent."""
    asked = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  compared only
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.05)
        if answers(asked, port):
            ready()
            sys.stdout.flush()
            return


def answers(host: str, port: int) -> bool:
    with closing(http.client.HTTPConnection(host, port, timeout=2)) as connection:
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
