"""What a template may be filled with: a matter's procedure, unit, counter and place."""

from __future__ import annotations

from dialogue.matters.queries.matters import MatterView
from dialogue.matters.templates import About, Template, templates
from dialogue.ward import queries as wards
from dialogue.ward.cards import ProcedureCard
from surveys.queries.counters import counters
from web.procedure_words import CHECKED, limit


async def offered(view: MatterView) -> tuple[ProcedureCard, ...]:
    """Procedures of the matter's field."""
    return () if view.field is None else await wards.procedures(view.ward, view.field)


def fitting(procedures: tuple[ProcedureCard, ...]) -> list[Template]:
    """Without those that need a procedure where there is none."""
    return [each for each in templates() if procedures or each.about is not About.PROCEDURE]


async def known(view: MatterView, procedure: ProcedureCard | None) -> dict[str, str]:
    """Gap → what the ward itself has said; nothing of what nobody has checked."""
    ward = await wards.ward_by_id(view.ward)
    units = {card.id: card.name for card in await wards.units(view.ward)}
    said = {
        "địa chỉ": ward.address,
        "giờ làm việc": ward.hours,
        "đơn vị": units.get(view.unit or 0, ""),
    }
    if procedure is None:
        return said
    checked = procedure.certainty == CHECKED
    return said | {
        "thủ tục": procedure.name,
        "thời hạn": limit(procedure) if checked else "",
        "căn cứ": procedure.source if checked else "",
        "kết quả": procedure.result,
        "giấy tờ": procedure.papers,
        "lệ phí": procedure.fee,
        "quầy": await _counters(view.ward, procedure.field),
    }


async def _counters(ward: int, field: int) -> str:
    """Those that take papers of this field, or of the one it belongs to."""
    family = {field} | {card.id for card in await wards.fields(ward) if field in card.family}
    return ", ".join(
        card.label
        for card in await counters(ward)
        if family & {button.id for button in card.fields}
    )
