"""A real mail server in the test's own loop, that does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope

from dialogue.core.clock import now
from dialogue.core.jobs import Runner
from dialogue.core.tables import Job
from dialogue.outbox.actions import SEND
from dialogue.outbox.smtp import MAIL, MailServer

TAKEN = "250 OK"


@dataclass
class PostOffice:
    """refusing: address → reply to RCPT. after: replies to whole letters, one each, then OK."""

    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)  # as they came over the line
    refusing: dict[str, str] = field(default_factory=dict)
    after: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusing:
            return self.refusing[address]
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.raw.append(envelope.content.decode("ascii"))
        reply = self.after.pop(0) if self.after else TAKEN
        if reply == "lost":
            server.transport.abort()
        return reply

    @property
    def ids(self) -> list[str]:
        return [letter["Message-ID"] for letter in self.letters]


@asynccontextmanager
async def open_office(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostOffice]:
    """Our letters go to it until the end of the block."""
    office = PostOffice()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(office, hostname="ward.example"), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    fresh = MailServer(f"smtp://127.0.0.1:{port}", "phuong@ward.example")
    for name, value in vars(fresh).items():
        monkeypatch.setattr(MAIL, name, value)
    try:
        yield office
    finally:
        server.close()


async def all_sent() -> None:
    """Every letter that is due has left, by us or by the application's own runner."""
    runner = Runner()
    due = (Job.kind == SEND) & (Job.state == "waiting") & (Job.run_at <= now())
    async with asyncio.timeout(60):
        while await runner.work_once() or await Job.exists().where(due):
            continue


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
