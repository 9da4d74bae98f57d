"""Tell a case's journal in the sentences of a timeline, with the names of who acted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upstander.faces.kit.wording import CAPACITIES, FINDINGS, closing_label, force_name
from upstander.record.cases.models import Case
from upstander.record.journal.reading import Line, timeline
from upstander.record.journal.verbs import SENTENCES, Verb
from upstander.record.people.models import Organisation, User


@dataclass(frozen=True)
class Event:
    """One line of a timeline, as the kit's macro shows it."""

    title: str
    at: datetime
    by: str
    text: str = ""


LOOKS = frozenset({Verb.CONSULTED, Verb.SHOWN, Verb.DOWNLOADED})
DECISIONS = frozenset({
    Verb.TRIAGED, Verb.DECIDED, Verb.SIGNED_OFF, Verb.RETURNED, Verb.LINE_RECORDED, Verb.CLOSED, Verb.REOPENED,
})  # fmt: skip
CONTACT = frozenset({
    Verb.RECEIVED, Verb.ADDED, Verb.TOLD, Verb.OFFERED, Verb.ACCEPTED, Verb.DISPUTED, Verb.WITHDREW_OFFER,
    Verb.HANDED_ON,
})  # fmt: skip
BESIDE_CUSTODY = frozenset({
    Verb.SUGGESTED, Verb.LEFT_APART, Verb.APART_UNDONE, Verb.COUNTED_IN_CAMPAIGN, Verb.TAKEN_FROM_CAMPAIGN,
    Verb.PUT_BACK_BEHIND, Verb.TOLD, Verb.NOTED, Verb.TASK_SET, Verb.REMINDED,
})  # fmt: skip
"""Acts about a report that change nothing of where its files are and who has them."""
LOOKED_AT: Mapping[str, Any] = {
    "words": gettext_lazy("Words"),
    "picture": gettext_lazy("Picture"),
    "original": gettext_lazy("Original"),
}
PAGES: Mapping[str, Any] = {
    "desk:case": gettext_lazy("The page of the case"),
    "desk:reports": gettext_lazy("Its reports"),
    "desk:compare": gettext_lazy("Two reports compared"),
    "desk:identity": gettext_lazy("Who reported"),
    "desk:decision": gettext_lazy("Its decisions"),
    "desk:limits": gettext_lazy("Its time limits"),
    "desk:force": gettext_lazy("The force"),
    "desk:package": gettext_lazy("Its packages"),
    "desk:package_preview": gettext_lazy("What the package would say"),
    "desk:exhibits": gettext_lazy("Its exhibits"),
    "desk:exhibit": gettext_lazy("One exhibit"),
    "desk:timeline": gettext_lazy("Its timeline"),
    "desk:notes": gettext_lazy("Its notes"),
    "desk:preview": gettext_lazy("A picture"),
    "desk:queue": gettext_lazy("In the queue"),
    "desk:mine": gettext_lazy("In a list of cases"),
}
"""Pages on which a case is looked at; any other is named by its address."""
VERBS_OF: Mapping[str, frozenset[str]] = {
    "decisions": DECISIONS,
    "contact": CONTACT,
    "looks": LOOKS,
    "work": frozenset(Verb) - DECISIONS - CONTACT - LOOKS,
    "acts": frozenset(Verb) - LOOKS,
    "custody": frozenset(Verb) - LOOKS - BESIDE_CUSTODY,
}
"""The verbs of each kind of act that a timeline can be sifted by."""


def events(case: Case, *, of: Iterable[str] | None = None) -> list[Event]:
    """Return the acts that touched the case, newest first; of those verbs alone if some are named."""
    wanted = frozenset(of) if of is not None else VERBS_OF["acts"]
    return told_of([line for line in timeline("case", case.pk) if line.verb in wanted])


def told_of(lines: Sequence[Line]) -> list[Event]:
    """Return entries of the journal as the lines of a timeline."""
    names = _names({line.actor for line in lines})
    return [Event(_sentence(line), line.at, names.get(line.actor, ""), _detail(line.data)) for line in lines]


def numbered(lines: Sequence[Line]) -> list[Event]:
    """Return entries as the lines of a timeline that say their number in the journal, as an auditor will ask for it."""
    said = zip(told_of(lines), lines, strict=True)
    return [
        replace(event, text=" · ".join(filter(None, (_("Entry %(number)d") % {"number": line.seq}, event.text))))
        for event, line in said
    ]


def _sentence(line: Line) -> str:
    try:
        return _(SENTENCES[Verb(line.verb)])
    except (KeyError, ValueError):
        return line.verb


def _detail(data: dict[str, Any]) -> str:
    """Say the codes of an entry that an officer can read."""
    said = []
    if data.get("finding"):
        said.append(str(FINDINGS.get(data["finding"], data["finding"])))
    if data.get("force"):
        capacity = CAPACITIES.get(str(data.get("capacity", "")), "")
        said.append(force_name(str(data["force"])) + (f" ({capacity})" if capacity else ""))
    if data.get("closed_as"):
        said.append(closing_label(str(data["closed_as"])))
    if data.get("reference"):
        said.append(str(data["reference"]))
    if data.get("kind") in LOOKED_AT:
        said.append(str(LOOKED_AT[data["kind"]]))
    if data.get("page"):
        said.append(str(PAGES.get(str(data["page"]), data["page"])))
    if data.get("overrides"):
        said.append(_("Another force than the one proposed"))
    return " · ".join(said)


def _names(keys: set[str]) -> dict[str, str]:
    """Return the names of actors by their key in the journal."""
    users = [int(key[5:]) for key in keys if key.startswith("user:")]
    bodies = [int(key[8:]) for key in keys if key.startswith("partner:")]
    names = {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=users).values_list("pk", "name")}
    names |= {
        f"partner:{pk}": name for pk, name in Organisation.objects.filter(pk__in=bodies).values_list("pk", "name")
    }
    fixed = {"system": _("the system"), "public": _("a member of the public"), "complainant": _("the complainant")}
    return names | {key: fixed[key.split(":")[0]] for key in keys if key.split(":")[0] in fixed}
