"""Make the list of cases that two people agreed to export: approved columns alone, no word of a report, no person."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from upstander.duties.assessment.filtering import QueueFilters, filtered
from upstander.duties.intake.rows import neutral
from upstander.duties.oversight.models import AskedAct
from upstander.duties.oversight.written_out import written_out
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import Actor

MOST = 5_000
"""Cases in one list."""
BANDS = {0: "high", 1: "medium", 2: "standard", None: ""}
COLUMNS: Mapping[str, Callable[[Case], str]] = {
    "case": lambda case: case.reference,
    "state": lambda case: case.state,
    "opened": lambda case: _moment(case.opened_at),
    "reports": lambda case: str(case.report_count),
    "danger": lambda case: "yes" if case.danger else "no",
    "band": lambda case: BANDS.get(case.band, ""),
    "strands": lambda case: " ".join(case.strands),
    "platforms": lambda case: " ".join(case.platforms),
    "force": lambda case: case.force,
    "next_clock": lambda case: case.next_clock,
    "next_clock_ends": lambda case: _moment(case.next_clock_at),
    "closed": lambda case: _moment(case.closed_at),
    "closed_as": lambda case: case.closed_as,
}
"""All that may ever leave in a list; a new column is a change that somebody reviews."""


def check(about: None, said: dict[str, Any]) -> None:
    """Refuse a list that is empty or too long. Raises WrongState."""
    count = int(said.get("count", 0))
    if count == 0:
        raise WrongState("No case fits these filters.")
    if count > MOST:
        raise WrongState(f"More than {MOST} cases fit these filters. Export at most {MOST} at once.")


def when_approved(asked: AskedAct, about: None, actor: Actor, at: datetime) -> bool:
    """Leave it to whoever asked to fetch the list: it is drawn up and journalled at that moment."""
    return False


def as_said(filters: QueueFilters) -> dict[str, Any]:
    """Return filters as an asked act keeps them."""
    plain = QueueFilters()
    held = {name: value for name, value in asdict(filters).items() if value != getattr(plain, name)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in held.items()}


def as_filters(said: Mapping[str, Any]) -> QueueFilters:
    """Return the filters that an asked act kept; names that this version does not know filter nothing away.

    Raises WrongState for those: the list would hold more than was agreed.
    """
    known = {field.name for field in fields(QueueFilters)}
    if set(said) - known:
        raise WrongState("These filters are not known any more. Ask again.")
    days = {name: date.fromisoformat(said[name]) for name in ("opened_from", "opened_to") if said.get(name)}
    return QueueFilters(**{**said, **days})


def count_for(viewer: Actor, filters: QueueFilters) -> int:
    """Return how many cases such a list would hold, at most one more than may be exported; no case is read for it."""
    return filtered(viewer, filters).order_by()[: MOST + 1].count()


def cases_for(viewer: Actor, filters: QueueFilters) -> list[Case]:
    """Return the cases of a list that the viewer may see, in the order of the queue, one more than may be exported."""
    return list(filtered(viewer, filters).order_by("lane", "turn_at", "pk")[: MOST + 1])


def list_of(cases: Sequence[Case]) -> bytes:
    """Return the list as CSV that a spreadsheet opens as text, with nobody who reported in it."""
    rows = [[column(case) for column in COLUMNS.values()] for case in cases]
    return as_csv(tuple(COLUMNS), written_out(rows, [("case", case.pk) for case in cases]).rows)


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return CSV without a cell that a spreadsheet takes for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="minutes") if at else ""
