"""What langnghe hall does on the laptop: a folder of its own, and the file for the way back."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

import click

from web.cli.serve import alone, listen, port_option
from web.cli.settings import use

MARK = "hall.json"  # in the folder: which loan it holds, and whether all of it is there
NOT_OURS = ("SECRET_KEYS", "DATABASE_URL", "PROXIES")  # settings of a server, not of this folder

folder_option = click.option(
    "--data",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of this hall on the laptop; made by `hall serve`.",
)


def use_laptop(data: Path) -> None:
    """The folder's own keys and database, whatever the environment says of a server's."""
    for name in NOT_OURS:
        os.environ.pop(f"LANGNGHE_{name}", None)
    use(data=data)


def prepare(file: Path, code: str | None, data: Path) -> None:
    """The folder holds the conference of the file: moved in now, or before. Goes on after a power
    cut in the middle. code: None: asked for when it is needed."""
    from meetings.conferences.loans import OUT, head_of

    head = head_of(file.read_bytes())
    if head.way != OUT:
        raise click.ClickException("Đây là tệp mang về máy chủ: nhập bằng `langnghe hall import`.")
    mark = mark_of(data)
    if mark is None and data.exists() and any(data.iterdir()):
        raise click.ClickException(f"{data} đã có tệp khác. Chọn một thư mục trống.")
    if mark is not None and mark["loan"] != head.loan:
        raise click.ClickException(f"{data} giữ một hội nghị khác. Chọn một thư mục trống.")
    if mark is None or not mark["ready"]:
        _move_in(file, code, data, head.loan)


def mark_of(data: Path) -> dict[str, Any] | None:
    path = data / MARK
    found: dict[str, Any] | None = json.loads(path.read_text("utf-8")) if path.exists() else None
    return found


def _move_in(file: Path, code: str | None, data: Path, loan: str) -> None:
    import asyncio

    from dialogue.core.keys import borrow
    from meetings.conferences.actions.settling_in import move_in
    from meetings.conferences.loans import key_of, unseal
    from web.cli.database import migrate_all, run

    typed = code or click.prompt("Mã mở tệp")
    content = unseal(file.read_bytes(), key_of(typed, loan))
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _set_mark(data, loan, ready=False)
    for left in (*data.glob("langnghe.sqlite*"), data / "master.keys"):
        left.unlink(missing_ok=True)  # of a start that was cut off
    borrow(data, {name: bytes.fromhex(key) for name, key in content["lent_keys"].items()})
    asyncio.run(migrate_all())
    run(move_in(content))
    _set_mark(data, loan, ready=True)


def _set_mark(data: Path, loan: str, *, ready: bool) -> None:
    part = data / f"{MARK}.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump({"loan": loan, "ready": ready}, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(data / MARK)


@click.command("serve")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", help="That opens the file.  [default: asked for, the first time]")
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104
@port_option
@click.option("--address", help="By which phones reach it.  [default: found on the Wi-Fi]")
@folder_option
def serve_hall(  # noqa: PLR0917  a parameter an option
    file: Path, code: str | None, host: str, port: int, address: str | None, data: Path
) -> None:
    """Run the hall of FILE on this laptop. Started again, it goes on where it was."""
    site = f"http://{address or own_address()}:{port}"
    os.environ["LANGNGHE_SITE"] = site
    use_laptop(data)
    from dialogue.core.errors import Invalid
    from web.cli.database import run
    from web.cli.hall import refused

    try:
        prepare(file, code, data)
    except Invalid as error:
        raise click.ClickException(refused(error)) from None
    with alone():
        hall_code = run(_hall_code())
    listen(host, port, 1, lambda: _say_ready(site, port, hall_code), "web.hall_app:make_server")


def own_address() -> str:
    """Of this machine on the network it is in; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            found: str = probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
    return found


async def _hall_code() -> str:
    from meetings.conferences.queries.conferences import conference
    from meetings.conferences.queries.loans import only_loan

    loan = await only_loan()
    card = await conference(loan["ward"], loan["conference"])
    return card.hall_code


def _say_ready(site: str, port: int, hall_code: str) -> None:
    import qrcode

    click.echo(f"Bàn điều khiển, trên máy này: http://127.0.0.1:{port}/")
    click.echo(f"Điện thoại trong hội trường, cùng Wi-Fi: {site}/h/{hall_code}")
    code = qrcode.QRCode(border=2)
    code.add_data(f"{site}/h/{hall_code}")
    code.print_ascii(invert=True)
    click.echo("Dừng: Ctrl-C. Mất điện thì bật máy, chạy lại đúng lệnh này.")


@click.command("export-back")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new file."
)
@folder_option
def export_back(out: Path, data: Path) -> None:
    """On the laptop, when the hall is over: write the file for the ward's server.

    From then on nothing is written here any more. Run it again for another copy.
    """
    mark = mark_of(data)
    if mark is None or not mark["ready"]:
        raise click.ClickException(f"{data} không giữ hội nghị nào.")
    if out.exists():
        raise click.ClickException(f"{out} đã có. Đặt tên tệp khác.")
    use_laptop(data)
    from web.cli.database import run

    run(hand_over(out))
    click.echo(f"Đã ghi {out}. Mang tệp về máy chủ: langnghe hall import {out.name}")
    click.echo("Máy này không ghi thêm được nữa.")


async def hand_over(out: Path) -> None:
    from dialogue.core.errors import Conflict
    from meetings.conferences.actions.lending import secret_of
    from meetings.conferences.actions.settling_in import hand_back
    from meetings.conferences.loans import BACK, Head, seal
    from meetings.conferences.queries.loans import only_loan
    from web.cli.hall import write

    try:
        content = await hand_back()
    except Conflict:
        raise click.ClickException(
            "Hội trường còn mở. Bấm “Bế mạc” trên bàn điều khiển rồi chạy lại lệnh này."
        ) from None
    write(out, seal(Head(BACK, content["loan"]), secret_of(await only_loan()), content))
