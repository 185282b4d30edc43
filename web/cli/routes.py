"""langnghe routes"""

from __future__ import annotations

import click

from web.cli.settings import use


@click.command
def routes() -> None:
    """List every address: path pattern, method, who may enter."""
    use()
    from web.access import route_table
    from web.app import make_app

    rows = route_table(make_app())
    path, method = (max(len(getattr(row, name)) for row in rows) for name in ("path", "method"))
    for row in rows:
        click.echo(f"{row.path:<{path}}  {row.method:<{method}}  {row.who}")
