"""The small copy of a picture is made by the worker, kept encrypted, made once, and gone with its key."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import transaction
from PIL import Image

from upstander.duties.intake import picturing
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.engines.previews import sandbox
from upstander.law.access import Role
from upstander.record.people.actors import Actor
from upstander.record.vault import keeping, previews, scrubbing
from upstander.record.vault.keeping import deposit
from upstander.record.vault.models import File, Preview
from upstander.record.work import worker
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db(transaction=True)


def picture(colour: str = "teal") -> SentFile:
    made = BytesIO()
    Image.new("RGB", (1200, 800), colour).save(made, "PNG")
    made.seek(0)
    return SentFile(deposit(made), f"{colour}.png")


def words() -> SentFile:
    return SentFile(deposit(BytesIO(b"a chat log\n")), "chat.txt")


def test_a_copy_is_made_by_the_worker_and_lies_encrypted(report: Callable[..., Received]) -> None:
    received = report(files=(picture(), words()))
    assert not Preview.objects.exists()
    worker.run_all()
    row = Preview.objects.select_related("content").get()
    assert row.of == received.report.files.get(position=1).file
    assert row.content is not None
    small = keeping.read(row.content)
    assert Image.open(BytesIO(small)).size == (900, 600)
    lying = keeping.path_of(row.content).read_bytes()
    assert b"\xff\xd8\xff" not in lying[:40]
    assert small not in lying
    assert list(scrubbing.faults()) == []


def test_the_work_is_asked_for_with_the_report_and_only_where_files_came(report: Callable[..., Received]) -> None:
    report()
    assert not Item.objects.filter(name="make_previews").exists()
    received = report(files=(words(),))
    assert Item.objects.get(name="make_previews").about == {"report": received.report.pk}
    complainant = Actor("complainant", received.report.pk, Role.COMPLAINANT)
    add(report=received.report, text="And this.", files=(picture(),), actor=complainant, at=received.report.received_at)
    worker.run_all()
    assert Preview.objects.count() == 1


def test_two_reports_of_one_picture_have_one_copy_and_a_second_run_makes_none(
    report: Callable[..., Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = report(files=(picture(),))
    worker.run_all()
    made = Preview.objects.get()
    report(files=(picture(),))
    monkeypatch.setattr(picturing, "small_copies", lambda _: pytest.fail("it was made already"))
    worker.run_all()
    assert picturing.make_small_copies(first.report.pk) is None
    assert Preview.objects.get() == made


def test_a_copy_of_another_maker_is_made_anew_and_the_old_one_is_destroyed(
    report: Callable[..., Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    received = report(files=(picture(),))
    worker.run_all()
    old = Preview.objects.select_related("content").get()
    assert old.content is not None
    monkeypatch.setattr(picturing, "maker", lambda: "newer")
    finish = picturing.make_small_copies(received.report.pk)
    assert finish is not None
    with transaction.atomic():
        finish()
    assert Preview.objects.get().maker == "newer"
    assert not File.objects.filter(pk=old.content.pk).exists()
    assert not keeping.path_of(old.content).exists()


def test_forgetting_leaves_neither_row_nor_key_nor_bytes(report: Callable[..., Received]) -> None:
    received = report(files=(picture(),))
    worker.run_all()
    row = Preview.objects.select_related("content").get()
    assert row.content is not None
    previews.forget(received.report.files.get().file)
    assert not Preview.objects.exists()
    assert not File.objects.exclude(locked_key=None).filter(pk=row.content.pk).exists()
    assert not keeping.path_of(row.content).exists()


def test_what_cannot_be_decoded_keeps_the_reason_and_is_not_tried_again(report: Callable[..., Received]) -> None:
    broken = SentFile(deposit(BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)), "broken.png")
    received = report(files=(broken,))
    assert received.report.files.get().media_type == "image/png"
    worker.run_all()
    row = Preview.objects.get()
    assert row.content is None
    assert row.refused
    assert picturing.make_small_copies(received.report.pk) is None


def test_without_a_sandbox_nothing_is_decoded(report: Callable[..., Received], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_run", lambda *_: pytest.fail("no picture is decoded outside a sandbox"))
    monkeypatch.setattr(picturing, "has_sandbox", lambda: False)
    received = report(files=(picture(),))
    worker.run_all()
    row = Preview.objects.get()
    assert (row.content, row.maker) == (None, "")
    assert "bubblewrap" in row.refused
    monkeypatch.undo()
    finish = picturing.make_small_copies(received.report.pk)
    assert finish is not None, "it is tried again where there is one"
    with transaction.atomic():
        finish()
    assert Preview.objects.get().content is not None


def test_a_withheld_file_has_no_copy_made_even_when_it_is_withheld_meanwhile(report: Callable[..., Received]) -> None:
    received = report(files=(picture(),))
    finish = picturing.make_small_copies(received.report.pk)
    assert finish is not None
    received.report.files.update(withheld="abuse")
    with transaction.atomic():
        finish()
    worker.run_all()
    assert not Preview.objects.exists()
    assert picturing.make_small_copies(received.report.pk) is None
