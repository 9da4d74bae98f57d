"""The journal is signed every hour, whether a package is built or not."""

import pytest
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.oversight.due import sign_hourly
from upstander.record.journal.models import Checkpoint
from upstander.record.journal.reading import size
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM
from upstander.record.work.models import Item
from upstander.record.work.worker import run_all

pytestmark = pytest.mark.django_db


def test_the_journal_is_signed_and_the_next_signing_is_asked_for_once() -> None:
    record(SYSTEM, Verb.CLAIMED, ("case", 1), at=NOW)
    for _ in range(2):
        sign_hourly(at=timezone.now())
    run_all()
    assert Checkpoint.objects.get().size == size()
    assert [item.state for item in Item.objects.filter(name="sign_journal").order_by("due_at")] == ["done", "ready"]
