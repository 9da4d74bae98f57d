"""What somebody uploaded and then did not send is deleted from the disk too, a day after it was forgotten."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from upstander.duties.intake.actions.attach import attach
from upstander.duties.intake.actions.keep_draft import forget_draft, start_draft
from upstander.duties.intake.due import sweep_daily
from upstander.record.vault.keeping import deposit
from upstander.record.work.models import Item
from upstander.record.work.worker import run_all

pytestmark = pytest.mark.django_db


def test_the_file_of_a_deleted_draft_leaves_the_disk(tmp_path: Path, settings: Settings) -> None:
    settings.VAULT_FOLDER = tmp_path
    now = timezone.now()
    uid = start_draft({"answers": {}}, at=now)
    stored = deposit(BytesIO(b"a picture that was never sent"))
    attach(uid, stored, name="picture.png", at=now)
    path = tmp_path / stored.place
    long_ago = (now - timedelta(days=2)).timestamp()
    os.utime(path, (long_ago, long_ago))
    sweep_daily(at=now)
    run_all()
    assert path.exists(), "a draft still names it"
    forget_draft(uid)
    Item.objects.filter(name="sweep_files", state="ready").update(due_at=now)
    run_all()
    assert not path.exists()


def test_a_sweep_asks_for_the_next_and_asking_twice_is_asking_once() -> None:
    now = timezone.now()
    for _ in range(2):
        with transaction.atomic():
            sweep_daily(at=now)
    run_all()
    sweeps = Item.objects.filter(name="sweep_files").order_by("due_at")
    assert [sweep.state for sweep in sweeps] == ["done", "ready"]
    assert sweeps[1].due_at > now + timedelta(hours=23)
