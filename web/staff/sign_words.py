"""Why the program thinks that a text denounces or complains, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.support import LazyProxy

from dialogue.matters.denunciations import Reading, Verdict
from web.i18n import gettext_lazy as _

VERDICTS: Mapping[Verdict, LazyProxy] = {
    Verdict.SEAL: _("Dấu hiệu tố cáo rõ"),
    Verdict.DOUBT: _("Có thể là tố cáo"),
    Verdict.COMPLAINT: _("Có thể là khiếu nại: hướng dẫn gửi đơn theo Luật Khiếu nại"),
}
RULES: Mapping[str, LazyProxy] = {
    "own-denunciation": _("Người gửi nói mình tố cáo"),
    "denounces-somebody": _("Tố cáo một người có chức trách"),
    "denounces-somebody-named": _("Tố cáo một người có tên"),
    "denounces-an-act": _("Tố cáo một hành vi"),
    "official-and-grave-act": _("Nói một người có chức trách làm việc vi phạm"),
    "named-in-an-office": _("Nói một người có tên, ở nơi làm việc, làm việc vi phạm"),
    "grave-act": _("Có từ về hành vi vi phạm"),
    "denounces": _("Có từ tố cáo"),
    "official-and-slight-act": _("Nói một người có chức trách làm việc đáng ngờ"),
    "named-and-slight-act": _("Nói một người có tên, ở nơi làm việc, làm việc đáng ngờ"),
    "two-slight-acts": _("Có hai việc đáng ngờ ở nơi làm việc"),
    "softened-act": _("Có từ về hành vi vi phạm, trong câu hỏi, lời khen hoặc lời phủ nhận"),
    "asks-about-somebody": _("Hỏi cách tố cáo và nhắc đến một người"),
    "official-and-hint": _("Nói bóng gió về một người có chức trách"),
    "named-and-hint": _("Nói bóng gió về một người có tên, ở nơi làm việc"),
    "two-hints-in-an-office": _("Nói bóng gió hai lần về nơi làm việc"),
    "price-of-a-service": _("Nói có giá cho việc của cơ quan"),
    "official-and-price": _("Nói một người có chức trách ra giá"),
    "tells-of-an-official": _("Kể việc làm của một người có chức trách"),
    "complains": _("Có từ khiếu nại hoặc không đồng ý một quyết định"),
}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """hides: it may be sealed with one click. reasons: a rule in words, and the words it read."""

    title: LazyProxy
    hides: bool
    reasons: list[tuple[LazyProxy, str]]


def suspicion(reading: Reading) -> Suspicion | None:
    """None when there is no sign."""
    if reading.verdict is Verdict.NO:
        return None
    return Suspicion(
        VERDICTS[reading.verdict],
        reading.hides,
        [
            (RULES[reason.rule], ", ".join(f"“{word}”" for word in reason.words))
            for reason in reading.why
        ],
    )
