"""The SQL of the key table, for SQLite and PostgreSQL, and the check that it is still what it was made to be."""

from django.db import connection


def statement(vendor: str) -> str:
    """Return the SQL that makes the key table on `vendor` (sqlite | postgresql)."""
    tail = " WITHOUT ROWID" if vendor == "sqlite" else ""
    return f"CREATE TABLE match_key (k bigint NOT NULL, item bigint NOT NULL, PRIMARY KEY (k, item)){tail}"


def faults() -> list[str]:
    """Return what is wrong with the table's form: a remade SQLite table silently gains a row id."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'match_key'")
        row = cursor.fetchone()
    return [] if row and "WITHOUT ROWID" in row[0].upper() else ["keys: match_key has lost its form (WITHOUT ROWID)"]
