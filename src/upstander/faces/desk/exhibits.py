"""What a case holds that may show something: posts, files, accounts, each by a name without a word of its content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from upstander.record.cases.grants import reports_of, working_reports_of
from upstander.record.cases.models import Case, Report, ReportedFile, ReportedPost

REPORTS = 25
"""Reports on one page of those of a case."""
MOST_LINKS = 10
"""Links beside one element: an answer may point to every post of a large case."""


@dataclass(frozen=True)
class Thing:
    """One thing that was reported. `kind`: post, file or account."""

    kind: str
    pk: int
    label: str
    report: str
    """The reference of the report that holds it, or that is it."""

    @property
    def code(self) -> str:
        """The code under which a decision points to it."""
        return f"{self.kind}:{self.pk}"


def things_of(case: Case) -> tuple[Thing, ...]:
    """Return what the reports at work in a case hold: posts, then files, then accounts, in the order of the reports.

    A withheld file is left out: nobody opens it to weigh it.
    """
    return _things(working_reports_of(case), ReportedFile.objects.filter(withheld=""))


@dataclass(frozen=True)
class There:
    """What shows an element on a page: words, links (name, address) to what they point to, and what is to be added."""

    words: str
    links: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """Where things are that decisions point to: {code: (name, address)}."""

    by_code: Mapping[str, tuple[str, str]]

    def of(self, words: str, codes: Sequence[str]) -> There:
        """Return the words of an answer, without the names that stand in its links, and what it points to."""
        found = [self.by_code[code] for code in codes if code in self.by_code]
        names = "; ".join(name for name, _address in found)
        rest = words[len(names) :].lstrip(". ") if names and words.startswith(names) else words
        notes = []
        if more := len(found[MOST_LINKS:]):
            notes.append(ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more})
        if len(found) < len(codes):
            notes.append(_("Some of what it points to is no longer under this case."))
        return There(rest, tuple(found[:MOST_LINKS]), tuple(notes))


def places_of(case: Case, decisions: Iterable[Any]) -> Places:
    """Return the name of each thing that the decisions point to and its place on the page of the reports.

    What is no longer under the case has none. Where nothing is pointed to, nothing is read.
    """
    told = [codes for made in decisions for elements in made.shown_by.values() for codes in elements.values()]
    named = {code for codes in told for code in codes if ":" in code}
    if not named:
        return Places({})
    references = reports_of(case).values_list("reference", flat=True)
    pages = {reference: number // REPORTS + 1 for number, reference in enumerate(references)}
    address = reverse("desk:reports", args=[case.reference])
    found = {}
    for thing in _things(reports_of(case), ReportedFile.objects.all()):
        if thing.code in named:
            page = f"?page={pages[thing.report]}" if pages[thing.report] > 1 else ""
            anchor = thing.report if thing.kind == "account" else f"{thing.kind}-{thing.pk}"
            found[thing.code] = (thing.label, f"{address}{page}#{anchor}")
    return Places(found)


def _things(reports: QuerySet[Report], files: QuerySet[ReportedFile]) -> tuple[Thing, ...]:
    order = ("report__received_at", "report", "position", "pk")
    posts = ReportedPost.objects.filter(report__in=reports).order_by(*order)
    files = files.filter(report__in=reports).order_by(*order)
    found = [*_numbered("post", posts.values_list("pk", "report__reference"))]
    found += _numbered("file", files.values_list("pk", "report__reference"))
    told = list(reports.exclude(account="").values_list("pk", "reference"))
    named = _("What report %(report)s tells")
    return (*found, *(Thing("account", pk, named % {"report": reference}, reference) for pk, reference in told))


def _numbered(kind: str, rows: object) -> list[Thing]:
    """Number the things of each report, as its page does."""
    says = {"post": _("Post %(n)d of report %(report)s"), "file": _("File %(n)d of report %(report)s")}[kind]
    counted: dict[str, int] = {}
    found = []
    for pk, reference in rows:  # type: ignore[attr-defined]
        counted[reference] = counted.get(reference, 0) + 1
        found.append(Thing(kind, pk, says % {"n": counted[reference], "report": reference}, reference))
    return found
