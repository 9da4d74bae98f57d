"""The weights, read from a file and checked; and the walk over them that says how two descriptions compare."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log2
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from upstander.engines.matching.people.levels import COMPARE, KINDS, LEVELS, SHARES
from upstander.engines.matching.people.prepared import VERSION, Prepared, Terms

SHIPPED = Path(__file__).parent / "data" / "model.json"
LARGEST = 32 * 2**20
"""Bytes of a model's file."""
KINDS_NEEDED = 2
"""Kinds of evidence (levels.KINDS) that must speak for a pair before it is suggested, whatever the sum says."""
MOST_BITS, LEAST_BITS = 13.0, -7.0
"""What one comparison may add: what is rarer still cannot be measured on the records that a hub has."""
SPEAKS_FOR = 1.0
"""Bits from which a comparison speaks for a pair."""

_SCHEMA = Path(__file__).parent / "model.schema.json"
_BIT = {kind: 1 << place for place, kind in enumerate(sorted(set(KINDS.values())))}


class BadModel(ValueError):
    """A file that is no model, or one that must not be used; says why."""


class Step(NamedTuple):
    """One comparison of a pair: its level, the bits it adds (below 0: it speaks against), why in plain words."""

    comparison: str
    level: str
    bits: float
    why: str
    kind: int


class Same(NamedTuple):
    """An account that both name, by the platform's own number or by its handle: outside the model, and exact."""

    by: str
    account: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How one pair compares. It says nothing of any other pair and is kept with the pair's suggestion or not at all.

    bits: the log-odds that both mean one person, base 2; `prior` and the steps add up to it. same: accounts that both
    name. for_kinds: how many kinds of evidence speak for the pair.
    """

    bits: float
    prior: float
    steps: tuple[Step, ...]
    same: tuple[Same, ...]
    threshold: float
    for_kinds: int

    @property
    def suggested(self) -> bool:
        """Whether a person should be asked about the pair: never a link, whatever the sum."""
        return bool(self.same) or self.by_weights

    @property
    def by_weights(self) -> bool:
        """Whether the weights alone say so: enough bits, and of more than one kind of evidence."""
        return self.bits >= self.threshold and self.for_kinds >= KINDS_NEEDED


class Outcomes(NamedTuple):
    """One comparison: how it is made, the step of each level, and the levels at which a share stands for u."""

    compare: Callable[[Prepared, Prepared], int]
    steps: tuple[Step, ...]
    by_share: frozenset[int]
    share_of: Callable[[Prepared], float]
    ms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights that are ready to be walked. `outcomes`: of each comparison what a level adds; `weights`: m and u."""

    prior: float
    threshold: float
    terms: Terms
    provenance: Mapping[str, Any]
    outcomes: tuple[Outcomes, ...]
    weights: Mapping[str, Mapping[str, tuple[float, float]]]


def weigh(a: Prepared, b: Prepared, model: Model) -> Waterfall:
    """Walk the model over one pair, best level first in each comparison. Never raises; the order of the two is free."""
    bits, kinds, steps = model.prior, 0, []
    for compare, outcomes, by_share, share_of, ms in model.outcomes:
        level = compare(a, b)
        step = outcomes[level]
        if level in by_share:
            step = step._replace(bits=min(log2(ms[level] / max(share_of(a), share_of(b))), MOST_BITS))
        bits += step.bits
        if step.bits >= SPEAKS_FOR:
            kinds |= step.kind
        steps.append(step)
    same = () if a.account_names.isdisjoint(b.account_names) and a.numbers.isdisjoint(b.numbers) else _same(a, b)
    return Waterfall(bits, model.prior, tuple(steps), same, model.threshold, kinds.bit_count())


def _same(a: Prepared, b: Prepared) -> tuple[Same, ...]:
    """The accounts that both name. A handle shared by two numbers of one platform was passed on: it names neither."""
    found = [Same("number", name) for name in sorted(a.numbers & b.numbers)]
    passed_on = bool(a.own_number and b.own_number) and a.platform == b.platform and a.own_number != b.own_number
    for name in sorted(a.account_names & b.account_names):
        if not (passed_on and name == f"{a.platform}:{a.handle}"):
            found.append(Same("handle", name))
    return tuple(found)


@cache
def shipped() -> Model:
    """Return the model that ships with the hub."""
    return load(SHIPPED)


def load(path: Path) -> Model:
    """Read a model from its file; raises BadModel where it is none or must not be used, and OSError."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise BadModel("the file is too large for a model")
    try:
        said = json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadModel(f"it is not JSON ({error})") from error
    return made(said)


def made(said: Any) -> Model:
    """Return the model that JSON describes; raises BadModel where it breaks the schema or a rule of the house."""
    from jsonschema import Draft202012Validator

    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    if error := next(iter(Draft202012Validator(schema).iter_errors(said)), None):
        raise BadModel(f"{'/'.join(map(str, error.absolute_path)) or 'the model'}: {error.message[:200]}")
    if said["levels"] != VERSION:
        raise BadModel(f"it was trained for version {said['levels']} of the levels; this is version {VERSION}")
    listed = [comparison["name"] for comparison in said["comparisons"]]
    if listed != [*COMPARE]:
        raise BadModel(f"it compares {', '.join(listed)} and not {', '.join(COMPARE)}")
    outcomes = tuple(map(_outcomes, said["comparisons"]))
    terms = Terms(said["terms"]["name_parts"], said["terms"]["handles"], said["rare_below"], said["handle_least"])
    weights = {
        one["name"]: {level["level"]: (level["m"], level["u"]) for level in one["levels"]}
        for one in said["comparisons"]
    }
    prior = log2(said["prior"] / (1 - said["prior"]))
    model = Model(prior, said["threshold_bits"], terms, said["provenance"], outcomes, weights)
    _hold(model)
    return model


def _outcomes(comparison: Mapping[str, Any]) -> Outcomes:
    name, steps = comparison["name"], _steps(comparison)
    share, levels = SHARES.get(name, ("name_share", frozenset()))
    by_share = frozenset(at for at, step in enumerate(steps) if step.level in levels)
    ms = (1.0, *(float(level["m"]) for level in comparison["levels"]))
    return Outcomes(COMPARE[name], steps, by_share, attrgetter(share), ms)


def _steps(comparison: Mapping[str, Any]) -> tuple[Step, ...]:
    name = comparison["name"]
    words, weights = LEVELS[name], comparison["levels"]
    if [weight["level"] for weight in weights] != [level for level, _ in words[1:]]:
        raise BadModel(f"the levels of {name} are not those that are compared")
    kind = _BIT[KINDS[name]]
    steps = [Step(name, words[0][0], 0.0, words[0][1], kind)]
    for (level, why), weight in zip(words[1:], weights, strict=True):
        steps.append(Step(name, level, log2(weight["m"] / weight["u"]), why, kind))
    return tuple(steps)


def _hold(model: Model) -> None:
    """No comparison may pass the threshold by itself: a name, a handle or a number alone is never enough."""
    for one in model.outcomes:
        if model.prior + best(one, model.terms) >= model.threshold:
            raise BadModel(f"{one.steps[0].comparison} alone would pass the threshold")


def best(one: Outcomes, terms: Terms) -> float:
    """Return the most bits that one comparison can add."""
    least = terms.handle_least if one.steps[0].comparison == "handle" else terms.rare_below / 1000
    shares = [min(log2(one.ms[at] / least), MOST_BITS) for at in one.by_share]
    return max(shares + [step.bits for at, step in enumerate(one.steps) if at not in one.by_share])


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number")
