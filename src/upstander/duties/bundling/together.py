"""What may be joined to a case in one act: every report that names a post of it, and every open suggestion."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q

from upstander.duties.bundling.models import CannotLink, Suggestion
from upstander.duties.bundling.queries import suggestions
from upstander.law.access import Act
from upstander.record.cases.grants import of_visible, report_ids, require
from upstander.record.cases.models import Case, Membership, Report, ReportedPost
from upstander.record.people.actors import Actor

MOST = 500
"""Reports listed at once; more of one post are a campaign, and the rest is listed when these are joined."""


@dataclass(frozen=True)
class Likeness:
    """A report that may be the same matter, where it counts, and why; `exact` when it names the very same post."""

    report: Report
    case: Case
    exact: bool
    sentences: tuple[str, ...]
    suggestion: int | None = None
    """The suggestion on whose page the two can be compared."""


def together(viewer: Actor, case: Case) -> list[Likeness]:
    """Return what may be joined to `case`, exact ones first, oldest first; only what the viewer may see.

    A suggestion points to a few cases alone, however many name the post; this lists them all, up to MOST.
    Raises NotAllowed.
    """
    require(viewer, Act.SEE_CASE, case)
    listed: dict[int, Likeness] = {}
    for line in suggestions(viewer, case):
        # Who may be one person has done no one thing by that: nobody joins many reports for it in one act.
        if line.suggestion.state == Suggestion.State.OPEN and line.suggestion.tier != "person":
            exact = line.suggestion.tier == "post"
            found = Likeness(line.report, line.case, exact, line.sentences, line.suggestion.pk)
            listed.setdefault(line.report.pk, found)
    for report, place in _naming_a_post_of(viewer, case):
        # Words or an account may be what was suggested first; that it names the very same post counts for more.
        held = listed.get(report.pk)
        listed[report.pk] = replace(held, exact=True) if held else Likeness(report, place, True, ())
    order = sorted(listed.values(), key=lambda each: (not each.exact, each.report.received_at, each.report.pk))
    return order[:MOST]


def _naming_a_post_of(viewer: Actor, case: Case) -> Iterator[tuple[Report, Case]]:
    own = report_ids(case)
    posts = ReportedPost.objects.filter(report__in=own).exclude(post=None).values("post")
    naming = ReportedPost.objects.filter(post__in=posts).values("report")
    apart = CannotLink.objects.filter(Q(report__in=own) | Q(earlier__in=own), undone_at=None)
    kept_out = {pk for pair in apart.values_list("report", "earlier") for pk in pair}
    members = (
        Membership.objects.filter(of_visible(viewer), report__in=naming, until_at=None)
        .filter(report__standing=Report.Standing.ACTIVE)
        .exclude(case=case)
        .exclude(report__in=kept_out)
        .select_related("report", "case")
        .order_by("report__received_at", "report")
    )
    yield from ((member.report, member.case) for member in members[:MOST])
