"""Piccolo's view of this package: its tables and migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from meetings.coffee import tables as coffee
from meetings.conferences import guest_tables as guests
from meetings.conferences import hall_tables as hall
from meetings.conferences import loan_tables as loans
from meetings.conferences import outcome_tables as outcomes
from meetings.conferences import tables as conferences
from meetings.huddles import tables as huddles

APP_CONFIG = AppConfig(
    app_name="meetings",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        huddles.Huddle,
        huddles.HuddlePoint,
        huddles.HuddleEvent,
        conferences.Conference,
        conferences.ConferenceField,
        conferences.Cluster,
        conferences.ClusterGroup,
        conferences.AgendaItem,
        conferences.Tick,
        conferences.PostingProof,
        conferences.ConferenceEvent,
        guests.Invitee,
        guests.Attendance,
        hall.Opinion,
        hall.OpinionVoice,
        hall.Slip,
        hall.Speaker,
        outcomes.Conclusion,
        outcomes.ConclusionOpinion,
        outcomes.ConferencePhoto,
        outcomes.FollowUp,
        loans.HallLoan,
        coffee.CoffeeSession,
        coffee.CoffeeGroup,
        coffee.CoffeeItem,
        coffee.CoffeePhoto,
        coffee.CoffeeDeed,
        coffee.CoffeeEvent,
        coffee.CoffeeEarlier,
    ],
    migration_dependencies=["dialogue.piccolo_app"],
)
