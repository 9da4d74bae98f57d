"""What a form can begin with, because the case says it already: nothing is typed twice."""

from datetime import date
from typing import Any

from django.utils import timezone

from upstander.duties.allocation.facts import facts_of, found_out
from upstander.engines.matching.post_times import posted_at
from upstander.faces.desk.forms.assessing_people import MOST_PEOPLE
from upstander.record.cases.grants import working_reports_of
from upstander.record.cases.models import Case, Report, ReportedPost
from upstander.record.cases.spoken_for import victims_told

PERCEIVES = {
    Report.Told.VICTIM: "victim",
    Report.Told.ON_BEHALF: "reporter",
    Report.Told.WITNESS: "witness",
    Report.Told.ORGANISATION: "reporter",
    Report.Told.OFFICER: "officer",
    Report.Told.UNKNOWN: "other",
}
"""Who perceives hostility, by the capacity in which a report was told; the words of law.facts."""


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


def told_facts(case: Case) -> dict[str, Any]:
    """Return what the reports say already of the facts of `law.facts`: the day, the victims, what is perceived by whom.

    A person who reports for themselves, or for whom somebody does, is a victim of their own; what others perceive is
    put to the only victim, where there is one.
    """
    day = conduct_day(case)
    reports = list(working_reports_of(case).select_related("complainant"))
    spoken, number_told = victims_told(reports)
    people: list[dict[str, set[str]]] = [{} for _victim in range(min(number_told, MOST_PEOPLE))]
    for perceived, report in zip(people, spoken, strict=False):
        _perceive(perceived, report)
    if len(people) == 1:
        for report in reports:
            _perceive(people[0], report)
    victims = [
        {
            "label": f"victim {number}",
            "perceived": [{"strand": strand, "by": sorted(by)} for strand, by in sorted(perceived.items())],
        }
        for number, perceived in enumerate(people, 1)
    ]
    facts: dict[str, Any] = {"victims": victims} if victims else {}
    return {"conduct": {"on": day.isoformat()}, **facts} if day else facts


def _perceive(perceived: dict[str, set[str]], report: Report) -> None:
    for strand in report.strands:
        if strand != "none":
            perceived.setdefault(strand, set()).add(PERCEIVES[Report.Told(report.told_as)])
