"""Account for every acknowledged report: each is in exactly one of open, closed, held, handed on, withdrawn, erased."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from upstander.record.cases.models import Case, Membership, Report
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb

OPEN, CLOSED = "open", "closed"
OUTCOMES = (OPEN, CLOSED, *(standing.value for standing in Report.Standing if standing != Report.Standing.ACTIVE))


@dataclass(frozen=True)
class Balance:
    """The equation for one channel: acknowledged = the sum of where they are."""

    channel: str
    acknowledged: int
    by_outcome: dict[str, int]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing and nothing counts twice."""
        return self.acknowledged == sum(self.by_outcome.values())


def balances() -> tuple[list[Balance], list[str]]:
    """Return the equation for each channel, and in plain words every report that breaks it, compared id by id."""
    where, faults = _where_reports_are()
    acknowledged: dict[int, tuple[str, str]] = {}
    for body in acts(Verb.RECEIVED):
        acknowledged[int(body["subject"].split(":")[1])] = (body["data"]["channel"], body["data"]["reference"])
    rows = {
        pk: (channel, reference) for pk, channel, reference in Report.objects.values_list("pk", "channel", "reference")
    }
    for pk, (channel, reference) in acknowledged.items():
        if pk not in rows:
            faults.append(f"report {reference}: was acknowledged ({channel}) and is gone")
        elif rows[pk] != (channel, reference):
            faults.append(f"report {reference}: differs from what was acknowledged")
    faults += [
        f"report {reference}: is here and was never acknowledged"
        for pk, (_, reference) in rows.items()
        if pk not in acknowledged
    ]
    totals: Counter[str] = Counter(channel for channel, _ in acknowledged.values())
    spread: Counter[tuple[str, str]] = Counter((rows[pk][0], outcome) for pk, outcome in where.items())
    lines = [
        Balance(channel, totals[channel], {outcome: spread[channel, outcome] for outcome in OUTCOMES})
        for channel in Report.Channel.values
    ]
    return lines, faults


def _where_reports_are() -> tuple[dict[int, str], list[str]]:
    """Say for each report row where it is; a report that is nowhere or in two places is a fault."""
    closed = Case.State.CLOSED
    counts: dict[int, list[str]] = {}
    for report, state in Membership.objects.filter(until_at=None).values_list("report", "case__state").iterator(5000):
        counts.setdefault(report, []).append(CLOSED if state == closed else OPEN)
    where, faults = {}, []
    for pk, reference, standing in Report.objects.values_list("pk", "reference", "standing").iterator(5000):
        if standing != Report.Standing.ACTIVE:
            where[pk] = standing
        elif len(counts.get(pk, [])) == 1:
            where[pk] = counts[pk][0]
        else:
            faults.append(f"report {reference}: counts under {len(counts.get(pk, []))} cases")
    return where, faults


def faults() -> Iterator[str]:
    """Yield everything that breaks the equation."""
    lines, found = balances()
    yield from found
    for line in lines:
        if not line.whole:
            yield f"{line.channel}: {line.acknowledged} acknowledged, {sum(line.by_outcome.values())} accounted for"
