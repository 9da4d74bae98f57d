"""Write many new rows quickly: each field is made ready by Django itself, each value once, and each table in one go."""

from collections.abc import Hashable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def write(kind: type[Model], rows: Sequence[Any]) -> None:
    """Insert rows of one model, all of them with their number or none; what they are told by the database is not read.

    Raises django.db.IntegrityError as `bulk_create` would.
    """
    if not rows:
        return
    numbered = rows[0].pk is not None
    fields = [field for field in kind._meta.concrete_fields if numbered or not field.primary_key]
    columns = [_ready(field, [field.pre_save(row, True) for row in rows]) for field in fields]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(kind._meta.db_table)} ({names}) VALUES ({marks})",
            list(zip(*columns, strict=True)),
        )


def _ready(field: "Field[Any, Any]", values: list[Any]) -> list[Any]:
    """Return what the database is given for the values of a field."""
    known: dict[tuple[type, Any], Any] = {}
    ready = []
    for value in values:
        if not isinstance(value, Hashable):
            ready.append(field.get_db_prep_save(value, connection))
            continue
        key = (type(value), value)
        if key not in known:
            known[key] = field.get_db_prep_save(value, connection)
        ready.append(known[key])
    return ready
