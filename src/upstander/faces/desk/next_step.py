"""Say what is next for a case, by when, and where an officer does it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from upstander.duties.bundling.again import REPORTED_AGAIN, Again
from upstander.faces.kit.wording import closing_label, force_name
from upstander.law.access import Act, judge
from upstander.record.cases.grants import relations
from upstander.record.cases.models import Case, Clock
from upstander.record.people.actors import Actor

S = Case.State


@dataclass(frozen=True)
class Next:
    """The one thing to do next: a sentence, the clock it is under, and the page or button that does it."""

    sentence: str
    clock: Clock | None = None
    action: str = ""
    href: str = ""
    post: bool = False
    """The address takes a button, not a link."""
    choices: tuple[tuple[str, str], ...] = ()
    """Other ways on, or several of the same weight: (words, address)."""
    read: tuple[tuple[str, str], ...] = ()
    """What to read before it is done: (words, address)."""


def next_step(
    case: Case,
    viewer: Actor,
    *,
    clocks: Sequence[Clock],
    decision: Any,
    offers: Sequence[Any],
    package: Any = None,
    withdrawn: int = 0,
    again: Sequence[Again] = (),
) -> Next:
    """Return the next step of `case`, for the viewer to do or to know that somebody else does it.

    `package` is its latest sealed package, `withdrawn` how many of its reports were, `again` the closed cases that it
    names again.
    """
    clock = _Clocks(clocks)
    step = _next_step(case, viewer, clock, decision=decision, offers=offers, withdrawn=withdrawn)
    step = _leaving(case, viewer, package, clock) or step
    read = tuple((_("Read %(case)s") % {"case": each.reference}, _page(each.reference)) for each in again)
    if not read:
        return step
    sentence = _("%(step)s First read the closed case that it names again.") % {"step": step.sentence}
    return replace(step, sentence=sentence, read=read)


def _leaving(case: Case, viewer: Actor, package: Any, clock: "_Clocks") -> Next | None:
    """Return what is to be done so that a sealed package leaves, where a force waits for it or the viewer may do it."""
    if package is None or case.state not in (S.DECIDED, S.OFFERED, S.ACCEPTED):
        return None
    by = package.asked_by.name if package.asked_by else _("the system")
    if package.leaving == "returned" and case.positive_line:
        sentence = _("The package was returned: %(name)s reads why, and builds the next version.") % {"name": by}
        return Next(sentence, clock(), _("See the package"), reverse("desk:package", args=[case.reference]))
    if package.leaving != "waiting":
        return None
    second = viewer.user is not None and viewer.user.pk != package.asked_by_id
    if second and judge(viewer.role, Act.RELEASE_PACKAGE, relations(viewer, case)).allowed:
        sentence = _("Release the package that %(name)s asked for, or return it.") % {"name": by}
        there = reverse("desk:release_package", args=[case.reference, package.version])
        return Next(sentence, clock(), _("Look at it and answer"), there)
    if case.state == S.DECIDED:
        return None  # the offer is still to be made, by the officer, and does not wait for the package
    sentence = _("A second person releases the package: until then the force sees nothing of it.")
    return Next(sentence, clock(), _("See the package"), reverse("desk:package", args=[case.reference]))


def _page(reference: str) -> str:
    return reverse("desk:case", args=[reference])


def _next_step(
    case: Case, viewer: Actor, clock: "_Clocks", *, decision: Any, offers: Sequence[Any], withdrawn: int
) -> Next:
    mine = viewer.user is not None and case.owner_id == viewer.user.pk
    if case.report_count == 0 and withdrawn:
        return Next(_("Nothing: every report of this case was withdrawn."))
    if case.report_count == 0:
        return Next(_("All reports of this case were joined to another case. Work on that one."))
    if case.state == S.CLOSED:
        return _closed(case)
    unread = case.state in (S.NEW, S.REOPENED)
    # Danger is a person's to take in hand, whatever force was written to.
    if case.route == Case.Route.FORCE and not (unread and case.danger) and (handed := _hand_over(case, offers, clock)):
        return handed
    if unread:
        sentence = (
            _("Somebody may be in danger: claim the case and ring the force.") if case.danger else _("Claim the case.")
        )
        return Next(
            sentence,
            clock("danger", "first_look"),
            _("Claim the case"),
            reverse("desk:claim", args=[case.reference]),
            True,
        )
    if case.state == S.AWAITING_SIGN_OFF:
        href = reverse("desk:sign_off", args=[case.reference])
        sentence = _("A named supervisor signs the decision off, or returns it.")
        return Next(sentence, clock("sign_off", "sign_off_senior"), _("Open the sign-off"), href)
    if not case.owner and case.state in (S.DECIDED, S.DISPUTED, S.ACCEPTED):
        href = reverse("desk:claim", args=[case.reference])
        return Next(_("Claim the case."), clock("dispute"), _("Claim the case"), href, True)
    step = _officers(case, decision, clock)
    if mine or not case.owner:
        return step
    theirs = _("%(name)s has the case. For them: %(step)s") % {"name": case.owner.name, "step": step.sentence}
    return Next(theirs, step.clock)


def _closed(case: Case) -> Next:
    reopen = reverse("desk:reopen", args=[case.reference])
    if REPORTED_AGAIN in case.marks:
        sentence = _("Its post or account was reported again: reopen the case, or leave the reports apart.")
        there = reverse("desk:reports", args=[case.reference]) + "#suggestions"
        return Next(sentence, None, _("Reopen the case"), reopen, read=((_("See what was reported again"), there),))
    sentence = _("Nothing: the case is closed (%(reason)s).") % {"reason": closing_label(case.closed_as)}
    return Next(sentence, None, _("Reopen the case"), reopen)


def _hand_over(case: Case, offers: Sequence[Any], clock: "_Clocks") -> Next | None:
    waiting = [line.offer for line in offers if line.offer.capacity == "handover" and line.offer.state == "waiting"]
    if waiting:
        sentence = _("%(force)s confirms that it has this, or an officer here does after hearing it from the force.")
        href = reverse("desk:handover", args=[case.reference])
        told = sentence % {"force": waiting[0].force.name}
        return Next(told, clock("danger", "hand_over"), _("Confirm the handover"), href)
    if case.state in (S.NEW, S.REOPENED) or not any(line.offer.capacity == "handover" for line in offers):
        return None
    href = reverse("desk:force", args=[case.reference])
    return Next(_("Hand it to a force: none has it."), clock("hand_over", "dispute"), _("Choose the force"), href)


def _officers(case: Case, decision: Any, clock: "_Clocks") -> Next:
    reference = [case.reference]
    if case.state == S.CLAIMED:
        sentence = _("Decide whether this is a crime.")
        there = reverse("desk:decide", args=reference)
        found = (
            ("crime", _("A crime")), ("not-a-crime", _("Not a crime")), ("need-more", _("More is needed to decide")),
        )  # fmt: skip
        choices = tuple((words, f"{there}?finding={code}") for code, words in found)
        return Next(sentence, clock("decision", "recording"), choices=choices)
    if case.state == S.DECIDED and decision and decision.finding == "crime" and case.positive_line is None:
        sentence = _("Offer the case to a force with its line of enquiry, or record that there is none.")
        none = ((_("There is no line of enquiry"), reverse("desk:line", args=reference)),)
        offering = reverse("desk:force", args=reference)
        return Next(sentence, clock("line_of_enquiry"), _("Offer the case"), offering, choices=none)
    if case.state == S.DECIDED and case.positive_line:
        sentence = _("Offer the case to the responsible force.")
        return Next(sentence, clock("allocation"), _("See the proposed force"), reverse("desk:force", args=reference))
    if case.state == S.DECIDED:
        return Next(_("Close the case."), clock("closing"), _("Close the case"), reverse("desk:close", args=reference))
    if case.state == S.OFFERED:
        sentence = _("%(force)s accepts or disputes the case.") % {"force": force_name(case.force) or _("The force")}
        href = reverse("desk:package", args=reference)
        return Next(sentence, clock("force_answer_high", "force_answer"), _("See the package"), href)
    if case.state == S.DISPUTED:
        sentence = _("Answer the dispute: offer the case to another force, or close it.")
        return Next(sentence, clock("dispute"), _("See the dispute"), reverse("desk:force", args=reference))
    sentence = _("%(force)s has the case and works on it.") % {"force": force_name(case.force) or _("The force")}
    return Next(sentence, clock(), _("See the package"), reverse("desk:package", args=reference))


class _Clocks:
    def __init__(self, running: Sequence[Clock]) -> None:
        self._running = running

    def __call__(self, *names: str) -> Clock | None:
        """Return the first of the named clocks that runs, else the one that ends first."""
        found = [clock for name in names for clock in self._running if clock.name == name]
        return next(iter([*found, *self._running]), None)
