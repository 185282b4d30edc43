"""The `langnghe` command.

Settings are read when dialogue is imported, so each command first puts its options into the
environment (web.cli.settings.use) and imports the rest inside. That also keeps --help quick.
"""

from __future__ import annotations

import os

import click

from web.cli.check import check
from web.cli.demo import demo
from web.cli.doctor import doctor
from web.cli.due import due
from web.cli.entries import counter, counters, user
from web.cli.errors import Plain
from web.cli.hall import hall
from web.cli.imports import bring_in
from web.cli.jobs import jobs
from web.cli.migrate import migrate
from web.cli.observers import observe
from web.cli.posters import posters
from web.cli.rebuild import rebuild
from web.cli.reindex import reindex
from web.cli.routes import routes
from web.cli.serve import serve
from web.cli.simulate import simulate
from web.cli.verify import verify
from web.cli.wards import ward

COMMANDS = (
    demo, serve, migrate, ward, user, counter, counters, posters, bring_in,
    hall, check, due, routes, doctor, verify, simulate, jobs,
    reindex, rebuild,
)  # fmt: skip  # in the order in which somebody meets them


class InOrder(Plain):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Settings: LANGNGHE_DATA, LANGNGHE_DATABASE_URL, LANGNGHE_SITE, LANGNGHE_SECRET_KEYS. "
    "See docs/deploy.md.",
)
@click.version_option(package_name="langnghe")
def main() -> None:
    """Lắng Nghe: a ward hears its residents and answers them in public.

    Try `langnghe demo` first. For a ward of your own: `langnghe ward add`, then `langnghe serve`.
    """
    os.umask(0o077)  # the database, its log and the uploads are nobody else's to read


for command in COMMANDS:
    main.add_command(command)
user.add_command(observe)
