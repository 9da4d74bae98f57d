"""The SQL of the append-only tables, for SQLite and PostgreSQL, and the check that its guards still stand."""

from django.db import connection

APPEND_ONLY = ("journal_entry", "journal_touch", "journal_consultation", "journal_checkpoint")

_INDEX_ROW = "kind varchar(30) NOT NULL, record {big} NOT NULL, entry {big} NOT NULL, PRIMARY KEY (kind, record, entry)"
_COLUMNS = {
    "journal_entry": (
        "seq {big} NOT NULL PRIMARY KEY, at {time} NOT NULL, recorded_at {time} NOT NULL, actor varchar(80) NOT NULL,"
        " verb varchar(60) NOT NULL, subject varchar(80) NOT NULL, body text NOT NULL, leaf {blob} NOT NULL,"
        " head varchar(64) NOT NULL"
    ),
    "journal_touch": _INDEX_ROW,
    "journal_consultation": _INDEX_ROW,
    "journal_checkpoint": (
        "size {big} NOT NULL PRIMARY KEY, text text NOT NULL, frontier text NOT NULL, recorded_at {time} NOT NULL"
    ),
}
_TYPES = {
    "sqlite": {"big": "bigint", "time": "datetime", "blob": "BLOB"},
    "postgresql": {"big": "bigint", "time": "timestamptz", "blob": "bytea"},
}
_WITHOUT_ROWID = ("journal_touch", "journal_consultation")


def statements(vendor: str) -> list[str]:
    """Return the SQL that makes the tables, their indexes and their guards on `vendor` (sqlite | postgresql)."""
    sql = []
    for table, columns in _COLUMNS.items():
        tail = " WITHOUT ROWID" if vendor == "sqlite" and table in _WITHOUT_ROWID else ""
        sql.append(f"CREATE TABLE {table} ({columns.format(**_TYPES[vendor])}){tail}")
    sql.append("CREATE INDEX journal_entry_actor ON journal_entry (actor, seq)")
    sql.append("CREATE INDEX journal_entry_verb ON journal_entry (verb, seq)")
    sql.append("CREATE INDEX journal_touch_entry ON journal_touch (entry)")
    sql.append("CREATE INDEX journal_consultation_entry ON journal_consultation (entry)")
    return sql + guards(vendor)


def guards(vendor: str) -> list[str]:
    """Return the SQL of the triggers that refuse to change or take away a row."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ]
    function = (
        "CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    return [function] + [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()"
        for table in APPEND_ONLY
    ]


def missing_guards() -> list[str]:
    """Return the append-only guards that are gone: a remade SQLite table silently loses its triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")}
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            wanted = {f"{table}_no_change" for table in APPEND_ONLY}
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal")
        standing = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - standing)
