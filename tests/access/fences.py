"""Take the second fence down, so that a control shows what the first one alone would let through."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from upstander.record.fence import policies


@contextmanager
def first_fence_alone() -> Iterator[None]:
    """Let PostgreSQL filter no row by itself meanwhile, as SQLite never does."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in policies.every():
                cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        yield
        transaction.set_rollback(True)
