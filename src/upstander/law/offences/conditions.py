"""Conditions over answers that are yes, no or not known: what an element of an offence asks of the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Kind = Literal["fact", "hostility", "offence", "all", "any", "none"]
LEAVES: tuple[Kind, ...] = ("fact", "hostility", "offence")
GROUPS: tuple[Kind, ...] = ("all", "any", "none")

State = bool | None
"""Met, not met, or not known."""


@dataclass(frozen=True)
class Leaf:
    """One thing that is asked: a feature of the facts, hostility on the grounds of a regime, or another offence."""

    kind: Kind
    name: str


@dataclass(frozen=True)
class Group:
    """All of the parts, any of them, or none of them."""

    kind: Kind
    parts: tuple[Condition, ...]


Condition = Leaf | Group


class Answers(Protocol):
    """Whatever can answer a leaf."""

    def answer(self, leaf: Leaf) -> State:
        """Return whether what the leaf asks holds."""
        ...


@dataclass(frozen=True)
class Verdict:
    """Whether a condition holds, and the leaves that this rests on: those that decide it, or those not known."""

    state: State
    rests_on: tuple[Leaf, ...]


def condition(raw: Any) -> Condition:
    """The condition written in a law file: a feature's name, or one key (all, any, none, hostility, offence).

    Raises ValueError, which says what is wrong; whether the names exist is for the caller to check.
    """
    if isinstance(raw, str) and raw:
        return Leaf("fact", raw)
    if not isinstance(raw, Mapping) or len(raw) != 1:
        raise ValueError(f"{raw!r} is neither a feature nor one of {', '.join((*LEAVES[1:], *GROUPS))}")
    key, value = next(iter(raw.items()))
    if key in LEAVES[1:] and isinstance(value, str):
        return Leaf(key, value)
    if key in GROUPS and isinstance(value, list) and value:
        return Group(key, tuple(condition(each) for each in value))
    raise ValueError(f"{key!r} is not one of {', '.join((*LEAVES[1:], *GROUPS))}, or what it holds is not a list")


def leaves(held: Condition) -> tuple[Leaf, ...]:
    """Every leaf of a condition, each once, in the order of the file."""
    if isinstance(held, Leaf):
        return (held,)
    return tuple(dict.fromkeys(leaf for part in held.parts for leaf in leaves(part)))


def weigh(held: Condition, answers: Answers) -> Verdict:
    """Whether the condition holds. What is not known decides nothing that the rest does not decide already."""
    if isinstance(held, Leaf):
        return Verdict(answers.answer(held), (held,))
    wanted = held.kind == "all"
    verdicts = [weigh(part, answers) for part in held.parts]
    # One part that is false settles `all`; one that is true settles `any` and `none`.
    state: State
    settling = [each for each in verdicts if each.state is not None and each.state is not wanted]
    unknown = [each for each in verdicts if each.state is None]
    if settling:
        state, used = not wanted, settling
    elif unknown:
        state, used = None, unknown
    else:
        state, used = wanted, verdicts
    if held.kind == "none" and state is not None:
        state = not state
    return Verdict(state, tuple(dict.fromkeys(leaf for each in used for leaf in each.rests_on)))
