"""The real server as processes: alone on its data, quick to stop, gone with its parent."""

from __future__ import annotations

import signal
import socket

import httpx
import pytest

from tests.e2e.server import Server, until

pytestmark = pytest.mark.e2e


def test_a_second_server_on_the_same_data_refuses_to_start(server: Server) -> None:
    first = server.worker()
    second = server.command("serve", "--port", "1")
    assert second.returncode == 1
    assert second.stderr == (
        f"Error: another server already uses {server.folder}; stop it, or give another --data\n"
    )
    assert server.answers()
    assert server.worker() == first


def test_a_taken_port_is_told_plainly(server: Server) -> None:
    other = server.folder.with_name("other")
    second = server.command("serve", "--port", str(server.port), "--data", str(other))
    assert (second.returncode, second.stderr) == (
        1,
        f"Error: cannot listen on 127.0.0.1:{server.port} (Address already in use); "
        "give another --host or --port\n",
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_open_pages_do_not_hold_up_a_stop(server: Server, number: signal.Signals) -> None:
    with (
        httpx.Client(base_url=server.url) as kept_alive,
        httpx.stream("GET", server.url + "/live/ben-lua", timeout=30) as stream,
        socket.create_connection(("127.0.0.1", server.port)),  # a browser's spare connection
    ):
        assert kept_alive.get("/healthz").status_code == 200
        texts = stream.iter_text()  # kept: httpx hangs up when it is dropped
        assert next(texts).startswith(":")
        assert server.stop(number) < 3
    assert server.parent.returncode == 0
    assert server.is_free()
    assert "Traceback" not in (server.parent.communicate()[0] or "")


def test_a_worker_does_not_outlive_its_parent(server: Server) -> None:
    assert not server.is_free()
    server.parent.kill()
    assert until(server.is_free) < 5
    assert not server.answers()


def test_a_second_start_finds_what_the_first_one_kept(server: Server) -> None:
    page = httpx.get(server.url + "/ben-lua/hoi-dap").text
    server.stop()
    server.serve()
    assert httpx.get(server.url + "/ben-lua/hoi-dap").text == page


def test_the_server_says_when_it_is_ready(stopped: Server) -> None:
    """A new folder is made on the way, for nobody else's eyes."""
    process = stopped.start()
    assert process.stdout
    assert process.stdout.readline() == f"READY {stopped.url}/\n"
    assert stopped.answers()
    assert stopped.folder.stat().st_mode & 0o077 == 0
