"""Take away the packages and words that hold what may not be held any more: of a report, a subject, a withheld file."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from upstander.duties.evidence.building import take_away
from upstander.duties.evidence.exhibits import describe_post
from upstander.duties.evidence.gate import clear
from upstander.duties.evidence.models import Exhibit, Finding, Package
from upstander.record.cases.models import Case, Report

GONE = "Taken away: it held what was erased, or a file that is withheld now. Ask for a new version."


def take_away_packages(cases: Iterable[Case]) -> int:
    """Take away every package of these cases, in the caller's transaction, and return how many.

    Once that is committed their files go, and what attempts at them have left or are making.

    The rows stay, so that versions are never used again. What a force has fetched already is with the force.
    """
    count = 0
    for row in Package.objects.filter(case__in=list(cases)).exclude(state=Package.State.ERASED):
        row.state, row.stale, row.trouble = Package.State.ERASED, True, GONE
        row.place = row.pinned = row.sha256 = ""
        row.save(update_fields=["state", "stale", "trouble", "place", "pinned", "sha256"])
        # What somebody answered stays, and of which exhibit; where and what it was goes with the package.
        Finding.objects.filter(package=row).update(place="", what="", reason="")
        transaction.on_commit(partial(take_away, row.name))
        transaction.on_commit(partial(clear, row.name))
        count += 1
    return count


def name_exhibits_anew(report: Report) -> int:
    """Describe the posts of a report among the exhibits by what they still say, and return how many there are."""
    rows = list(Exhibit.objects.filter(report=report, post__isnull=False).select_related("post"))
    for row in rows:
        row.description = describe_post(row.post, report) if row.post else ""
    return Exhibit.objects.bulk_update(rows, ["description"])


def blank_exhibits(report: Report) -> int:
    """Blank the words of the exhibits of a report; their numbers stay used."""
    return Exhibit.objects.filter(report=report).update(description="")
