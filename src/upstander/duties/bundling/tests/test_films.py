"""Copies of a video join what came separately by their frames; nothing withheld or erased is matched or shown."""

from collections.abc import Callable
from io import BytesIO

import pytest

from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import alone
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.engines.previews.tests.films import film, frames, moving
from upstander.record.cases.models import ReportedFile
from upstander.record.keys.models import Film, Picture
from upstander.record.vault import previews
from upstander.record.vault.keeping import deposit, path_of
from upstander.record.vault.models import File, Preview
from upstander.record.work import worker

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Received]


def sent(content: bytes, name: str = "seen.mp4") -> SentFile:
    return SentFile(deposit(BytesIO(content)), name)


def reason_of(one: Received, two: Received) -> dict[str, object]:
    row = Suggestion.objects.get(report=two.report, earlier=one.report)
    assert row.tier == "video"
    (reason,) = row.reasons
    return dict(reason)


def test_a_part_in_another_form_is_suggested_with_the_seconds_that_are_alike(report: Make) -> None:
    whole = alone(report, 1, files=(sent(film(frames(1, 10))),))
    part = alone(report, 2, files=(sent(film(frames(1, 6, 3), kind="webm", size=(200, 112)), "again.webm"),))
    gif = alone(report, 3, files=(sent(moving(frames(1, 6, 2)), "loop.gif"),))
    other = alone(report, 4, files=(sent(film(frames(2, 8))),))
    worker.run_all()
    assert Film.objects.count() == 4
    reason = reason_of(whole, part)
    assert str(reason["sentence"]).startswith("Videos of both reports look alike: ")
    evidence = reason["evidence"]
    assert isinstance(evidence, dict)
    here, there = (str(ReportedFile.objects.get(report=each.report).pk) for each in (part, whole))
    assert set(evidence["frames"]) == {here, there}
    assert [second + 3 for second in evidence["frames"][here]] == evidence["frames"][there]
    assert evidence["near"][here][0] >= 4
    reason_of(whole, gif)
    assert not [row for row in Suggestion.objects.all() if other.report.pk in (row.report_id, row.earlier_id)]


def test_frames_go_with_the_small_copy_their_bytes_too(report: Make) -> None:
    alone(report, 1, files=(sent(film(frames(1, 5))),))
    worker.run_all()
    row = Preview.objects.get()
    assert row.frames is not None
    path, number = path_of(row.frames), row.frames.pk
    assert path.exists()
    assert path.read_bytes()[7:9] != b"\xff\xd8", "the frames are kept encrypted"
    previews.forget(row.of)
    assert not path.exists()
    assert not File.objects.filter(pk=number).exists()
    assert (Film.objects.count(), Picture.objects.count()) == (0, 0)
    alone(report, 2, files=(sent(film(frames(1, 5), kind="webm"), "again.webm"),))
    worker.run_all()
    assert not Suggestion.objects.exists()


def test_a_video_withheld_after_its_frames_were_taken_is_not_pointed_to(report: Make) -> None:
    """The control of the second fence: the row of hashes still stands, the file is withheld."""
    first = alone(report, 1, files=(sent(film(frames(1, 5))),))
    worker.run_all()
    ReportedFile.objects.filter(report=first.report).update(withheld="abuse")
    alone(report, 2, files=(sent(film(frames(1, 5), kind="webm"), "again.webm"),))
    worker.run_all()
    assert Film.objects.count() == 2
    assert not Suggestion.objects.exists()


def test_a_video_cut_off_in_the_middle_is_received_and_matched_by_what_is_there(report: Make) -> None:
    whole = film(frames(1, 10), kind="webm")
    first = alone(report, 1, files=(sent(whole, "seen.webm"),))
    second = alone(report, 2, files=(sent(whole[: 2 * len(whole) // 3], "cut.webm"),))
    rubbish = alone(report, 3, files=(sent(b"\x00\x00\x00\x18ftypmp42" + bytes(4_000), "rubbish.mp4"),))
    worker.run_all()
    reason_of(first, second)
    assert ReportedFile.objects.filter(report=rubbish.report).exists()
    assert Preview.objects.get(of__in=ReportedFile.objects.filter(report=rubbish.report).values("file")).refused
