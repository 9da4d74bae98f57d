"""The words in which officers read why two reports may belong together, and how what both say of a poster compares."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

TIERS: Mapping[str, Any] = {
    "post": _("Same post"),
    "account": _("Same account"),
    "file": _("Same file"),
    "video": _("Like video"),
    "picture": _("Like picture"),
    "text": _("Same words"),
    "lexical": _("Words in common"),
    "incident": _("Perhaps the same incident"),
    "person": _("Perhaps one person"),
}
COMPARED: Mapping[str, Any] = {
    "name": _("Name"),
    "birth": _("Age or date of birth"),
    "place": _("Where they live"),
    "handle": _("Name of the account"),
    "display": _("Name that the account shows"),
    "picture": _("Profile picture"),
    "bio": _("Words of the profile"),
    "contact": _("Links and contact points"),
}
"""The comparisons of engines.matching.people.levels."""
NOT_KNOWN = "not_known"
AGREE: Mapping[tuple[str, str], Any] = {
    ("name", "exact_rare"): _("the same name, and few people have it"),
    ("name", "same_rare"): _("the same name spelt differently, and few people have it"),
    ("name", "exact_common"): _("the same name, which many people have"),
    ("name", "same_common"): _("the same name spelt differently, which many people have"),
    ("name", "related_rare"): _("a short or foreign form of the same name, and few people have the rest of it"),
    ("name", "related_common"): _("a short or foreign form of the same name, which many people have"),
    ("name", "most_rare"): _("two or more parts of the name agree, one of them rare"),
    ("name", "most_common"): _("two or more parts of the name agree, all of them common"),
    ("name", "close"): _("one part of the name agrees, another differs by a letter or two"),
    ("name", "initials_rare"): _("one rare part of the name agrees, and an initial"),
    ("name", "initials_common"): _("one common part of the name agrees, and an initial"),
    ("name", "single_rare"): _("one of them has a single name, rare, which the other has too"),
    ("name", "single_common"): _("one of them has a single name, common, which the other has too"),
    ("name", "part_rare"): _("one rare part of the name agrees, the rest does not"),
    ("name", "part_common"): _("one common part of the name agrees, the rest does not"),
    ("name", "other"): _("different names"),
    ("birth", "same_date"): _("the same date of birth"),
    ("birth", "swapped"): _("the same date of birth with day and month exchanged"),
    ("birth", "same_years"): _("years of birth that agree"),
    ("birth", "near"): _("years of birth at most two years apart"),
    ("birth", "other"): _("years of birth further apart"),
    ("place", "same_outcode"): _("the same postcode district"),
    ("place", "same_area"): _("the same postcode area or town"),
    ("place", "other"): _("different places"),
    ("handle", "same_elsewhere"): _("the same account name elsewhere, where anybody may have taken it"),
    ("handle", "same_letters"): _("account names with the same letters, other digits or signs"),
    ("handle", "close"): _("account names that differ by a letter or two"),
    ("handle", "other"): _("different account names"),
    ("display", "same_rare"): _("the account shows the same name, and few people have it"),
    ("display", "same_common"): _("the account shows the same name, which many may have"),
    ("display", "close"): _("the account shows a name that differs by a letter or two"),
    ("display", "other"): _("the accounts show different names"),
    ("picture", "same"): _("the same profile picture"),
    ("picture", "other"): _("different profile pictures"),
    ("bio", "most"): _("most words of one profile stand in the other"),
    ("bio", "some"): _("three words or more of the profiles agree"),
    ("bio", "other"): _("profiles with other words"),
    ("contact", "same_contact"): _("the same mail address, telephone number or other contact point"),
    ("contact", "same_link"): _("the same link given with the account"),
    ("contact", "other"): _("different links and contact points"),
}
"""The levels of engines.matching.people.levels, in the words of the page; a test holds the two lists together."""
_MADE_FROM: Mapping[str, Any] = {
    "invented records": _("invented records"),
    "decided pairs": _("pairs that officers decided"),
}


@dataclass(frozen=True)
class Row:
    """One step: what is compared, how far it agrees, what that adds (in bits; below 0 it speaks against)."""

    what: str
    says: str
    bits: str


@dataclass(frozen=True)
class Steps:
    """How what two reports say of a poster compares: the steps, their sum, what an officer must know of the weights."""

    rows: tuple[Row, ...]
    total: str
    threshold: str
    unknown: str
    made_from: str
    made_on: Any
    checked: bool


def may_be(person: Mapping[str, Any]) -> str:
    """Return in one sentence what speaks for one person, worded so that nobody reads that it is."""
    pro = sorted((step for step in person["steps"] if step[2] > 0), key=lambda step: -step[2])
    why = "; ".join(str(AGREE[what, level]) for what, level, _bits in pro)
    return gettext("Whoever posted may be one person: %(why)s. That alone makes no duplicate.") % {"why": why}


def steps_of(person: Mapping[str, Any]) -> Steps:
    """Return the waterfall of a pair as a page shows it: no percentage, and no word of a report."""
    known = [step for step in person["steps"] if step[1] != NOT_KNOWN]
    start = Row(gettext("Any two descriptions"), gettext("before anything is compared"), _signed(person["prior"]))
    rows = [Row(str(COMPARED[what]), str(AGREE[what, level]), _signed(bits)) for what, level, bits in known]
    unknown = [str(COMPARED[what]) for what, level, _bits in person["steps"] if level == NOT_KNOWN]
    model = person["model"]
    return Steps(
        (start, *rows),
        _signed(person["bits"]),
        _signed(person["threshold"]),
        ", ".join(unknown),
        str(_MADE_FROM.get(model["trained_on"], model["trained_on"])),
        parse_date(model["made"]),
        model["checked"] == "sourced",
    )


def _signed(bits: float) -> str:
    return f"{bits:+.1f}".replace("-", "\N{MINUS SIGN}")
