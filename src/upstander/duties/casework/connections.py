"""Read declared connections: one's own, and for supervisors those of everybody at the hub."""

from dataclasses import dataclass
from json import loads

from django.db.models import QuerySet

from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case, Connection
from upstander.record.people.actors import Actor, require_role
from upstander.record.vault import cipher


@dataclass(frozen=True)
class Declared:
    """A connection with what was written of it; never whether it led to any case."""

    connection: Connection
    said: str
    how: str
    case: Case | None = None
    """For a connection to a case: the case, where the viewer may see it."""


def mine(viewer: Actor) -> list[Declared]:
    """Return what the viewer has declared, the latest first; a case stays closed to them, and is not named."""
    require_role(viewer, Act.DECLARE_CONFLICT)
    return [_read(viewer, row) for row in _related().filter(by=viewer.user).order_by("-declared_at", "-pk")]


def of_others(viewer: Actor) -> list[Connection]:
    """Return the running connections that others of the hub have declared, unopened. Raises NotAllowed."""
    require_role(viewer, Act.END_CONFLICT)
    rows = _related().filter(ended_at=None, by__organisation=viewer.organisation).exclude(by=viewer.user)
    return list(rows.order_by("by__name", "-declared_at", "-pk"))


def one(viewer: Actor, number: int) -> Declared | None:
    """Return one of `of_others`, opened, for a supervisor to end. Raises NotAllowed."""
    row = next((row for row in of_others(viewer) if row.pk == number), None)
    return _read(viewer, row) if row else None


def _related() -> QuerySet[Connection]:
    return Connection.objects.select_related("by", "ended_by")


def _read(viewer: Actor, row: Connection) -> Declared:
    plain = loads(cipher.unlock(row.locked, table="connection", column="locked", row=str(row.uid)))
    case = visible_to(viewer).filter(pk=row.case_id).first() if row.case_id else None
    return Declared(row, plain["said"], plain["how"], case)
