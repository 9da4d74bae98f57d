"""Show somebody what they ask to see of distressing content: counted for their own sake, and journalled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from upstander.duties.casework.looks import standing
from upstander.duties.casework.models import Exposure
from upstander.law.access import Act
from upstander.record.cases.grants import reports_of, require
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.cases.states import WrongState
from upstander.record.cases.withholding import openable
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of

Kind = Exposure.Kind


class LimitReached(ValueError):
    """This would be more than is good for one day: a pause, or a supervisor's word, comes first."""


@dataclass(frozen=True)
class Shown:
    """What may be shown now, and how many looks that makes today."""

    kind: Kind
    records: tuple[int, ...]
    today: int


@action
def show(*, case: Case, kind: str, records: Sequence[int], actor: Actor, at: datetime) -> Shown:
    """Let the actor see words (by report) or pictures or originals (by reported file) of the case.

    Each counts once for each asking, looks at the same thing again too. All that is asked for is shown or nothing: what
    would go over the day's limit is refused whole. Where somebody may be in danger nothing is held back.

    Raises NotAllowed, LimitReached, WrongState for what is not in the case or is withheld.
    """
    require(actor, Act.SHOW_CONTENT, case)
    asked, what = tuple(dict.fromkeys(records)), Kind(kind)
    rows = _found(case, what, asked, actor)
    stands = standing(actor, at)
    if not stands.allows(len(rows)) and not case.danger:
        raise LimitReached(
            f"You have asked to see distressing content {stands.count} times today; {len(rows)} more would be over"
            f" {stands.limit}."
        )
    Exposure.objects.bulk_create(
        Exposure(by=user_of(actor), case=case, kind=what, record=row.pk, day=timezone.localdate(at), at=at)
        for row in rows
    )
    record(actor, Verb.SHOWN, case, at=at, about=rows, kind=what.value, count=len(rows))
    return Shown(what, asked, stands.count + len(rows))


def _found(case: Case, kind: Kind, asked: tuple[int, ...], actor: Actor) -> list[Any]:
    if kind == Kind.WORDS:
        rows: list[Any] = list(reports_of(case).filter(pk__in=asked))
    else:
        of_case = ReportedFile.objects.filter(report__in=reports_of(case), file__erased_at=None)
        rows = list(openable(of_case.filter(pk__in=asked), actor))
    if not asked or len(rows) != len(asked):
        raise WrongState("That is not in this case, or it may not be opened.")
    return rows
