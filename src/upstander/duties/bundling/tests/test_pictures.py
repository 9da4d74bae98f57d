"""Copies of a picture join what came separately, however they were made; nothing withheld or erased is ever matched."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import alone
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.engines.matching.tests.pictures import captioned, cut, photograph
from upstander.record.cases.models import ReportedFile
from upstander.record.keys.models import Picture
from upstander.record.vault import previews
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Received]


def sent(picture: Image.Image, name: str = "seen.png") -> SentFile:
    held = BytesIO()
    picture.save(held, "PNG")
    held.seek(0)
    return SentFile(deposit(held), name)


def test_a_captioned_copy_and_a_cut_one_are_suggested_with_what_differs(report: Make) -> None:
    first = alone(report, 1, files=(sent(photograph(1)),))
    second = alone(report, 2, files=(sent(captioned(photograph(1))),))
    third = alone(report, 3, files=(sent(cut(photograph(1), 0.08, left=0, top=1)),))
    other = alone(report, 4, files=(sent(photograph(2)),))
    worker.run_all()
    assert Picture.objects.count() == 4
    found = {(row.report_id, row.earlier_id): row for row in Suggestion.objects.all()}
    assert set(found) >= {(second.report.pk, first.report.pk), (third.report.pk, first.report.pk)}
    assert not [pair for pair in found if other.report.pk in pair]
    row = found[second.report.pk, first.report.pk]
    (reason,) = row.reasons
    assert row.tier == "picture"
    assert reason["sentence"].startswith("Once bars and borders are cut, a picture of one report looks like")
    pictures = set(ReportedFile.objects.filter(report__in=[first.report, second.report]).values_list("pk", flat=True))
    assert set(reason["evidence"]["pictures"]) == pictures
    assert reason["evidence"]["distance"] <= 31
    assert found[third.report.pk, first.report.pk].reasons[0]["evidence"]["how"] == "part"


def test_looking_again_adds_nothing(report: Make) -> None:
    first = alone(report, 1, files=(sent(photograph(1)),))
    alone(report, 2, files=(sent(captioned(photograph(1))),))
    worker.run_all()
    before = list(Suggestion.objects.values_list("pk", "reasons"))
    from upstander.duties.bundling.due import look_for_others

    look_for_others(report=first.report.pk)
    assert [pk for pk, _ in before] == list(Suggestion.objects.values_list("pk", flat=True))


def test_what_is_withheld_or_erased_is_matched_no_more(report: Make) -> None:
    withheld = alone(report, 1, files=(sent(photograph(1)),))
    erased = alone(report, 2, files=(sent(photograph(2)),))
    worker.run_all()
    file = ReportedFile.objects.get(report=withheld.report)
    file.withheld = "abuse"
    file.save(update_fields=["withheld"])
    previews.forget(file.file)
    previews.forget(ReportedFile.objects.get(report=erased.report).file)
    assert not Picture.objects.exists()
    alone(report, 3, files=(sent(captioned(photograph(1))),))
    alone(report, 4, files=(sent(captioned(photograph(2))),))
    worker.run_all()
    assert not Suggestion.objects.exists()


def test_a_file_withheld_after_its_copy_was_made_is_not_pointed_to(report: Make) -> None:
    """The control of the second fence: the row of hashes still stands, the file is withheld."""
    first = alone(report, 1, files=(sent(photograph(1)),))
    worker.run_all()
    ReportedFile.objects.filter(report=first.report).update(withheld="abuse")
    alone(report, 2, files=(sent(captioned(photograph(1))),))
    worker.run_all()
    assert Picture.objects.count() == 2
    assert not Suggestion.objects.exists()
