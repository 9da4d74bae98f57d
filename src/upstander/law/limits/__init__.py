"""Time limits: the last day on which proceedings may begin, its warnings, and who must consent before a charge.

What the limit of an offence is stands in law/offences; this room reckons with it and knows no offence of its own.
"""

from upstander.law.limits.consent import Giver, Need, all_conditions, all_givers, giver_title, needs
from upstander.law.limits.counting import closes_at, last_day, opens_at
from upstander.law.limits.reckoning import (
    Dates,
    DatesConflict,
    Explained,
    Limit,
    Seen,
    Warning,
    all_warnings,
    check,
    earliest,
    limit_of,
    said,
    warnings_between,
)

__all__ = [
    "Dates", "DatesConflict", "Explained", "Giver", "Limit", "Need", "Seen", "Warning", "all_conditions", "all_givers",
    "all_warnings", "check", "closes_at", "earliest", "giver_title", "last_day", "limit_of", "needs", "opens_at",
    "said", "warnings_between",
]  # fmt: skip
