"""Open the identity of a complainant to someone who may see it, and keep who looked and why."""

from datetime import datetime

from django.db import transaction

from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case, IdentityLook, Report
from upstander.record.journal.writing import consulted
from upstander.record.people.actors import Actor, user_of
from upstander.record.people.identity import Identity, opened


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
