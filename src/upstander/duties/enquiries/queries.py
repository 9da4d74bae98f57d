"""Read the line of enquiry of a case."""

from upstander.duties.enquiries.models import LineOfEnquiry
from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor


def line(case: Case) -> LineOfEnquiry | None:
    """Return what was recorded last, None where nothing was."""
    return LineOfEnquiry.objects.filter(case=case).select_related("by").order_by("-at", "-pk").first()


def lines(viewer: Actor, case: Case) -> list[LineOfEnquiry]:
    """Return everything that was recorded, newest first. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    return list(LineOfEnquiry.objects.filter(case=case).select_related("by").order_by("-at", "-pk"))
