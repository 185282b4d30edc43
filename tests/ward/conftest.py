"""Passwords are hashed quickly here: argon2 is slow on purpose, and two processors are few."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from dialogue.core import codes


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(codes, "_hasher", hasher)
    nobody = hasher.hash("nobody has this one")
    monkeypatch.setattr(codes, "_nobody", lambda: nobody)
