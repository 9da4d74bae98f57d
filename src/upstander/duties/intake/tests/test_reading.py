"""What came captured is read once in the sandbox, kept encrypted, and gone when the file is withheld or erased."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from upstander.conftest import NOW
from upstander.duties.intake import reading
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.forgetting import forget
from upstander.duties.intake.submission import SentFile
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.engines.captures.tests import samples
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.vault import captures, keeping
from upstander.record.vault.keeping import deposit
from upstander.record.vault.models import File, Reading
from upstander.record.work import worker


@pytest.fixture
def sent(report: Callable[..., Received]) -> Callable[..., Received]:
    def make(content: bytes, name: str) -> Received:
        received = report(files=(SentFile(deposit(BytesIO(content)), name),))
        worker.run_all()
        return received

    return make


def test_a_web_archive_is_read_by_the_worker_and_kept_where_nobody_reads_it(sent: Callable[..., Received]) -> None:
    held = sent(samples.wacz(samples.PAGE), "page.wacz").report.files.get()
    found = captures.found_in(held.file)
    assert found is not None
    assert (found.kind, found.state) == ("wacz", "whole")
    assert "They should go." in found.words
    kept = Reading.objects.select_related("content").get().content
    assert kept is not None
    assert b"They should go" not in keeping.path_of(kept).read_bytes()
    assert captures.states_of([held.file]) == {held.file_id: "whole"}


def test_the_file_itself_stays_as_it_came(sent: Callable[..., Received]) -> None:
    content = samples.mhtml()
    held = sent(content, "page.mhtml").report.files.get()
    assert keeping.path_of(held.file).read_bytes() == content
    assert not list(Path(settings.VAULT_FOLDER).rglob("*.html"))


def test_a_file_that_came_twice_is_read_once(sent: Callable[..., Received], monkeypatch: pytest.MonkeyPatch) -> None:
    sent(samples.posts(), "posts.json")
    monkeypatch.setattr(reading, "read", lambda *_: pytest.fail("it was read again"))
    sent(samples.posts(), "posts.json")
    assert Reading.objects.count() == 1


def test_what_is_withheld_or_erased_is_not_kept_and_not_read(sent: Callable[..., Received], officer: User) -> None:
    first, second = sent(samples.mhtml(), "page.mhtml"), sent(samples.posts(), "posts.json")
    withhold_file(held=first.report.files.get(), why="terrorism", reason="A manual.", actor=acting(officer), at=NOW)
    with transaction.atomic():
        forget(second.report, at=NOW)
    assert not Reading.objects.exists()
    assert not File.objects.exclude(locked_key=None).filter(place__startswith="locked", erased_at=None).exists()
    assert reading.read_captures(first.report.pk) is None


def test_what_is_withheld_while_it_is_read_is_not_kept(report: Callable[..., Received], officer: User) -> None:
    received = report(files=(SentFile(deposit(BytesIO(samples.mhtml())), "page.mhtml"),))
    finish = reading.read_captures(received.report.pk)
    assert finish is not None
    withhold_file(held=received.report.files.get(), why="abuse", reason="A child.", actor=acting(officer), at=NOW)
    with transaction.atomic():
        finish()
    assert not Reading.objects.exists()


def test_without_a_sandbox_nothing_is_opened_and_it_is_tried_again(
    sent: Callable[..., Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "has_sandbox", lambda: False)
    monkeypatch.setattr(reading, "read", lambda *_: pytest.fail("it was opened outside a sandbox"))
    received = sent(samples.mhtml(), "page.mhtml")
    held = received.report.files.get()
    assert captures.states_of([held.file]) == {held.file_id: "unread"}
    assert captures.found_in(held.file) is None
    monkeypatch.undo()
    finish = reading.read_captures(received.report.pk)
    assert finish is not None
    with transaction.atomic():
        finish()
    assert captures.states_of([held.file]) == {held.file_id: "whole"}
