"""What is proposed: three answers with rule, sentence and facts, who else is told, what to ask, what was not chosen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from upstander.law.places import Candidate

Capacity = Literal["recording", "investigating", "victim_contact"]
CAPACITIES: tuple[Capacity, ...] = ("recording", "investigating", "victim_contact")
HeldBy = Literal["force", "hub", "partner", "registrars", "nobody"]


@dataclass(frozen=True)
class Answer:
    """One of the three answers. `force` is None where none can be named: `held_by` and `sentence` then say who acts.

    `candidates` are the forces it may be, `grade` the grade of the evidence of place where it has one.
    """

    force: str | None
    force_name: str | None
    rule: str
    sentence: str
    facts_used: tuple[str, ...]
    grade: str | None
    candidates: tuple[Candidate, ...]
    sign_off: str
    held_by: HeldBy = "force"
    place: str = ""
    """The place that the sentence says, as it was given: whoever may not know it must not be shown it."""


@dataclass(frozen=True)
class Notified:
    """A force that is told although it is not responsible; `clock` names the clock its notice starts."""

    force: str
    force_name: str
    why: str
    sentence: str
    clock: str | None


@dataclass(frozen=True)
class Alternative:
    """A rule that would have fired too, further down the table, and the forces it would have named."""

    rule: str
    title: str
    recording: str | None
    investigating: str | None
    sentence: str


@dataclass(frozen=True)
class VictimAnswer:
    """Of several victims, one: the rule, who records that victim's crime and who stays in contact."""

    label: str
    rule: str
    recording: Answer
    victim_contact: Answer


@dataclass(frozen=True)
class Proposal:
    """A proposal for a named officer to confirm; nothing in it decides by itself."""

    on: date
    rule: str
    modifiers: tuple[str, ...]
    title: str
    urgency: Literal["immediate", "usual"]
    recording: Answer
    investigating: Answer
    victim_contact: Answer
    per_victim: tuple[VictimAnswer, ...]
    notified: tuple[Notified, ...]
    questions: tuple[str, ...]
    flags: tuple[str, ...]
    not_chosen: tuple[Alternative, ...]
    review_days: int | None
    checked: str

    @property
    def rules(self) -> str:
        """The rule and its modifiers in one text, such as "4+7"."""
        return "+".join((*self.modifiers, self.rule))

    def answer_for(self, capacity: Capacity) -> Answer:
        """The answer for one capacity."""
        answers = {
            "recording": self.recording,
            "investigating": self.investigating,
            "victim_contact": self.victim_contact,
        }
        return answers[capacity]

    def force_for(self, capacity: Capacity) -> str | None:
        """The code of the force proposed in one capacity, or None."""
        return self.answer_for(capacity).force

    def as_json(self) -> dict[str, Any]:
        """The same as plain values for JSON."""
        return {**asdict(self), "on": self.on.isoformat(), "rules": self.rules}
