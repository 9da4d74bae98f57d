"""Change the tables of rules, one small thing at a time, and see whether the worked cases and edges notice.

`python -m bench mutations --scale whole` tries every change and prints the share that is caught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import yaml

from upstander.law import children, offences, recording
from upstander.law.advice import advising, weighing, wording
from upstander.law.advice.tests.digests import of_advice, of_edge, of_law
from upstander.law.dated import Dated
from upstander.law.facts import Document, all_contradictions
from upstander.law.facts.conflicts import conflicts
from upstander.law.offences.conditions import Condition, Group, Leaf

HERE = Path(__file__).parent
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mutant:
    """One change: its kind, what it changes, and the tables as they are with it."""

    kind: str
    what: str
    tables: dict[str, tuple[Dated, ...]]


def mutants() -> Iterator[Mutant]:
    """Yield every change."""
    for entry in offences.all_offences():
        for kind, changed in (*_of_conditions(entry), *_of_offence(entry), *_of_dates(entry)):
            yield _mutant(kind, "offences", offences.all_offences(), entry, changed)
    for ground in offences.all_grounds():
        for kind, made in _of_dates(ground):
            yield _mutant(f"ground {kind}", "grounds", offences.all_grounds(), ground, made)
        yield _mutant("ground dropped", "grounds", offences.all_grounds(), ground, None)
    for rule in recording.all_rules():
        yield _mutant("sign-off rule dropped", "sign_off", recording.all_rules(), rule, None)
        yield _mutant("sign-off rule later", "sign_off", recording.all_rules(), rule, _later(rule))
    for age in children.all_rules():
        if age.extent == "england_wales":
            yield _mutant("age rule dropped", "ages", children.all_rules(), age, None)
            for by in (-1, 1):
                yield _mutant("age moved", "ages", children.all_rules(), age, replace(age, below=age.below + by))
    for point in wording.all_points():
        yield _mutant("point dropped", "points", wording.all_points(), point, None)
        for name in point.holds:
            left = replace(point, holds=tuple(each for each in point.holds if each != name))
            yield _mutant("point's condition dropped", "points", wording.all_points(), point, left)
    for held in wording.all_hand_overs():
        yield _mutant("hand-over dropped", "hand_overs", wording.all_hand_overs(), held, None)


def caught(mutant: Mutant, *, worked_alone: bool = False) -> bool:
    """Whether an edge or a worked case comes out otherwise, or the change cannot even be loaded."""
    with _with(mutant.tables):
        if offences.ill_conditioned(offences.all_offences(), {each.regime for each in offences.all_grounds()}):
            return True
        try:
            return (not worked_alone and _edges_differ(mutant)) or _cases_differ(mutant)
        except (LookupError, ValueError, RuntimeError):
            return True


def _edges_differ(mutant: Mutant) -> bool:
    name = mutant.what.split(" ")[0]
    for edge in EDGES["edges"]:
        if edge["offence"] == name and of_edge(name, edge["on"], edge["yes"], edge["no"]) != edge["says"]:
            return True
    if "offences" not in mutant.tables and "grounds" not in mutant.tables and "sign_off" not in mutant.tables:
        return False
    held: dict[str, str] = {}
    for row in EDGES["days"]:
        held = {id: line for id, line in {**held, **row.get("new", {})}.items() if id not in row.get("gone", [])}
        if of_law(row["on"]) != held:
            return True
    return False


def _cases_differ(mutant: Mutant) -> bool:
    return any(
        {name: lines for name, lines in of_advice(advising.advise(document, ON)).items() if lines} != whole
        for document, whole in DOCUMENTS
    )


def _of_conditions(entry: offences.Offence) -> Iterator[tuple[str, offences.Offence]]:
    for id, asked in entry.when.items():
        for kind, changed in _changed(asked):
            yield kind, replace(entry, when={**entry.when, id: changed})
        yield "negated", replace(entry, when={**entry.when, id: Group("none", (asked,))})


def _changed(asked: Condition) -> Iterator[tuple[str, Condition]]:
    """Yield the condition with one group turned, or one part dropped, at any depth."""
    if isinstance(asked, Leaf):
        return
    for other in {"all": ("any", "none"), "any": ("all", "none"), "none": ("any", "all")}[asked.kind]:
        if len(asked.parts) > 1 or "none" in (asked.kind, other):
            yield f"{asked.kind} made {other}", Group(other, asked.parts)  # type: ignore[arg-type]
    for number, part in enumerate(asked.parts):
        left = asked.parts[:number] + asked.parts[number + 1 :]
        if left:
            yield "part dropped", Group(asked.kind, left)
        for kind, made in _changed(part):
            yield kind, Group(asked.kind, (*asked.parts[:number], made, *asked.parts[number + 1 :]))


def _of_offence(entry: offences.Offence) -> Iterator[tuple[str, offences.Offence]]:
    yield "sign-off for communications turned", replace(entry, communications=not entry.communications)
    yield "sign-off for incitement turned", replace(entry, incitement=not entry.incitement)
    if entry.consent:
        yield "consent dropped", replace(entry, consent="")
    for id in entry.gist:
        yield "gist shortened", replace(entry, gist=tuple(each for each in entry.gist if each != id))
    for other in entry.covered_by:
        yield "covering dropped", replace(entry, covered_by=tuple(each for each in entry.covered_by if each != other))
    if entry.aggravated_as:
        yield "aggravated form dropped", replace(entry, aggravated_as=None, aggravation="sentencing")
    yield "less specific", replace(entry, specific=entry.specific - 1)
    limit = entry.time_limit
    if limit.months:
        yield "limit a month longer", replace(entry, time_limit=replace(limit, months=limit.months + 1))
        yield "first day turned", replace(entry, time_limit=replace(limit, first_day_counts=not limit.first_day_counts))
        basis = "last_incident" if limit.basis == "offence" else "offence"
        yield "basis turned", replace(entry, time_limit=replace(limit, basis=basis))  # type: ignore[arg-type]
    else:
        made = offences.TimeLimit("offence", 6)
        yield "limit put on", replace(entry, time_limit=made)
    if limit.long_stop_months:
        yield (
            "long stop shorter",
            replace(entry, time_limit=replace(limit, long_stop_months=limit.long_stop_months - 1)),
        )
    yield "maximum changed", replace(entry, maximum=f"not {entry.maximum}")
    yield "checked turned", replace(entry, checked="verify" if entry.checked == "sourced" else "sourced")


def _of_dates(entry: Dated) -> Iterator[tuple[str, Dated]]:
    yield "begins a day later", _later(entry)
    yield "begins a day earlier", replace(entry, valid_from=entry.valid_from - DAY)
    if entry.valid_to:
        yield "ends a day later", replace(entry, valid_to=entry.valid_to + DAY)
        yield "ends a day earlier", replace(entry, valid_to=entry.valid_to - DAY)
    else:
        yield "ends", replace(entry, valid_to=date(2026, 1, 1))


def _later(entry: Dated) -> Dated:
    return replace(entry, valid_from=entry.valid_from + DAY)


def _mutant(kind: str, table: str, rows: tuple[Dated, ...], one: Dated, made: Dated | None) -> Mutant:
    changed = tuple(made if each is one else each for each in rows)
    return Mutant(kind, f"{one.key} {kind}", {table: tuple(each for each in changed if each is not None)})


@contextmanager
def _with(tables: dict[str, tuple[Dated, ...]]) -> Iterator[None]:
    places: dict[str, list[tuple[object, str]]] = {
        "offences": [(offences, "all_offences"), (weighing, "all_offences"), (advising, "all_offences")],
        "grounds": [(offences, "all_grounds"), (weighing, "all_grounds")],
        "sign_off": [(recording, "all_rules")],
        "ages": [(children, "all_rules")],
        "points": [(advising, "all_points")],
        "hand_overs": [(wording, "all_hand_overs")],
    }
    patches = [
        mock.patch.object(module, name, _giving(rows))
        for table, rows in tables.items()
        for module, name in places[table]
    ]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


def _giving(rows: tuple[Dated, ...]) -> Callable[[], tuple[Dated, ...]]:
    return lambda: rows


def _documents() -> list[tuple[Document, dict[str, list[str]]]]:
    """The worked cases read once, with what each came to before anything was changed."""
    found = []
    for case in WORKED["cases"]:
        assert not conflicts(case["facts"]) or not all_contradictions()
        document = Document.from_json(case["facts"], ON)
        found.append((document, {**case["whole"], "points_to": [case["expect"]["points_to"]]}))
    return found


WORKED = yaml.load((HERE / "worked_cases.yaml").read_text(), Loader=yaml.CSafeLoader)
EDGES = yaml.load((HERE / "edges.yaml").read_text(), Loader=yaml.CSafeLoader)
ON = WORKED["on"]
DOCUMENTS = _documents()


def survivors(every: Iterable[Mutant], *, worked_alone: bool = False) -> list[Mutant]:
    """Return the changes that nothing notices."""
    return [mutant for mutant in every if not caught(mutant, worked_alone=worked_alone)]
