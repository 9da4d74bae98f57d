"""The whole document of facts, its JSON Schema, and how it is read with every mistake named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal, cast

from upstander.law.facts import days, features, places
from upstander.law.facts.conflicts import conflicts
from upstander.law.facts.places import Facts
from upstander.law.facts.shape import LONGEST, MOST, BadFacts, problems_of

Known = Mapping[str, bool | None]
Where = Literal["england_wales", "scotland", "northern_ireland", "abroad"]
WHERE: tuple[Where, ...] = ("england_wales", "scotland", "northern_ireland", "abroad")
PERCEIVED_BY = ("victim", "witness", "reporter", "officer", "other")
OLDEST = 120


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """One suspect: `label` tells them apart and is never a name, `age` is in years on the day of the conduct."""

    label: str
    age: int | None = None
    shows: Known = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Hostility:
    """Evidence, for one victim and strand, that hostility was shown at the time or moved the person to act."""

    strand: str
    demonstrated: bool | None = None
    motivated: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Victim:
    """One victim. `perceived`: strands with who perceived them. That flags the record and proves nothing."""

    label: str
    age: int | None = None
    perceived: tuple[tuple[str, tuple[str, ...]], ...] = ()
    hostility: tuple[Hostility, ...] = ()
    shows: Known = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A day on which a prosecutor saw the file; `enough`: whether the evidence was sufficient to prosecute."""

    on: date
    enough: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is known of a matter. `first` and `last` are the days of the conduct, None while they are not known.

    `shows` holds the answers of the conduct and of free expression; a feature that is not in it is not known.
    """

    first: date | None
    last: date | None
    open_ended: bool
    where: Where | None
    incidents: int | None
    shows: Known
    suspects: tuple[Suspect, ...]
    victims: tuple[Victim, ...]
    prosecutor_saw: tuple[Seen, ...]

    @classmethod
    def from_json(cls, raw: Any, on: date) -> Document:
        """The document in a parsed JSON object, asked about on the day `on`.

        Raises BadFacts, which lists unknown keys, bad values, facts that contradict each other and days that cannot be.
        """
        if problems := problems_of(raw, schema()):
            raise BadFacts(problems)
        raw = labelled(raw)
        conduct = raw.get("conduct") or {}
        span, wrong = days.span_of(conduct, on)
        seen, more = days.days_seen(raw.get("prosecutor_saw") or (), span, on)
        wrong += more + conflicts(raw)
        if wrong:
            raise BadFacts(wrong)
        return cls(
            first=span.first, last=span.last, open_ended=span.open_ended, where=conduct.get("where"),
            incidents=conduct.get("incidents"), shows=_answers(raw),
            suspects=tuple(_suspect(each) for each in raw.get("suspects") or ()),
            victims=tuple(_victim(each) for each in raw.get("victims") or ()),
            prosecutor_saw=tuple(Seen(on=day, enough=enough) for day, enough in seen),
        )  # fmt: skip


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document: the places of `law.facts.places`, and what offences ask."""
    own = {
        "conduct": _conduct(),
        "suspects": _list("the suspects; each account or person apart", _person({"shows": _asked("suspect")})),
        "victims": _victims(),
        "expression": _asked("expression"),
        "prosecutor_saw": _list(
            "every day on which a prosecutor saw the file",
            _object(
                {
                    "on": _text("the day, as YYYY-MM-DD"),
                    "enough": _answer("whether the evidence was sufficient to prosecute"),
                },
                required=["on"],
            ),
        ),
    }
    return {
        **places.SCHEMA,
        "title": "Facts for a proposal of the responsible police force and for advice on offences",
        "properties": {**places.SCHEMA["properties"], **own},
    }


