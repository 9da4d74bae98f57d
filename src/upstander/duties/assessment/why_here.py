"""Say in one sentence why a case stands where it stands in the queue."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upstander.duties.bundling.again import Again
from upstander.law.clocks import UnknownClock, clock
from upstander.law.places import UnknownForce, force
from upstander.record.cases import queue
from upstander.record.cases.models import Case
from upstander.record.cases.queue import HIGH, MEDIUM, STANDARD

MARKS = {
    "reported again": gettext_lazy("Its post or account was reported again since it was closed."),
    "needs force": gettext_lazy("No force can be named for it yet."),
    "campaign": gettext_lazy("So many reports hold the same that it looks like a campaign."),
    "added to": gettext_lazy("Something was added to it."),
    "notice disputed": gettext_lazy("A force that was told of it disputes that."),
}
"""Sentences of the marks that change what comes next."""

BANDS = {
    HIGH: gettext_lazy("High band."),
    MEDIUM: gettext_lazy("Medium band."),
    STANDARD: gettext_lazy("Standard band."),
}


def why_here(case: Case, again: Sequence[Again] = (), singly: Sequence[str] = ()) -> str:
    """Return the reason for a case's place: what stands it in its lane, what must be noticed, the clock it waits on.

    `again` are the closed cases that it names again, `singly` why it stands by itself although it is of a campaign.
    """
    parts = [_state(case), _lane(case), *(str(MARKS[mark]) for mark in MARKS if mark in case.marks), *singly]
    parts += [_named(each) for each in again]
    if case.next_clock:
        late = case.next_clock_at is not None and case.next_clock_at < timezone.now()
        said = _("Over: %(clock)s.") if late else _("First clock: %(clock)s.")
        parts.append(said % {"clock": _title(case)})
    return " ".join(part for part in parts if part)


def _lane(case: Case) -> str:
    """Say what its lane adds to its state: the band, or that nobody has answered yet."""
    match case.lane:
        case queue.DANGER | queue.OUT | queue.ELSEWHERE:
            return ""
        case queue.BEHIND:
            return _("It stands behind its campaign: nothing in it is new.")
        case queue.URGENT if case.band is None:
            return _("Threat wording was found in it: read it first.")
        case queue.UNREAD:
            return _("Of those that nobody has read, the oldest stands first.")
        case queue.WORKED_WORDING:
            return _("The twelve questions are not answered, and threat wording was found in it.")
        case queue.WORKED:
            return _("The twelve questions are not answered yet.")
    return str(BANDS[case.band]) if case.band is not None else ""


def _named(again: Again) -> str:
    said = _("It names an account of %(case)s, closed on %(day)s.") if again.what == "account" else ""
    said = said or _("It names a post of %(case)s, closed on %(day)s.")
    return said % {"case": again.reference, "day": date_format(timezone.localdate(again.closed_at), "j F Y")}


def _state(case: Case) -> str:
    state = Case.State
    if case.report_count == 0:
        return _("All its reports were joined to another case, or withdrawn.")
    match case.state:
        case state.NEW if case.danger:
            return _("Someone may be in danger and nobody has claimed it.")
        case state.NEW if case.route == Case.Route.FORCE:
            return _("It names a poster or a coming event and is to be handed to a force.")
        case state.NEW:
            return _("Nobody has claimed it.")
        case state.REOPENED if case.danger:
            return _("It was reopened, someone may be in danger and nobody has claimed it.")
        case state.REOPENED:
            return _("It was reopened and nobody has claimed it.")
        case state.CLAIMED:
            return _("An officer is to decide whether it is a crime.")
        case state.AWAITING_SIGN_OFF:
            return _("The decision waits for its sign-off.")
        case state.DECIDED if case.positive_line:
            return _("There is a positive line of enquiry; it is to be offered to a force.")
        case state.DECIDED:
            return _("It is decided; what follows is to be recorded.")
        case state.OFFERED:
            return _("It waits for the answer of %(force)s.") % {"force": _force(case)}
        case state.DISPUTED:
            return _("%(force)s disputes it; the officer answers.") % {"force": _force(case)}
        case state.ACCEPTED:
            return _("%(force)s has it.") % {"force": _force(case)}
    return _("It is closed.")


def _force(case: Case) -> str:
    try:
        return _(force(case.force).name) if case.force else _("a force")
    except UnknownForce:
        return _("a force")


def _title(case: Case) -> str:
    try:
        title = clock(case.next_clock, timezone.localdate(case.opened_at)).title
    except UnknownClock:
        return case.next_clock.replace("_", " ")
    return title[:1].lower() + title[1:]
