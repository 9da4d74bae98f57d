"""Say in plain words what a field of an entry of the law is called and what it says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

from upstander.law.dated import Dated

TO_CHECK = "to be checked against the official text"
NOTHING = "nothing"

FIELDS = {
    "title": "its name", "name": "its name", "label": "its name", "text": "what it says", "sentence": "what it says",
    "elements": "what must be proved", "mode": "where it is tried", "maximum": "the maximum", "act": "the Act",
    "time_limit": "the time limit", "consent": "who must consent", "aggravation": "what hostility does to it",
    "communications": "whether a supervisor must sign it off", "aggravated_as": "its aggravated form",
    "incitement": "whether a senior investigator must decide", "length": "its length",
    "unit": "what it is counted in", "calendar": "its calendar", "starts": "what starts it",
    "statutory": "whether no pause stops it", "source": "where it was read", "checked": "whether it was checked",
    "note": "the note", "extent": "where it holds", "kind": "its kind", "group": "its group",
    "positive": "whether it counts as a result", "tests": "what is asked", "options": "what may become of it",
    "force": "the force", "review_existing": "whether old records are reviewed", "outcome": "the outcome",
    "crime": "what it may close", "monitored": "whether it is counted nationally", "region": "the region",
    "successor": "the force that takes over", "clock": "the clock", "part": "the part", "roles": "who may sign",
    "other_than_decider": "whether somebody else must sign", "applies_to": "what brings it in",
    "review_years": "years until a review", "clear_years": "clear years until it goes",
    "until_age": "kept until the age of", "standard": "the standard clock", "enhanced": "the enhanced clock",
    "below": "below the age of", "route": "what follows", "question": "the question", "hint": "the hint",
    "days": "the days", "opens": "the minute after midnight at which it opens",
    "closes": "the minute after midnight at which it closes", "within_months": "months that it may take",
    "section": "the section", "funded": "how it is paid for", "answers": "the answers offered",
    "regime": "the law it belongs to",
}  # fmt: skip

VALUES: dict[str, dict[Any, str]] = {
    "mode": {
        "summary": "magistrates' court only",
        "either_way": "magistrates' court or Crown Court",
        "indictable": "Crown Court only",
        "anticipated": "where the offence that was helped or encouraged is tried",
    },
    "aggravation": {
        "none": "nothing",
        "sentencing": "a longer sentence, said in court",
        "form": "an aggravated form of it is charged",
        "built_in": "it is part of the offence",
    },
    "checked": {"sourced": "read in the source", "verify": TO_CHECK},
    "extent": {
        "england_wales": "England and Wales",
        "england_wales_northern_ireland": "England, Wales and Northern Ireland",
        "great_britain": "Great Britain",
        "united_kingdom": "United Kingdom",
        "isle_of_man": "Isle of Man",
        "scotland": "Scotland",
        "northern_ireland": "Northern Ireland",
        "jersey": "Jersey",
        "guernsey": "Guernsey",
        "united_states": "United States",
    },
    "unit": {"working_days": "working days", "hub_hours": "hours in which the hub is open"},
    "calendar": {
        "england_wales": "England and Wales",
        "northern_ireland": "Northern Ireland",
        "any_uk": "no bank holiday in any part of the United Kingdom",
        "hub": "working days of the hub",
        "elapsed": "every hour and day counts",
    },
    "weighs": {"for": "for a prosecution", "against": "against a prosecution", "either": "either way"},
    "crime": {"crime": "a crime", "not_crime": "what is no crime", "either": "either"},
    "funded": {
        "funded": "funded",
        "independent": "works without public money",
        "unfunded": "not funded",
        "not_known": "not known",
    },
    "subject_data": {
        "never": "a subject is never named",
        "when_thresholds_met": "a subject may be named once every test is passed",
        "intelligence_rules": "by the rules for intelligence",
    },
    "basis": {
        "offence": "the offence",
        "last_incident": "the last incident",
        "prosecutor_knowledge": "the day on which a prosecutor knows enough",
    },
    "regime": {
        "cda_28": "aggravated offences",
        "sentencing_66": "longer sentences",
        "stirring_3": "stirring up racial hatred",
        "stirring_3a": "stirring up other hatred",
    },
}
_NAMES = ("title", "label", "name", "question", "text", "sentence", "why", "step")


def field(name: str) -> str:
    """What the field `name` is called, for somebody who never saw a file of law."""
    return FIELDS.get(name, name.replace("_", " "))


def name_of(entry: Dated) -> str:
    """What an entry is called: its title or label, or what it says where it has none, or its key."""
    for name in _NAMES:
        said = getattr(entry, name, None)
        if isinstance(said, str) and said.strip():
            return said.strip()
    strand, regime = getattr(entry, "strand", None), getattr(entry, "regime", None)
    return f"{_plain('regime', strand)}, for {value('regime', regime)}" if strand and regime else entry.key


def day(value: date | None) -> str:
    """A day as it is written in a letter: 1 April 2026."""
    return f"{value.day} {value:%B %Y}" if value else "further notice"


def value(name: str, raw: Any) -> str:
    """What the value `raw` of the field `name` says; "nothing" where it is empty."""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if raw is None or raw == "" or raw == ():
        return NOTHING
    if isinstance(raw, date):
        return day(raw)
    if name == "time_limit" or hasattr(raw, "long_stop_months"):
        return limit(raw)
    if isinstance(raw, tuple):
        return "; ".join(value("", each) for each in raw)
    if isinstance(raw, Mapping):
        return "; ".join(f"{key}: {value('', each)}" for key, each in raw.items())
    if dataclasses.is_dataclass(raw):
        return ", ".join(value(part.name, getattr(raw, part.name)) for part in dataclasses.fields(raw))
    return VALUES.get(name, {}).get(raw) or _plain(name, str(raw))


def _plain(name: str, text: str) -> str:
    """Codes lose their underscores; what people wrote is left alone."""
    return text.replace("_", " ").strip() if name in VALUES else text.strip()


def limit(raw: Any) -> str:
    """A time limit of law.offences in words."""
    if raw.basis == "none":
        return "none"
    if raw.basis == "anticipated":
        return f"that of the offence helped or encouraged, so perhaps {raw.months} months"
    said = f"{raw.months} months from {VALUES['basis'].get(raw.basis, raw.basis)}"
    if raw.first_day_counts:
        said += ", that day counted"
    if raw.long_stop_months is not None:
        said += f", and never later than {raw.long_stop_months} months from the offence"
    return said


def length(clock: Any) -> str:
    """The length of a clock of law.clocks in words."""
    if clock.length is None:
        return "as agreed"
    unit = VALUES["unit"].get(clock.unit, clock.unit)
    return f"{clock.length} {unit[:-1] if clock.length == 1 and unit.endswith('s') else unit}"


def hour(minutes: int) -> str:
    """So many minutes after midnight as a time of day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def held(entry: Dated) -> str:
    """From when until when an entry holds."""
    if entry.valid_to is None:
        return f"since {day(entry.valid_from)}"
    return f"{day(entry.valid_from)} to {day(entry.valid_to)}"
