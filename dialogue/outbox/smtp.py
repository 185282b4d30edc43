"""Letters by SMTP, to the server that the settings name.

Between the server's last reply and our own commit a letter may be lost from sight: then it is sent
again, with the same Message-ID, and nothing else ever is sent twice.
"""

from __future__ import annotations

from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.policy import Policy
from email.utils import format_datetime
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from dialogue.core import clock
from dialogue.core.settings import SETTINGS
from dialogue.outbox.adapters import Letter, Outcome
from dialogue.outbox.states import Result

SECONDS = 15.0  # for each word of the server
QUIET = 60.0  # seconds after it could not be reached: the others then need not wait for it
OWN = ("127.0.0.1", "localhost", "::1")
NEVER = range(500, 600)
POLICY_SAYS = "5.7."  # RFC 3463 (3.8): we or our words are not trusted, which can be mended


class Whole(UnstructuredHeader, BaseHeader):
    """One that is never broken: Python would encode an address longer than a line as words are,
    and no mail program looks for it there.
    """

    def fold(self, *, policy: Policy[Any]) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "message-id"):
    HEADERS.map_to_type(_name, Whole)
# every server on the way takes 7 bits
POLICY = SMTP_POLICY.clone(cte_type="7bit", header_factory=HEADERS)


class MailServer:
    """The adapter. url: smtp://user:password@host:587 or smtps://host; empty: no mail is sent."""

    def __init__(self, url: str, sender: str) -> None:
        self._url, self._sender = urlsplit(url), sender
        self._away = 0.0

    @property
    def offered(self) -> bool:
        return bool(self._url.hostname)

    async def deliver(self, message: Letter, message_id: str) -> Outcome:
        if not self.offered:
            return Outcome(Result.LATER, "no server")
        if monotonic() < self._away:
            return Outcome(Result.LATER, "away")
        letter = self.letter(message, message_id)
        try:
            await self._send(letter, message.to)
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPResponseException) as error:
            return _refusal(error)
        except (aiosmtplib.SMTPException, OSError) as error:
            self._away = monotonic() + QUIET
            return Outcome(Result.LATER, type(error).__name__)
        return Outcome(Result.DELIVERED)

    def letter(self, message: Letter, message_id: str) -> EmailMessage:
        """As it goes over the line: plain text first, HTML beside it."""
        made = EmailMessage(POLICY)
        made["From"] = Address(message.sender, addr_spec=self._sender)
        made["To"] = Address(addr_spec=message.to)
        made["Subject"] = message.subject
        made["Date"] = format_datetime(clock.local_time(clock.now()))
        made["Message-ID"] = f"<{message_id}@{self._sender.partition('@')[2]}>"
        made["Auto-Submitted"] = "auto-generated"
        if message.stop:
            made["List-Unsubscribe"] = f"<{message.stop}>"
            made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        made.set_content(message.text)
        made.add_alternative(message.html, subtype="html")
        made["Content-Language"] = message.language  # last: what sets a content clears it
        return made

    async def _send(self, letter: EmailMessage, to: str) -> None:
        user, password = self._url.username, self._url.password
        safe = self._url.scheme == "smtps"
        client = aiosmtplib.SMTP(
            hostname=self._url.hostname,
            port=self._url.port or (465 if safe else 587),
            username=unquote(user) if user else None,
            password=unquote(password) if password else None,
            use_tls=safe,
            # a password and letters never cross a network openly
            start_tls=None if safe or self._url.hostname in OWN else True,
            timeout=SECONDS,
        )
        async with client:
            await client.sendmail(self._sender, [to], letter.as_bytes())


def _refusal(error: aiosmtplib.SMTPException) -> Outcome:
    """Only the code: what the server wrote beside it often holds the address."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return _of_the_address(error.recipients[0])
    if isinstance(error, aiosmtplib.SMTPDataError):
        return _of_the_address(error)
    code = getattr(error, "code", 0)  # of a greeting, a password, our own address: mendable
    return Outcome(Result.LATER, str(code))


def _of_the_address(reply: aiosmtplib.SMTPResponseException) -> Outcome:
    never = reply.code in NEVER and not reply.message.startswith(POLICY_SAYS)
    return Outcome(Result.NEVER if never else Result.LATER, str(reply.code))


def _own_address() -> str:
    host = urlsplit(SETTINGS.site).hostname or "localhost"
    return SETTINGS.mail_from or f"khong-tra-loi@{host}"


MAIL = MailServer(SETTINGS.smtp_url, _own_address())
