"""Fixtures of several files of meetings' tests."""

from tests.meetings.yard import saturday, yard

__all__ = ["saturday", "yard"]
