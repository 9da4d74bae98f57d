"""The fence around cases, reports and what belongs to them, and through whose eyes an actor looks."""

from upstander.law.access import Act, Relation, refusing, relations_for
from upstander.record.fence.policies import by_case, by_report, by_row
from upstander.record.fence.viewer import HUB, Viewer
from upstander.record.people.actors import Actor

TABLES = (
    by_case("cases_case", "id"),
    by_case("cases_membership"),
    by_report("cases_report", "id"),
    by_row("cases_addition", "cases_report", "report_id"),
    by_row("cases_reportedpost", "cases_report", "report_id"),
    by_row("cases_reportedfile", "cases_report", "report_id"),
    by_row("cases_unsealing", "cases_reportedfile", "file_id"),
    by_row("cases_identitylook", "cases_report", "report_id"),
    by_row("cases_translation", "cases_report", "report_id"),
    by_row("cases_capturerecord", "cases_report", "report_id"),
    by_row("cases_scan", "cases_reportedfile", "file_id"),
    by_case("cases_clock"),
    by_case("cases_listing"),
    by_row("cases_unsealing", "cases_reportedfile", "file_id"),
    by_row("cases_mention", "cases_report", "report_id"),
)


def viewer_of(actor: Actor) -> Viewer:
    """Return what the policies are told of someone who acts.

    Staff look for themselves. The public, complainants and partners are shown no case: what pages tell them is looked
    up by the code or token that they gave, by the hub itself.
    """
    if actor.kind != "user":
        return HUB
    opening, closing = relations_for(actor.role, Act.SEE_CASE), refusing(Act.SEE_CASE)
    return Viewer("staff", actor.id, actor.organisation or 0, _listed(opening), _listed(closing))


def _listed(relations: frozenset[Relation]) -> str:
    return ",".join(sorted(relation.value for relation in relations))
