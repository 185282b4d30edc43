"""The real command and the real server, in a folder and on a port of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx

from dialogue.core.lock import AlreadyRunning, sole_user

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120.0  # seconds; a busy machine, or one with a slow disk, is no fault


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """How long it took."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds
        time.sleep(0.02)
    return time.monotonic() - start


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """`clear` ends every process that was started here, and none else."""

    parent: subprocess.Popen[str]
    program = "web.cli"

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.started: list[subprocess.Popen[str]] = []
        ours = {name for name in os.environ if name.startswith("LANGNGHE_")}
        self.env = {name: value for name, value in os.environ.items() if name not in ours}
        self.env |= {"LANGNGHE_DATA": str(folder), "PYTHONPATH": str(ROOT)}

    def command(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run to its end; output and error as text."""
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "web.cli", *args],
            env=self.env | env,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
            check=False,
            cwd=self.folder.parent,
        )

    def start(self, *args: str) -> subprocess.Popen[str]:
        """langnghe serve, on our port unless told otherwise."""
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", self.program, *(args or ("serve", "--port", str(self.port)))],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # a group of its own, so that `clear` ends workers too
        )
        self.started.append(process)
        return process

    def serve(self, seconds: float = PATIENCE) -> float:
        """Start and wait for the first page; the seconds it took."""
        self.parent = self.start()
        return until(self.answers, seconds)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """The seconds until the parent was gone."""
        self.parent.send_signal(number)
        return until(lambda: self.parent.poll() is not None)

    def later(self, days: int, seconds: float = PATIENCE) -> None:
        """Stopped, and started again so many days after today."""
        self.stop()
        self.program, self.env["DAYS_LATER"] = "tests.e2e.later", str(days)
        self.serve(seconds)

    def kill_all(self) -> None:
        """kill -9 of parent and worker at once, as a power cut would."""
        os.killpg(self.parent.pid, signal.SIGKILL)
        self.parent.wait()

    def clear(self) -> None:
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if process.stdout:
                process.stdout.close()

    def answers(self) -> bool:
        try:
            return httpx.get(self.url + "/readyz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def is_free(self) -> bool:
        try:
            with sole_user(self.folder, patience=0):
                return True
        except AlreadyRunning:
            return False

    def worker(self) -> int:
        return int((self.folder / "server.lock").read_text())
