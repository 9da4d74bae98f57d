"""Say beside each of the twelve questions what the reports themselves say that bears on it: facts, never an answer."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from upstander.duties.assessment.queries import Said
from upstander.faces.kit.wording import platform_names

COUNTED = (
    ("T1", "danger", ngettext_lazy(
        "%(number)d report of %(of)d says that someone is in danger.",
        "%(number)d reports of %(of)d say that someone is in danger.", "number")),
    ("T2", "at_a_person", ngettext_lazy(
        "%(number)d report of %(of)d says that it is aimed at one or several people.",
        "%(number)d reports of %(of)d say that it is aimed at one or several people.", "number")),
    ("T2", "at_an_institution", ngettext_lazy(
        "%(number)d report of %(of)d says that it is aimed at an institution or place.",
        "%(number)d reports of %(of)d say that it is aimed at an institution or place.", "number")),
    ("T3", "event", ngettext_lazy(
        "%(number)d report of %(of)d names a coming event.",
        "%(number)d reports of %(of)d name a coming event.", "number")),
    ("T3", "event_place", ngettext_lazy(
        "%(number)d report of %(of)d names where it is to be.",
        "%(number)d reports of %(of)d name where it is to be.", "number")),
    ("I1", "links", ngettext_lazy(
        "%(number)d link was given. The hub opens no link, so it cannot say whether the content is still online.",
        "%(number)d links were given. The hub opens no link, so it cannot say whether the content is still online.",
        "number")),
    ("I2", "accounts", ngettext_lazy("%(number)d account is named.", "%(number)d accounts are named.", "number")),
    ("I2", "knows_poster", ngettext_lazy(
        "%(number)d report of %(of)d says that the poster is known.",
        "%(number)d reports of %(of)d say that the poster is known.", "number")),
    ("V1", "on_behalf", ngettext_lazy(
        "%(number)d report of %(of)d was made on behalf of the person targeted.",
        "%(number)d reports of %(of)d were made on behalf of the person targeted.", "number")),
    ("E1", "no_contact", ngettext_lazy(
        "%(number)d report of %(of)d asks for no contact.",
        "%(number)d reports of %(of)d ask for no contact.", "number")),
    ("E1", "other_language", ngettext_lazy(
        "%(number)d report of %(of)d was made in another language than English.",
        "%(number)d reports of %(of)d were made in another language than English.", "number")),
)  # fmt: skip
"""By question: what is counted of the reports, and the sentence that says so."""


def facts_of(said: Said) -> dict[str, list[str]]:
    """Return the sentences by question; a question of which the reports say nothing has none."""
    facts: dict[str, list[str]] = defaultdict(list)
    for question, name, sentence in COUNTED:
        if number := getattr(said, name):
            facts[question].append(str(sentence % {"number": number, "of": said.reports}))
    if said.wording:
        facts["T1"].append(_("Rules found wording that may be a threat; nobody has judged it."))
    if said.reports > 1:
        facts["R1"].append(_("%(number)d reports are in this case.") % {"number": said.reports})
    if said.reported_again:
        facts["R1"].append(_("Its post or account was reported again since the case was closed."))
    if said.platforms:
        facts["I1"].append(_("Platforms: %(names)s.") % {"names": ", ".join(platform_names(said.platforms))})
    if said.disability:
        facts["V1"].append(_("Disability is among the strands that were named."))
    return facts
