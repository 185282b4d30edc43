"""The ward's log of ratings: signed roots, what became of one's own reply, and its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from dialogue.core.clock import start_of
from dialogue.core.errors import NotFound
from dialogue.core.i18n import day as shown
from dialogue.core.settings import SETTINGS
from dialogue.ward import queries as wards
from dialogue.ward.cards import WardCard
from surveys.posters import qr_svg
from surveys.proofs import queries
from surveys.proofs.queries import Head, Standing
from surveys.proofs.recounts import statements
from surveys.proofs.signing import signed_receipt, signers
from surveys.queries.counters import counter, counters
from web.access import PUBLIC
from web.atom import Feed, Part, written
from web.forms import form_of
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.render import page
from web.result_rows import SERIES
from web.tickets import read_receipt
from web.words import ward_office

MOST = 31  # roots on a page
CHECKER = "check_receipt.py"
NO_COMMITMENT = _(
    "Đây chưa phải một mã biên nhận: mã gồm đúng 64 chữ số và chữ a–f, chỗ này có %(letters)s ký "
    "tự hoặc có chữ khác. Quý vị xem lại biên nhận; chưa tra gì trong sổ."
)


@dataclass(frozen=True, slots=True)
class Found:
    """What is told of a commitment. standing None: the log does not hold it."""

    commitment: str
    standing: Standing | None = None
    counter: str = ""

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.standing.fields["day"]) if self.standing else None


@get("/{slug:str}/hai-long/so-cai", opt=PUBLIC)
async def show_ledger(slug: FromPath[str], ma: FromQuery[str] = "") -> Template:
    """ma: a commitment, as it stands on a receipt."""
    ward, asked = await wards.ward(slug), "".join(ma.split()).lower()
    form, odd = form_of({"ma": ma.strip()}), bool(asked) and not queries.is_commitment(asked)
    return page(
        "pages/ledger.html",
        status=422 if odd else 200,
        ward=ward,
        path=path_of(ward),
        form=form.refuse(ma=str(NO_COMMITMENT) % {"letters": len(asked)}) if odd else form,
        found=await _found(ward, asked) if asked and not odd else None,
        heads=await queries.heads(ward.id, most=MOST),
        statements=await statements(ward.id),
        series_names=SERIES,
        checker=CHECKER,
        verifier=signers(ward.slug)[0].verifier,
    )


async def _found(ward: WardCard, commitment: str) -> Found:
    standing = await queries.standing(ward.id, commitment)
    if standing is None:
        return Found(commitment)
    titles = {card.id: card.title for card in await counters(ward.id, retired=True)}
    return Found(commitment, standing, titles.get(standing.fields["counter"], ""))


@get("/{slug:str}/hai-long/so-cai/{day:str}", opt=PUBLIC)
async def show_head(slug: FromPath[str], day: FromPath[str]) -> Template:
    """One day's root, to be read and to be hung on the notice board."""
    ward = await wards.ward(slug)
    head = await queries.head(ward.id, _day(day))
    before = await queries.heads(ward.id, head.day, 1)
    path = f"{path_of(ward)}/{head.day}"
    return page(
        "pages/ledger_head.html",
        ward=ward,
        head=head,
        path=path_of(ward),
        before=before[0] if before else None,
        qr=_qr(path),
    )


@get("/{slug:str}/hai-long/so-cai.atom", opt=PUBLIC)
async def show_feed(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """The roots of the last month, a day an entry."""
    ward = await wards.ward(slug)
    heads = await queries.heads(ward.id, most=MOST)
    path = path_of(ward)
    feed = Feed(
        id=f"{SETTINGS.site}{path}",
        title=f"{_('Sổ đánh giá')} – {ward_office(ward)}",
        ward=ward,
        path=f"{path}.atom",
        page=path,
        parts=[_part(path, head) for head in heads],
    )
    return written(feed).reply(request)


def _part(path: str, head: Head) -> Part:
    title = str(_("Dấu của sổ ngày %(day)s")) % {"day": shown(head.day, language())}
    at = f"{path}/{head.day}"
    return Part(f"{SETTINGS.site}{at}", title, at, start_of(head.day), head.note)


@get("/q/{code:str}/cam-on/{receipt:str}/bien-nhan", opt=PUBLIC)
async def show_receipt(code: FromPath[str], receipt: FromPath[str]) -> Template:
    """What its sender may print and keep. It does not say which level was chosen."""
    card = await counter(code.lower())
    known = read_receipt(card, receipt)
    standing = known and await queries.of_receipt(card.ward, card.ward_slug, known.receipt)
    if not standing:
        raise NotFound("no such receipt")
    path = f"/{card.ward_slug}/hai-long/so-cai?ma={standing.commitment}"
    return page(
        "pages/rate_receipt.html",
        card=card,
        path=f"{card.path}/cam-on/{receipt}/bien-nhan",
        back=url(f"{card.path}/cam-on/{receipt}"),
        standing=standing,
        day=date.fromisoformat(standing.fields["day"]),
        look_up=url(path),
        note=signed_receipt(card.ward_slug, standing.data),
        qr=_qr(path),
    )


handlers = [show_ledger, show_head, show_feed, show_receipt]


def path_of(ward: WardCard) -> str:
    return f"/{ward.slug}/hai-long/so-cai"


def _qr(path: str) -> str:
    return qr_svg(f"{SETTINGS.site}{path}").replace("<svg ", '<svg width="160" height="160" ', 1)


def _day(text: str) -> date:
    """Raises NotFound."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(f"no day {text!r}") from None
