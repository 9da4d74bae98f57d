"""Read the facts: resolve their places, and answer the terms and sources that the table of rules is written in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property

from upstander.law.facts import Facts
from upstander.law.places import Candidate, Force, Resolution, UnknownForce, force, resolve
from upstander.law.responsible_force.source import Source, among

SCOTLAND_NI = ("S23000009", "N-PSNI")
NORTHERN_IRELAND = "N-PSNI"
GOOD_GRADES = ("A", "B")
PLACE_FACTS = (
    "danger_place",
    "victim_home",
    "victim_receipt",
    "premises",
    "institution_office",
    "suspect_home",
    "suspect_sent_from",
    "public_figure_place",
    "event_place",
    "content_place",
    "holding_force",
)
UK_NAMES = frozenset(
    ("uk", "gb", "united kingdom", "great britain", "england", "wales", "scotland", "northern ireland")
)
CROWN_NAMES = {"jersey": "jersey", "guernsey": "guernsey", "isle of man": "isle-of-man"}


def place_of(text: str) -> Resolution:
    """The resolution of a place that may also be a force code or slug."""
    try:
        found = force(text)
    except UnknownForce:
        return resolve(text)
    if found.kind == "special":
        return Resolution("unknown", None, False, (), f"{found.name} has no area, so it is not a place.")
    candidates, sentence = (Candidate(found.code, found.name, 1.0),), f"The area of {found.name}."
    if found.kind == "crown_dependency":
        return Resolution("crown_dependency", found.code, False, candidates, sentence)
    return Resolution("district", found.code, False, candidates, sentence)


def force_on(code: str, on: date) -> Force:
    """The force `code`, or the one that has taken over from it by the day `on`."""
    found = force(code)
    while found.valid_to is not None and found.valid_to < on and found.successor:
        found = force(found.successor)
    return found


class Reading:
    """The facts with their places resolved, on one day. Terms are yes-or-no; sources give a force or candidates."""

    def __init__(self, facts: Facts, on: date) -> None:
        self.facts = facts
        self.on = on
        self.victim = "individual" if facts.victim == "none" and facts.reporter_is_victim else facts.victim
        self.misunderstood: list[str] = []
        self.places: dict[str, tuple[str, Resolution]] = {}
        for name in PLACE_FACTS:
            self._read(name, getattr(facts, name))
        if facts.reporter_is_victim and "victim_home" not in self.places:
            self._read("reporter_place", facts.reporter_place)

    def _read(self, name: str, text: str | None) -> None:
        if text is None or not text.strip():
            return
        found = place_of(text)
        if found.kind == "unknown":
            self.misunderstood.append(f"{name.replace('_', ' ')}: {found.sentence}")
        else:
            self.places[name] = (text.strip(), found)

    # places

    @cached_property
    def home(self) -> str | None:
        """The fact that holds the victim's home: the reporter's place counts only where the reporter is the victim."""
        return next((name for name in ("victim_home", "reporter_place") if name in self.places), None)

    def _code(self, name: str | None) -> str | None:
        return self.places[name][1].force if name is not None and name in self.places else None

    def _in_uk(self, name: str | None) -> bool:
        return name is not None and name in self.places and self.places[name][1].kind != "crown_dependency"

    def _source(self, name: str | None, grade: str | None = None) -> Source | None:
        if name is None or name not in self.places:
            return None
        text, found = self.places[name]
        code = force_on(found.force, self.on).code if found.force else None
        return Source(code, (name,), found.candidates, text, found.sentence, grade)

    # terms

    @cached_property
    def sent_well_known(self) -> bool:
        """The place of sending is known at grade A or B, in the United Kingdom."""
        return self.facts.suspect_sent_grade in GOOD_GRADES and self._in_uk("suspect_sent_from")

    @cached_property
    def suspect_abroad(self) -> bool:
        """The suspect is outside the United Kingdom; a well-known place of sending within it comes before a country."""
        if self.sent_well_known:
            return False
        country = (self.facts.suspect_country or "").strip().casefold()
        return bool(country and country not in UK_NAMES) or self.suspect_island is not None

    @cached_property
    def suspect_island(self) -> str | None:
        """The police of the Crown Dependency in which the suspect is, if any."""
        country = (self.facts.suspect_country or "").strip().casefold()
        if country in CROWN_NAMES:
            return CROWN_NAMES[country]
        names = ["suspect_home"]
        if self.facts.suspect_sent_grade in GOOD_GRADES:
            names.insert(0, "suspect_sent_from")
        for name in names:
            if name in self.places:
                found = self.places[name][1]
                return found.force if found.kind == "crown_dependency" else None
        return None

    @cached_property
    def suspect_home_known(self) -> bool:
        """The suspect is identified and lives at a known place in the United Kingdom."""
        return self.facts.suspect_known and not self.suspect_abroad and self._in_uk("suspect_home")

    @cached_property
    def victim_abroad(self) -> bool:
        """The victim neither lives nor was in the United Kingdom; a known place here speaks against it."""
        return self.facts.victim_in_uk is False and not any(
            name in self.places for name in ("victim_home", "victim_receipt", "reporter_place", "premises")
        )

    @cached_property
    def victim_on_island(self) -> bool:
        """The one victim was, or failing that lives, in a Crown Dependency (an institution: its premises or office)."""
        name = self._victim_place()
        return name in self.places and not self._in_uk(name)

    def _victim_place(self) -> str | None:
        if self.victim == "institution":
            names: tuple[str | None, ...] = ("premises", "institution_office")
        elif self.victim == "individual":
            names = ("victim_receipt", self.home)
        else:
            return None
        return next((name for name in names if name in self.places), None)

    @cached_property
    def scottish_or_irish(self) -> tuple[str, ...]:
        """The facts that put the victim or the suspect in Scotland or Northern Ireland, the victim's first."""
        names: list[str | None] = []
        if self.victim == "individual":
            names += ["victim_receipt", self.home]
        if self.victim == "institution":
            names += ["premises"] if "premises" in self.places else ["institution_office"]
        if self.sent_well_known:
            names.append("suspect_sent_from")
        elif self.suspect_home_known:
            names.append("suspect_home")
        return tuple(name for name in names if name is not None and self._code(name) in SCOTLAND_NI)

    def term(self, name: str) -> bool:
        """Whether a term of the table holds. Raises KeyError for a term that the engine does not know."""
        return TERMS[name][0](self)

    def facts_of_term(self, name: str) -> tuple[str, ...]:
        """The stated facts that a term rests on."""
        return tuple(fact for fact in TERMS[name][1] if self.facts.given(fact))

    # sources

    def source(self, name: str) -> Source | None:
        """The source called `name`, or None where its place is not known. Raises KeyError for an unknown one."""
        return SOURCES[name](self)

    def _suspects_force(self) -> Source | None:
        if self.sent_well_known:
            return self._source("suspect_sent_from", self.facts.suspect_sent_grade)
        return self._source("suspect_home") if self.suspect_home_known else None

    def _victims_force(self) -> Source | None:
        return self._source(self._victim_place())

    def _agreed(self) -> Source | None:
        """The one force of all sides; where they differ, the candidates between whom registrars agree."""
        sides = [side for side in (self._victims_force(), self._suspects_force()) if side is not None]
        return among(sides, "The two systems of law must be checked; the registrars of these forces agree")

    def _own_law(self) -> Source | None:
        return self._source(self.scottish_or_irish[0]) if self.scottish_or_irish else None

    def _fixed(self, slug: str, fact: str) -> Source:
        found = force(slug)
        return Source(found.code, (fact,), (Candidate(found.code, found.name, 1.0),))


