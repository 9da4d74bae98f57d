"""How a search result is put: its heading, why it is there, and the page where it stands.

It says where something was found and never shows the words: they may distress, and come when they are asked for on the
case, where each asking is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from upstander.faces.kit.wording import platform_names
from upstander.record.search.results import Group, Result

GROUPS = {
    Group.REFERENCE: gettext_lazy("References"),
    Group.ACCOUNT: gettext_lazy("Accounts"),
    Group.LINK: gettext_lazy("Links"),
    Group.WORDS: gettext_lazy("Words"),
}
FIELDS = {
    "account": gettext_lazy("in the account of what happened"),
    "why": gettext_lazy("in why it was reported"),
    "post": gettext_lazy("in the words of a post"),
    "handle": gettext_lazy("in the name of an account"),
    "display_name": gettext_lazy("in the name that an account shows"),
    "account_number": gettext_lazy("in the number of an account"),
    "link": gettext_lazy("in a link"),
    "addition": gettext_lazy("in what was added later"),
    "translation": gettext_lazy("in a translation"),
    "target_note": gettext_lazy("in who it was aimed at"),
    "poster_note": gettext_lazy("in what they know of the poster"),
    "poster_name": gettext_lazy("in the name given of the poster"),
    "poster_age": gettext_lazy("in the age given of the poster"),
    "poster_place": gettext_lazy("in where the poster is said to live"),
    "event_note": gettext_lazy("in what is to happen"),
    "event_place": gettext_lazy("in where it is to happen"),
    "danger_place": gettext_lazy("in where somebody is in danger"),
    "seen_from": gettext_lazy("in where it was seen from"),
    "home": gettext_lazy("in where the victim lives"),
    "found_how": gettext_lazy("in how it was found"),
    "sender_ref": gettext_lazy("in the sender's own reference"),
    "reference": gettext_lazy("in the reference"),
    "reasons": gettext_lazy("in the reasons"),
    "elements": gettext_lazy("in what shows the offence"),
    "expression": gettext_lazy("in the answers on freedom of expression"),
    "note": gettext_lazy("in a note"),
    "": gettext_lazy("in several parts of it"),
}
KINDS = {
    "decision": (gettext_lazy("Decision"), "desk:decision"),
    "signoff": (gettext_lazy("Sign-off"), "desk:decision"),
    "step": (gettext_lazy("Step"), "desk:timeline"),
    "lineofenquiry": (gettext_lazy("Line of enquiry"), "desk:decision"),
    "note": (gettext_lazy("Note"), "desk:notes"),
    "translation": (gettext_lazy("Translation"), "desk:reports"),
}
"""What officers wrote: its name, and the page of the case where it stands."""


@dataclass(frozen=True)
class Line:
    """One result as the page shows it."""

    result: Result
    what: str
    href: str
    why: str


def line_of(result: Result) -> Line:
    """Return a result in words."""
    what, href = _what(result)
    return Line(result, what, href, _why(result))


def records(results: Iterable[Result]) -> list[Any]:
    """Return every record that the results show, for the journal: the case, the report, what officers wrote."""
    shown: list[Any] = []
    for result in results:
        shown.append(result.case)
        if result.report is not None:
            shown.append(result.report)
        elif result.kind != "case":
            shown.append((result.kind, result.row))
    return shown


def _what(result: Result) -> tuple[str, str]:
    case = result.case.reference
    if result.report is not None:
        report = result.report.reference
        return _("Report %(reference)s") % {"reference": report}, f"{reverse('desk:reports', args=[case])}#{report}"
    if result.kind in KINDS:
        name, page = KINDS[result.kind]
        return str(name), reverse(page, args=[case])
    return _("Case"), reverse("desk:case", args=[case])


def _why(result: Result) -> str:
    if result.group == Group.REFERENCE:
        return _("This is its reference")
    if result.group == Group.LINK:
        return _("It names what this link leads to")
    if result.group == Group.WORDS:
        return _("Found %(where)s") % {"where": FIELDS.get(result.field, FIELDS[""])}
    named = {"name": result.name, "platform": platform_names([result.platform])[0], "num": result.far}
    if result.begins:
        return _("It names %(name)s on %(platform)s, which begins like this") % named
    if result.far:
        return (
            ngettext(
                "It names %(name)s on %(platform)s, %(num)d letter different",
                "It names %(name)s on %(platform)s, %(num)d letters different",
                result.far,
            )
            % named
        )
    return _("It names %(name)s on %(platform)s") % named
