"""Words that a machine reads on pictures find the post written out, and are told as such; they give no exact key."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import transaction
from PIL import Image

from upstander.conftest import NOW
from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import a_post, alone
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.engines.matching.keys import Item as Matched
from upstander.engines.matching.keys import keys_of
from upstander.engines.previews.tests.screens import encoded, screen
from upstander.record.cases.models import ReportedFile
from upstander.record.keys import keeping
from upstander.record.keys.models import Item, Key, Words
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Received]
POST = "They should all be driven out of this town before the winter comes and I mean every family of them"


def sent(picture: Image.Image, name: str = "seen.png") -> SentFile:
    return SentFile(deposit(BytesIO(encoded(picture))), name)


def keys(received: Received) -> set[int]:
    return set(Key.objects.filter(item=Item.objects.get(report=received.report).pk).values_list("k", flat=True))


def pairs() -> dict[tuple[int, int], Suggestion]:
    return {(row.report_id, row.earlier_id): row for row in Suggestion.objects.all()}


@pytest.mark.parametrize("picture_first", [True, False])
def test_a_screenshot_finds_the_post_whichever_came_first(report: Make, picture_first: bool) -> None:
    made: dict[str, Received] = {}
    for which in ("picture", "words") if picture_first else ("words", "picture"):
        if which == "picture":
            made[which] = alone(report, 1, files=(sent(screen(POST, dark=True)),))
        else:
            made[which] = alone(report, 2, posts=(a_post(number=2, text=POST),))
    worker.run_all()
    numbers = sorted((made["picture"].report.pk, made["words"].report.pk), reverse=True)
    (row,) = pairs().values()
    assert ([row.report_id, row.earlier_id], row.tier) == (numbers, "lexical")
    (reason,) = row.reasons
    assert reason["sentence"].startswith(
        "Some of these words were read from a picture by machine and may be wrong. A run"
    )
    assert reason["evidence"]["read_by_machine"] is True


def test_what_is_read_is_encrypted_and_gives_no_exact_key_and_no_word_of_an_account(report: Make) -> None:
    said = screen("Look at https://x.com/i/status/1790000000000000001 and show it to everybody in Brannwell")
    made = alone(report, 1, files=(sent(said),))
    worker.run_all()
    row = Words.objects.get()
    assert "everybody" in row.text
    locked = Words.objects.filter(pk=row.pk).values_list("text", flat=True)[0]
    assert b"everybody" not in bytes(locked)
    item = keeping.item_of(made.report)
    assert item.texts[-1] == ("picture 1", row.text)
    written = keys_of(Matched(texts=(("post 1", row.text),)))
    assert written.exact
    assert not keys(made) & {key.k for key in written.exact}
    assert set(written.lexical) <= keys(made)
    assert "brannwell" not in keys_of(item).telling


def test_withholding_the_picture_takes_its_words_and_their_keys(report: Make, supervisor: User) -> None:
    made = alone(report, 1, files=(sent(screen(POST)),))
    again = alone(report, 2, files=(sent(screen(POST)),))
    worker.run_all()
    read = set(keys_of(Matched(texts=(("picture 1", POST),))).lexical)
    assert Words.objects.count() == 2, "one row for each report"
    assert keys(made) & read
    assert keys(again) & read
    held = ReportedFile.objects.get(report=made.report)
    withhold_file(held=held, why="abuse", reason="To be looked at.", actor=acting(supervisor), at=NOW)
    assert not Words.objects.exists()
    assert not keys(made) & read
    assert not keys(again) & read
    worker.run_all()
    Suggestion.objects.all().delete()
    alone(report, 3, posts=(a_post(number=3, text=POST),))
    worker.run_all()
    assert not Suggestion.objects.exists()


def test_a_picture_that_came_before_is_read_for_the_new_report_as_well(report: Make) -> None:
    alone(report, 1, files=(sent(screen(POST)),))
    worker.run_all()
    second = alone(report, 2, files=(sent(screen(POST)),))
    worker.run_all()
    assert Words.objects.filter(report=second.report).count() == 1
    assert keys(second) & set(keys_of(Matched(texts=(("picture 1", POST),))).lexical)
    with transaction.atomic():
        keeping.forget(second.report)
    assert not Words.objects.filter(report=second.report).exists()