VICTIM = ("victim", "reporter_is_victim")
SENT = ("suspect_sent_from", "suspect_sent_grade")
PLACES_OF_VICTIM = ("victim_home", "victim_receipt", "reporter_place", "premises", "institution_office")

TERMS: dict[str, tuple[Callable[[Reading], bool], tuple[str, ...]]] = {
    "always": (lambda r: True, ()),
    "danger_now": (lambda r: r.facts.danger_now, ("danger_now",)),
    "victim_on_island": (lambda r: r.victim_on_island, (*VICTIM, *PLACES_OF_VICTIM)),
    "victim_abroad": (lambda r: r.victim_abroad, ("victim_in_uk",)),
    "suspect_abroad": (lambda r: r.suspect_abroad, ("suspect_country",)),
    "suspect_on_island": (lambda r: r.suspect_island is not None, ("suspect_country", "suspect_home")),
    "suspect_in_uk": (lambda r: r.sent_well_known or r.suspect_home_known, ("suspect_known", "suspect_home", *SENT)),
    "rail": (lambda r: r.facts.rail, ("rail",)),
    "in_great_britain": (
        lambda r: not any(r._code(name) == NORTHERN_IRELAND for name in (*PLACES_OF_VICTIM, "event_place")),
        (),
    ),
    "mod": (lambda r: r.facts.mod, ("mod",)),
    "nuclear": (lambda r: r.facts.nuclear, ("nuclear",)),
    "scotland_or_ni": (lambda r: bool(r.scottish_or_irish), (*VICTIM, *PLACES_OF_VICTIM, "suspect_home", *SENT)),
    "institution": (lambda r: r.victim == "institution", ("victim",)),
    "institution_or_sender_located": (
        lambda r: r.sent_well_known or r._in_uk("premises") or r._in_uk("institution_office"),
        ("premises", "institution_office"),
    ),
    "several_victims": (lambda r: r.victim == "several" and bool(r.facts.victims), ("victim", "victims")),
    "no_individual_victim": (
        lambda r: (
            r.victim == "group"
            or (r.victim == "none" and any(r.source(each) for each in ("suspects_force", "event", "content")))
        ),
        ("victim",),
    ),
    "one_victim_in_uk": (lambda r: r.victim == "individual" and not r.victim_abroad, VICTIM),
    "sent_well_known": (lambda r: r.sent_well_known, SENT),
    "sent_poorly_known": (
        lambda r: r.facts.suspect_sent_from is not None and r.facts.suspect_sent_grade not in GOOD_GRADES,
        SENT,
    ),
    "suspect_home_known": (lambda r: r.suspect_home_known, ("suspect_known", "suspect_home")),
    "receipt_known": (lambda r: r._in_uk("victim_receipt"), ("victim_receipt",)),
    "home_known": (lambda r: r.home is not None, ("victim_home", "reporter_place")),
    "public_figure": (lambda r: r.facts.public_figure, ("public_figure",)),
    "profile_claims_place": (lambda r: bool(r.facts.profile_location), ("profile_location",)),
    "server_known": (lambda r: bool(r.facts.server_location), ("server_location",)),
    "reporter_not_victim": (
        lambda r: bool(r.facts.reporter_place) and not r.facts.reporter_is_victim,
        ("reporter_place",),
    ),
}

