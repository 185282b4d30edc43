"""Piccolo's view of this package: its tables and migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from meetings.huddles import tables as huddles

APP_CONFIG = AppConfig(
    app_name="meetings",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        huddles.Huddle,
        huddles.HuddlePoint,
        huddles.HuddleEvent,
    ],
    migration_dependencies=["dialogue.piccolo_app"],
)
