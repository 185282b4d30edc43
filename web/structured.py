"""What a page says to search engines in their own words (schema.org, as JSON-LD).

It stands in the page as a block of data, which no browser runs: the CSP has nothing to allow.
Names of residents are in none of it, and no rating.
"""

from __future__ import annotations

from typing import Any

from dialogue.core.clock import local_time
from dialogue.matters.queries.board import AnswerPage
from dialogue.ward.cards import ProcedureCard, WardCard
from web.answer_cards import answer_path
from web.atom import address
from web.words import ward_office

CONTEXT = "https://schema.org"
Data = dict[str, Any]


def question_page(ward: WardCard, found: AnswerPage) -> Data | None:
    """QAPage. None while the text is not to be shown."""
    item = found.item
    if not item.intact or found.withdrawn_on:
        return None
    at = address(answer_path(ward.slug, item.number))
    answer = {
        "@type": "Answer",
        "text": found.answer,
        "dateCreated": local_time(item.published_at).isoformat(timespec="minutes"),
        "dateModified": local_time(item.answered_at).isoformat(timespec="minutes"),
        "url": at,
        "author": _office(ward),
    }
    return {
        "@context": CONTEXT,
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "name": item.title,
            "text": found.body,
            "answerCount": 1,
            "dateCreated": item.received_on.isoformat(),
            "url": at,
            "inLanguage": "vi",
            "acceptedAnswer": answer,
        },
    }


def government_service(ward: WardCard, card: ProcedureCard, field_name: str) -> Data:
    """GovernmentService of a procedure."""
    return {
        "@context": CONTEXT,
        "@type": "GovernmentService",
        "name": card.name,
        **({"alternateName": card.name_en} if card.name_en else {}),
        **({"serviceType": field_name} if field_name else {}),
        "provider": _office(ward),
        "areaServed": {"@type": "AdministrativeArea", "name": ward.full_name},
        "url": address(f"/{ward.slug}/thu-tuc/{card.slug}"),
    }


def _office(ward: WardCard) -> Data:
    return {
        "@type": "GovernmentOrganization",
        "name": ward_office(ward),
        "url": address(f"/{ward.slug}"),
    }
