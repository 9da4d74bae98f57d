"""Look a place up in the packed tables: exact for a postcode or district, candidates, no guess, for an outcode."""

from __future__ import annotations

import csv
import gzip
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from upstander.law.places.forces import all_forces, force

DATA = Path(__file__).parent / "data"

Kind = Literal["postcode", "outcode", "district", "crown_dependency", "unknown"]

LONGEST = 80
OUTWARD = r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|NPT)"
POSTCODE = re.compile(rf"({OUTWARD})([0-9][ABD-HJLNP-UW-Z]{{2}})")
OUTCODE = re.compile(OUTWARD)
CROWN_AREAS = {"JE": "jersey", "GY": "guernsey", "IM": "isle-of-man"}


@dataclass(frozen=True)
class Candidate:
    """A force that a place may lie in; `share` is its part (0 to 1) of the postcodes there, None where not counted."""

    force: str
    name: str
    share: float | None


@dataclass(frozen=True)
class Resolution:
    """What a place resolves to. `force` is a force code, None unless exactly one force is certain.

    `inferred` marks a well-formed postcode whose outcode the directory does not hold: the neighbours' force.
    """

    kind: Kind
    force: str | None
    inferred: bool
    candidates: tuple[Candidate, ...]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The same as plain values for JSON."""
        return {**asdict(self), "candidates": [asdict(candidate) for candidate in self.candidates]}


def resolve(text: str) -> Resolution:
    """The force of the place that `text` names: a postcode, an outcode, or a district, county or council code.

    Never raises for odd text: what is not understood is of the kind "unknown", with a plain sentence.
    """
    if len(text) > LONGEST:
        return _unknown("That is too long to be a postcode or the name of a council area.")
    packed = re.sub(r"\s", "", text).upper()
    if not packed:
        return _unknown("No place was given.")
    if not packed.isascii():
        return _district(text)
    if whole := POSTCODE.fullmatch(packed):
        return _postcode(packed, whole[1], whole[2])
    if OUTCODE.fullmatch(packed):
        return _outcode(packed)
    return _district(text)


def _postcode(packed: str, outcode: str, inward: str) -> Resolution:
    shown = f"{outcode} {inward}"
    if crown := _crown(_area(outcode), shown):
        return crown
    if _area(outcode) not in _areas():
        return _unknown(f"{shown} is not a postcode of the United Kingdom that is known here.")
    keys, codes = _runs()
    code = codes[bisect_right(keys, packed) - 1]
    name = force(code).name
    inferred = outcode not in _outcodes() and _area(outcode) != "BT"
    if inferred:
        sentence = f"{shown} is not in the postcode directory; its neighbours lie in the area of {name}."
    elif _sector_is_split(outcode + inward[0]):
        sentence = f"{shown} lies in the area of {name}. A force boundary is near: check the address."
    else:
        sentence = f"{shown} lies in the area of {name}."
    return Resolution("postcode", code, inferred, (Candidate(code, name, 1.0),), sentence)


def _outcode(outcode: str) -> Resolution:
    if crown := _crown(_area(outcode), outcode):
        return crown
    found = _outcodes().get("BT" if _area(outcode) == "BT" else outcode)
    if found is None:
        return _unknown(f"{outcode} is not the first half of a postcode that is known here.")
    if len(found) == 1:
        only = found[0]
        return Resolution("outcode", only.force, False, found, f"All of {outcode} lies in the area of {only.name}.")
    shares = ", ".join(f"{one.name} {_percent(one.share)}" for one in found)
    sentence = f"{outcode} lies in the areas of {len(found)} forces ({shares}). The full postcode is needed."
    return Resolution("outcode", None, False, found, sentence)


def _district(text: str) -> Resolution:
    name = _plain(text)
    if crown := next((slug for slug in CROWN_AREAS.values() if slug.replace("-", " ") == name), None):
        return _crown_police(crown, text.strip())
    codes = _districts().get(name, ())
    candidates = tuple(Candidate(code, force(code).name, 1.0 if len(codes) == 1 else None) for code in codes)
    if len(candidates) == 1:
        only = candidates[0]
        return Resolution("district", only.force, False, candidates, f"{text.strip()} lies in the area of {only.name}.")
    if candidates:
        names = " and ".join(one.name for one in candidates)
        sentence = f"{text.strip()} has more than one police force: {names}. A postcode or council area is needed."
        return Resolution("district", None, False, candidates, sentence)
    return _unknown("That is not a postcode or council area known here. A postcode such as LS1 3EX works best.")


def _crown(area: str, shown: str) -> Resolution | None:
    return _crown_police(CROWN_AREAS[area], shown) if area in CROWN_AREAS else None


def _crown_police(slug: str, shown: str) -> Resolution:
    police = force(slug)
    sentence = f"{shown} is outside the United Kingdom: {police.name} is responsible there."
    return Resolution("crown_dependency", police.code, False, (Candidate(police.code, police.name, 1.0),), sentence)


def _unknown(sentence: str) -> Resolution:
    return Resolution("unknown", None, False, (), sentence)


def _area(outcode: str) -> str:
    return re.match("[A-Z]+", outcode)[0]  # type: ignore[index] # an outcode begins with a letter


def _percent(share: float | None) -> str:
    if share is None:
        return "share not counted"
    return "under 1%" if share < 0.01 else f"{share:.0%}"


def _plain(name: str) -> str:
    """A place name as people type it: case, punctuation and words such as 'City of' do not count."""
    words = re.sub(r"[^\w\s]", " ", name.casefold().replace("&", " and ").replace("'", "")).split()
    kept = " ".join(word for word in words if word != "the")
    for affix in ("london borough of ", "royal borough of ", "metropolitan borough of ", "borough of ", "city of "):
        kept = kept.removeprefix(affix)
    for affix in (" city of", " county of", " council", " borough", " district", " city"):
        kept = kept.removesuffix(affix)
    return kept


def _sector_is_split(sector: str) -> bool:
    """Whether the postcodes that begin with `sector` lie in more than one force's area."""
    keys, codes = _runs()
    first, past = bisect_right(keys, sector + "AA") - 1, bisect_left(keys, sector + "ZZZ")
    return len(set(codes[first:past])) > 1


