"""What someone who follows a report may read: where it stands, and what they were told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min
from django.db.models.functions import TruncDate
from django.utils import timezone

from upstander.duties.assessment.models import Step
from upstander.duties.care.models import Update
from upstander.duties.care.telling import is_victim
from upstander.duties.care.wording import Facts, force_name, heading, language_of, paragraphs, sentences
from upstander.law.access import Act
from upstander.record.cases.grants import case_of, reports_of, require
from upstander.record.cases.models import Case, Report
from upstander.record.outbox.models import Message
from upstander.record.people.actors import Actor

S = Case.State
CODES: dict[str, str] = {
    S.NEW: "received",
    S.CLAIMED: "being_looked_at",
    S.AWAITING_SIGN_OFF: "being_looked_at",
    S.DECIDED: "decided",
    S.OFFERED: "force_asked",
    S.ACCEPTED: "with_a_force",
    S.DISPUTED: "finding_a_force",
    S.CLOSED: "closed",
    S.REOPENED: "looked_at_again",
}
NOT_VICTIM = {
    "received": "received", "waiting": "waiting", "closed": "closed", "with_a_force": "closed", "handed_on": "closed",
}  # fmt: skip
"""Someone who is not the victim sees that it came, that it is worked on, and that it is finished."""
TAKEN_BEFORE = (Step.Kind.RELEASED, Step.Kind.REOPENED)
"""Steps after which nobody may say that no officer has read it, although none has it now."""


@dataclass(frozen=True)
class Status:
    """Where a report truly stands: a code for the page's words, the force where one is named, coded reasons."""

    code: str
    force: str = ""
    reasons: tuple[str, ...] = ()
    victim: bool = True


@dataclass(frozen=True)
class UpdateLine:
    """One update as the tracking page shows it; `emailed` is sent, waiting, trouble or empty (no letter was due)."""

    at: datetime
    heading: str
    paragraphs: tuple[str, ...]
    emailed: str


def status(report: Report, *, language: str) -> Status:
    """Return where `report` stands, from the state of the case that it counts under."""
    case, victim = case_of(report), is_victim(report)
    code = "handed_on" if report.standing == Report.Standing.HANDED_ON else CODES[case.state]
    if code == "force_asked" and case.route == Case.Route.FORCE:
        code = "force_told"
    if code == "received" and Step.objects.filter(case=case, kind__in=TAKEN_BEFORE).exists():
        code = "waiting"
    if not victim:
        return Status(NOT_VICTIM.get(code, "worked_on"), victim=False)
    closed_as, tongue = [case.closed_as] if code == "closed" else [], language_of(language)
    reasons = sentences(closed_as, timezone.localdate(), tongue)
    return Status(code, force_name(case.force, tongue), tuple(reasons))


def updates(report: Report, *, language: str | None = None) -> list[UpdateLine]:
    """Return what the reporter was told, newest first, in `language` (the report's own unless given)."""
    tongue = language_of(language or report.language)
    rows = Update.objects.filter(report=report).select_related("message").order_by("-at", "-pk")
    return [
        UpdateLine(
            row.at,
            heading(row.of, tongue),
            tuple(paragraphs(row.of, Facts(report.reference, row.at.date(), tuple(row.reasons), row.force), tongue)),
            _emailed(row.message),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Told:
    """What the people who reported a case were told of one step on one day, in all: no address, no name."""

    heading: str
    first_at: datetime
    people: int
    sent: int
    waiting: int
    trouble: int
    page_only: int
    """Told on the tracking page alone, as their contact rules ask."""


def told(viewer: Actor, case: Case, *, language: str = "en", newest: int = 100) -> list[Told]:
    """Return what the people behind the reports of the case were told, newest first, a line for each step and day.

    Raises NotAllowed.
    """
    require(viewer, Act.SEE_CASE, case)
    days = TruncDate("at", tzinfo=timezone.get_default_timezone())
    rows = Update.objects.filter(report__in=reports_of(case)).annotate(day=days)
    states = rows.values("of", "force", "day", "message__state").annotate(people=Count("pk"), first=Min("at"))
    found: dict[tuple[str, str, date], dict[str, Any]] = {}
    for row in states:
        line = found.setdefault(
            (row["of"], row["force"], row["day"]), {"first": row["first"], **dict.fromkeys(STATES, 0)}
        )
        line["first"] = min(line["first"], row["first"])
        line[_state(row["message__state"])] += row["people"]
    lines = [
        Told(
            _headed(of, force, language), line["first"], sum(line[name] for name in STATES), line["sent"],
            line["waiting"], line["trouble"], line["page_only"],
        )
        for (of, force, _day), line in found.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.first_at, reverse=True)[:newest]


STATES = ("sent", "waiting", "trouble", "page_only")


def _state(state: str | None) -> str:
    if state is None:
        return "page_only"
    if state == Message.State.SENT:
        return "sent"
    return "waiting" if state in (Message.State.QUEUED, Message.State.SENDING) else "trouble"


def _headed(of: str, force: str, language: str) -> str:
    named = force_name(force, language) if force else ""
    return f"{heading(of, language)} ({named})" if named else heading(of, language)


def _emailed(message: Message | None) -> str:
    return _state(message.state) if message else ""
