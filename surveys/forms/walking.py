"""From one page of a form to the next, and back: pure. Nothing is remembered on the server; each
page sends all answers so far, and every step looks at them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogue.core.errors import Invalid
from surveys.forms.answering import Sent, kept, pages, shown, shown_page
from surveys.forms.model import Form, Question


@dataclass(frozen=True, slots=True)
class Stand:
    """page: what is shown next. wrong: question → message key. done: all is answered."""

    page: int
    wrong: Mapping[str, str] = field(default_factory=dict)
    done: bool = False


def walk(form: Form, sent: Sent, page: int, *, back: bool = False) -> Stand:
    """page: the one that was filled in. Going back nothing is looked at, and nothing is lost."""
    if back:
        return Stand(first_page(form, sent, page - 1, -1))
    wrong = faults_of(form, sent)
    here = _on(form, page, wrong)
    if here:
        return Stand(page, here)
    following = shown_page(form, sent, page + 1)
    if following is not None:
        return Stand(following)
    if wrong:  # an earlier page, changed or forged
        place = next(number for number in range(len(pages(form))) if _on(form, number, wrong))
        return Stand(place, _on(form, place, wrong))
    return Stand(page, done=True)


def first_page(form: Form, sent: Sent, start: int = 0, step: int = 1) -> int:
    """The nearest one from `start` on; the first of all where there is none."""
    found = shown_page(form, sent, start, step)
    return (shown_page(form, sent, 0) or 0) if found is None else found


def faults_of(form: Form, sent: Sent) -> Mapping[str, str]:
    try:
        kept(form, sent)
    except Invalid as error:
        return error.errors
    return {}


def _on(form: Form, page: int, wrong: Mapping[str, str]) -> dict[str, str]:
    all_pages = pages(form)
    here = all_pages[page] if 0 <= page < len(all_pages) else ()
    return {each.id: wrong[each.id] for each in here if each.id in wrong}


def on_page(form: Form, sent: Sent, page: int) -> tuple[Question, ...]:
    """The questions of a page that are this person's."""
    open_ = shown(form, sent)
    return tuple(each for each in pages(form)[page] if each in open_)


def progress(form: Form, sent: Sent, page: int) -> tuple[int, int]:
    """This is the …th of … pages, as far as the answers tell."""
    open_ = shown(form, sent)
    mine = [n for n, each in enumerate(pages(form)) if any(q in open_ for q in each)]
    return (mine.index(page) + 1 if page in mine else 1), len(mine)
