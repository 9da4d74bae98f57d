"""What the ages of suspects and victims bring in: below the age of criminal responsibility, child, adult, not known."""

from __future__ import annotations

from datetime import date

from upstander.law.advice.model import AgeRoute
from upstander.law.advice.wording import Notice, notice
from upstander.law.children import Who, rules_for
from upstander.law.facts import Document


def people_of(document: Document, on: date) -> tuple[AgeRoute, ...]:
    """The route that each suspect's and victim's age brings in, on the day `on`."""
    found = [_route("suspect", each.label, each.age, document, on) for each in document.suspects]
    found += [_route("victim", each.label, each.age, document, on) for each in document.victims if each.age is not None]
    return tuple(found)


def ages_to_find(people: tuple[AgeRoute, ...]) -> list[Notice]:
    """A notice for each suspect whose age is not known."""
    return [notice("age_not_known", label=each.label) for each in people if each.who == "suspect" and each.age is None]


def _route(who: str, label: str, age: int | None, document: Document, on: date) -> AgeRoute:
    rule_of: Who = "poster" if who == "suspect" else "victim"
    years = _years(document.last, on)
    now = None if age is None else age + (years if who == "suspect" else 0)
    rules = rules_for(rule_of, age_at_conduct=age, age_now=now, on=on)
    barred = next((rule for rule in rules if rule.outcome), None)
    chargeable = None if age is None else barred is None
    route = barred.id if barred else rules[0].id if rules else "not_known" if age is None else "adult"
    return AgeRoute(
        label=label,
        who="suspect" if who == "suspect" else "victim",
        age=age,
        chargeable=chargeable if who == "suspect" else None,
        route=route,
        outcome=barred.outcome if barred else None,
        sentences=tuple(f"{rule.title}. {rule.route}" for rule in rules),
    )


def _years(since: date | None, on: date) -> int:
    """Whole years from the last day of the conduct to `on`: at least so much older is the suspect now."""
    if since is None:
        return 0
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))
