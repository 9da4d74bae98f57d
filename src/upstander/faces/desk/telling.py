"""Tell a case's journal in the sentences of a timeline, with the names of who acted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

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


def events(case: Case, *, of: Iterable[str] | None = None) -> list[Event]:
    """Return the acts that touched the case, newest first; of those verbs alone if some are named."""
    wanted = set(of) if of is not None else None
    lines = [line for line in timeline("case", case.pk) if wanted is None or line.verb in wanted]
    names = _names({line.actor for line in lines})
    return [Event(_sentence(line), line.at, names.get(line.actor, ""), _detail(line.data)) for line in lines]


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
