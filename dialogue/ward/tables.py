"""Wards (phường, xã): the tenant, and what belongs to it. Written only by dialogue.ward.actions."""

from __future__ import annotations

from typing import Any

from piccolo.columns import (
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.states import UnitKind


class Ward(Table, db=DB, tablename="ward"):
    id: Serial
    slug = Varchar(length=60, unique=True)
    name = Varchar(length=120)  # "Thạch Bàn"
    kind = Varchar(length=20, default="phường")  # phường, xã, đặc khu
    province = Varchar(length=120)  # "Hà Nội"
    province_title = Varchar(length=20, default="Thành phố")  # Thành phố, Tỉnh
    group_word = Varchar(length=30, default="tổ dân phố")  # khu phố, tổ dân phố, thôn, ấp
    head_word = Varchar(length=60, default="Tổ trưởng tổ dân phố")
    address = Varchar(length=200)
    phone = Varchar(length=30)
    hours = Varchar(length=200)
    calendar_version = Integer(default=1)  # grows with each change of the calendar
    is_demo = Boolean(default=False)


class Unit(Table, db=DB, tablename="unit"):
    """Đơn vị. (ward, code) is unique: see the migration."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=12)  # VP, KT, VHXH, TTHCC, CAP, QSP, MTTQ, DV
    name = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    short = Varchar(length=60)
    other_names = Text(default="")  # one a line, for search and import
    phone = Varchar(length=30, default="")
    kind = Varchar(length=8, default=UnitKind.OFFICE.value)
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)


class ResidentialGroup(Table, db=DB, tablename="residential_group"):
    """Tổ dân phố, khu phố, thôn, ấp. (ward, name, origin) is unique: see the migration."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    name = Varchar(length=120)  # "Tổ dân phố số 9"
    origin = Varchar(length=120, default="")  # "Phú Mỹ cũ": tells namesakes apart
    head = Varchar(length=120, default="")  # its head, an office holder
    position = Integer(default=0)
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)


class GroupName(Table, db=DB, tablename="group_name"):
    """A name that a residential group bore until a day, that day included: it still finds it."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=120)
    origin = Varchar(length=120, default="")
    until = Date()
    source = Varchar(length=300)  # the document that says so


class GroupSuccession(Table, db=DB, tablename="group_succession"):
    """One group went into another, whole or in part; many to many. (old, new) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    old = ForeignKey(ResidentialGroup, null=False, on_delete=OnDelete.restrict)
    new = ForeignKey(ResidentialGroup, null=False, on_delete=OnDelete.restrict)
    since = Date()  # the first day of the new one
    whole = Boolean()  # False: only a part of the old one
    source = Varchar(length=300)


class FormerArea(Table, db=DB, tablename="former_area"):
    """A former ward or commune that this ward took over, whole or in part. (ward, name) is unique.

    Where it was split, each ward that got a part has a row of its own.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    name = Varchar(length=120)  # "Phú Mỹ"
    kind = Varchar(length=20)  # phường, xã, thị trấn
    parent = Varchar(length=120, default="")  # "thành phố Thủ Dầu Một"
    until = Date()  # its last day
    whole = Boolean()
    elsewhere = Varchar(length=200, default="")  # who got the other parts
    source = Varchar(length=300)


class GroupLink(Table, db=DB, tablename="group_link"):
    """The personal link of a group's head. Only the hash of its token is kept."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=False, index=True, on_delete=OnDelete.restrict)
    token = Varchar(length=64, unique=True)  # SHA-256
    holder = Varchar(length=120)  # who got it
    made_at = Timestamptz()
    ends_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
    used_at = Timestamptz(null=True, default=None)


class Field(Table, db=DB, tablename="field"):
    """Lĩnh vực, in two levels. (ward, code) is unique: see the migration."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=12)  # "TP-HT"
    parent: ForeignKey[Any] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict
    )
    name = Varchar(length=120)
    name_en = Varchar(length=120)
    short = Varchar(length=60)
    unit = ForeignKey(Unit, null=False, on_delete=OnDelete.restrict)
    icon = Varchar(length=30, default="")
    old_names = Text(default="")
    examples = Text(default="")
    position = Integer(default=0)
    active = Boolean(default=True)


class Topic(Table, db=DB, tablename="topic"):
    """Subjects that are no procedures. (ward, code) is unique: see the migration."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=12)
    name = Varchar(length=120)
    name_en = Varchar(length=120)
    short = Varchar(length=60)
    unit = ForeignKey(Unit, null=False, on_delete=OnDelete.restrict)
    icon = Varchar(length=30, default="")
    sensitive = Boolean(default=False)
    examples = Text(default="")
    position = Integer(default=0)
    active = Boolean(default=True)


