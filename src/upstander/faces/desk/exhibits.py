"""What a case holds that may show something: posts, files, accounts, each by a name without a word of its content."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from upstander.record.cases.grants import working_reports_of
from upstander.record.cases.models import Case, ReportedFile, ReportedPost


@dataclass(frozen=True)
class Thing:
    """One thing that was reported. `kind`: post, file or account."""

    kind: str
    pk: int
    label: str

    @property
    def code(self) -> str:
        """The code under which a decision points to it."""
        return f"{self.kind}:{self.pk}"


def things_of(case: Case) -> tuple[Thing, ...]:
    """Return what the reports at work in a case hold: posts, then files, then accounts, in the order of the reports.

    A withheld file is left out: nobody opens it to weigh it.
    """
    reports = list(working_reports_of(case).exclude(account="").values_list("pk", "reference"))
    active = working_reports_of(case)
    posts = ReportedPost.objects.filter(report__in=active).order_by("report__received_at", "report", "position", "pk")
    files = ReportedFile.objects.filter(report__in=active, withheld="").order_by(
        "report__received_at", "report", "position", "pk"
    )
    found = [*_numbered("post", posts.values_list("pk", "report__reference"))]
    found += _numbered("file", files.values_list("pk", "report__reference"))
    named = {"report": _("What report %(report)s tells")}
    return (*found, *(Thing("account", pk, named["report"] % {"report": reference}) for pk, reference in reports))


def _numbered(kind: str, rows: object) -> list[Thing]:
    """Number the things of each report, as its page does."""
    says = {"post": _("Post %(n)d of report %(report)s"), "file": _("File %(n)d of report %(report)s")}[kind]
    counted: dict[str, int] = {}
    found = []
    for pk, reference in rows:  # type: ignore[attr-defined]
        counted[reference] = counted.get(reference, 0) + 1
        found.append(Thing(kind, pk, says % {"n": counted[reference], "report": reference}))
    return found
