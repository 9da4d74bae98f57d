"""The marks of a case whose time limit runs out; at most one stands."""

from datetime import date

from upstander.law.limits import Limit
from upstander.record.cases.models import Case

HALF, MOST, NEARLY = "limit 50", "limit 75", "limit 90"
"""By how much of the limit has run, in a hundred: the shares of `law.limits`."""
PASSED, UNCLEAR = "limit passed", "limit unclear"
OF_LIMITS = (HALF, MOST, NEARLY, PASSED, UNCLEAR)


def mark_of(limit: Limit | None, on: date) -> str:
    """Return the mark that a limit brings on the day `on`, empty where none is due."""
    if limit is None:
        return ""
    if limit.passed(on):
        return PASSED
    warned = limit.warned(on)
    return f"limit {warned}" if warned else ""


def put_mark(case: Case, mark: str) -> None:
    """Let this mark of a limit stand alone, or none where it is empty. `settle` must follow."""
    case.marks = [each for each in case.marks if each not in OF_LIMITS] + ([mark] if mark else [])
