"""Say the facts of an assessment in sentences, page by page: the answers so far."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from upstander.faces.desk.forms.assessing import AUDIENCES, MEANS, WHERE
from upstander.faces.desk.forms.assessing_people import BY
from upstander.faces.kit.decided import person
from upstander.faces.kit.wizard import Row
from upstander.faces.kit.wording import faith_names, strand_names
from upstander.faces.kit.words import when
from upstander.law.facts.features import features


def so_far(facts: Mapping[str, Any], address: Callable[[str], str]) -> list[Row]:
    """Return what is known, in the order of the pages; a page without an answer is left out.

    `address` gives a page by its slug.
    """
    conduct = facts.get("conduct") or {}
    found = [
        ("what", _("What was done"), _what(conduct)),
        ("like", _("What it is like"), _sentences(conduct.get("shows"))),
    ]
    for number, row in enumerate(facts.get("victims") or (), 1):
        found.append((f"victim-{number}", person(row["label"]), _victim(row) or [_("Nothing is known yet.")]))
    for row in facts.get("suspects") or ():
        age = _("Age: %(age)d") % {"age": row["age"]} if row.get("age") is not None else _("Age not known")
        found.append(("suspects", person(row["label"]), [age, *_sentences(row.get("shows"))]))
    found.append(("expression", _("What may make it lawful"), _sentences(facts.get("expression"))))
    return [Row(title, lines, address(slug)) for slug, title, lines in found if lines]


def _day(said: str) -> str:
    """Return the day of a day or moment as a document holds it, in words."""
    return when(date.fromisoformat(said[:10]))


def _what(conduct: Mapping[str, Any]) -> list[str]:
    lines = [str(MEANS[way]) for way in conduct.get("means") or ()]
    if conduct.get("on"):
        lines.append(_("On %(day)s") % {"day": _day(conduct["on"])})
    elif conduct.get("from"):
        until = _day(conduct["to"]) if conduct.get("to") else _("it goes on")
        lines.append(_("From %(first)s to %(last)s") % {"first": _day(conduct["from"]), "last": until})
    if conduct.get("incidents"):
        lines.append(_("Times: %(n)d") % {"n": conduct["incidents"]})
    if conduct.get("audience"):
        lines.append(_("Seen by: %(whom)s") % {"whom": AUDIENCES[conduct["audience"]]})
    if conduct.get("where"):
        lines.append(_("Done in: %(where)s") % {"where": dict(WHERE)[conduct["where"]]})
    return lines


def _victim(row: Mapping[str, Any]) -> list[str]:
    lines = [_("Age: %(age)d") % {"age": row["age"]}] if row.get("age") is not None else []
    for each in row.get("perceived") or ():
        by = ", ".join(str(BY[one]) for one in each.get("by") or ())
        said = {"strand": strand_names([each["strand"]])[0], "by": by or _("not said")}
        lines.append(_("Perceived: %(strand)s (%(by)s)") % said)
        if each.get("faiths"):
            lines.append(_("Faith targeted: %(faiths)s") % {"faiths": ", ".join(faith_names(each["faiths"]))})
    for each in row.get("hostility") or ():
        lines.append(_evidence(each))
    return [*lines, *_sentences(row.get("shows"))]


def _evidence(row: Mapping[str, Any]) -> str:
    strand = strand_names([row["strand"]])[0]
    ways = [_("shown at the time")] if row.get("demonstrated") else []
    ways += [_("moved the person")] if row.get("motivated") else []
    if not ways:
        return _("Evidence looked for and not found: %(strand)s") % {"strand": strand}
    return _("Evidenced: %(strand)s (%(ways)s)") % {"strand": strand, "ways": ", ".join(ways)}


def _sentences(shows: Mapping[str, Any] | None) -> list[str]:
    """Return the sentence of each answer yes, and the question of each no."""
    words = features()
    answered = [(words[id], value) for id, value in (shows or {}).items() if id in words and value is not None]
    yes = [feature.says for feature, value in answered if value]
    return yes + [_("No: %(question)s") % {"question": feature.question} for feature, value in answered if not value]
