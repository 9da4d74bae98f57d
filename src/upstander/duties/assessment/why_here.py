"""Say in one sentence why a case stands where it stands in the queue."""

from django.utils import timezone

from upstander.law.clocks import UnknownClock, clock
from upstander.law.places import UnknownForce, force
from upstander.record.cases import queue
from upstander.record.cases.models import Case
from upstander.record.cases.queue import HIGH, MEDIUM, STANDARD

MARKS = {
    "reported again": "Its post or account was reported again since it was closed.",
    "needs force": "No force can be named for it yet.",
    "campaign": "So many reports hold the same that it looks like a campaign.",
    "added to": "Something was added to it.",
    "notice disputed": "A force that was told of it disputes that.",
}
"""Sentences of the marks that change what comes next."""


BANDS = {HIGH: "High band", MEDIUM: "Medium band", STANDARD: "Standard band"}


def why_here(case: Case) -> str:
    """Return the reason for a case's place: what stands it in its lane, what must be noticed, the clock it waits on."""
    parts = [_state(case), _lane(case), *(MARKS[mark] for mark in MARKS if mark in case.marks)]
    if case.next_clock:
        late = case.next_clock_at is not None and case.next_clock_at < timezone.now()
        parts.append(f"{'Over' if late else 'First clock'}: {_title(case)}.")
    return " ".join(part for part in parts if part)


def _lane(case: Case) -> str:
    """Say what its lane adds to its state: the band, or that nobody has answered yet."""
    match case.lane:
        case queue.DANGER | queue.OUT | queue.ELSEWHERE:
            return ""
        case queue.URGENT if case.band is None:
            return "Threat wording was found in it: read it first."
        case queue.UNREAD:
            return "Of those that nobody has read, the oldest stands first."
        case queue.WORKED_WORDING:
            return "The twelve questions are not answered, and threat wording was found in it."
        case queue.WORKED:
            return "The twelve questions are not answered yet."
    return f"{BANDS[case.band]}." if case.band is not None else ""


def _state(case: Case) -> str:
    state = Case.State
    if case.report_count == 0:
        return "All its reports were joined to another case."
    match case.state:
        case state.NEW if case.danger:
            return "Someone may be in danger and nobody has claimed it."
        case state.NEW if case.route == Case.Route.FORCE:
            return "It names a poster or a coming event and is to be handed to a force."
        case state.NEW:
            return "Nobody has claimed it."
        case state.REOPENED if case.danger:
            return "It was reopened, someone may be in danger and nobody has claimed it."
        case state.REOPENED:
            return "It was reopened and nobody has claimed it."
        case state.CLAIMED:
            return "An officer is to decide whether it is a crime."
        case state.AWAITING_SIGN_OFF:
            return "The decision waits for its sign-off."
        case state.DECIDED if case.positive_line:
            return "There is a positive line of enquiry; it is to be offered to a force."
        case state.DECIDED:
            return "It is decided; what follows is to be recorded."
        case state.OFFERED:
            return f"It waits for the answer of {_force(case)}."
        case state.DISPUTED:
            return f"{_force(case)} disputes it; the officer answers."
        case state.ACCEPTED:
            return f"{_force(case)} has it."
    return "It is closed."


def _force(case: Case) -> str:
    try:
        return force(case.force).name if case.force else "a force"
    except UnknownForce:
        return "a force"


def _title(case: Case) -> str:
    try:
        title = clock(case.next_clock, timezone.localdate(case.opened_at)).title
    except UnknownClock:
        return case.next_clock.replace("_", " ")
    return title[:1].lower() + title[1:]
