"""Residential groups by names they no longer bear, in the forms of residents."""

from __future__ import annotations

from dialogue.core.text import sort_key
from dialogue.ward.lineage import Lineage, lineage
from dialogue.ward.rules import shown_group
from web.i18n import gettext as _


async def old_options(ward: int) -> list[tuple[int, str]]:
    """Old name → the group of today; one that was split stands for itself, and is asked about."""
    known = await lineage(ward)
    found = [
        (each.group, _label(known, each.group, shown_group(each.name, each.origin)))
        for each in known.former
        if each.group in known.standing
    ]
    for card in known.cards.values():
        heirs = frozenset() if card.id in known.standing else known.heirs(card.id)
        if len(heirs) == 1:
            (heir,) = heirs
            found.append((heir, _label(known, heir, card.label)))
        elif heirs:
            found.append((card.id, str(_("%(old)s, đã chia")) % {"old": card.label}))
    return sorted(found, key=lambda option: sort_key(option[1]))


async def known_groups(ward: int) -> list[tuple[int, str]]:
    """For staff, to narrow a list: groups of today by all their names, then those that ended."""
    known = await lineage(ward)
    found = []
    for card in known.cards.values():
        heirs = known.heirs(card.id)
        new = ", ".join(sorted((known.cards[heir].label for heir in heirs), key=sort_key))
        old = ", ".join(known.old_names(card.id))
        over = card.id not in known.standing
        if not over:
            text = str(_("%(new)s (trước là %(old)s)")) if old else "%(new)s"
        else:
            text = str(_("%(old)s, nay là %(new)s")) if new else str(_("%(old)s, đã kết thúc"))
        names = {"new": new, "old": card.label if over else old}
        found.append((over, card.id, text % names))
    found.sort(key=lambda each: (each[0], sort_key(each[2])))
    return [(group, text) for _ended, group, text in found]


def _label(known: Lineage, group: int, old: str) -> str:
    return str(_("%(old)s, nay là %(new)s")) % {"old": old, "new": known.cards[group].label}


async def question_of(ward: int, group: int | None, *, asked: int | None) -> str:
    """What to ask who names a group that was split; empty when nothing, or it was asked before.

    Nothing is guessed: whoever sends the old name again is taken at his word.
    """
    known = await lineage(ward)
    heirs = known.heirs(group) if group in known.cards and group not in known.standing else ()
    if group is None or len(heirs) < 2 or asked == group:
        return ""
    new = ", ".join(sorted((known.cards[heir].label for heir in heirs), key=sort_key))
    return str(
        _(
            "%(old)s đã chia thành %(new)s. Quý vị chọn một nơi; nếu chưa rõ, ghi tên đường trong "
            "nội dung rồi bấm Gửi lần nữa."
        )
    ) % {"old": known.cards[group].label, "new": new}


async def hints(ward: int, text: str) -> list[tuple[int, str]]:
    """Groups of today that go by these words, by an old name too: what a search may have meant."""
    known = await lineage(ward)
    found = [(group, known.cards[group].label) for group in known.named(text)]
    return sorted(found, key=lambda option: sort_key(option[1]))
