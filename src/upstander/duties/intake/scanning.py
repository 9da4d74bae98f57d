"""Have files that came with a report looked at by the virus scanner, where one is set up; no report waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from upstander.engines.scanning.clamd import FAILED, FOUND, Verdict, scan
from upstander.record.cases import scanned
from upstander.record.cases.grants import case_of
from upstander.record.cases.models import Report, ReportedFile
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM
from upstander.record.vault.keeping import path_of
from upstander.record.work.asking import due

AGAIN = timedelta(hours=1)
MOST_TRIES = 24
"""How often a scanner that does not answer is asked again."""


@dataclass(frozen=True)
class _Scanned:
    held: ReportedFile
    verdict: Verdict


def is_set_up() -> bool:
    """Whether this hub names a scanner."""
    return bool(settings.CLAMD)


def scan_files(report: int, tries: int) -> Callable[[], None] | None:
    """Have the files of a report scanned and return what keeps the answers; None where there is nothing to scan."""
    waiting = scanned.unscanned(report) if is_set_up() else []
    if not waiting:
        return None
    said = [_Scanned(held, _scan(held)) for held in waiting]
    return lambda: _keep(report, said, tries)


def _scan(held: ReportedFile) -> Verdict:
    try:
        with path_of(held.file).open("rb") as source:
            return scan(source, Path(settings.CLAMD))
    except OSError as error:
        return Verdict(FAILED, f"the file cannot be read: {type(error).__name__}")


def _keep(report: int, said: list[_Scanned], tries: int) -> None:
    now, row = timezone.now(), Report.objects.get(pk=report)
    if row.standing == Report.Standing.ERASED:
        return
    kept = [
        scanned.keep(
            one.held, result=one.verdict.result, name=one.verdict.name, engine=one.verdict.engine, at=now
        )
        for one in said
    ]  # fmt: skip
    found, failed = (sum(each.result == result for each in kept) for result in (FOUND, FAILED))
    if failed and tries < MOST_TRIES:
        due("scan_files", at=now + AGAIN, report=report, tries=tries + 1)
    if found or failed < len(kept) or tries == 0:
        record(
            SYSTEM, Verb.FILE_SCANNED, row, at=now, about=[case_of(row), *(one.held for one in said)],
            found=found, failed=failed, clean=len(kept) - found - failed,
        )  # fmt: skip
