"""What a search found: results in groups, each with the reason why it is there. No words of a report are among them."""

from dataclasses import dataclass, field
from enum import StrEnum

from upstander.engines.finding.asking import Asked
from upstander.record.cases.models import Case, Report


class Group(StrEnum):
    """By what a result was found, in the order in which they are shown."""

    REFERENCE = "reference"
    ACCOUNT = "account"
    LINK = "link"
    WORDS = "words"


@dataclass(frozen=True)
class Result:
    """One visible case that was found, and by what: the record whose words, link or account it was."""

    case: Case
    group: Group
    kind: str
    """What was found in the case: `case`, `report`, or the kind of a source such as `note`."""
    row: int
    report: Report | None = None
    name: str = ""
    """For an account: its name as it is filed, and its platform."""
    platform: str = ""
    far: int = 0
    """For an account: by how many letters its name differs from what was typed."""
    begins: bool = False
    """For an account: its name only begins with what was typed."""
    field: str = ""
    """For words: the field they were found in. The words themselves come when they are asked for, on the case."""


@dataclass(frozen=True)
class Found:
    """The results of one group. `next` leads on, None at the end; there is no total, which would count the unseen."""

    group: Group
    results: tuple[Result, ...]
    next: int | None = None


@dataclass(frozen=True)
class Answer:
    """All that was found for what was typed."""

    asked: Asked
    groups: tuple[Found, ...] = ()
    mistyped: bool = False
    """It has the shape of a reference and its check character does not fit: somebody mistyped it."""
    shown: list[Result] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", [result for group in self.groups for result in group.results])
