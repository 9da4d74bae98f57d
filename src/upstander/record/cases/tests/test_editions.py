"""An act on an older picture of a case is noticed, inside the transaction of the act itself."""

from collections.abc import Callable

import pytest
from django.db import transaction

from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.release import release
from upstander.duties.casework.actions.mark_for_review import mark_for_review
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases import editions
from upstander.record.cases.editions import Outdated, Picture, acting_on, locked
from upstander.record.cases.models import Case
from upstander.record.journal.reading import size
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


def edition(case: Case) -> int:
    return Case.objects.values_list("edition", flat=True).get(pk=case.pk)


def test_every_change_is_counted(report: Callable[..., Received], officer: User) -> None:
    case = report().case
    before = edition(case)
    claim(case=case, actor=acting(officer), at=case.opened_at)
    assert edition(case) == before + 1
    mark_for_review(case=case, actor=acting(officer), at=case.opened_at)
    assert edition(case) == before + 2
    mark_for_review(case=case, actor=acting(officer), at=case.opened_at)
    assert edition(case) == before + 2, "what changes nothing counts as none"


def test_an_act_on_an_older_picture_saves_nothing(report: Callable[..., Received], officer: User) -> None:
    case = report().case
    claim(case=case, actor=acting(officer), at=case.opened_at)
    seen, written = Picture(edition(case) - 1), size()
    with acting_on({case.reference: seen}), pytest.raises(Outdated) as refused:
        release(case=case, reason="x", actor=acting(officer), at=case.opened_at)
    assert refused.value.case == case
    assert refused.value.seen == seen
    assert (Case.objects.get(pk=case.pk).state, size()) == ("claimed", written)


def test_several_acts_of_one_request_rest_on_each_other(report: Callable[..., Received], officer: User) -> None:
    case = report().case
    claim(case=case, actor=acting(officer), at=case.opened_at)
    with acting_on({case.reference: Picture(edition(case))}):
        mark_for_review(case=case, actor=acting(officer), at=case.opened_at)
        release(case=case, reason="x", actor=acting(officer), at=case.opened_at)
    assert Case.objects.get(pk=case.pk).state == "new"


def test_whoever_acts_without_a_picture_or_on_another_case_is_not_asked(report: Callable[..., Received]) -> None:
    case = report().case
    with transaction.atomic():
        assert locked(case.pk) == case
        with acting_on({"C-0000-0000-00": Picture(0)}):
            assert locked(case.pk) == case


def test_the_pictures_end_with_their_block(report: Callable[..., Received]) -> None:
    case = report().case
    with acting_on({case.reference: Picture(999)}):
        pass
    assert editions._seen.get() is None
    with transaction.atomic():
        locked(case.pk)
