"""What oversight keeps about the cases of the scene: acts asked of two people, questions, tripwires, holds."""

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.access.canaries import INTERNAL, canary
from upstander.duties.oversight.models import AskedAct, Hold, Question, Tripwire
from upstander.law.access import Role
from upstander.record.people.models import Token

if TYPE_CHECKING:
    from tests.access.scene import Scene


def add_what_is_overseen(scene: "Scene") -> None:
    """Give every case an erasure that `other` asked for, a question about them, a tripwire and a held report."""
    other, token = scene.users["other"], Token.objects.order_by("pk").first()
    for matter in scene.matters.values():
        said, report = canary(INTERNAL, matter.name), matter.received.report
        matter.parts["asked"] = AskedAct.objects.create(
            code="erase", about_kind="report", about_id=report.pk, reason=said, asked_by=other, asked_at=scene.at,
            expires_at=scene.at + timedelta(days=1),
        )  # fmt: skip
        matter.parts["question"] = Question.objects.create(
            code="off_duty", who=other, about_kind="case", about_id=matter.case.pk, day=scene.at.date(), first_entry=1,
            last_entry=1, times=1, found_at=scene.at,
        )  # fmt: skip
        matter.parts["tripwire"] = Tripwire.objects.create(
            case=matter.case, by=scene.users[Role.AUDITOR.value], at=scene.at
        )
        Hold.objects.create(
            report=report, kind="quarantine", reason=said, owner=other, by=other, at=scene.at, due_at=scene.at
        )
        matter.parts["person"], matter.parts["token"] = other, token
