"""Take a row away behind the hub's back, as a fault of a database or a person with its password could."""

from typing import Any


def play(reports: int) -> dict[str, Any]:
    """Take in some reports, let one vanish with all that hangs on it, and return its reference."""
    from django.db import connection

    from tests.harness.saying import receive_one
    from upstander.record.cases.models import Case, Report
    from upstander.record.cases.queue import settle

    for number in range(1, reports + 1):
        receive_one(number)
    gone = Report.objects.order_by("pk")[reports // 2]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute(
                "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint"
                " WHERE contype = 'f' AND confrelid = 'cases_report'::regclass"
            )
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
        for table, column in (("cases_membership", "report_id"), ("cases_report", "id")):
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [gone.pk])
    settle(Case.objects.get(opened_by_id=gone.pk))  # as tidy as can be: only the journal still knows of it
    return {"reference": gone.reference}
