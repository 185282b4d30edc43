"""Roles of a ward's people (institution.md §4) and the small enums of the ward's tables."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Several may be held at once."""

    CHAIRMAN = "chairman"  # Chủ tịch UBND
    DEPUTY = "deputy"  # Phó Chủ tịch UBND: approves in assigned fields
    DIRECTOR = "director"  # Giám đốc Trung tâm Phục vụ hành chính công
    UNIT_HEAD = "unit-head"  # Trưởng phòng, Chánh Văn phòng
    OFFICER = "officer"  # công chức chuyên môn
    COUNTER_OFFICER = "counter-officer"  # công chức một cửa
    CLERK = "clerk"  # Văn thư
    REGISTER_KEEPER = "register-keeper"  # thư ký tổng hợp: triage
    INSPECTOR = "inspector"  # Ban Thanh tra nhân dân: read-only
    OBSERVER = "observer"  # HĐND, MTTQ, Đảng ủy: published items and figures
    KEEPER = "keeper"  # quản trị hệ thống: accounts and settings, no answers, no sealed box
    SEALED_READER = "sealed-reader"  # the one officer beside the chairman who reads the sealed box


WARD_KINDS = ("phường", "xã", "đặc khu")


class UnitKind(StrEnum):
    """Only units of a kind stand beside each other in a review (process.md §9)."""

    OFFICE = "office"  # a specialised office
    COUNTER = "counter"  # a one-stop counter
    WARD = "ward"  # a whole ward or commune
    OTHER = "other"


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    MAKEUP_WORKDAY = "makeup_workday"
    MORNING_OFF = (
        "morning_off"  # half a day is worked: it counts, and closes earlier or opens later
    )
    AFTERNOON_OFF = "afternoon_off"
    MAKEUP_MORNING = "makeup_morning"  # a Saturday of which the morning is worked


DAYS_OFF = frozenset({DayKind.HOLIDAY})
MADE_UP = frozenset({DayKind.MAKEUP_WORKDAY, DayKind.MAKEUP_MORNING})
NO_MORNING = frozenset({DayKind.MORNING_OFF})
NO_AFTERNOON = frozenset({DayKind.AFTERNOON_OFF, DayKind.MAKEUP_MORNING})


class Qualifier(StrEnum):
    """How a reported figure was said; exact ones have none."""

    MORE_THAN = "more than"  # hơn, trên
    NEARLY = "nearly"  # gần
    ABOUT = "about"  # khoảng


class Certainty(StrEnum):
    """How sure a rule is (rules.md)."""

    CHECKED = "checked"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    HOUSE = "house"
