"""Case figures in words: how they were said, what does not add up, which shares may be told."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.core.i18n import number, percent
from dialogue.ward.figures import (
    Figures,
    Finding,
    FindingKind,
    Share,
    early_share,
    findings,
    online_share,
    punctual_share,
    returned_share,
)
from dialogue.ward.states import Qualifier
from web.i18n import gettext_lazy as _
from web.staff.parts import Words

COUNT: Words = {
    "opening": _("Kỳ trước chuyển sang"),
    "received": _("Tiếp nhận trong kỳ"),
    "received_direct": _("– trực tiếp"),
    "received_online": _("– trực tuyến"),
    "received_post": _("– bưu chính"),
    "returned": _("Đã trả"),
    "early": _("– trước hạn"),
    "on_time": _("– đúng hạn"),
    "late": _("– quá hạn"),
    "in_progress": _("Đang giải quyết"),
}
QUALIFIER: Words = {
    Qualifier.MORE_THAN: _("hơn"),
    Qualifier.NEARLY: _("gần"),
    Qualifier.ABOUT: _("khoảng"),
}
FINDING: Words = {
    FindingKind.CHANNELS: _(
        "Cộng các cách nộp được %(left)s, mà tổng tiếp nhận ghi %(right)s: lệch %(gap)s."
    ),
    FindingKind.TIMES: _(
        "Cộng trước, đúng và quá hạn được %(left)s, mà số đã trả ghi %(right)s: lệch %(gap)s."
    ),
    FindingKind.BALANCE: _(
        "Đã trả cộng đang giải quyết là %(left)s, mà kỳ trước cộng tiếp nhận là %(right)s: "
        "lệch %(gap)s."
    ),
    FindingKind.CARRIED_OVER: _(
        "Trả %(left)s, tiếp nhận %(right)s: có ít nhất %(gap)s hồ sơ từ kỳ trước chuyển sang, "
        "nên không tính tỷ lệ đã trả."
    ),
}
SHARES: tuple[tuple[object, Callable[[Figures], Share | None]], ...] = (
    (_("Đã trả"), returned_share),
    (_("Trước và đúng hạn"), punctual_share),
    (_("Trước hạn"), early_share),
    (_("Nộp trực tuyến"), online_share),
)
SHARE = _("%(what)s %(part)s trên %(whole)s, đạt %(share)s")


def said(figures: Figures, name: str) -> str:
    """`hơn 16.710`; `–` for one that was not reported."""
    value = figures.get(name)
    if value is None:
        return "–"
    word = figures.qualifiers.get(name)
    return f"{QUALIFIER[word]} {number(value)}" if word else number(value)


def typed(figures: Figures) -> dict[str, str]:
    """As the form shows them again: nothing where nothing was reported."""
    return {name: said(figures, name) for name in COUNT if figures.get(name) is not None}


def told_finding(found: Finding) -> str:
    return str(FINDING[found.kind]) % {
        "left": number(found.left),
        "right": number(found.right),
        "gap": number(abs(found.difference)),
    }


def told_findings(figures: Figures) -> list[tuple[str, bool]]:
    """Each with: is it a mistake?"""
    return [(told_finding(found), found.is_mistake) for found in findings(figures)]


def told_shares(figures: Figures) -> list[str]:
    """`Trước hạn 450 trên 852, đạt 52,8%`; those of figures that allow none are left out."""
    told = []
    for what, share_of in SHARES:
        if (share := share_of(figures)) is not None:
            shown = percent(share.part, share.whole)
            told.append(
                str(SHARE)
                % {
                    "what": what,
                    "part": number(share.part),
                    "whole": number(share.whole),
                    "share": shown if share.exact else f"{_('khoảng')} {shown}",
                }
            )
    return told
