"""Questions that came to the ward by another channel: its call centre, its page elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, post
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath

from dialogue.core.codes import derived_tracking_code, grouped
from dialogue.core.keys import keys
from dialogue.matters.actions.intake import CONTACT_MOST, NAME_MOST, NewMatter, Received
from dialogue.matters.actions.machine_intake import CHANNEL_MOST, NewCalled, receive_from_machine
from dialogue.matters.rules import LONGEST
from dialogue.ward.machines.replies import Call
from dialogue.ward.machines.rules import Scope
from web.api.machines.door import SECURITY, Anything, Key, call_of, take, token
from web.i18n import SOURCE, languages
from web.render import NO_STORE

CONSENT = "machine-contact-1"  # the other system's own text; its keeper answers for it
EXAMPLE = {
    "channel": "1022",
    "body": "Đèn đường hẻm 47 tắt ba hôm nay, bao giờ sửa?",
    "field": "DC-XD",
    "name": "Nguyễn Văn An",
    "contact": "an@example.vn",
    "consent": True,
}


class QuestionIn(msgspec.Struct, forbid_unknown_fields=True):
    """body: the asker's own words. channel: how the ward calls it. contact: a number or an address,
    kept sealed, and only with the asker's consent.
    """

    body: Annotated[str, msgspec.Meta(max_length=LONGEST + 500)]
    channel: Annotated[str, msgspec.Meta(max_length=CHANNEL_MOST)]
    field: Annotated[str, msgspec.Meta(max_length=40)] = ""
    name: Annotated[str, msgspec.Meta(max_length=NAME_MOST)] = ""
    contact: Annotated[str, msgspec.Meta(max_length=CONTACT_MOST)] = ""
    consent: bool = False
    names_allowed: bool = False
    public: bool = True
    language: Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(languages())})$")] = SOURCE


@dataclass(frozen=True, slots=True)
class QuestionOut:
    """code: for /tra-cuu; tell it to the asker, and keep it nowhere. urgent: say 113, 114, 115."""

    code: str
    received_at: datetime
    publish_due: date | None
    urgent: bool


@post(
    "/v1/wards/{ward:str}/questions", opt=token(Scope.QUESTIONS), security=SECURITY, status_code=200
)
async def add_question(
    request: Anything,
    ward: FromPath[str],
    data: Annotated[QuestionIn, Body(examples=[Example(value=EXAMPLE)])],
    key: Key,
) -> Response[QuestionOut]:
    """One question, registered as if it had been asked here, with its channel."""
    code = derived_tracking_code(keys(), call_of(request, key, data).receipt)

    async def write(call: Call) -> dict[str, Any]:
        new = NewMatter(ward=call.machine.ward, body=data.body, code=code, **_same(data))
        sent = NewCalled(new, data.channel, data.field)
        return _kept(await receive_from_machine(call.machine, sent))

    brought = await take(request, key, data, write)
    due = brought["publish_due"]
    out = QuestionOut(
        grouped(code),
        datetime.fromisoformat(brought["received_at"]),
        date.fromisoformat(due) if due else None,
        brought["urgent"],
    )
    return Response(out, headers=NO_STORE)


def _same(sent: QuestionIn) -> dict[str, Any]:
    return {
        "name": sent.name,
        "contact": sent.contact,
        "consent": CONSENT if sent.consent else "",
        "names_allowed": sent.names_allowed,
        "public": sent.public,
        "language": sent.language,
    }


def _kept(received: Received) -> dict[str, Any]:
    """The code is made anew from the call, and kept nowhere."""
    due = received.publish_due
    return {
        "received_at": received.received_at.isoformat(),
        "publish_due": due.isoformat() if due else "",
        "urgent": received.urgent,
    }


handlers = [add_question]
