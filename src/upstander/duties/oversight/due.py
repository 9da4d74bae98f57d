"""What the background worker does for oversight: sign the journal, so that a cut or rewritten one can be told."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from upstander.record.journal.checkpoints import checkpoint
from upstander.record.work.asking import due, handles

EVERY = timedelta(hours=1)
"""What was added since the last checkpoint is the most that a cut tail can hide from whoever keeps that one."""


@handles("sign_journal")
def sign_journal() -> None:
    """Sign the journal as it stands, and ask for the same again."""
    checkpoint()
    sign_hourly(at=timezone.now() + EVERY)


@transaction.atomic
def sign_hourly(*, at: datetime) -> None:
    """Ask for a checkpoint in the hour of `at`, once however often it is asked; each asks for the next."""
    due("sign_journal", at=at, once=f"sign_journal:{at:%Y-%m-%dT%H}")
