"""Drop for good what was taken out of the search: SQLite keeps deleted words until its index is merged."""

from django.db import connection, transaction

from upstander.record.search.tables import TABLE
from upstander.record.work.asking import handles

PAGES = 500
"""Pages of the index that are merged in one transaction: other writers wait no longer than that."""


@handles("tidy_search", long=True)
def tidy_search() -> None:
    """Merge the whole word index in small steps; on PostgreSQL its own vacuum does it."""
    if connection.vendor != "sqlite":
        return
    pages = -PAGES
    while _merged(pages):
        pages = PAGES


def _merged(pages: int) -> bool:
    """Merge some pages; a negative number begins a merge of everything. Return whether there was anything to do."""
    with transaction.atomic(), connection.cursor() as cursor:
        before = _changes()
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608 - our own name
        return _changes() - before >= 2 or pages < 0


def _changes() -> int:
    return int(connection.connection.total_changes)
