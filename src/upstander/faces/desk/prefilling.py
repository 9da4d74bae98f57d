"""What a form can begin with, because the case says it already: nothing is typed twice."""

from datetime import date

from django.utils import timezone

from upstander.duties.allocation.facts import facts_of, found_out
from upstander.engines.matching.post_times import posted_at
from upstander.record.cases.grants import working_reports_of
from upstander.record.cases.models import Case, ReportedPost


def conduct_day(case: Case) -> date | None:
    """Return the day on which the earliest reported post was made, as its own number says; None where none says so."""
    rows = ReportedPost.objects.filter(report__in=working_reports_of(case), post__isnull=False)
    named = rows.values_list("post__platform", "post__value").distinct()
    now = timezone.now()
    times = [moment for platform, value in named if (moment := posted_at(platform, value)) and moment <= now]
    return timezone.localdate(min(times)) if times else None


def told_places(case: Case, names: frozenset[str]) -> dict[str, str]:
    """Return the places of these names that the reports say, leaving out what an officer found instead."""
    found, facts = found_out(case), facts_of(case)
    said = {name: getattr(facts, name) for name in names if name not in found}
    return {name: str(text) for name, text in said.items() if text}
