"""Open the identities of complainants to someone who may see it, and keep who looked and why."""

from datetime import datetime

from django.db import transaction

from upstander.law.access import Act
from upstander.record.cases.grants import reports_of, require
from upstander.record.cases.models import Case, IdentityLook, Report
from upstander.record.journal.writing import consulted
from upstander.record.people.actors import Actor, user_of
from upstander.record.people.identity import Identity, opened

MOST = 200
"""Reports of one case whose identities are opened at once."""


@transaction.atomic
def open_identity(*, report: Report, case: Case, actor: Actor, reason: str = "", page: str, at: datetime) -> Identity:
    """Return who reported, empty for someone anonymous. The look is in the journal before anything is returned.

    `report` must count under `case`. Raises NotAllowed, with `needs_reason` where the access table asks for one.
    """
    require(actor, Act.SEE_IDENTITY, case, reason=reason)
    if not case.memberships.filter(report=report, until_at=None).exists():
        raise ValueError("This report does not count under this case.")
    look = IdentityLook.objects.create(report=report, by=user_of(actor), reason=reason.strip(), at=at)
    shown = [case, report, look, *([report.complainant] if report.complainant else [])]
    consulted(actor, shown, page=page, at=at)
    return opened(report.complainant)


@transaction.atomic
def open_identities(
    *, case: Case, actor: Actor, reason: str = "", page: str, at: datetime
) -> list[tuple[Report, Identity]]:
    """Return who reported each report of the case, oldest first, up to `MOST`; each look by itself in the journal.

    Raises NotAllowed, as for one.
    """
    reports = reports_of(case).select_related("complainant")[:MOST]
    return [
        (report, open_identity(report=report, case=case, actor=actor, reason=reason, page=page, at=at))
        for report in reports
    ]
