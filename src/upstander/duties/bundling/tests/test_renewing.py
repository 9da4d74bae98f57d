"""What lies under the keys of another version of matching is filed anew, before anything that waits is looked for."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from upstander.config.commands.check import faults
from upstander.duties.bundling.due import renew_from
from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import a_post, alone
from upstander.duties.intake.actions.receive import Received
from upstander.engines.matching import fingerprints, skeleton
from upstander.record.keys import renewing
from upstander.record.keys.models import Item, Key
from upstander.record.work import worker
from upstander.record.work.models import Item as Work

Make = Callable[..., Received]
TEXT = "They should all be driven out of this town before the winter comes, and I mean every family of them."


@pytest.fixture
def old(report: Make, monkeypatch: pytest.MonkeyPatch) -> list[Received]:
    """Three reports that were filed by an earlier version, with other fingerprints."""
    with monkeypatch.context() as earlier:
        earlier.setattr(fingerprints, "GRAM", 5)
        earlier.setattr("upstander.engines.matching.keys.VERSION", skeleton.VERSION - 1)
        made = [alone(report, at, posts=(a_post(number=at, text=f"{TEXT} {at}"),)) for at in range(3)]
    Work.objects.all().delete()
    return made


def test_they_are_filed_anew_before_a_new_report_is_looked_for(
    report: Make, old: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "AT_ONCE", 2)
    new = alone(report, 9, posts=(a_post(number=9, text=TEXT),)).report
    assert any("3 reports lie under keys of another version" in fault for fault in faults())
    renew_from(at=timezone.now())
    worker.run_all()
    assert not list(faults())
    assert {row.earlier_id for row in Suggestion.objects.filter(report=new)} == {one.report.pk for one in old}
    for row in Item.objects.all():
        assert set(Key.objects.filter(item=row.pk).values_list("k", flat=True)) == {
            *fingerprints.from_blob(bytes(row.fingerprints)), *fingerprints.from_blob(bytes(row.others)),
        }  # fmt: skip
        assert row.version == skeleton.VERSION


def test_without_it_they_are_not_found(report: Make, old: list[Received]) -> None:
    new = alone(report, 9, posts=(a_post(number=9, text=TEXT),)).report
    worker.run_all()
    assert not Suggestion.objects.filter(report=new, earlier__in=[one.report for one in old]).exists()


def test_it_is_asked_for_once_and_not_at_all_where_nothing_is_old(report: Make, old: list[Received]) -> None:
    renew_from(at=timezone.now())
    renew_from(at=timezone.now())
    assert Work.objects.filter(name="renew_keys").count() == 1
    worker.run_all()
    alone(report, 7)
    renew_from(at=timezone.now())
    assert not Work.objects.filter(name="renew_keys").exclude(state=Work.State.DONE).exists()
    assert Item.objects.count() == 4


def test_what_an_older_hub_files_after_all_was_renewed_is_renewed_too(report: Make, old: list[Received]) -> None:
    renew_from(at=timezone.now())
    worker.run_all()
    Item.objects.filter(report=old[2].report).update(version=skeleton.VERSION - 1)
    renew_from(at=timezone.now())
    worker.run_all()
    assert not list(renewing.faults())
