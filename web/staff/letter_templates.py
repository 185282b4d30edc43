"""The words that letters of an occasion begin with: a ward's own, each version kept."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.letters import keeping
from dialogue.letters.actions import TO_MOST
from dialogue.letters.keeping import NAME_MOST, Words
from dialogue.letters.queries import templates, versions
from dialogue.letters.rules import faults
from dialogue.letters.states import LetterKind
from dialogue.letters.templates import longest, places, tone
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import whole
from web.render import staff_page
from web.staff.letter_words import FAULT, KIND, WRONG
from web.staff.letters import OVERSEE
from web.staff.parts import finished, onward

PATH = "/quan-tri/thu/mau"
DONE = {"da-doi": _("Đã ghi lời mới. Thư đã soạn giữ lời cũ.")}
MEANWHILE = _("Chưa ghi được: lời thư vừa được người khác sửa. Xem lại bản mới rồi ghi tiếp.")
WORDS = WRONG | {"taken": _("Dịp này đã có. Ông bà chọn tên khác.")}


class WordsForm(BaseModel):
    name: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=NAME_MOST)]
    to: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=TO_MOST)]
    body: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=1_500)]

    @property
    def words(self) -> Words:
        return Words(self.name, self.to, self.body)


class ChangeForm(WordsForm):
    version: Annotated[str, Field(max_length=9)] = ""  # 0: as the product brings them


class NewForm(WordsForm):
    kind: LetterKind


@get("/thu/mau", opt=OVERSEE)
async def show_all(request: Request[Actor, Any, Any]) -> Template:
    return await _all(request, form_of({}))


async def _all(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    ward = await wards.ward_by_id(request.user.ward)
    found = await templates(ward.id)
    kind = form.values["kind"]
    chosen = LetterKind(kind) if kind in set(LetterKind) else LetterKind.CONGRATULATION
    return await staff_page(
        request,
        "staff/letter_templates.html",
        status=status,
        page="letters",
        form=form,
        templates=list(found.values()),
        ward_kind=ward.kind,
        kinds=KIND,
        found=faults(form.values["body"], tone(chosen)),
        faults=FAULT,
        places=list(places().values()),
        most=longest(),
        done=finished(request, DONE),
    )


@post("/thu/mau", opt=OVERSEE)
async def add(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, NewForm)
    if form.data is None:
        return await _all(request, form, 422)
    try:
        code = await keeping.add_occasion(request.user, form.data.kind, form.data.words)
    except Invalid as error:
        return await _all(request, form.refuse_all(error, WORDS), 422)
    except Conflict:
        return await _all(request, form.refuse(name=WORDS["taken"]), 409)
    return onward(f"{PATH}/{code}", "da-doi")


@get("/thu/mau/{occasion:str}", opt=OVERSEE)
async def show(request: Request[Actor, Any, Any], occasion: FromPath[str]) -> Template:
    return await _one(request, occasion)


async def _one(
    request: Request[Actor, Any, Any],
    code: str,
    form: Form[Any] | None = None,
    status: int = 200,
    problem: object = "",
) -> Template:
    every = await versions(request.user.ward, code)
    newest = every[0].template
    filled = {"name": newest.name, "to": newest.to, "body": newest.body}
    form = form or form_of(filled)
    ward = await wards.ward_by_id(request.user.ward)
    return await staff_page(
        request,
        "staff/letter_template.html",
        status=status,
        page="letters",
        form=form,
        problem=problem,
        newest=newest,
        versions=every,
        people={each.id: each.name for each in await wards.staff_list(ward.id)},
        ward_kind=ward.kind,
        kinds=KIND,
        found=faults(form.values["body"], tone(newest.kind)),
        faults=FAULT,
        places=list(places().values()),
        most=longest(),
        done=finished(request, DONE),
    )


@post("/thu/mau/{occasion:str}", opt=OVERSEE)
async def change(request: Request[Actor, Any, Any], occasion: FromPath[str]) -> Template | Redirect:
    form = await read_form(request, ChangeForm)
    if form.data is None:
        return await _one(request, occasion, form, 422)
    version = whole(form.data.version)
    try:
        await keeping.change_template(
            request.user, occasion, form.data.words, -1 if version is None else version
        )
    except Invalid as error:
        return await _one(request, occasion, form.refuse_all(error, WORDS), 422)
    except Conflict:
        return await _one(request, occasion, form, 409, MEANWHILE)
    return onward(f"{PATH}/{occasion}", "da-doi")


handlers = [show_all, add, show, change]
