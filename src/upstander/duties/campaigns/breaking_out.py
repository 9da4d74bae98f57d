"""The rule of breaking out: which reports of a campaign always stand in the queue by themselves, and why.

A report stands behind its campaign only while no clause of CLAUSES holds. It was pasted: nothing in it is new, and
nothing in it asks to be looked at before others. The first report of a campaign that says something stands singly; one
that says the same again does not. So whoever looks at what stands singly has seen everything that was said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.duties.campaigns import saying
from upstander.duties.campaigns.saying import Saying


@dataclass(frozen=True)
class Before:
    """What is known of a campaign when one more report of it is read.

    `things` were said by other reports of it, by kind; `runs` are the runs of letters that make the campaign.
    `own_runs` is how many others make words of its own (law.oversight).
    """

    things: Mapping[str, frozenset[int]]
    runs: frozenset[int]
    own_runs: int


@dataclass(frozen=True)
class Clause:
    """One reason to stand singly: its code, its sentence, and whether it holds of a report."""

    code: str
    sentence: Any
    holds: Callable[[Saying, Before], bool]


def _new(kind: str) -> Callable[[Saying, Before], bool]:
    return lambda said, before: bool(said.things[kind] - before.things[kind])


def own_words(said: Saying, before: Before) -> bool:
    """Whether a report tells more than was pasted, in texts that no other report of the campaign holds."""
    fresh: set[int] = set()
    for words in said.words:
        if words.whole not in before.things[saying.TEXT]:
            fresh |= words.runs - before.runs
    return len(fresh) >= before.own_runs


CLAUSES = (
    Clause("danger", _("The report says that someone may be in danger."), lambda said, before: said.danger),
    Clause("danger words", _("It holds words of danger that no report held before it."), _new(saying.DANGER)),
    Clause("child", _("A child may be affected, and no report of the campaign said so before it."), _new(saying.CHILD)),
    Clause("victim", _("It is about somebody whom no report of it was about before."), _new(saying.VICTIM)),
    Clause("force", _("It names who posted it, or a coming event."), lambda said, before: said.to_a_force),
    Clause("link", _("It names a post that no report of the campaign named before it."), _new(saying.LINK)),
    Clause("account", _("It names an account that no report of the campaign named before it."), _new(saying.ACCOUNT)),
    Clause("file", _("It brings a file that no report of the campaign brought before it."), _new(saying.FILE)),
    Clause("words", _("It tells something in words of its own."), own_words),
    Clause("entered", _("An officer took it down."), lambda said, before: said.entered),
)  # fmt: skip
"""In the order in which they are said. What officers set above normal (a band, a claim) lifts the case by itself:
record.cases.queue.lane_of."""


def why_singly(said: Saying, before: Before) -> list[str]:
    """Return the codes of the clauses that hold; none for a report that stands behind its campaign."""
    return [clause.code for clause in CLAUSES if clause.holds(said, before)]


def sentences(codes: list[str]) -> list[str]:
    """Return what the codes mean, in the order of the clauses; a code of an earlier rule says nothing."""
    return [str(clause.sentence) for clause in CLAUSES if clause.code in codes]
