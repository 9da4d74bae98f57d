"""Write who reported out of a list that is about to leave: reasons and notes are words, and words name people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from upstander.duties.evidence.reporters import search_for
from upstander.record.cases.models import Membership, Report
from upstander.record.fence.viewer import unfenced

AT_ONCE = 400


@dataclass(frozen=True)
class Listed:
    """The rows of a list without anybody who reported, and in how many cells somebody was named."""

    rows: list[list[str]]
    cells: int


def written_out(rows: Sequence[Sequence[str]], about: Iterable[tuple[str, int]]) -> Listed:
    """Return the rows with the people who reported what the list is `about` (pairs of kind and id) written out."""
    with unfenced():
        search = search_for(_reports(set(about)))
    texts = [(f"{number} {place}", cell) for number, row in enumerate(rows) for place, cell in enumerate(row)]
    named = {place for place, hit in search.among(texts) if hit.sure} if search else set()
    kept = [
        [search.without(cell) if f"{number} {place}" in named else cell for place, cell in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    return Listed(kept, len(named))


def _reports(about: set[tuple[str, int]]) -> Iterable[Report]:
    """Yield the reports that the list names, and those that count, or ever counted, under its cases."""
    cases, reports = _ids(about, "case"), set(_ids(about, "report"))
    for start in range(0, len(cases), AT_ONCE):
        reports.update(
            Membership.objects.filter(case__in=cases[start : start + AT_ONCE]).values_list("report", flat=True)
        )
    ids = sorted(reports)
    for start in range(0, len(ids), AT_ONCE):
        named = Report.objects.filter(pk__in=ids[start : start + AT_ONCE], complainant__isnull=False)
        yield from named.select_related("complainant")


def _ids(about: set[tuple[str, int]], kind: str) -> list[int]:
    return sorted(id for each, id in about if each == kind)