SOURCES: dict[str, Callable[[Reading], Source | None]] = {
    "danger": lambda r: r._source("danger_place"),
    "receipt": lambda r: r._source("victim_receipt"),
    "home": lambda r: r._source(r.home),
    "premises": lambda r: r._source("premises"),
    "office": lambda r: r._source("institution_office"),
    "sent": lambda r: r._source("suspect_sent_from", r.facts.suspect_sent_grade) if r.sent_well_known else None,
    "suspect_home": lambda r: r._source("suspect_home") if r.suspect_home_known else None,
    "suspects_force": lambda r: r._suspects_force(),
    "victims_force": lambda r: r._victims_force(),
    "event": lambda r: r._source("event_place"),
    "content": lambda r: r._source("content_place"),
    "holding": lambda r: r._source("holding_force"),
    "figure": lambda r: r._source("public_figure_place") or r._source(r.home),
    "own_law": lambda r: r._own_law(),
    "agreed": lambda r: r._agreed(),
    "british_transport": lambda r: r._fixed("british-transport-police", "rail"),
    "ministry_of_defence": lambda r: r._fixed("ministry-of-defence-police", "mod"),
    "civil_nuclear": lambda r: r._fixed("civil-nuclear-constabulary", "nuclear"),
    "parliamentary_team": lambda r: r._fixed("metropolitan", "public_figure"),
    "suspect_island": lambda r: r._fixed(r.suspect_island, "suspect_country") if r.suspect_island else None,
}
