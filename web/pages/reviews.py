"""Half-year reviews as the chairman approved them: frozen words and figures, and their file."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core.clock import local_day
from dialogue.core.documents import Block, Chart, Paragraph, Table
from dialogue.core.errors import NotFound
from dialogue.core.i18n import days as days_in_words
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from surveys.reviews.published import public_review, published_reviews
from surveys.reviews.terms import Span
from web import kept
from web.access import PUBLIC
from web.caching import Ready
from web.i18n import language, url
from web.papers import drawn, sent
from web.render import render
from web.review_paper import document

SORTS: dict[type[Block], str] = {Paragraph: "paragraph", Table: "table", Chart: "chart"}
BETWEEN = "_"


def list_path(ward: WardCard) -> str:
    return url(f"/{ward.slug}/so-ket")


def public_path(ward: WardCard, span: Span) -> str:
    """It stays, whatever becomes of the rules that periods come from."""
    return f"{list_path(ward)}/{span[0]}{BETWEEN}{span[1]}"


@get("/{slug:str}/so-ket", opt=PUBLIC)
async def show_reviews(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)

    async def make() -> Ready:
        found = await published_reviews(ward.id)
        listed = [(each, public_path(ward, each.span)) for each in found]
        return Ready.of(render("pages/reviews.html", ward=ward, reviews=listed, days=_days))

    return await kept.reply(request, ward, "reviews", "list", make, list_path(ward))


@get("/{slug:str}/so-ket/{days:str}", opt=PUBLIC)
async def show_review(
    request: Request[Any, Any, Any], slug: FromPath[str], days: FromPath[str]
) -> Response[bytes]:
    ward, span = await queries.ward(slug), _span(days)

    async def make() -> Ready:
        found = await public_review(ward.id, span)
        blocks = document(ward, found.content, local_day(found.at).year).blocks
        path = public_path(ward, span)
        return Ready.of(
            render(
                "pages/review.html",
                ward=ward,
                found=found,
                blocks=[(SORTS.get(type(each), ""), each) for each in blocks],
                list_path=list_path(ward),
                days=_days(*span),
                docx=f"{path}/bao-cao.docx",
            )
        )

    return await kept.reply(request, ward, "reviews", span, make)


@get("/{slug:str}/so-ket/{days:str}/bao-cao.docx", opt=PUBLIC)
async def review_file(slug: FromPath[str], days: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)
    found = await public_review(ward.id, _span(days))
    made = await drawn(document(ward, found.content, local_day(found.at).year), "docx")
    return sent(made, f"so-ket-{ward.slug}-{days}", "docx", public=True)


def _days(first: date, last: date) -> str:
    return days_in_words(first, last, language())


def _span(days: str) -> Span:
    """Raises NotFound."""
    since, _between, until = days.partition(BETWEEN)
    try:
        return date.fromisoformat(since), date.fromisoformat(until)
    except ValueError:
        raise NotFound(f"no review {days!r}") from None


handlers = [show_reviews, show_review, review_file]
