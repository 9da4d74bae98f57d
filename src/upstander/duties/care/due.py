"""What the background worker does for care: tell the people who reported what has become of it."""

import secrets
from datetime import datetime

from django.utils import timezone

from upstander.duties.care.models import Update
from upstander.duties.care.telling import CLOSING_NOTE, ONCE_ONLY, letter_for
from upstander.duties.care.wording import Facts, language_of, subject, whole_letter
from upstander.record.cases.grants import case_of, reports_of
from upstander.record.cases.models import Case, Report
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import Letter, post
from upstander.record.people.actors import SYSTEM
from upstander.record.people.identity import opened
from upstander.record.work.asking import handles

GONE = (Report.Standing.WITHDRAWN, Report.Standing.ERASED)


@handles("tell_complainant")
def tell_complainant(
    *, of: str, report: int | None = None, case: int | None = None, reports: list[int] | None = None,
    reasons: list[str] | None = None, force: str = "", occasion: str = "",
) -> None:  # fmt: skip
    """Tell the reporter of `report`, or every reporter in `case`, of the step `of` for these coded reasons.

    `reports` are the ids of those that counted under the case when the step was taken: they are told, wherever they
    count by now; without them, those that count there now.
    `force` is the code of the force that the step was about: the case may be another's by the time of telling.
    `occasion` tells apart two takings of one step; without it each piece of work is one. Raises NoSuchUpdate.
    """
    at = timezone.now()
    if report is not None:
        told = Report.objects.get(pk=report)
        if told.standing in GONE:
            return
        tell(told, of=of, reasons=reasons or [], force=force or case_of(told).force, occasion=occasion, at=at)
        return
    if case is None:
        raise ValueError("name a report or a case")
    whole = Case.objects.get(pk=case)
    rows = reports_of(whole) if reports is None else Report.objects.filter(pk__in=reports).order_by("received_at", "pk")
    for told in rows.select_related("complainant"):
        tell(told, of=of, reasons=reasons or [], force=force or whole.force, occasion=occasion, at=at)


def tell(report: Report, *, of: str, reasons: list[str], force: str, occasion: str, at: datetime) -> Update | None:
    """Keep the update for one reporter and, where the contact rules allow, put its letter into the outbox.

    Joined reports know nothing of one another: each has updates and letters of its own. None where this reporter is
    not to be told, or was told already.
    """
    letter = letter_for(report, of)
    if letter is None or report.standing in GONE:
        return None
    step = CLOSING_NOTE if letter == CLOSING_NOTE else of
    once = f"{step}:{report.pk}:{'once' if step in ONCE_ONLY else occasion or secrets.token_hex(8)}"
    if Update.objects.filter(once=once).exists():
        return None
    shown = [] if letter == CLOSING_NOTE else reasons
    message = _letter(report, letter, Facts(report.reference, at.date(), tuple(shown), force), once=once, at=at)
    update = Update.objects.create(
        report=report, of=letter, reasons=shown, force=force, at=at, message=message, once=once
    )
    record(SYSTEM, Verb.TOLD, report, at=at, update=update.pk, of=letter, letter=message.pk if message else None)
    return update


def _letter(report: Report, letter: str, facts: Facts, *, once: str, at: datetime) -> Message | None:
    if report.contact_means != Report.Means.EMAIL:
        return None
    address = opened(report.complainant).email
    if not address:
        return None
    language = language_of(report.language)
    written = Letter(to=address, subject=subject(language), text=whole_letter(letter, facts, language))
    return post(written, kind="update", about=report, not_before=at, hours=report.contact_hours, once=f"letter:{once}")
