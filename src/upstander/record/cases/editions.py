"""Notice that someone acts on an older picture of a case than the one that stands, so that no edit is silently lost.

`Case.edition` counts the changes of a case; `queue.settle`, which ends every action that changes one, counts it up.
Every form on a page about a case carries the edition that the page showed, and the gate of the faces says it here for
the time of one request (`acting_on`). An action takes its case by `locked` (or asks `require_current` once it has
locked it): inside its own transaction, under the row's lock, an older picture raises Outdated, and nothing is saved.
Whoever acts without a picture (the worker, an importer, a machine) is not asked.

For a new action that changes a case: begin with `case = locked(case.pk)` and end with `settle(case)`; nothing else is
needed, in the page neither. For one that only adds beside it (a note, a task), take the case without `locked`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from upstander.record.cases.models import Case


@dataclass(frozen=True)
class Picture:
    """What somebody saw of a case: its edition, and how far the journal had come."""

    edition: int
    journal: int = 0


class Outdated(Exception):
    """The case has changed since the picture that the act rests on. Nothing was saved."""

    def __init__(self, case: Case, seen: Picture) -> None:
        super().__init__(f"{case.reference} has changed since you opened it.")
        self.case, self.seen = case, seen


_seen: ContextVar[dict[str, tuple[Picture, set[int]]] | None] = ContextVar("pictures of cases", default=None)


@contextmanager
def acting_on(pictures: Mapping[str, Picture]) -> Iterator[None]:
    """Let everything done inside rest on these pictures, by the case's reference."""
    token = _seen.set({reference: (picture, {picture.edition}) for reference, picture in pictures.items()})
    try:
        yield
    finally:
        _seen.reset(token)


def locked(pk: int) -> Case:
    """Lock a case and return it as it stands now. Raises Outdated where the act rests on an older picture of it."""
    case = Case.objects.select_for_update().get(pk=pk)
    require_current(case)
    return case


def require_current(*cases: Case) -> None:
    """Refuse to act on an older picture of cases that are locked already. Raises Outdated."""
    for case in cases:
        picture, good = (_seen.get() or {}).get(case.reference, (None, set()))
        if picture is not None and case.edition not in good:
            raise Outdated(case, picture)


def count_up(case: Case) -> None:
    """Count a change; several acts of one request rest on each other, so what they change stays current to them."""
    case.edition += 1
    _picture, good = (_seen.get() or {}).get(case.reference, (None, set()))
    if case.edition - 1 in good:
        good.add(case.edition)
