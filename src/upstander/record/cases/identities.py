"""Open the identities of complainants to someone who may see it, and keep who looked and why."""

from dataclasses import dataclass
from datetime import datetime

from upstander.law.access import Act
from upstander.record.cases.grants import reports_of, require
from upstander.record.cases.models import Case, IdentityLook, Report
from upstander.record.fence.viewer import action
from upstander.record.journal.writing import consulted
from upstander.record.people.actors import Actor, user_of
from upstander.record.people.identity import Identity, opened

MOST = 200
"""Reports of one case whose identities are opened at once."""


@dataclass(frozen=True)
class Part:
    """Which of a case's reports, counted from the oldest as 1, are opened at once."""

    first: int
    last: int
    of: int
    """How many reports the case holds."""

    @property
    def whole(self) -> bool:
        """Whether these are all."""
        return (self.first, self.last) == (1, self.of)


def part_of(case: Case, after: str = "") -> Part:
    """Return the part that begins after so many reports, as an address says it; otherwise the first part."""
    said = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    # Whoever withdrew a report is among them: they may have to be told that it is done.
    every = reports_of(case).count()
    start = said if said < every else 0
    return Part(start + 1, min(start + MOST, every), every)


@action
def open_identity(
    *, report: Report, case: Case, actor: Actor, reason: str = "", code: str = "", page: str, at: datetime
) -> Identity:
    """Return who reported, empty for someone anonymous. The look is in the journal before anything is returned.

    `report` must count under `case`. Raises NotAllowed, with `needs_reason` where the access table asks for one.
    """
    require(actor, Act.SEE_IDENTITY, case, reason=reason)
    if not case.memberships.filter(report=report, until_at=None).exists():
        raise ValueError("This report does not count under this case.")
    look = IdentityLook.objects.create(report=report, by=user_of(actor), code=code, reason=reason.strip(), at=at)
    shown = [case, report, look, *([report.complainant] if report.complainant else [])]
    consulted(actor, shown, page=page, at=at, **({"code": code} if code else {}))
    return opened(report.complainant)


@action
def open_identities(
    *, case: Case, actor: Actor, reason: str = "", code: str = "", page: str, at: datetime, start: int = 0
) -> list[tuple[Report, Identity]]:
    """Return who reported each report of the case, oldest first, up to `MOST`; each look by itself in the journal.

    `start` leaves out so many of the oldest. Raises NotAllowed, as for one.
    """
    reports = reports_of(case).select_related("complainant")[start : start + MOST]
    return [
        (report, open_identity(report=report, case=case, actor=actor, reason=reason, code=code, page=page, at=at))
        for report in reports
    ]
