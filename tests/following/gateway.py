"""A real HTTPS server of a ward's gateway, in the test's own loop, that does as it is told."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dialogue.outbox.webhooks import WebhookCaller

HOST = "cong-zalo.example"


@dataclass
class Gateway:
    """replies: status lines, one each, then 200. hangs: it takes the call and says nothing."""

    port: int = 0
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    always: str = "200 OK"
    hangs: bool = False
    asked: list[str] = field(default_factory=list)  # names that were resolved
    addresses: list[str] = field(default_factory=lambda: ["127.0.0.1"])

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/nhan?kenh=zalo"

    async def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self.addresses

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
        lines = head.split("\r\n")[1:-2]
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.calls.append((headers, body))
        if self.hangs:
            await reader.read()  # until the caller leaves
        status = self.replies.pop(0) if self.replies else self.always
        writer.write(f"HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n".encode())
        writer.close()


@asynccontextmanager
async def open_gateway(
    folder: Path, *, seconds: float = 10.0
) -> AsyncIterator[tuple[Gateway, WebhookCaller]]:
    """And a caller to whom its name and its certificate are good."""
    gateway = Gateway()
    served, trusted = _certificate(folder)
    server = await asyncio.start_server(gateway.take, "127.0.0.1", 0, ssl=served)
    gateway.port = server.sockets[0].getsockname()[1]
    caller = WebhookCaller(
        resolve=gateway.resolve,
        allowed=lambda address: address == "127.0.0.1",
        tls=trusted,
        seconds=seconds,
    )
    try:
        yield gateway, caller
    finally:
        server.close()


def _certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Of the host's name: the server's context, and one that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    begins = datetime.now(UTC) - timedelta(days=3)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "gateway.pem"
    plain = serialization.NoEncryption()
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    public = certificate.public_bytes(encoding)
    file.write_bytes(public + key.private_bytes(encoding, form, plain))
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(file)
    return served, ssl.create_default_context(cadata=public.decode())
