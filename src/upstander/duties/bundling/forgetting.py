"""Take out of suggestions what rests on a file that nobody may open any more: likenesses, frames, words read on it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from upstander.duties.bundling.models import Suggestion
from upstander.record.cases.models import ReportedFile
from upstander.record.work.asking import due


def forget_files(rows: Iterable[ReportedFile]) -> int:
    """Drop every reason that rests on these files, in the caller's transaction, and return how many suggestions it was.

    A suggestion that had no other reason goes, unless a person has judged it. What still holds is found again.
    """
    files, count = list(rows), 0
    names, reports = {row.pk for row in files}, {row.report_id for row in files}
    for row in Suggestion.objects.filter(Q(report__in=reports) | Q(earlier__in=reports)):
        left = [reason for reason in row.reasons if not _rests_on(reason["evidence"], names)]
        if len(left) == len(row.reasons):
            continue
        count += 1
        if left or row.state != Suggestion.State.OPEN or row.person is not None:
            row.reasons = left
            row.save(update_fields=["reasons"])
        else:
            row.delete()
    for report in sorted(reports):
        due("look_for_others", report=report)
    return count


def _rests_on(evidence: dict[str, Any], files: set[int]) -> bool:
    """Whether a reason shows one of these files, or words that a machine read on a picture, whichever it was."""
    seen = {int(pk) for pk in (*evidence.get("pictures", ()), *evidence.get("frames", {}))}
    return bool(seen & files) or bool(evidence.get("read_by_machine"))
