"""langnghe hall: a conference goes to the hall's laptop, is held there and comes back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.hall_laptop import export_back, serve_hall
from web.cli.settings import data_option, use

if TYPE_CHECKING:
    from meetings.conferences.actions.bringing_back import BroughtBack

KIND = {
    "opinion": "Ý kiến số",
    "number": "Số ý kiến",
    "speaker": "Lượt phát biểu lúc",
    "slip": "Phiếu",
    "conference": "Hội nghị,",
    "task": "Việc giao tại hội trường,",
    "agenda": "Chương trình",
    "tick": "Danh mục việc,",
}


@click.group
def hall() -> None:
    """A conference's hall from one laptop, without Internet (docs/hall.md)."""


@hall.command("export")
@click.option("--ward", required=True, help="Its slug.")
@click.option("--conference", required=True, help="Its slug: the last part of its address.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new file."
)
@click.option("--laptop", default="Máy hội trường", show_default=True, help="What it is called.")
@data_option
def export(ward: str, conference: str, out: Path, laptop: str, data: Path | None) -> None:
    """Take CONFERENCE to a laptop: here it is locked, but for questions sent ahead.

    Prints the code that opens the file. Carry the two apart.
    """
    if out.exists():
        raise click.ClickException(f"{out} đã có. Đặt tên tệp khác.")
    use(data=data)
    from web.cli.database import run

    code = run(exported(ward, conference, out, laptop))
    click.echo(f"Đã ghi {out}. Hội nghị trên máy chủ đã khóa, chỉ còn nhận câu hỏi gửi trước.")
    click.echo(f"Mã mở tệp (ghi ra giấy, không gửi kèm tệp): {code}")


async def exported(ward: str, slug: str, out: Path, laptop: str) -> str:
    from dialogue.core.database import DB
    from dialogue.core.errors import Conflict
    from dialogue.ward.queries import ward_id
    from dialogue.ward.rules import system_actor
    from meetings.conferences.actions.lending import lend
    from meetings.conferences.loans import OUT, Head, key_of, new_code, seal
    from meetings.conferences.queries.conferences import conference_by_slug

    number = await ward_id(ward)
    card = await conference_by_slug(number, slug)
    code = new_code()
    try:
        async with DB.transaction():  # locked only if the file is on the disk
            content = await lend(system_actor(number), card.id, laptop)
            key = key_of(code, content["loan"])
            write(out, seal(Head(OUT, content["loan"]), key, content))
    except Conflict:
        raise click.ClickException(
            "Hội nghị chưa thông báo, đã xong, hoặc đang ở một máy khác. Chưa ghi gì."
        ) from None
    return code


def write(path: Path, data: bytes) -> None:
    """Whole or not at all, for nobody else's eyes."""
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


@hall.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
def bring_in(file: Path, data: Path | None) -> None:
    """Bring back what `langnghe hall export-back` wrote on the laptop, and unlock.

    The second time nothing changes. What both sides have changed is listed: the server's stands,
    the laptop's is kept beside it.
    """
    use(data=data)
    from web.cli.database import run

    for line in told(run(brought_in(file.read_bytes()))):
        click.echo(line)


async def brought_in(data: bytes) -> BroughtBack:
    from dialogue.core.errors import Conflict, Invalid, NotFound
    from dialogue.ward.rules import system_actor
    from meetings.conferences.actions.bringing_back import bring_back
    from meetings.conferences.actions.lending import secret_of
    from meetings.conferences.loans import BACK, head_of, unseal
    from meetings.conferences.queries.loans import loan_row

    try:
        head = head_of(data)
        if head.way != BACK:
            raise click.ClickException(
                "Đây là tệp mang đến hội trường. Cần tệp do lệnh export-back ghi ra."
            )
        loan = await loan_row(head.loan)
        content = unseal(data, secret_of(loan))
        return await bring_back(system_actor(loan["ward"]), content)
    except NotFound:
        raise click.ClickException("Tệp này không phải của máy chủ này. Chưa ghi gì.") from None
    except Conflict:
        raise click.ClickException(
            "Hội nghị đang ở một máy khác. Nhập kết quả của máy đó trước. Chưa ghi gì."
        ) from None
    except Invalid as error:
        raise click.ClickException(refused(error)) from None


FILE = {
    "foreign": "Không phải tệp hội trường của Lắng Nghe. Chưa ghi gì.",
    "newer": "Tệp do một phiên bản khác ghi ra: cập nhật cho hai máy cùng phiên bản. Chưa ghi gì.",
    "locked": "Tệp không mở được: sai mã, hoặc tệp bị hỏng hay bị sửa. Chưa ghi gì.",
}


def refused(error: Exception) -> str:
    """error: Invalid, by its field `file`."""
    errors = getattr(error, "errors", {})
    return FILE.get(errors.get("file", ""), str(error))


def told(done: BroughtBack) -> list[str]:
    lines = []
    if done.again:
        lines.append("Tệp này đã nhập trước đây. Không có gì thay đổi.")
    else:
        lines.append(
            f"Đã nhập: {done.opinions} ý kiến mới, {done.changed} ý kiến có thay đổi, "
            f"{done.attendances} lượt điểm danh, {done.matters} việc vào sổ, "
            f"{done.tasks} việc giao. Hội nghị đã mở khóa."
        )
    if done.clashes:
        lines.append(
            "Hai bên cùng sửa; máy chủ giữ bản của mình, bản ở máy hội trường ghi dưới đây:"
        )
        lines += [
            f"- {KIND[each.kind]} {each.what}: máy chủ “{each.here}”, hội trường “{each.there}”"
            for each in done.clashes
        ]
    return lines


for command in (serve_hall, export_back):
    hall.add_command(command)
