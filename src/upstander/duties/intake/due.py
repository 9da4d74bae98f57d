"""What the background worker does for intake: small copies, reading captures, forgetting what nobody finished."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from upstander.duties.intake.actions.keep_draft import forget_draft
from upstander.duties.intake.drafts import ends
from upstander.duties.intake.models import Draft
from upstander.duties.intake.picturing import make_small_copies
from upstander.duties.intake.reading import read_captures as read_captured_files
from upstander.duties.intake.scanning import scan_files as have_scanned
from upstander.record.vault.keeping import sweep_orphans
from upstander.record.work.asking import due, handles

EVERY = timedelta(days=1)


@handles("make_previews", long=True)
def make_previews(*, report: int) -> Callable[[], None] | None:
    """Make the small copies of the pictures of a report, for the desk to show and the package to hold."""
    return make_small_copies(report)


@handles("read_captures", long=True)
def read_captures(*, report: int) -> Callable[[], None] | None:
    """Read the captured pages, messages and archives of a report, for its capture records and the package."""
    return read_captured_files(report)


@handles("scan_files", long=True)
def scan_files(*, report: int, tries: int = 0) -> Callable[[], None] | None:
    """Have the files of a report looked at by the virus scanner, where one is set up."""
    return have_scanned(report, tries)


@handles("forget_draft")
def forget_when_old(*, draft: str) -> None:
    """Delete the draft if nothing was answered for a day, else look again when that day is over."""
    row = Draft.objects.filter(uid=draft).first()
    if row is None:
        return
    if (end := ends(row)) > timezone.now():
        due("forget_draft", at=end, draft=draft)
    else:
        forget_draft(draft)


@handles("sweep_files", long=True)
def sweep_files() -> Callable[[], None]:
    """Delete uploads of drafts and reports that never came to be, and ask for the same again a day later."""
    sweep_orphans()
    return lambda: sweep_daily(at=timezone.now() + EVERY)


@transaction.atomic
def sweep_daily(*, at: datetime) -> None:
    """Ask for a sweep on the day of `at`, once however often it is asked; each sweep asks for the next."""
    due("sweep_files", at=at, once=f"sweep_files:{timezone.localdate(at)}")