class Procedure(Table, db=DB, tablename="procedure"):
    """Thủ tục hành chính. (ward, slug) is unique: see the migration. Never deleted."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=20, default="")
    slug = Varchar(length=120)
    field = ForeignKey(Field, null=False, index=True, on_delete=OnDelete.restrict)
    official_field = Varchar(length=120, default="")
    name = Varchar(length=500)
    name_en = Varchar(length=500)
    owner_unit = ForeignKey(Unit, null=False, on_delete=OnDelete.restrict)
    limit_value = Integer(null=True, default=None)
    limit_unit = Varchar(length=20, default="")  # working_day, day, hour, same_day
    limit_note = Text(default="")
    channels = Varchar(length=60, default="")
    result = Varchar(length=500, default="")
    papers = Text(default="")  # what to bring; empty: the ward has not said
    fee = Varchar(length=300, default="")
    certainty = Varchar(length=10, default="low")  # high, medium, low
    source = Varchar(length=500, default="")
    active = Boolean(default=True)


class Rule(Table, db=DB, tablename="rule"):
    """A legal or house rule with its window, both days included. `ward` None: for all wards.

    Rows of one (ward, code) must not overlap; a gap means "no rule".
    """

    id: Serial
    ward = ForeignKey(Ward, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=30, index=True)  # "CLK-ACK"
    topic = Varchar(length=30, default="")  # "clock"
    text = Text()
    source = Text()
    value = Text()  # JSON
    value_unit = Varchar(length=120, default="")
    since = Date()
    until = Date(null=True, default=None)
    software = Text(default="")
    certainty = Varchar(length=12)
    note = Text(default="")


class CalendarDay(Table, db=DB, tablename="calendar_day"):
    """A day unlike its weekday. (ward, day) is unique: see the migration."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    day = Date()
    kind = Varchar(length=20)  # DayKind
    name = Varchar(length=200)
    name_en = Varchar(length=200, default="")
    certainty = Varchar(length=12, default="")
    note = Text(default="")


class Staff(Table, db=DB, tablename="staff"):
    """An account. (ward, login) is unique: see the migration. Signs in as login@ward-slug."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    login = Varchar(length=60)  # "chu-tich"
    name = Varchar(length=120)
    title = Varchar(length=120)  # "Chủ tịch UBND phường"
    gender = Varchar(length=6, default="")  # "ông", "bà" or empty, for forms of address
    unit = ForeignKey(Unit, null=True, default=None, on_delete=OnDelete.restrict)
    password = Varchar(length=200)  # argon2
    password_from = Integer(null=True, default=None)  # who set it; None: its owner. 0: the command
    password_at = Timestamptz(null=True, default=None)
    active = Boolean(default=True)


class StaffRole(Table, db=DB, tablename="staff_role"):
    """(staff, role) is unique: see the migration."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=False, index=True, on_delete=OnDelete.restrict)
    role = Varchar(length=20)


class StaffField(Table, db=DB, tablename="staff_field"):
    """The fields in which a deputy chairman approves. (staff, field) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=False, index=True, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=False, on_delete=OnDelete.restrict)


class StaffSession(Table, db=DB, tablename="staff_session"):
    """One signed-in browser. Only the hash of the cookie's value is kept."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=False, index=True, on_delete=OnDelete.restrict)
    token = Varchar(length=64, unique=True)  # SHA-256
    device = Varchar(length=120, default="")  # "Chrome, Android": staff see their own list
    started_at = Timestamptz()
    seen_at = Timestamptz()
    ends_at = Timestamptz(index=True)


class SignInAttempt(Table, db=DB, tablename="sign_in_attempt"):
    """A failed sign-in, by keyed hashes of account and address; erased after a day."""

    id: Serial
    ward = Integer(null=True, default=None)
    account = Varchar(length=64, index=True)
    address = Varchar(length=64, index=True)
    at = Timestamptz(index=True)


class CaseFigures(Table, db=DB, tablename="case_figures"):
    """Số liệu hồ sơ of a field (None: all fields) and period, as reported. None: not reported.

    qualifiers: JSON, column → "more than", "nearly", "about" (seed_facts.json); exact ones absent.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    since = Date()
    until = Date()
    label = Varchar(length=120, default="")
    opening = Integer(null=True, default=None)
    received_direct = Integer(null=True, default=None)
    received_online = Integer(null=True, default=None)
    received_post = Integer(null=True, default=None)
    received = Integer(null=True, default=None)
    early = Integer(null=True, default=None)
    on_time = Integer(null=True, default=None)
    late = Integer(null=True, default=None)
    returned = Integer(null=True, default=None)
    in_progress = Integer(null=True, default=None)
    qualifiers = Text(default="{}")
    source = Text(default="")
    entered_by = Integer(null=True, default=None)  # staff; None: imported
    entered_at = Timestamptz()
