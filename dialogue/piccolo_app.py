"""Piccolo's view of this package: its tables and migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from dialogue.core import tables as core
from dialogue.core.changes import Change
from dialogue.following.tables import Subscription
from dialogue.letters import tables as letters
from dialogue.matters import mail_tables, notice_tables, supervision_tables, task_tables
from dialogue.matters import tables as matters
from dialogue.outbox.tables import OutMessage
from dialogue.ward import tables as ward
from dialogue.ward.machines import tables as machines
from dialogue.webhooks.tables import Webhook

APP_CONFIG = AppConfig(
    app_name="dialogue",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        Change,
        core.UsedTicket,
        core.Job,
        core.AuditEntry,
        ward.Ward,
        ward.Unit,
        ward.ResidentialGroup,
        ward.GroupName,
        ward.GroupSuccession,
        ward.FormerArea,
        ward.GroupLink,
        ward.Field,
        ward.Topic,
        ward.Procedure,
        ward.Rule,
        ward.CalendarDay,
        ward.Staff,
        ward.StaffRole,
        ward.StaffField,
        ward.StaffSession,
        ward.SignInAttempt,
        ward.CaseFigures,
        machines.Machine,
        machines.MachineNetwork,
        machines.KeptReply,
        matters.Matter,
        matters.MatterEvent,
        matters.Draft,
        matters.Approval,
        matters.InternalNote,
        matters.PersonalData,
        matters.Attachment,
        matters.Published,
        matters.PublishedAnswer,
        matters.SealedCopy,
        matters.SinceLast,
        matters.OutsideRecipient,
        matters.Verdict,
        task_tables.Task,
        task_tables.TaskGroup,
        task_tables.TaskEvent,
        task_tables.TaskProof,
        notice_tables.Notice,
        notice_tables.NoticeChoice,
        matters.Batch,
        supervision_tables.SupervisionNote,
        letters.Letter,
        letters.LetterTemplate,
        letters.LetterEvent,
        letters.QuietDossier,
        letters.EarlierLetters,
        OutMessage,
        Subscription,
        mail_tables.MailConsent,
        Webhook,
    ],
    migration_dependencies=[],
)
