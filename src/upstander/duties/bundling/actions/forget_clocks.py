"""Let clocks of a resting case not run on when what they waited for is over, and let new ones rest with it."""

from datetime import datetime

from upstander.duties.bundling.models import Rest
from upstander.record.cases.models import Case, Clock


def forget_clocks(case: Case, *names: str) -> None:
    """Drop the named clocks from those that a case without reports takes up again; part of a later duty's action."""
    rest = Rest.objects.filter(case=case).first()
    if rest is not None:
        gone = set(Clock.objects.filter(pk__in=rest.clocks, name__in=names).values_list("pk", flat=True))
        rest.clocks = [pk for pk in rest.clocks if pk not in gone]
        rest.save(update_fields=["clocks"])


def let_rest(case: Case, *, at: datetime) -> None:
    """Let clocks started on a case without reports run only once it has one; part of a later duty's action."""
    rest = Rest.objects.filter(case=case).first()
    if rest is not None:
        running = case.clocks.filter(ended_at=None)
        rest.clocks = sorted({*rest.clocks, *running.values_list("pk", flat=True)})
        rest.save(update_fields=["clocks"])
        running.update(ended_at=at)