def labelled(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The document with a label for every suspect and victim: those that have none are numbered."""
    found = dict(raw)
    for name, word in (("suspects", "suspect"), ("victims", "victim")):
        if raw.get(name):
            found[name] = [
                {**each, "label": each.get("label") or f"{word} {number}"} for number, each in enumerate(raw[name], 1)
            ]
    return found


def places_of(raw: Any) -> Facts:
    """The facts about places in a whole document. Raises BadFacts, which lists unknown keys and bad values."""
    if problems := problems_of(raw, schema()):
        raise BadFacts(problems)
    held = {name: value for name, value in raw.items() if name in places.SCHEMA["properties"]}
    kept = places.SCHEMA["properties"]["victims"]["items"]["properties"]
    if "victims" in held:
        held["victims"] = [{name: value for name, value in each.items() if name in kept} for each in held["victims"]]
    return Facts.from_json(held)


def _answers(raw: Mapping[str, Any]) -> Known:
    """The answers of the conduct: what its means and audience give, and above them what is answered outright."""
    conduct = raw.get("conduct") or {}
    chosen = [way for way in features.all_means() if way.id in (conduct.get("means") or ())]
    chosen += [way for way in features.all_audiences() if way.id == conduct.get("audience")]
    found: dict[str, bool | None] = {}
    for way in chosen:
        found.update(dict.fromkeys(way.rules_out, False))
    for way in chosen:
        found.update(dict.fromkeys(way.gives, True))
    if conduct.get("incidents") == 1:
        found.update({"course_of_conduct": False, "persistent": False})
    for said in (conduct.get("shows") or {}, raw.get("expression") or {}):
        found.update({name: value for name, value in said.items() if value is not None})
    return found


def _suspect(raw: Mapping[str, Any]) -> Suspect:
    return Suspect(label=raw["label"], age=raw.get("age"), shows=dict(raw.get("shows") or {}))


def _victim(raw: Mapping[str, Any]) -> Victim:
    return Victim(
        label=raw["label"],
        age=raw.get("age"),
        perceived=tuple((each["strand"], tuple(each.get("by") or ())) for each in raw.get("perceived") or ()),
        hostility=tuple(Hostility(**each) for each in raw.get("hostility") or ()),
        shows=dict(raw.get("shows") or {}),
    )


def _conduct() -> dict[str, Any]:
    return _object(
        {
            "on": _text("the day of the conduct, as YYYY-MM-DD, with a time if known"),
            "from": _text("its first day or moment, where it lasted: YYYY-MM-DD or YYYY-MM-DDTHH:MM"),
            "to": _text("its last day or moment; left out while it goes on or is not known"),
            "incidents": _number("how many times it happened, as far as is known", 1, 1_000_000),
            "where": {
                "type": ["string", "null"],
                "enum": [*WHERE, None],
                "description": "where the person acted: the law of England and Wales alone is advised on",
            },
            "means": {
                "type": "array",
                "maxItems": MOST,
                "description": "how it was done; each gives answers that need not be given again",
                "items": {"type": "string", "enum": [way.id for way in features.all_means()]},
            },
            "audience": {
                "type": ["string", "null"],
                "enum": [*(way.id for way in features.all_audiences()), None],
                "description": "who could see it",
            },
            "shows": _asked("conduct"),
        },
        description="what was done, when and how",
    )


def _victims() -> dict[str, Any]:
    held = cast(dict[str, Any], places.SCHEMA["properties"]["victims"])
    strand = {"type": "string", "enum": _strands(), "description": "a strand of hostility"}
    own = {
        "age": _number("age in years", 0, OLDEST),
        "perceived": _list(
            "strands on which hostility is perceived: this flags the record and proves nothing",
            _object(
                {
                    "strand": strand,
                    "by": {
                        "type": "array",
                        "maxItems": MOST,
                        "items": {"type": "string", "enum": list(PERCEIVED_BY)},
                        "description": "who perceives it",
                    },
                    "faiths": {
                        "type": "array",
                        "maxItems": MOST,
                        "items": {"type": "string", "enum": _faiths()},
                        "description": "the faiths perceived as targeted; beside the strand religion alone",
                    },
                },
                required=["strand"],
            ),
        ),
        "hostility": _list(
            "evidence of hostility towards this victim",
            _object(
                {
                    "strand": strand,
                    "demonstrated": _answer("whether hostility was shown at the time, or just before or after"),
                    "motivated": _answer("whether the offence was moved by hostility, wholly or in part"),
                },
                required=["strand"],
            ),
        ),
        "shows": _asked("victim"),
    }
    return {**held, "items": _object({**held["items"]["properties"], **own})}


def _strands() -> list[str]:
    from upstander.law.strands import all_strands

    return list(dict.fromkeys(each.id for each in all_strands()))


def _faiths() -> list[str]:
    from upstander.law.strands import all_faiths

    return list(dict.fromkeys(each.id for each in all_faiths()))


def _person(more: dict[str, Any]) -> dict[str, Any]:
    label = {"type": "string", "maxLength": LONGEST, "description": "tells them apart; no name"}
    return _object({"label": label, "age": _number("age in years on the day of the conduct", 0, OLDEST), **more})


def _asked(owner: features.Owner) -> dict[str, Any]:
    return _object({each.id: _answer(each.question) for each in features.of(owner)}, description="answers to questions")


def _answer(description: str) -> dict[str, Any]:
    return {"type": ["boolean", "null"], "description": description}


def _number(description: str, least: int, most: int) -> dict[str, Any]:
    return {"type": ["integer", "null"], "minimum": least, "maximum": most, "description": description}


def _text(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "maxLength": LONGEST, "description": description}


def _list(description: str, items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "maxItems": MOST, "description": description, "items": items}


def _object(properties: dict[str, Any], *, description: str = "", required: list[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    if description:
        found["description"] = description
    if required:
        found["required"] = required
    return found
