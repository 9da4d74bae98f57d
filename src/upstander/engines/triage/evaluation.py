"""Measure the rules on texts whose label is known: what they find, what they miss, and whether evenly by group."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from upstander.engines.triage.lexicon import Lexicon
from upstander.engines.triage.signals import Signals, signals, version

AUTHORED = Path(__file__).parent / "authored" / "cases.csv"
"""Sentences written for the rules that no published set tests: private details, vulnerability, repetition."""
COLUMNS = ("text", "label", "target")
THREAT, HATEFUL, NOT_HATEFUL, BENIGN = "threat", "hateful", "non-hateful", "benign"
FAMILIES = {"dox": "dox.", "vuln": "vuln.", "repeat": "repeat"}
LABELS = (THREAT, HATEFUL, NOT_HATEFUL, BENIGN, *FAMILIES)
GROUPS = {
    "women": "sex", "trans people": "transgender", "gay people": "sexual_orientation", "black people": "race",
    "disabled people": "disability", "Muslims": "religion", "immigrants": "race",
}  # fmt: skip
"""Groups as published sets name them, and the strand of each; any other target must be a strand or empty."""


class BadCases(ValueError):
    """A file of cases cannot be read; the message says what is wanted."""


@dataclass(frozen=True)
class Case:
    """One text, what it is known to be, and the group it concerns (empty for none)."""

    text: str
    label: str
    target: str = ""


def read(path: Path) -> list[Case]:
    """Read cases from a CSV with the columns text, label, target. Raises BadCases."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
                raise BadCases(f"{path} has no column {', '.join(missing)}. It needs: {', '.join(COLUMNS)}.")
            cases = [Case(*(row[name] or "" for name in COLUMNS)) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadCases(f"{path} cannot be read as CSV in UTF-8: {error}") from error
    if not cases:
        raise BadCases(f"{path} holds no cases.")
    if strange := sorted({case.label for case in cases} - set(LABELS)):
        raise BadCases(f"{path}: unknown label {', '.join(strange)}. A label is one of: {', '.join(LABELS)}.")
    return cases


def evaluate(cases: Iterable[Case], lexicon: Lexicon) -> dict[str, Any]:
    """Return counts and rates: threats found, strands suggested, families pointed at, hits where none should be."""
    read_cases = [(case, signals(case.text, lexicon, language=False)) for case in cases]
    return {
        "cases": len(read_cases),
        "version": version(lexicon),
        "threats": _threats([each for each in read_cases if each[0].label == THREAT]),
        "strands": _strands([each for each in read_cases if each[0].target]),
        "brought_forward": {
            label: _rate([found.threat for case, found in read_cases if case.label == label])
            for label in (NOT_HATEFUL, HATEFUL, BENIGN)
            if any(case.label == label for case, _ in read_cases)
        },
        "families": {
            family: {
                "found": _rate([_points(found, start) for case, found in read_cases if case.label == family]),
                "on_benign": _rate([_points(found, start) for case, found in read_cases if case.label == BENIGN]),
            }
            for family, start in FAMILIES.items()
            if any(case.label == family for case, _ in read_cases)
        },
    }


def _threats(found: list[tuple[Case, Signals]]) -> dict[str, Any]:
    by_group: dict[str, list[bool]] = defaultdict(list)
    for case, said in found:
        if case.target:
            by_group[case.target].append(said.threat)
    rates = {group: _rate(hits) for group, hits in sorted(by_group.items())}
    shares = [rate["share"] for rate in rates.values()]
    gap = round(max(shares) - min(shares), 3) if shares else None
    return {"recall": _rate([said.threat for _, said in found]), "by_group": rates, "gap": gap}


def _strands(found: list[tuple[Case, Signals]]) -> dict[str, Any]:
    by_strand: dict[str, list[bool]] = defaultdict(list)
    for case, said in found:
        strand = GROUPS.get(case.target, case.target)
        by_strand[strand].append(strand in said.strands)
    rates = {strand: _rate(hits) for strand, hits in sorted(by_strand.items())}
    return {"recall": _rate([hit for hits in by_strand.values() for hit in hits]), "by_strand": rates}


def _points(found: Signals, start: str) -> bool:
    return any(hit.rule.startswith(start) for hit in found.hits)


def _rate(hits: list[bool]) -> dict[str, Any]:
    return {"found": sum(hits), "of": len(hits), "share": round(sum(hits) / len(hits), 3) if hits else None}
