"""Case figures that another system's machine brings: what a ward's person would enter by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogue.core.errors import Invalid
from dialogue.ward import queries as wards
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.machines.actions import record_call
from dialogue.ward.machines.queries import MachineCard, require
from dialogue.ward.machines.rules import Scope
from dialogue.ward.rules import SYSTEM, Actor
from dialogue.ward.states import Role

MOST = 100  # of one call: each is a row and a line in the log


@dataclass(frozen=True, slots=True)
class NewCase:
    """field: its code; empty: all fields. entry: without it."""

    entry: CaseEntry
    field: str = ""


async def take_case_figures(machine: MachineCard, cases: Sequence[NewCase]) -> int:
    """All or none, in the caller's transaction; of the same field, period and label the last stays.

    Raises Forbidden; Invalid by place (`figures/3/until`).
    """
    require(machine, Scope.CASES)
    if not cases:
        raise Invalid("no figures", figures="missing")
    if len(cases) > MOST:
        raise Invalid("too many figures", figures="too-many")
    actor = Actor(machine.ward, SYSTEM, machine.name, "", None, frozenset({Role.CLERK}))
    fields = {card.code: card.id for card in await wards.fields(machine.ward)}
    for place, each in enumerate(cases):
        try:
            await enter_case_figures(actor, _entry(machine, each, fields))
        except Invalid as error:
            wrong = {f"figures/{place}/{name}": key for name, key in error.errors.items()}
            raise Invalid(str(error), **wrong) from error
    await record_call(machine, "send-machine-cases", len(cases))
    return len(cases)


def _entry(machine: MachineCard, case: NewCase, fields: dict[str, int]) -> CaseEntry:
    if case.field and case.field not in fields:
        raise Invalid("no such field", field="unknown")
    known = fields[case.field] if case.field else None
    return replace(case.entry, field=known, source=case.entry.source or machine.name)
