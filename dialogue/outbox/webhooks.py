"""Signed calls to programs of the ward (Standard Webhooks), to public addresses alone.

A name is resolved once, and the call goes to that very address: one that answers differently the
second time leads nowhere else. No redirect is followed, no proxy asked, no reply read.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import Awaitable, Callable
from hmac import digest
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

import httpx

from dialogue.core.clock import now
from dialogue.outbox.adapters import Call, Outcome
from dialogue.outbox.states import Result

SECONDS = 10.0  # for all of a call
HTTPS = 443
GONE = 410  # the other side wants no more
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
Resolve = Callable[[str, int], Awaitable[list[str]]]
AGENT = "LangNghe-Webhooks/1"


class Refused(Exception):
    """The name leads nowhere (unknown), or where no call may go (private)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def resolve(host: str, port: int) -> list[str]:
    """As the system does. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_public(address: str) -> bool:
    """Not private, loopback, link-local, multicast or reserved, in whatever clothes."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, IPv6Address):
        inside = known.ipv4_mapped or known.sixtofour
        if known in NAT64:
            inside = ip_address(int(known) & 0xFFFF_FFFF)  # type: ignore[assignment]
        if known.teredo is not None or known.is_site_local:
            return False
        if inside is not None:
            return is_public(str(inside))
    return known.is_global and not known.is_multicast and not known.is_reserved


class WebhookCaller:
    """The adapter. resolve, allowed, tls: in place of the world's, in tests."""

    def __init__(
        self,
        *,
        resolve: Resolve = resolve,
        allowed: Callable[[str], bool] = is_public,
        tls: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._resolve, self._allowed = resolve, allowed
        self._tls, self.seconds = tls, seconds

    async def address_of(self, url: str) -> str:
        """Where a call goes. Raises Refused, also when one of several addresses is not public."""
        parts = urlsplit(url)
        try:
            found = await self._resolve(parts.hostname or "", parts.port or HTTPS)
        except (OSError, UnicodeError) as error:
            raise Refused("unknown") from error
        if not found:
            raise Refused("unknown")
        if not all(map(self._allowed, found)):
            raise Refused("private")
        return found[0]

    async def deliver(self, message: Call, message_id: str) -> Outcome:
        try:
            async with asyncio.timeout(self.seconds):
                status = await self._post(message, message_id, await self.address_of(message.url))
        except Refused as error:
            return Outcome(Result.LATER, error.why)
        except TimeoutError:
            return Outcome(Result.LATER, "timeout")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Outcome(Result.LATER, type(error).__name__)
        except ValueError:  # a host that is none, such as xn-- before what is no Punycode
            return Outcome(Result.LATER, "wrong")
        if 200 <= status < 300:
            return Outcome(Result.DELIVERED, str(status))
        return Outcome(Result.NEVER if status == GONE else Result.LATER, str(status))

    async def _post(self, message: Call, message_id: str, address: str) -> int:
        url = httpx.URL(message.url)
        tls = self._tls or ssl.create_default_context()
        async with httpx.AsyncClient(
            verify=tls, trust_env=False, follow_redirects=False, timeout=self.seconds
        ) as client:
            request = client.build_request(
                "POST",
                url.copy_with(host=address),
                content=message.body,
                headers=signed_headers(message, message_id, int(now().timestamp()))
                | {"host": url.netloc.decode("ascii"), "user-agent": AGENT},
                extensions={"sni_hostname": url.host},
            )
            reply = await client.send(request, stream=True)
            await reply.aclose()
            return reply.status_code


def signed_headers(message: Call, message_id: str, seconds: int) -> dict[str, str]:
    """Standard Webhooks, "Webhook headers": v1 is HMAC-SHA256 of "id.timestamp.body"."""
    signed = f"{message_id}.{seconds}.".encode() + message.body
    signature = b64encode(digest(message.secret, signed, "sha256")).decode()
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{signature}",
    }


WEBHOOKS = WebhookCaller()
