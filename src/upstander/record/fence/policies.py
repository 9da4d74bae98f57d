"""The policies of the fence, table by table, and the check that they stand and hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.module_loading import autodiscover_modules

from upstander.record.fence.viewer import NOBODY, Viewer, seen_as

_HUB = "(SELECT current_setting('hub.viewer', true)) = 'hub'"
_STAFF = "(SELECT current_setting('hub.viewer', true)) = 'staff'"
_USER = "(SELECT nullif(current_setting('hub.uid', true), '')::bigint)"
_ORGANISATION = "(SELECT nullif(current_setting('hub.organisation', true), '')::bigint)"
_RELATIONS = "string_to_array((SELECT current_setting('hub.relations', true)), ',')"
_REFUSING = "string_to_array((SELECT current_setting('hub.refusing', true)), ',')"
_RUNNING = "(g.until_at IS NULL OR g.until_at > statement_timestamp())"
_MINE = f"(g.user_id = {_USER} OR g.organisation_id = {_ORGANISATION})"
# Each value is read in a sub-select, so that it is worked out once a statement and not once a row.
# An EXISTS that leads to another fenced table ends in OFFSET 0. The planner would else plan it twice, once for each of
# two ways to answer it, and twice again at each table further in: 15 ms for one row of a suggestion, which now takes 2.
_BYPASSING = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
_READS, _WRITES = "staff_read", "the_hub_alone"


@dataclass(frozen=True)
class Fenced:
    """A table, and when a member of staff sees one of its rows."""

    table: str
    when: str


FENCED: dict[str, Fenced] = {}


def by_case(table: str, column: str = "case_id", *, or_none: bool = False) -> Fenced:
    """Fence a table whose rows belong to one case: seen by whom a running grant opens it and none refuses it.

    With `or_none`, a row that belongs to no case is not fenced.
    """
    held = f"SELECT FROM cases_grant g WHERE g.case_id = {table}.{column} AND {_RUNNING} AND {_MINE}"
    refused = f"EXISTS ({held} AND g.relation = ANY ({_REFUSING}))"
    opened = f"EXISTS ({held} AND g.relation = ANY ({_RELATIONS})) AND NOT {refused}"
    return _kept(table, f"({table}.{column} IS NULL OR ({opened}))" if or_none else opened)


def by_report(table: str, column: str = "report_id") -> Fenced:
    """Fence a table whose rows belong to one report: seen by whom a case opens that the report counts under."""
    counts = (
        f"SELECT FROM cases_membership m JOIN cases_case c ON c.id = m.case_id WHERE m.report_id = {table}.{column}"
    )
    return _kept(table, f"EXISTS ({counts} AND m.until_at IS NULL OFFSET 0)")


def by_row(table: str, parent: str, *columns: str) -> Fenced:
    """Fence a table whose rows belong to rows of another fenced table: seen by whom all of those are shown."""
    shown = (f"EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{column} OFFSET 0)" for column in columns)
    return _kept(table, " AND ".join(shown))


def by_any(table: str, child: str, column: str) -> Fenced:
    """Fence a table whose rows are seen by whom any row of a fenced table is shown that names them in `column`."""
    return _kept(table, f"EXISTS (SELECT FROM {child} p WHERE p.{column} = {table}.id OFFSET 0)")


def for_the_hub_alone(table: str) -> Fenced:
    """Fence a table of which staff see nothing but what the hub itself hands them."""
    return _kept(table, "false")


def raise_fence(*fenced: Fenced) -> Any:
    """Return what a migration runs to put the policies on these tables; nothing on SQLite, which has none."""

    def run(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            for statement in statements(fenced):
                editor.execute(statement, params=None)

    return run


def statements(fenced: Iterable[Fenced]) -> Iterator[str]:
    """Yield the SQL that fences the tables, whether or not they are."""
    for each in fenced:
        yield f"ALTER TABLE {each.table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {each.table} FORCE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS {_WRITES} ON {each.table}"
        yield f"CREATE POLICY {_WRITES} ON {each.table} FOR ALL USING ({_HUB}) WITH CHECK ({_HUB})"
        yield f"DROP POLICY IF EXISTS {_READS} ON {each.table}"
        yield f"CREATE POLICY {_READS} ON {each.table} FOR SELECT USING ({_STAFF} AND {each.when})"


def every() -> dict[str, Fenced]:
    """Return every fenced table of the hub: what the module `fence` of each app says."""
    autodiscover_modules("fence")
    return FENCED


def faults() -> Iterator[str]:
    """Yield in plain words where the fence has a gap. On SQLite there is none to have: the first fence stands alone."""
    if connection.vendor != "postgresql":
        return
    if role := bypassing_role():
        yield f"fence: the database role {role} is a superuser or has BYPASSRLS: row-level security does not hold it"
    standing = _standing()
    for table in sorted(every()):
        if standing.get(table) != (True, True, {_READS: "r", _WRITES: "*"}):
            yield f"fence: {table} has not the policies that it should have"
    stranger = Viewer("staff", user=-1, organisation=-1, relations="hub,owner")
    for looking in (NOBODY, stranger):
        with seen_as(looking):
            yield from (f"fence: {table} shows rows to a {looking.kind} without a grant" for table in _open_tables())


def bypassing_role() -> str:
    """Return the name of the role that the hub connects as, if row-level security does not hold it."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_BYPASSING)
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _kept(table: str, when: str) -> Fenced:
    FENCED[table] = Fenced(table, when)
    return FENCED[table]


def _standing() -> dict[str, tuple[bool, bool, dict[str, str]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity, polname, polcmd::text FROM pg_class"
            " LEFT JOIN pg_policy ON polrelid = pg_class.oid"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
        rows = cursor.fetchall()
    found: dict[str, tuple[bool, bool, dict[str, str]]] = {}
    for table, enabled, forced, policy, command in rows:
        found.setdefault(table, (enabled, forced, {}))[2].update({policy: command} if policy else {})
    return found


def _open_tables() -> list[str]:
    shown = []
    with connection.cursor() as cursor:
        for table in sorted(every()):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - names of our own
            if cursor.fetchone()[0]:
                shown.append(table)
    return shown
