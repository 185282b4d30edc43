"""One server a data directory: the second is refused, a dead one leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dialogue.core.lock import AlreadyRunning, sole_user

pytestmark = pytest.mark.e2e
HOLD = """
import sys, time
from pathlib import Path
from dialogue.core.lock import sole_user
with sole_user(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_process_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen(  # noqa: S603  our own few lines
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(AlreadyRunning, match=str(tmp_path)),
            sole_user(tmp_path, patience=0.2),
        ):
            pass
        assert (tmp_path / "server.lock").read_text() == f"{other.pid}\n"
        other.kill()
        other.wait()
    with sole_user(tmp_path, patience=0.2):
        assert (tmp_path / "server.lock").read_text() == f"{os.getpid()}\n"


def test_the_folder_is_made_and_let_go(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    for _ in range(2):
        with sole_user(folder, patience=0):
            assert folder.is_dir()
