"""A decision in words: its offences element by element, hostility by victim, and the public interest."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upstander.duties.assessment.core import not_shown
from upstander.law.offences import UnknownOffence, offence
from upstander.law.public_interest import all_factors

WEIGHS = {"for": _("For"), "against": _("Against"), "neither": _("Neither, or not known")}
"""Which way a factor of the public interest speaks."""
PEOPLE = {"victim": _("Victim %(n)s"), "suspect": _("Suspect %(n)s")}
"""People of whom a case knows no more than that they are there."""


def person(label: str) -> str:
    """Return the label of a numbered victim or suspect in the words of the page; any other label as it is."""
    kind, _space, number = label.partition(" ")
    return str(PEOPLE[kind] % {"n": number}) if kind in PEOPLE and number.isdecimal() else label


@dataclass(frozen=True)
class OffenceShown:
    """An offence that a decision rests on: its title, its act and section, what shows each element, and hostility.

    `elements`: each with the words that say what shows it, and the codes of what they point to.
    `hostility`: each victim with the strands on which it is evidenced; `lacking`: how many elements nothing shows.
    `checked` is that of the law's entry ("verify" where nobody has read it in the official text), empty without one.
    """

    title: str
    detail: str
    elements: tuple[tuple[str, str, tuple[str, ...]], ...]
    checked: str = ""
    hostility: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lacking: int = 0


def offences_of(decision: Any) -> list[OffenceShown]:
    """Return the offences of a decision in words, as they stood on the day of the conduct."""
    on = decision.conduct_on or timezone.localdate(decision.decided_at)
    shown = []
    for code in decision.offences:
        said = decision.elements.get(code, {})
        try:
            found = offence(code, on)
        except UnknownOffence:
            shown.append(OffenceShown(code, "", tuple((name, words, ()) for name, words in said.items())))
            continue
        points = decision.shown_by.get(code, {})
        elements = tuple(
            (element.text, said.get(element.id, ""), tuple(each for each in points.get(element.id, ()) if ":" in each))
            for element in found.elements
        )
        lacking = len(not_shown(decision, found))
        hostility = tuple(
            (person(victim), tuple(names)) for victim, names in decision.aggravation.get(code, {}).items()
        )
        name = f"{found.act}, {found.section}"
        shown.append(OffenceShown(found.title, name, elements, found.checked, hostility, lacking))
    return shown


@dataclass(frozen=True)
class InterestShown:
    """What a decision says of the public interest: each factor with its answer, and words."""

    factors: tuple[tuple[str, str], ...]
    words: str


def interest_of(decision: Any) -> InterestShown:
    """Return what a decision says of the public interest, in words; a factor that nobody weighed is left out."""
    said = decision.public_interest
    rows = tuple((each.question, str(WEIGHS[said[each.id]])) for each in all_factors() if said.get(each.id) in WEIGHS)
    return InterestShown(rows, said.get("words", ""))


def offence_title(code: str, on: date) -> str:
    """Return the title of an offence as it stood on a day; the code where the law has no such offence then."""
    try:
        return offence(code, on).title
    except UnknownOffence:
        return code
