"""Join many reports to a case in one act of a person: each by the rules of one, and what cannot be joined is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from upstander.duties.bundling.joining import join_each
from upstander.record.cases.models import Case, Report
from upstander.record.fence.viewer import action
from upstander.record.people.actors import Actor


@dataclass(frozen=True)
class Joined:
    """What became of the reports that were chosen."""

    joined: tuple[Report, ...]
    refused: tuple[tuple[Report, str], ...]
    """The others, each with the sentence that says why."""


@action
def join_many(*, reports: Sequence[Report], case: Case, actor: Actor, reason: str = "", at: datetime) -> Joined:
    """Let each of `reports` count under `case`; `split` undoes each by itself.

    One that cannot be joined keeps none of the others back. Raises NotAllowed (for all of them: nothing is joined),
    for one that wants a reason as well, and WrongState for a case that takes no report.
    """
    joined, refused = join_each(reports, case, actor=actor, reason=reason, at=at)
    return Joined(tuple(each.report for each in joined), tuple((report, str(why)) for report, why in refused))
