"""Find facts that cannot hold at once, and name both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from upstander.law.facts.features import Way, all_audiences, all_contradictions, all_means
from upstander.law.strands import all_faiths, wrong_faiths

MORE_THAN_ONCE = ("course_of_conduct", "persistent")
TWICE = "fears_violence_twice"


def conflicts(raw: Mapping[str, Any]) -> list[str]:
    """What contradicts itself in a document that has the right shape, in plain sentences."""
    conduct = raw.get("conduct") or {}
    found = [*_of_ways(conduct), *_of_incidents(conduct, raw), *_of_labels(raw), *_of_victims(raw)]
    for path, answers in _readings(raw):
        found += [line for line in _of_answers(path, answers) if line not in found]
    return found


def _readings(raw: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], dict[str, bool]]]:
    """Yield the answers that are read together - one suspect and one victim at a time - and where each stands."""
    common: list[tuple[str, Mapping[str, Any]]] = [
        *_given(raw.get("conduct") or {}),
        ("conduct.shows", (raw.get("conduct") or {}).get("shows") or {}),
        ("expression", raw.get("expression") or {}),
    ]
    nobody: tuple[str, Mapping[str, Any]] = ("", {})
    suspects = [(f"suspects[{n}].shows", each.get("shows") or {}) for n, each in enumerate(raw.get("suspects") or ())]
    victims = [(f"victims[{n}].shows", each.get("shows") or {}) for n, each in enumerate(raw.get("victims") or ())]
    for suspect in suspects or [nobody]:
        for victim in victims or [nobody]:
            path: dict[str, str] = {}
            answers: dict[str, bool] = {}
            for where, said in (*common, suspect, victim):
                path.update(dict.fromkeys(said, where))
                answers.update({name: value for name, value in said.items() if value is not None})
            yield path, answers


def _given(conduct: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what the means and the audience answer, under the name of the one that does."""
    ways = [(f"conduct.means ({way.id})", way) for way in all_means() if way.id in (conduct.get("means") or ())]
    ways += [(f"conduct.audience ({way.id})", way) for way in all_audiences() if way.id == conduct.get("audience")]
    return [(where, dict.fromkeys(way.gives, True)) for where, way in ways]


def _of_answers(path: Mapping[str, str], answers: Mapping[str, bool]) -> list[str]:
    return [
        f"{' and '.join(f'{path[name]}.{name}' for name in (*rule.yes, *rule.no))} contradict each other: {rule.says}"
        for rule in all_contradictions()
        if all(answers.get(name) is True for name in rule.yes) and all(answers.get(name) is False for name in rule.no)
    ]


def _of_ways(conduct: Mapping[str, Any]) -> list[str]:
    said = conduct.get("shows") or {}
    ways: list[tuple[str, Way]] = [
        ("conduct.means", way) for way in all_means() if way.id in (conduct.get("means") or ())
    ]
    ways += [("conduct.audience", way) for way in all_audiences() if way.id == conduct.get("audience")]
    found = []
    for where, way in ways:
        for names, wanted in ((way.gives, True), (way.rules_out, False)):
            found += [
                f"{where} ({way.id}) and conduct.shows.{name} ({str(not wanted).lower()}) contradict each other: "
                f"{way.label!r} answers it {'yes' if wanted else 'no'}"
                for name in names
                if said.get(name) is (not wanted)
            ]
    return found


def _of_incidents(conduct: Mapping[str, Any], raw: Mapping[str, Any]) -> list[str]:
    if conduct.get("incidents") != 1:
        return []
    said = conduct.get("shows") or {}
    found = [
        f"conduct.incidents (1) and conduct.shows.{name} (true) contradict each other: once is not more than once"
        for name in MORE_THAN_ONCE
        if said.get(name) is True
    ]
    found += [
        f"conduct.incidents (1) and victims[{number}].shows.{TWICE} (true) contradict each other: once is not twice"
        for number, each in enumerate(raw.get("victims") or ())
        if (each.get("shows") or {}).get(TWICE) is True
    ]
    return found


def _of_labels(raw: Mapping[str, Any]) -> list[str]:
    found = []
    for name in ("suspects", "victims"):
        labels = Counter(each["label"] for each in raw.get(name) or () if each.get("label"))
        found += [f"{name}: the label {label!r} is given {n} times" for label, n in labels.items() if n > 1]
    return found


def _of_victims(raw: Mapping[str, Any]) -> list[str]:
    """Name a kind of victim that the list of victims contradicts, a strand answered twice, a faith beside none."""
    victims = raw.get("victims") or ()
    found = []
    if raw.get("victim") == "none" and victims:
        found.append(f"victim (none) and victims ({len(victims)} listed) contradict each other: was somebody targeted?")
    if raw.get("victim") == "individual" and len(victims) > 1:
        found.append(f"victim (individual) and victims ({len(victims)} listed) contradict each other: one, or several?")
    for number, each in enumerate(victims):
        strands = Counter(row["strand"] for row in each.get("hostility") or ())
        for row in each.get("perceived") or ():
            wrong = wrong_faiths(row.get("faiths") or (), (row["strand"],), all_faiths())
            found += [f"victims[{number}].perceived ({row['strand']}): {sentence}" for sentence in wrong]
        found += [
            f"victims[{number}].hostility: {strand} is answered {n} times" for strand, n in strands.items() if n > 1
        ]
    return found
