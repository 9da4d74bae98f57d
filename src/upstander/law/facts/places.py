"""What is known of places: the part of the facts from which a responsible force is proposed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from upstander.law.facts.shape import LONGEST, BadFacts, problems_of

VictimKind = Literal["individual", "several", "institution", "group", "none"]
Grade = Literal["A", "B", "C", "D", "E"]

PLACE = "a postcode, an outcode, a district or a force code"


@dataclass(frozen=True, kw_only=True)
class VictimPlace:
    """Where one of several victims lives and was; `label` tells the victims apart and is never a name."""

    label: str = ""
    home: str | None = None
    receipt: str | None = None
    in_uk: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known. A place is a postcode, an outcode, a district or a force code; None means not known."""

    danger_now: bool = False
    danger_place: str | None = None
    victim: VictimKind = "none"
    victim_home: str | None = None
    victim_receipt: str | None = None
    victim_in_uk: bool | None = None
    victims: tuple[VictimPlace, ...] = ()
    premises: str | None = None
    institution_office: str | None = None
    reporter_is_victim: bool = False
    reporter_place: str | None = None
    suspect_known: bool = False
    suspect_home: str | None = None
    suspect_sent_from: str | None = None
    suspect_sent_grade: Grade | None = None
    suspect_country: str | None = None
    rail: bool = False
    mod: bool = False
    nuclear: bool = False
    public_figure: bool = False
    public_figure_place: str | None = None
    event_place: str | None = None
    content_place: str | None = None
    holding_force: str | None = None
    profile_location: str | None = None
    server_location: str | None = None

    @classmethod
    def from_json(cls, raw: Any) -> Facts:
        """The facts in a parsed JSON object. Raises BadFacts, which lists unknown keys and bad values."""
        problems = problems_of(raw, SCHEMA)
        if problems:
            raise BadFacts(problems)
        given = dict(raw)
        given["victims"] = tuple(VictimPlace(**victim) for victim in given.get("victims") or ())
        return cls(**given)

    def given(self, name: str) -> bool:
        """Whether the fact `name` was stated."""
        return bool(getattr(self, name) not in (None, False, "none", (), ""))


def _place(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "maxLength": LONGEST, "description": f"{description}: {PLACE}"}


def _flag(description: str) -> dict[str, Any]:
    return {"type": "boolean", "description": description}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Facts for a proposal of the responsible police force",
    **_object(
        {
            "danger_now": _flag("a person is in danger now"),
            "danger_place": _place("where the person in danger is now"),
            "victim": {"type": "string", "enum": list(get_args(VictimKind)), "description": "who was targeted"},
            "victim_home": _place("where the victim lives"),
            "victim_receipt": _place("where the victim was when the message was received or seen"),
            "victim_in_uk": {
                "type": ["boolean", "null"],
                "description": "false when the victim neither lives nor was in the United Kingdom",
            },
            "victims": {
                "type": "array",
                "description": "the victims, where there are several",
                "items": _object(
                    {
                        "label": {"type": "string", "maxLength": LONGEST, "description": "tells them apart; no name"},
                        "home": _place("where this victim lives"),
                        "receipt": _place("where this victim was on receipt"),
                        "in_uk": {"type": ["boolean", "null"], "description": "as victim_in_uk"},
                    }
                ),
            },
            "premises": _place("the premises of the institution that was targeted"),
            "institution_office": _place("the office of the institution that received it"),
            "reporter_is_victim": _flag("the person who reports is the victim"),
            "reporter_place": _place("where the person who reports lives; used only if that is the victim"),
            "suspect_known": _flag("the suspect has been identified"),
            "suspect_home": _place("where the suspect lives"),
            "suspect_sent_from": _place("where the suspect was when sending"),
            "suspect_sent_grade": {
                "type": ["string", "null"],
                "enum": [*get_args(Grade), None],
                "description": "how well that is known: A or B (admission, device, lawful data) to E (a claim)",
            },
            "suspect_country": {
                "type": ["string", "null"],
                "maxLength": LONGEST,
                "description": "the country in which the suspect is",
            },
            "rail": _flag("railway premises, a train, or railway staff at work are the target"),
            "mod": _flag("Ministry of Defence land or staff are the target"),
            "nuclear": _flag("a civil nuclear site or its staff are the target"),
            "public_figure": _flag("the victim is an MP, a peer, a candidate or a councillor"),
            "public_figure_place": _place("the constituency or ward of the public figure"),
            "event_place": _place("the place of an event named in the content"),
            "content_place": _place("a place named in the content"),
            "holding_force": _place("the force that holds what this hub cannot place"),
            "profile_location": {
                "type": ["string", "null"],
                "maxLength": LONGEST,
                "description": "what the account's profile claims; kept, never used",
            },
            "server_location": {
                "type": ["string", "null"],
                "maxLength": LONGEST,
                "description": "where the platform or its server is; kept, never used",
            },
        }
    ),
}

if {field.name for field in fields(Facts)} != set(SCHEMA["properties"]):
    raise AssertionError("Facts and SCHEMA must name the same facts")
