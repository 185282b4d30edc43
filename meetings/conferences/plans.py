"""What the ward's office says of a conference when it plans one, and how it is checked: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from dialogue.core.errors import Invalid
from dialogue.core.text import clean, fold
from meetings.conferences.states import Mode, Reason

LONGEST = 4_000  # letters of a text without a limit of its own
LONGEST_MEETING = timedelta(days=1)
MOST = {
    "title": 200,
    "subject": LONGEST,
    "attending": LONGEST,
    "reason_words": LONGEST,
    "day_off_reason": LONGEST,
    "link": 300,
    "plan_number": 40,
    "period_label": 120,
    "place": 200,
    "chair": 120,
    "chair_title": 120,
    "co_chair": 120,
    "co_chair_title": 120,
    "secretary": 120,
    "reporter": 120,
    "reporter_title": 120,
}
SLUG_WORDS = 60  # letters of the title in the address


@dataclass(frozen=True, slots=True)
class Plan:
    """fields: ids of the fields in question. collect_until None: by the rule DLG-AHEAD.

    day_off_reason: why it is held on a day off, kept for such a day alone. seats None: not
    counted. turn_minutes: of one speaker.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    day_off_reason: str = ""
    subject: str = ""
    attending: str = ""
    reason: Reason = Reason.REGULAR
    reason_words: str = ""
    modes: tuple[Mode, ...] = (Mode.IN_PERSON,)
    link: str = ""
    plan_number: str = ""
    plan_day: date | None = None
    period_since: date | None = None
    period_until: date | None = None
    period_label: str = ""
    place: str = ""
    chair: str = ""
    chair_title: str = ""
    co_chair: str = ""
    co_chair_title: str = ""
    secretary: str = ""
    reporter: str = ""
    reporter_title: str = ""
    seats: int | None = None
    turn_minutes: int = 5
    collect_until: date | None = None
    fields: tuple[int, ...] = ()


def columns(plan: Plan, day: date) -> dict[str, object]:
    """Cleaned, by the names of the table's columns. day: T. Raises Invalid by field."""
    values = asdict(plan)
    del values["fields"]
    values |= {name: clean(values[name]) for name in MOST}
    errors = {name: "too-long" for name, most in MOST.items() if len(values[name]) > most}
    errors |= _wrong(plan, day)
    if not values["title"]:
        errors["title"] = "missing"
    if errors:
        raise Invalid("a conference's plan", **errors)
    return values | {"reason": plan.reason.value, "modes": ",".join(sorted(plan.modes))}


def _wrong(plan: Plan, day: date) -> dict[str, str]:
    errors = _times(plan.starts_at, plan.ends_at)
    if not plan.modes:
        errors["modes"] = "missing"
    if plan.seats is not None and not 1 <= plan.seats <= 100_000:
        errors["seats"] = "out-of-range"
    if not 1 <= plan.turn_minutes <= 60:
        errors["turn_minutes"] = "out-of-range"
    if plan.collect_until is not None and plan.collect_until > day:
        errors["collect_until"] = "after-the-day"
    if plan.period_since and plan.period_until and plan.period_until < plan.period_since:
        errors["period_until"] = "before-since"
    if plan.link and not plan.link.startswith(("http://", "https://")):
        errors["link"] = "no-address"
    return errors


def _times(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    fits = starts_at < ends_at <= starts_at + LONGEST_MEETING
    return {} if fits else {"ends_at": "before-start"}


def require_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raises Invalid."""
    if wrong := _times(starts_at, ends_at):
        raise Invalid("it ends before it begins", **wrong)


# The four contents of a notice (rule DLG-NOTICE); the time is always there.
def unannounced(values: Mapping[str, object]) -> dict[str, str]:
    """Which of them are missing, by field."""
    needed = ["subject", "attending"]
    modes = str(values["modes"]).split(",")
    if Mode.IN_PERSON.value in modes:
        needed.append("place")
    if Mode.ONLINE.value in modes:
        needed.append("link")
    return {name: "missing" for name in needed if not values[name]}


def slug_words(title: str, day: date) -> str:
    """`hoi-nghi-doi-thoai-2026-12-11`: for the address; it stays when the day moves."""
    folded = fold(title).replace(" ", "-").encode("ascii", "ignore").decode()
    if len(folded) > SLUG_WORDS:
        folded = folded[:SLUG_WORDS].rpartition("-")[0]  # no word is cut
    return f"{folded.strip('-') or 'hoi-nghi'}-{day.isoformat()}"
