"""An old record of no crime, and a second supervisor to sign."""

from collections.abc import Callable
from datetime import datetime

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.intake.submission import SaidPost
from upstander.duties.oversight.tests.reviewed import SUBJECT, VICTIM, Make
from upstander.law.access import Role
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User
from upstander.record.vault import keeping


@pytest.fixture
def other_supervisor(make_user: Callable[..., User]) -> User:
    return make_user(Role.SUPERVISOR, "Insp Gale")


@pytest.fixture
def old(report: Make, officer: User) -> Callable[..., Case]:
    """Return a closed case of no crime, with words of its own for the subject and for the victim in every field."""

    def make(number: int = 1, at: datetime = NOW) -> Case:
        received = report(
            at=at, account=f"{VICTIM} account", why=f"{VICTIM} why", target_note=VICTIM, seen_from="LS1 1UR",
            home=f"{VICTIM} LS1 1UR", danger_place=VICTIM, poster_note=f"{SUBJECT} lives next door",
            posts=(SaidPost(link=f"https://x.com/{SUBJECT}/status/1799{number}", platform="x", text=f"{VICTIM} go",
                            handle=SUBJECT),),
            identity=Identity(name=VICTIM, email=f"{VICTIM}@example.org", phone="0113 496 0000", note=VICTIM),
            raw=keeping.deposit_locked(f'{{"account": "{VICTIM}", "poster_note": "{SUBJECT} {number}"}}'.encode()),
        )  # fmt: skip
        decided(received.case, officer, at, **no_crime())
        close(case=received.case, closing_reason="not_criminal", actor=acting(officer), at=at)
        return Case.objects.get(pk=received.case.pk)

    return make
