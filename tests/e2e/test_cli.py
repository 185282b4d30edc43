"""The command line as somebody types it: what it prints, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from tests.e2e.conftest import WARD
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e
ADDRESS = "http://127.0.0.1:8000/q/"


def test_a_ward_from_its_own_files_is_ready_to_rate(stopped: Server, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "groups.csv").write_text("name,head\nThôn Đông,Đỗ Văn Tư\nThôn Đoài,\n", "utf-8")
    (files / "counters.csv").write_text(
        "label,name,fields\nQuầy 1,Hộ tịch,TP-HT;CT\nQuầy 2,Đất đai,DC-XD\n", "utf-8-sig"
    )
    (files / "staff.csv").write_text(
        "login,name,title,roles,unit\nchu-tich,Nguyễn Văn Mẫu,Chủ tịch,chairman,\n"
        "tu-phap,Hoàng Thị Lan,Công chức,officer;counter-officer,VP\n",
        "utf-8",
    )
    done = stopped.command(
        "ward", "add", "van-an", "--name", "Vạn An", "--kind", "xã", "--group-word", "thôn",
        "--from", str(files), "--password", "mot-mat-khau-dai",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = json.loads(stopped.command("counters", "--json").stdout)
    assert [(row["ward"], row["label"], row["field"]) for row in rows] == [
        ("van-an", "Quầy 1", "TP-HT"),
        ("van-an", "Quầy 2", "DC-XD"),
    ]
    assert [row["path"] for row in rows] == [f"/q/{row['code']}" for row in rows]
    shown = [line.rsplit(": ", 1)[1] for line in done.stdout.splitlines()[:2]]
    assert shown == [ADDRESS + row["code"] for row in rows]

    sheets = tmp_path / "sheets"
    only = ("--paper", "a4", "--out", str(sheets))
    one = stopped.command("posters", "--ward", "van-an", "--counter", "Quầy 1", *only)
    assert one.stdout == f"{sheets / 'van-an-a4.pdf'}: 1 page\n"
    assert "which phones do not reach; set LANGNGHE_SITE" in one.stderr
    whole = stopped.command("posters", "--ward", "van-an", "--out", str(sheets))
    assert whole.returncode == 0, whole.stderr
    names = {f"van-an-{paper}.pdf" for paper in ("a4", "a5", "tent", "stickers")}
    assert {file.name for file in sheets.iterdir()} == names
    first, second = (
        page.extract_text() for page in pypdf.PdfReader(sheets / "van-an-a4.pdf").pages
    )
    assert first.startswith("UBND xã Vạn An\nQuầy 1 · Hộ tịch\n")
    assert f"Gõ {shown[1].removeprefix('http://')}" in second.replace("\u200b", "")
    stopped.command(
        "posters", "--ward", "van-an", "--each", "--paper", "tent", "--out", str(sheets)
    )
    assert {f"van-an-{row['code']}-tent.pdf" for row in rows} <= {f.name for f in sheets.iterdir()}


def test_a_refused_file_is_mended_and_the_command_run_again(
    stopped: Server, tmp_path: Path
) -> None:
    counters = tmp_path / "counters.csv"
    counters.write_text("label,fields\nQuầy 1,KHÔNG-CÓ\n", "utf-8")
    refused = stopped.command(*WARD, "--counters", str(counters))
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "KHÔNG-CÓ" in refused.stderr
    counters.write_text("label,fields\nQuầy 1,TP-HT\n", "utf-8")
    assert stopped.command(*WARD, "--counters", str(counters)).returncode == 0
    again = stopped.command(*WARD)
    assert (again.returncode, again.stderr) == (1, "Error: there is a ward 'ben-lua'\n")


def test_a_wrong_setting_is_named_in_one_line(stopped: Server) -> None:
    done = stopped.command("serve", LANGNGHE_SITE="langnghe.example")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("LANGNGHE_SITE")


def test_a_secret_setting_is_never_repeated(stopped: Server) -> None:
    done = stopped.command("serve", LANGNGHE_SECRET_KEYS="k1:abc")
    assert done.returncode == 2
    assert "abc" not in done.stderr


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["serve", "--workers", "2"], 2, "--workers 2 needs PostgreSQL"),
        (
            ["demo", "--host", "192.0.2.1"],
            2,
            "the demo's default password is known to all",
        ),
        (["counters"], 1, "run `langnghe migrate` first"),
        (["import", "groups", "nowhere.csv"], 2, "nowhere.csv"),
        (["frobnicate"], 2, "No such command"),
    ],
)
def test_what_cannot_be_done_is_refused_plainly(
    stopped: Server, args: list[str], code: int, told: str
) -> None:
    done = stopped.command(*args)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (stopped.folder / "langnghe.sqlite").exists()


def test_the_doctor_finds_keys_that_others_may_read(stopped: Server) -> None:
    assert stopped.command("migrate").returncode == 0
    assert stopped.command("doctor").returncode == 0
    keys = stopped.folder / "master.keys"
    keys.write_text(f"k1:{'ab' * 32}")
    keys.chmod(0o644)
    found = stopped.command("doctor")
    assert found.returncode == 1
    assert f"chmod 600 {keys}" in found.stdout
    assert "ab" * 32 not in found.stdout
