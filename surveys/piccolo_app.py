"""Piccolo's view of this package: its tables and migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from surveys.alerts.tables import Alert
from surveys.comments.tables import CommentReading
from surveys.forms import tables as forms
from surveys.kiosks.tables import Kiosk
from surveys.paper.tables import PaperStack
from surveys.proofs import tables as proofs
from surveys.reviews.tables import PublishedReview, ReviewRemark, ReviewRemarkEvent
from surveys.slips import tables as slips
from surveys.tables import (
    Counter,
    CounterField,
    CounterStaff,
    FollowUp,
    FormerUnit,
    Rating,
    RatingChange,
    RatingDay,
    RetiredCode,
    WaitingWords,
)

APP_CONFIG = AppConfig(
    app_name="surveys",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        Counter,
        RetiredCode,
        FormerUnit,
        CounterField,
        CounterStaff,
        Rating,
        WaitingWords,
        RatingDay,
        RatingChange,
        FollowUp,
        slips.DossierSlip,
        slips.SpentSlip,
        slips.SlipDay,
        slips.InviteDay,
        PaperStack,
        Alert,
        proofs.LedgerSalt,
        proofs.LedgerPending,
        proofs.LedgerLeaf,
        proofs.LedgerNode,
        proofs.LedgerHead,
        Kiosk,
        forms.SurveyForm,
        forms.Survey,
        forms.SurveyReply,
        forms.SurveyWords,
        forms.SurveyComment,
        ReviewRemark,
        ReviewRemarkEvent,
        PublishedReview,
        CommentReading,
    ],
    migration_dependencies=["dialogue.piccolo_app"],
)