@cache
def _runs() -> tuple[list[str], list[str]]:
    """The sorted postcodes at which the force changes, and the force that holds from each one on."""
    with gzip.open(DATA / "postcode_force_runs.csv.gz", "rt", encoding="ascii", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [row[0] for row in rows], [row[1] for row in rows]


@cache
def _outcodes() -> dict[str, tuple[Candidate, ...]]:
    """Each outcode's forces, the largest share first."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    with (DATA / "outcode_force.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            share = round(float(row["share"]), 4)
            found[row["out"]].append(Candidate(row["PFA"], force(row["PFA"]).name, share))
    return {outcode: tuple(sorted(ones, key=lambda one: -(one.share or 0))) for outcode, ones in found.items()}


def table_codes() -> frozenset[str]:
    """Every force code that the place tables name."""
    with (DATA / "lad_force.csv").open(encoding="utf-8", newline="") as file:
        of_districts = {row["PFA"] for row in csv.DictReader(file)}
    with (DATA / "outcode_force.csv").open(encoding="utf-8", newline="") as file:
        return frozenset({row["PFA"] for row in csv.DictReader(file)} | set(_runs()[1]) | of_districts)


@cache
def _areas() -> frozenset[str]:
    return frozenset(_area(outcode) for outcode in _outcodes())


@cache
def _districts() -> dict[str, tuple[str, ...]]:
    """The forces of each district (name and code, former ones too) and of each wider county name."""
    found: dict[str, set[str]] = defaultdict(set)
    with (DATA / "lad_force.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["LADNM"], row["LADCD"]):
                found[_plain(name)].add(row["PFA"])
    for entry in all_forces():
        for name in entry.counties:
            found[_plain(name)].add(entry.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}
