"""Whose time it was: how long a matter lay with other police, with the hub, and with the force that took it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from upstander.duties.allocation.models import Offer
from upstander.law.recording import all_shares, shares
from upstander.record.cases.models import Case, Report

TAKES = (Offer.Capacity.INVESTIGATING, Offer.Capacity.HANDOVER)


@dataclass(frozen=True)
class Share:
    """One party's part of the time since the first receipt anywhere in policing."""

    title: str
    length: timedelta


def shares_of(case: Case, reports: Iterable[Report], offers: Iterable[Offer], at: datetime) -> tuple[Share, ...]:
    """Return each party's share up to `at`, or to the end of the case; none where it holds no report.

    It begins with the earliest of `reports`; the force's begins when it accepts (law.recording, `shares`).
    """
    rows = list(reports)
    if not rows:
        return ()
    reached = min(row.received_at for row in rows)
    moments = {"first_receipt": min(reached, *(row.told_policing_at for row in rows)), "reached_hub": reached}
    accepted = [
        offer.answered_at
        for offer in offers
        if offer.capacity in TAKES and offer.state == Offer.State.ACCEPTED and offer.answered_at
    ]
    if accepted:
        moments["accepted"] = max(reached, min(accepted))
    found = shares(moments, case.closed_at or at)
    titles = {each.id: each.title for each in all_shares()}
    return tuple(Share(titles[id], length) for id, length in found.items() if length)
