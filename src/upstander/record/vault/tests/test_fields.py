"""An encrypted column is text in Python, opens for its own row alone, and lets nothing readable into the database."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Report
from upstander.record.vault.cipher import Unreadable

PLACE = "12 Sample Street LS1 1UR"


@pytest.fixture
def held(report: Callable[..., Received]) -> Report:
    return report(home=PLACE, seen_from="", danger=True, danger_place="LS1 1UR").report


def stored(column: str, row: Report) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM cases_report WHERE id = %s", [row.pk])
        return bytes(cursor.fetchone()[0])


def test_it_is_text_on_the_row_and_not_in_the_database(held: Report) -> None:
    fresh = Report.objects.get(pk=held.pk)
    assert (fresh.home, fresh.seen_from, fresh.danger_place) == (PLACE, "", "LS1 1UR")
    assert b"Sample" not in stored("home", held)
    assert len(stored("home", held)) > len(PLACE)
    assert stored("seen_from", held) == b""


def test_it_opens_in_its_own_row_and_column_alone(held: Report, report: Callable[..., Received]) -> None:
    other = report(home="Elsewhere", danger=True, danger_place="There").report
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_report SET home = %s WHERE id = %s", [stored("home", held), other.pk])
        cursor.execute("UPDATE cases_report SET danger_place = home WHERE id = %s", [held.pk])
    with pytest.raises(Unreadable):
        _ = Report.objects.get(pk=other.pk).home
    with pytest.raises(Unreadable):
        _ = Report.objects.get(pk=held.pk).danger_place


def test_only_saving_its_row_writes_it_and_nothing_readable_passes(held: Report) -> None:
    with pytest.raises(TypeError), transaction.atomic():
        Report.objects.filter(pk=held.pk).update(home="readable")
    with pytest.raises(TypeError):
        Report.objects.filter(home=PLACE).exists()
    held.home = "Another"
    held.save(update_fields=["home"])
    assert Report.objects.only("pk").get(pk=held.pk).home == "Another"
    held.home = ""
    held.save(update_fields=["home"])
    assert stored("home", held) == b""
