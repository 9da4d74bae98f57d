"""Start the clocks of claiming and deciding so that nobody gains time by giving a case back and taking it again."""

from datetime import datetime

from upstander.law.clocks import due as clock_end
from upstander.record.cases.models import Case
from upstander.record.cases.queue import start_clock

FIRST = ("first_look", "danger")
SIGN_OFF = ("sign_off", "sign_off_senior")
AFTER_DECISION = ("line_of_enquiry", "allocation", "closing")
"""What a decided case stands under until it is offered or closed."""


def first_clock(case: Case) -> str:
    """Return the clock under which an unclaimed case stands."""
    return "danger" if case.danger else "first_look"


def run_on(case: Case, name: str, *, at: datetime) -> None:
    """Start a clock with the end it had earlier in this round (since opening or reopening), or anew."""
    since = case.closed_at or case.opened_at
    earlier = case.clocks.filter(name=name, started_at__gte=since).order_by("-started_at", "-pk").first()
    start_clock(case, name, due_at=earlier.due_at if earlier else clock_end(name, at), at=at)
