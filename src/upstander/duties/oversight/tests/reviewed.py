"""An old record of no crime under review: whose words it holds, when, how it is decided about and listed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight import old_records
from upstander.duties.oversight.actions.review_old_record import decide_old_record
from upstander.duties.oversight.models import OldRecord
from upstander.law.disposition.reviewing import all_reviews
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

Make = Callable[..., Received]
EVE = datetime(2027, 3, 30, 12, tzinfo=UTC)
DAY = datetime(2027, 4, 1, 12, tzinfo=UTC)
"""Within the review: it is in force from 31 March 2027."""
REVIEW = all_reviews()[0]
SUBJECT, VICTIM = "zqsubjectxqz", "zqvictimxqz"


def decide(case: Case, by: User, choice: str = "erase", at: datetime = DAY, **said: Any) -> OldRecord:
    said = {"reason": "Report 12/27." if choice != "erase" else "", "nothing_holds": True, **said}
    return decide_old_record(case=case, choice=choice, actor=acting(by), at=at, **said)


def left(viewer: User, at: datetime = DAY) -> list[Case]:
    return [row.case for row in old_records.left(acting(viewer), REVIEW, at.date()).rows]
