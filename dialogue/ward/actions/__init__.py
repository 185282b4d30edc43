"""The only writers of a ward's tables: one module a noun; the verbs are at hand here."""

from dialogue.ward.actions.accounts import (
    add_staff,
    change_password,
    change_staff,
    set_password,
    set_roles,
    switch_staff,
)
from dialogue.ward.actions.calendar import change_calendar, import_holidays, read_holidays
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures, import_cases
from dialogue.ward.actions.fields import (
    add_field,
    add_topic,
    change_field,
    change_topic,
    import_fields,
    import_topics,
    switch_field,
    switch_topic,
)
from dialogue.ward.actions.group_files import import_groups
from dialogue.ward.actions.groups import (
    add_group,
    change_group,
    end_group,
    enter_group,
    make_group_link,
    revoke_group_link,
)
from dialogue.ward.actions.house_rules import HouseRule, end_rule, set_rule
from dialogue.ward.actions.procedures import import_procedures
from dialogue.ward.actions.setting_up import (
    change_ward,
    set_up_from_defaults,
    set_up_rules,
    set_up_ward,
)
from dialogue.ward.actions.signing_in import (
    end_session,
    end_sessions,
    session,
    sign_in,
    sign_out,
)
from dialogue.ward.actions.units import add_unit, change_unit, end_unit, import_units
from dialogue.ward.rules import system_actor

__all__ = [
    "CaseEntry",
    "HouseRule",
    "add_field",
    "add_group",
    "add_staff",
    "add_topic",
    "add_unit",
    "change_calendar",
    "change_field",
    "change_group",
    "change_password",
    "change_staff",
    "change_topic",
    "change_unit",
    "change_ward",
    "end_group",
    "end_rule",
    "end_session",
    "end_sessions",
    "end_unit",
    "enter_case_figures",
    "enter_group",
    "import_cases",
    "import_fields",
    "import_groups",
    "import_holidays",
    "import_procedures",
    "import_topics",
    "import_units",
    "make_group_link",
    "read_holidays",
    "revoke_group_link",
    "session",
    "set_password",
    "set_roles",
    "set_rule",
    "set_up_from_defaults",
    "set_up_rules",
    "set_up_ward",
    "sign_in",
    "sign_out",
    "switch_field",
    "switch_staff",
    "switch_topic",
    "system_actor",
]
