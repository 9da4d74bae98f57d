"""The words in which officers read codes: states, clocks, channels, marks, tiers, findings."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.engines.matching.posts import platform_name
from upstander.faces.kit.alike import TIERS, may_be, steps_of
from upstander.faces.kit.decided import interest_of, offence_title, offences_of, person
from upstander.law.clocks import UnknownClock, clock
from upstander.law.disposition import UnknownReason, all_policies, closing_reason
from upstander.law.places import UnknownForce, force
from upstander.law.platforms import UnknownPlatform, platform
from upstander.law.strands import all_faiths, all_strands
from upstander.record.cases.queue import pointed_at

STATES: Mapping[str, Any] = {
    "new": _("New"),
    "claimed": _("Claimed"),
    "awaiting sign-off": _("Waiting for sign-off"),
    "decided": _("Decided"),
    "offered": _("Offered"),
    "accepted": _("Accepted"),
    "disputed": _("Disputed"),
    "closed": _("Closed"),
    "reopened": _("Reopened"),
}
STATE_COLOURS: Mapping[str, str] = {
    "new": "blue",
    "claimed": "teal",
    "awaiting sign-off": "yellow",
    "decided": "purple",
    "offered": "orange",
    "accepted": "green",
    "disputed": "red",
    "closed": "grey",
    "reopened": "blue",
}
FINDINGS: Mapping[str, Any] = {
    "crime": _("A crime"),
    "not a crime": _("Not a crime"),
    "need more": _("More is needed to decide"),
}
DECISION_STATES: Mapping[str, Any] = {
    "awaiting sign-off": _("Waiting for sign-off"),
    "final": _("Stands"),
    "returned": _("Returned by the supervisor"),
    "replaced": _("Replaced by a later decision"),
}
CHANNELS: Mapping[str, Any] = {
    "web": _("Public form"),
    "import": _("Partner's file"),
    "api": _("Partner's system"),
    "officer": _("Entered by an officer"),
}
TOLD_AS: Mapping[str, Any] = {
    "victim": _("The person targeted"),
    "on behalf": _("On behalf of the person targeted"),
    "witness": _("Someone who saw it"),
    "organisation": _("An organisation"),
    "officer": _("An officer"),
    "unknown": _("Not known"),
}
TARGETED: Mapping[str, Any] = {
    "person": _("One person"),
    "several": _("Several people"),
    "institution": _("An institution or place"),
    "group": _("A group as a whole"),
    "unknown": _("Not known"),
}
MEANS: Mapping[str, Any] = {
    "email": _("By email"),
    "phone": _("By telephone"),
    "none": _("Must not be contacted"),
}
HOURS: Mapping[str, Any] = {
    "any": _("at any time"),
    "working_hours": _("in working hours"),
    "evenings": _("in the evening"),
    "weekends": _("at weekends"),
}
MARKS: Mapping[str, Any] = {
    "added to": _("Added to"),
    "campaign": _("Many like it"),
    "pasted": _("Same words"),
    "reported again": _("Reported again since it was closed"),
    "for review": _("For review"),
    "named force": _("Named poster or event"),
    "on its way": _("On its way to a force"),
    "hand-over ended": _("Hand-over ended"),
    "needs force": _("No force named yet"),
    "notice disputed": _("Disputed by a force told of it"),
    "held": _("A report is held"),
    "child": _("A child is involved"),
    "limit 50": _("Time limit: half has run"),
    "limit 75": _("Time limit: three quarters have run"),
    "limit 90": _("Time limit: nine tenths have run"),
    "limit passed": _("Time limit passed, nobody charged"),
    "limit unclear": _("Time limit: the dates contradict each other"),
}
BANDS: Mapping[int | None, Any] = {0: _("High"), 1: _("Medium"), 2: _("Standard"), None: _("Not yet answered")}
BAND_COLOURS: Mapping[int | None, str] = {0: "red", 1: "orange", 2: "grey", None: "yellow"}
LEVELS: Mapping[str, Any] = {"high": _("High"), "medium": _("Medium"), "standard": _("Standard")}
ANSWERS: Mapping[str, Any] = {"yes": _("Yes"), "no": _("No"), "not_known": _("Not known")}
WORDINGS: Mapping[str, Any] = {"threat": _("Threat wording found: read first")}
"""Wording that brings a case forward; any other is shown by its code."""
SECOND_LOOKS: Mapping[str, Any] = {
    "sound": _("Sound"),
    "learning": _("Sound, with something to learn"),
    "concern": _("A concern"),
}
STAGES: Mapping[str, Any] = {
    "matters": _("Matters"),
    "crime": _("Decided to be a crime"),
    "line": _("With a line of enquiry"),
    "offered": _("Offered to a force"),
    "accepted": _("Accepted by a force"),
    "outcome": _("Closed with an outcome"),
}
CAPACITIES: Mapping[str, Any] = {
    "investigating": _("Investigating force"),
    "recording": _("Recording force"),
    "contact": _("Contact with the victim"),
    "victim_contact": _("Contact with the victim"),
    "event": _("Force of the event"),
    "handover": _("Handed on at once"),
    "notified": _("Told"),
}
OFFER_STATES: Mapping[str, Any] = {
    "waiting": _("Waiting for an answer"),
    "accepted": _("Accepted"),
    "disputed": _("Disputed"),
    "withdrawn": _("Withdrawn"),
}
OFFER_COLOURS: Mapping[str, str] = {"waiting": "yellow", "accepted": "green", "disputed": "red", "withdrawn": "grey"}
PACKAGE_STATES: Mapping[str, Any] = {
    "asked": _("Waiting to be built"),
    "building": _("Being built"),
    "ready": _("Ready"),
    "failed": _("Could not be built"),
    "erased": _("Taken away"),
}
LEAVING: Mapping[str, Any] = {
    "searched": _("Looked through by the gate"),
    "waiting": _("Awaits release"),
    "released": _("Released"),
    "returned": _("Returned"),
}
LEAVING_COLOURS: Mapping[str, str] = {
    "searched": "yellow",
    "waiting": "yellow",
    "released": "green",
    "returned": "red",
}
PACKAGE_COLOURS: Mapping[str, str] = {
    "asked": "yellow",
    "building": "yellow",
    "ready": "green",
    "failed": "red",
    "erased": "grey",
}
GRADES: Mapping[str, Any] = {
    "A": _("A - admitted, or from a device"),
    "B": _("B - lawfully obtained data"),
    "C": _("C - several sources agree"),
    "D": _("D - one source"),
    "E": _("E - a claim"),
}
ROLES: Mapping[str, Any] = {
    "hub_officer": _("hub officer"),
    "supervisor": _("supervisor"),
    "senior_investigator": _("senior investigator"),
    "force_officer": _("officer of a force"),
    "force_coordinator": _("coordinator of a force"),
}


def strand_names(codes: Any) -> list[str]:
    """Return the names of strands by their codes."""
    names = _strands()
    return [gettext(names[code]) if code in names else code for code in codes or []]


@cache
def _strands() -> Mapping[str, str]:
    return {strand.id: strand.name for strand in all_strands()}


def faith_names(codes: Any) -> list[str]:
    """Return the names of the faiths recorded as targeted, by their codes."""
    names = {faith.id: faith.name for faith in all_faiths()}
    return [gettext(names[code]) if code in names else code for code in codes or []]


def strands_said(strands: Sequence[str], faiths: Sequence[str]) -> list[str]:
    """Return the names of strands, each with the names of the faiths targeted that are recorded beside it."""
    held = {faith.id: faith.strand for faith in all_faiths()}
    beside = {strand: faith_names([id for id in faiths if held.get(id) == strand]) for strand in strands}
    return [
        f"{name} ({', '.join(beside[strand])})" if beside[strand] else name
        for strand, name in zip(strands, strand_names(strands), strict=True)
    ]


def platform_names(codes: Any) -> list[str]:
    """Return the names of platforms by their codes."""
    return [_platform(code) for code in codes or []]


def _platform(code: str) -> str:
    try:
        return gettext(platform(code, timezone.localdate()).name)
    except UnknownPlatform:  # links of more platforms are read than notices can be sent to
        return platform_name(code)


def clock_to_check(name: str) -> bool:
    """Whether nobody has read the rule of a clock in the official text yet."""
    try:
        return clock(name, timezone.localdate()).checked == "verify"
    except UnknownClock:
        return False


def clock_title(name: str) -> str:
    """Return what a clock waits for, in the words of law.clocks."""
    try:
        return clock(name, timezone.localdate()).title
    except UnknownClock:
        return name.replace("_", " ")


def force_name(code: str) -> str:
    """Return the name of a force by its code; the code where the law no longer has it."""
    try:
        return gettext(force(code).name) if code else ""
    except UnknownForce:
        return code


def disposition_label(code: str) -> str:
    """Return what becomes of a matter that is no crime."""
    return next((option.label for policy in all_policies() for option in policy.options if option.id == code), code)


def closing_label(code: str) -> str:
    """Return the short words of a closing reason."""
    try:
        return closing_reason(code, timezone.localdate()).label if code else ""
    except UnknownReason:
        return code


def file_size(size: int) -> str:
    """Return a size in the unit that people use."""
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1024:,.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"


EVERY: Mapping[str, Any] = {
    "states": STATES,
    "state_colours": STATE_COLOURS,
    "findings": FINDINGS,
    "decision_states": DECISION_STATES,
    "channels": CHANNELS,
    "told_as": TOLD_AS,
    "targeted": TARGETED,
    "means": MEANS,
    "hours": HOURS,
    "marks": MARKS,
    "bands": BANDS,
    "band_colours": BAND_COLOURS,
    "levels": LEVELS,
    "answers": ANSWERS,
    "wordings": WORDINGS,
    "pointed_at": pointed_at,
    "second_looks": SECOND_LOOKS,
    "stages": STAGES,
    "tiers": TIERS,
    "may_be": may_be,
    "steps_of": steps_of,
    "capacities": CAPACITIES,
    "offer_states": OFFER_STATES,
    "offer_colours": OFFER_COLOURS,
    "package_states": PACKAGE_STATES,
    "package_colours": PACKAGE_COLOURS,
    "leaving": LEAVING,
    "leaving_colours": LEAVING_COLOURS,
    "grades": GRADES,
    "roles": ROLES,
    "strand_names": strand_names,
    "strands_said": strands_said,
    "platform_names": platform_names,
    "clock_title": clock_title,
    "clock_to_check": clock_to_check,
    "force_name": force_name,
    "offences_of": offences_of,
    "interest_of": interest_of,
    "person": person,
    "offence_title": offence_title,
    "file_size": file_size,
    "disposition_label": disposition_label,
    "closing_label": closing_label,
}
"""What every template of the desk and of the forces may say, under the name `words`."""
