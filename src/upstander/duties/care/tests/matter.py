"""A case of one victim whose every step is a real act, and what its reporter was told of it."""

from collections.abc import Callable

from upstander.conftest import NOW
from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.dispute import dispute
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.allocation.models import Offer
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.actions.release import release
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.actions.sign_off import sign_off
from upstander.duties.assessment.tests.deciding import COMMUNICATIONS, a_crime, decided, no_crime
from upstander.duties.care.models import Update
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Report
from upstander.record.people.actors import acting, complainant
from upstander.record.people.models import User
from upstander.record.work.worker import run_all

YORKSHIRE = "E23000010"


def told(report: Report) -> list[str]:
    """Do all work that is due and return what this reporter was told, oldest first."""
    run_all()
    return list(Update.objects.filter(report=report).order_by("pk").values_list("of", flat=True))


class Matter:
    """A case of one victim with the people who work on it; each method does the real act of a verb."""

    def __init__(
        self, received: Received, officer: User, supervisor: User, force: Callable, force_officer: Callable
    ) -> None:
        self.report, self.case = received.report, received.case
        self.officer, self.supervisor = officer, supervisor
        self.force, self.force_officer = force(YORKSHIRE), force_officer

    def received(self) -> None:
        """Nothing more to do."""

    def added(self) -> None:
        add(report=self.report, text="It happened again.", actor=complainant(self.report), at=NOW)

    def claimed(self) -> None:
        claim(case=self.case, actor=acting(self.officer), at=NOW)

    def released(self) -> None:
        self.claimed()
        release(case=self.case, actor=acting(self.officer), at=NOW)

    def decided_crime(self) -> None:
        decided(self.case, self.officer)

    def decided_not_crime(self) -> None:
        decided(self.case, self.officer, **no_crime())

    def need_more(self) -> None:
        claim(case=self.case, actor=acting(self.officer), at=NOW)
        decide(case=self.case, actor=acting(self.officer), at=NOW, **a_crime(finding="need more"))

    def awaiting(self) -> None:
        decided(self.case, self.officer, **a_crime(COMMUNICATIONS))

    def signed_off(self) -> None:
        decision = decided(self.case, self.officer, **a_crime(COMMUNICATIONS))
        sign_off(decision=decision, agrees=True, reasons="Agreed.", actor=acting(self.supervisor), at=NOW)

    def returned(self) -> None:
        decision = decided(self.case, self.officer, **a_crime(COMMUNICATIONS))
        sign_off(decision=decision, agrees=False, reasons="Context is missing.", actor=acting(self.supervisor), at=NOW)

    def line(self, positive: bool) -> None:
        self.decided_crime()
        reason = "" if positive else "anonymous_account"
        record_line(
            case=self.case,
            positive=positive,
            reasons="Looked.",
            closing_reason=reason,
            actor=acting(self.officer),
            at=NOW,
        )

    def no_line(self) -> None:
        self.line(False)

    def offered(self) -> Offer:
        self.line(True)
        return offer(
            case=self.case,
            force=self.force,
            capacity="investigating",
            reason="It fits.",
            actor=acting(self.officer),
            at=NOW,
        )

    def accepted(self) -> None:
        accept(offer=self.offered(), actor=acting(self.force_officer(YORKSHIRE)), at=NOW)

    def disputed(self) -> None:
        dispute(offer=self.offered(), reason="Another's.", actor=acting(self.force_officer(YORKSHIRE)), at=NOW)

    def closed(self) -> None:
        self.decided_not_crime()
        close(case=self.case, closing_reason="not_criminal", actor=acting(self.officer), at=NOW)

    def reopened(self) -> None:
        self.closed()
        reopen(case=self.case, reason="New information.", actor=acting(self.officer), at=NOW)
