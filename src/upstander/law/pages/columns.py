"""Columns of the pages that say more than a field does: lengths, names of forces, questions and what they allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from upstander.law.clocks import all_clocks
from upstander.law.places import all_forces
from upstander.law.places.regions import all_regions
from upstander.law.plainly import hour, length, value
from upstander.law.strands import all_strands


def force_named(code: str | None) -> str:
    """The name of a force by its code."""
    return next((each.name for each in all_forces() if each.code == code), code or "every force")


def member(entry: Any) -> str:
    """A force and the region that it belongs to."""
    region = next((each.name for each in all_regions() if each.id == entry.region), entry.region)
    return f"{force_named(entry.force)} in {region}"


def clock(entry: Any) -> str:
    """The length of a clock and its calendar."""
    calendar = "" if entry.unit not in ("working_days", "hub_hours") else f"; {value('calendar', entry.calendar)}"
    return f"{length(entry)}{calendar}"


def clock_named(field: str) -> Callable[[Any], str]:
    """A column that says how long the clock that a field names runs."""

    def say(entry: Any) -> str:
        found = [clock(each) for each in all_clocks() if each.id == getattr(entry, field)]
        return found[-1] if found else ""

    return say


def strands(entry: Any) -> str:
    """The strands that a service is for, by name."""
    names = {each.id: each.name for each in all_strands()}
    return "; ".join(names.get(id, id) for id in entry.strands) or "everybody"


def after(entry: Any) -> str:
    """The force that takes over."""
    return force_named(entry.successor) if entry.successor else ""


def window(entry: Any) -> str:
    """On which days and from when to when."""
    days = {"all": "every day", "working": "working days", "weekend": "Saturday and Sunday"}[entry.days]
    return f"{days}, {hour(entry.opens)} to {hour(entry.closes)}"


def years(field: str) -> Callable[[Any], str]:
    """A column that says how many years a field holds."""
    return lambda entry: "" if getattr(entry, field) is None else f"{getattr(entry, field)} years"


def asked(entry: Any) -> str:
    """The questions of a policy and the answer that each needs."""
    return (
        "<br>".join(f"{each.question} (must be {each.needed.replace('_', ' ')})" for each in entry.tests) or "nothing"
    )


def allowed(entry: Any) -> str:
    """What may become of a matter under a policy, and when a subject may be named."""
    return "<br>".join(f"{each.label}: {value('subject_data', each.subject_data)}" for each in entry.options)


def level(entry: Any) -> str:
    """A level of rights, and whether it is the default."""
    return f"{entry.title} - the default" if entry.default else str(entry.title)


def groups(entry: Any) -> str:
    """The answers that bring a rule of the queue in."""
    return " or ".join(" and ".join(group) for group in entry.all_of) or "always"


def roles(entry: Any) -> str:
    """Who may sign."""
    return " or ".join(role.replace("_", " ") for role in entry.roles)


def two(entry: Any) -> str:
    """How long there is to agree, and to use what was agreed."""
    return f"{entry.answer_within} hours to agree, {entry.use_within} hours to use it"
