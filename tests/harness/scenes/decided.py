"""A case that a package can be asked for, with one large file, and the workers' leases given back."""

from io import BytesIO
from random import Random
from typing import Any


def play(prepare: bool) -> dict[str, Any]:
    """Make the case and return its reference; or give back what killed processes held, for the next to take at once."""
    from django.utils import timezone

    from tests.harness.saying import receive_one
    from upstander.duties.evidence.models import Package
    from upstander.duties.evidence.tests import story
    from upstander.duties.oversight.actions.make_user import make_user
    from upstander.law.access import Role
    from upstander.record.people.actors import SYSTEM
    from upstander.record.people.models import Organisation, User
    from upstander.record.work import worker

    if not prepare:
        worker.reclaim_all()
        return {"versions": Package.objects.count()}

    def user(name: str, role: Role) -> User:
        return make_user(
            email=f"{role}@example.org", name=name, role=role, password="a long enough phrase", actor=SYSTEM,
            organisation=Organisation.objects.get(kind="hub"), at=timezone.now(),
        )  # fmt: skip

    words = ("words.txt", BytesIO(Random(1).randbytes(10_000_000).hex().encode()))
    received = receive_one(1, files=(words,))
    case = story.decided(received, user("PC Abara", Role.HUB_OFFICER), user("Insp Cole", Role.SUPERVISOR))
    return {"reference": case.reference}
