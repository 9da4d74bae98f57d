"""Keep a case for named members: what its hub holds of it then, and how the restriction goes with its reports.

A restriction covers a case and the cases that its reports opened and left empty: those hold notes and decisions on the
same matter, and lead to it.
"""

from collections.abc import Iterable
from datetime import datetime

from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant, grant, holders, reports_of
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.people.models import User


def restrict(case: Case, members: Iterable[User], *, at: datetime) -> list[Case]:
    """Restrict the case and what belongs to it to these people, and return all those cases."""
    named, family = list(members), family_of(case)
    for each in family:
        hub = each.owner_organisation
        end_grant(each, to=hub, relation=Relation.HUB, at=at)
        grant(each, to=hub, relation=Relation.RESTRICTED, at=at)
        for user in named:
            grant(each, to=user, relation=Relation.MEMBER, at=at)
        _mark(each, restricted=True)
    return family


def lift(case: Case, *, at: datetime) -> list[Case]:
    """Open the case and what belongs to it to the whole hub again, and return all those cases."""
    family = family_of(case)
    for each in family:
        hub = each.owner_organisation
        for user in holders(each, Relation.MEMBER):
            end_grant(each, to=user, relation=Relation.MEMBER, at=at)
        for user in holders(each, Relation.GLASS):
            end_grant(each, to=user, relation=Relation.GLASS, at=at)
        end_grant(each, to=hub, relation=Relation.RESTRICTED, at=at)
        grant(each, to=hub, relation=Relation.HUB, at=at)
        _mark(each, restricted=False)
    return family


def members_of(case: Case) -> list[User]:
    """Return who may work on a restricted case: its named members."""
    return holders(case, Relation.MEMBER)


def family_of(case: Case) -> list[Case]:
    """Return the case, and the empty ones that were opened by the reports that count under it now."""
    emptied = Case.objects.filter(opened_by__in=reports_of(case), report_count=0).exclude(pk=case.pk)
    return [case, *emptied.select_related("owner_organisation").order_by("pk")]


def follow(source: Case, target: Case, *, at: datetime) -> None:
    """Let the restriction go with a report that has just moved from `source` to `target`.

    Nothing that was restricted is opened by a move: a case left empty keeps to the members of where its reports went;
    one that a report comes back to keeps to the members of where it was. Raises WrongState where that would close an
    open case that holds other reports.
    """
    if source.restricted and not target.restricted:
        if reports_of(target).count() > 1:
            raise WrongState(
                "This report is in a restricted case. Restrict the other case too, or lift the restriction."
            )
        restrict(target, members_of(source), at=at)
    elif target.restricted:
        emptied = [] if reports_of(source).exists() else [source]
        for each in {case.pk: case for case in (*family_of(target), *emptied)}.values():
            if not each.restricted:
                restrict(each, members_of(target), at=at)


def _mark(case: Case, *, restricted: bool) -> None:
    case.restricted = restricted
    case.save(update_fields=["restricted"])
