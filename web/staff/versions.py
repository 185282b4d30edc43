"""Two saved versions of an answer side by side: what changed, word by word."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template
from pydantic import BaseModel, Field

from dialogue.core.errors import NotFound
from dialogue.core.i18n import moment
from dialogue.matters.actions.looking import look
from dialogue.matters.difference import difference
from dialogue.matters.queries.drafts import DraftVersion
from dialogue.ward.rules import Actor
from web.access import staff
from web.forms import form_of, read_query
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.staff.places import READERS

Key = Annotated[str, Field(pattern=r"^\d{1,4}\.\d{1,6}$")]
NAMED = _("Lần %(round)s, bản %(version)s: %(name)s, %(when)s")


class Versions(BaseModel):
    """Round and version, "1.3". The names stand in the address."""

    cu: Key | None = None
    moi: Key | None = None


@get("/van-de/{matter:int}/so-sanh", opt=staff(*READERS))
async def compare(request: Request[Actor, Any, Any], matter: FromPath[int]) -> Template:
    """Without a choice, or with nonsense, the newest two."""
    view = await look(request.user, matter)
    if not view.drafts:
        raise NotFound(f"matter {matter} has no draft")
    asked = read_query(request, Versions).data or Versions()
    known = {key(each): each for each in view.drafts}
    newest, *before = view.drafts
    new = known.get(asked.moi or "", newest)
    old = known.get(asked.cu or "", before[0] if before else newest)
    return await staff_page(
        request,
        "staff/draft_difference.html",
        page="matters",
        matter=view,
        old=old,
        new=new,
        changes=difference(old.text, new.text),
        changes_en=difference(old.summary_en, new.summary_en),
        versions=[(key(each), named(each)) for each in view.drafts],
        form=form_of({"cu": key(old), "moi": key(new)}),
    )


def key(draft: DraftVersion) -> str:
    return f"{draft.round}.{draft.version}"


def named(draft: DraftVersion) -> str:
    return str(NAMED) % {
        "round": draft.round,
        "version": draft.version,
        "name": draft.author_name,
        "when": moment(draft.saved_at),
    }


handlers = [compare]
