"""Piccolo's view of this package: its tables and migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from surveys.tables import (
    Counter,
    CounterField,
    CounterStaff,
    FollowUp,
    Rating,
    RatingChange,
    RatingDay,
    RatingReasonDay,
    WaitingWords,
)

APP_CONFIG = AppConfig(
    app_name="surveys",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        Counter,
        CounterField,
        CounterStaff,
        Rating,
        WaitingWords,
        RatingDay,
        RatingReasonDay,
        RatingChange,
        FollowUp,
    ],
    migration_dependencies=["dialogue.piccolo_app"],
)
