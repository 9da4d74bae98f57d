"""Read what was recorded on the way to a court: who saw the file, consents, charges, and what each date does."""

from dataclasses import dataclass
from datetime import date

from upstander.duties.assessment.charging import Wanted, wanted
from upstander.duties.assessment.limits import OfOffence, conduct_of, limits_of
from upstander.duties.assessment.models import Charge, Conduct, Consent, Seen
from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor


@dataclass(frozen=True)
class SeenLine:
    """A prosecutor's date, what it does to each limit that runs from such dates, and the entry that corrects it."""

    seen: Seen
    does: tuple[tuple[str, str], ...]
    """Offence and sentence."""
    corrected_by: Seen | None


@dataclass(frozen=True)
class Proceedings:
    """All that a page about the time limits of a case shows."""

    conduct_on: date | None
    conducts: tuple[Conduct, ...]
    limits: tuple[OfOffence, ...]
    seen: tuple[SeenLine, ...]
    wanted: tuple[Wanted, ...]
    consents: tuple[Consent, ...]
    charges: tuple[Charge, ...]

    @property
    def rows(self) -> list[Conduct | Seen | Consent | Charge]:
        """Every record shown, for the journal."""
        return [*self.conducts, *(line.seen for line in self.seen), *self.consents, *self.charges]


def proceedings(viewer: Actor, case: Case, on: date) -> Proceedings:
    """Return what stands on the day `on`, newest first, in a fixed number of queries. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    limits = limits_of(case, on)
    seen = list(Seen.objects.filter(case=case).select_related("by").order_by("-at", "-pk"))
    corrected = {row.corrects_id: row for row in seen if row.corrects_id}
    return Proceedings(
        conduct_of(case),
        tuple(Conduct.objects.filter(case=case).select_related("by").order_by("-at", "-pk")),
        tuple(limits),
        tuple(SeenLine(row, _does(row, limits), corrected.get(row.pk)) for row in seen),
        tuple(wanted(case, on)),
        tuple(Consent.objects.filter(case=case).select_related("by").order_by("-at", "-pk")),
        tuple(Charge.objects.filter(case=case).select_related("by", "takes_back").order_by("-at", "-pk")),
    )


def _does(row: Seen, limits: list[OfOffence]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each.title, one.sentence)
        for each in limits
        if each.limit
        for one in each.limit.explained
        if one.seen.key == row.pk
    )
