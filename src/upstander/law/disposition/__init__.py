"""What becomes of a matter that is not a crime, by the policy of the day, and the coded reasons for closing one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from upstander.law.dated import Dated, in_force, load

DISPOSITION = Path(__file__).parent / "disposition.yaml"

Answer = Literal["yes", "no", "not_known"]
SubjectData = Literal["never", "when_thresholds_met", "intelligence_rules"]


class UnknownReason(LookupError):
    """No closing reason has this key on that day."""


class UnknownPolicy(LookupError):
    """No policy has this id on that day."""


@dataclass(frozen=True)
class Test:
    """A question whose answer decides what the policy allows; `needed` is the answer that lets it pass."""

    id: str
    question: str
    needed: Answer
    guards: Literal["record", "subject"]


@dataclass(frozen=True)
class Option:
    """A thing that may become of the matter under a policy; `subject_data` says when a subject may be named in it."""

    id: str
    label: str
    subject_data: SubjectData
    needs_tests: bool


@dataclass(frozen=True, kw_only=True)
class Policy(Dated):
    """A dated policy on what is not a crime. `force` is the code of the only force that follows it, None for all.

    `review_existing` says that records made under an earlier policy are to be reviewed for erasure.
    """

    id: str
    title: str
    tests: tuple[Test, ...]
    options: tuple[Option, ...]
    force: str | None = None
    review_existing: bool = False


@dataclass(frozen=True)
class Follows:
    """What the policy allows on these answers: options open, whether a subject may be named, questions unanswered."""

    policy: str
    options: tuple[Option, ...]
    subject_may_be_named: bool
    missing: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ClosingReason(Dated):
    """A coded reason for closing a matter. `sentence_key` names its sentence for letters, `sentence` is in English.

    `crime` says which matters it may close: "crime", "not_crime" or "either".
    """

    key_name: str
    label: str
    sentence_key: str
    sentence: str
    crime: Literal["crime", "not_crime", "either"] = "either"
    outcome: str | None = None

    @property
    def key(self) -> str:
        """The code of the reason."""
        return self.key_name


@cache
def all_policies() -> tuple[Policy, ...]:
    """Every policy in the file, of whatever date."""
    return load(DISPOSITION, Policy, section="policies", convert={"tests": _tests, "options": _options})


@cache
def all_reasons() -> tuple[ClosingReason, ...]:
    """Every closing reason in the file, of whatever date."""
    return load(DISPOSITION, ClosingReason, section="closing_reasons")


def policies(on: date) -> tuple[Policy, ...]:
    """The policies that hold on the day `on`, those of single forces included."""
    return in_force(all_policies(), on)


def policy(on: date, *, force: str | None = None, id: str | None = None) -> Policy:
    """The policy to follow on the day `on`: the one called `id`, else the force's own, else the general one.

    Raises UnknownPolicy.
    """
    held = policies(on)
    if id is not None:
        held = tuple(each for each in held if each.id == id)
    else:
        own = tuple(each for each in held if each.force is not None and each.force == force)
        held = own or tuple(each for each in held if each.force is None)
    if not held:
        raise UnknownPolicy(f"no policy {id or ''} holds on {on}".replace("  ", " "))
    return held[0]


def what_follows(policy: Policy, answers: Mapping[str, str]) -> Follows:
    """What `policy` allows on `answers` (test id to "yes", "no" or "not_known"); an unanswered test never passes."""
    missing = tuple(test.id for test in policy.tests if answers.get(test.id) not in ("yes", "no"))
    record_passes = all(answers.get(test.id) == test.needed for test in policy.tests if test.guards == "record")
    subject_passes = record_passes and all(answers.get(t.id) == t.needed for t in policy.tests if t.guards == "subject")
    options = tuple(option for option in policy.options if record_passes or not option.needs_tests)
    named = subject_passes and any(option.subject_data == "when_thresholds_met" for option in options)
    who = "A subject may be named." if named else "No subject may be named on these answers."
    return Follows(policy.id, options, named, missing, f"{policy.title}: {len(options)} possible. {who}")


def closing_reasons(on: date) -> tuple[ClosingReason, ...]:
    """The reasons for closing that may be used on the day `on`."""
    return in_force(all_reasons(), on)


def closing_reason(key: str, on: date) -> ClosingReason:
    """The closing reason `key` on the day `on`. Raises UnknownReason."""
    for reason in closing_reasons(on):
        if reason.key == key:
            return reason
    raise UnknownReason(f"no closing reason is called {key!r} on {on}")


def _tests(raw: Any) -> tuple[Test, ...]:
    return tuple(Test(**row) for row in raw)


def _options(raw: Any) -> tuple[Option, ...]:
    return tuple(Option(**row) for row in raw)
