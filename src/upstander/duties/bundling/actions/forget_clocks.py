"""Let clocks of a resting case not run on when a report comes back to it: what they waited for is over."""

from upstander.duties.bundling.models import Rest
from upstander.record.cases.models import Case, Clock


def forget_clocks(case: Case, *names: str) -> None:
    """Drop the named clocks from those that a case without reports takes up again; part of a later duty's action."""
    rest = Rest.objects.filter(case=case).first()
    if rest is not None:
        gone = set(Clock.objects.filter(pk__in=rest.clocks, name__in=names).values_list("pk", flat=True))
        rest.clocks = [pk for pk in rest.clocks if pk not in gone]
        rest.save(update_fields=["clocks"])
