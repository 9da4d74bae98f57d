"""What is filed agrees with the records, is gone when it is erased, and is put right when it is not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Account, Report
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.search import asking, tables
from upstander.record.search.finding import find
from upstander.record.search.keeping import forget
from upstander.record.search.models import Document, NameKey, Search
from upstander.record.search.rebuilding import faults, rebuild
from upstander.record.work.worker import run_all

pytestmark = pytest.mark.django_db
POSTS = (SaidPost(link="https://x.com/a/status/1", platform="x", text="go away", handle="@patriot_voice"),)


def test_a_report_is_filed_in_its_own_transaction(report: Callable[..., Received]) -> None:
    def undone() -> None:
        with transaction.atomic():
            report()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert not Document.objects.exists()
    assert list(faults()) == []
    report()
    assert Document.objects.count() == 1
    assert list(faults()) == []


class TestFaults:
    """Each break of the agreement is found, and put right."""

    @pytest.fixture
    def received(self, report: Callable[..., Received]) -> Received:
        return report(posts=POSTS)

    def broken(self, word: str) -> None:
        found = list(faults())
        assert found, "a planted break must be found"
        assert any(word in fault for fault in found), found
        rebuild()
        assert list(faults()) == []

    def test_a_report_that_is_not_filed(self, received: Received) -> None:
        Document.objects.all().delete()
        self.broken("is not filed")

    def test_words_that_are_not_in_the_index(self, received: Received) -> None:
        tables.erase(list(Document.objects.values_list("pk", flat=True)))
        self.broken("is not in the index")

    def test_other_words_in_the_index(self, received: Received) -> None:
        tables.write(Document.objects.get().pk, ["other", "words"])
        self.broken("something else than the index")

    def test_a_report_that_says_something_else(self, received: Received) -> None:
        Report.objects.update(why="changed behind our back")
        self.broken("something else than what is filed")

    def test_words_of_nothing(self, received: Received) -> None:
        tables.write(987654, ["stray"])
        self.broken("holds 1 records that are not filed")

    def test_an_erased_report(self, received: Received) -> None:
        Report.objects.update(standing=Report.Standing.ERASED)
        self.broken("erased")

    def test_a_name_that_is_not_filed(self, received: Received) -> None:
        NameKey.objects.filter(account=Account.objects.get().pk).delete()
        self.broken("name is not filed")


def test_rebuilding_does_nothing_where_all_is_right_and_goes_on_where_it_stopped(
    report: Callable[..., Received], officer: User
) -> None:
    for number in range(3):
        report(account=f"heron {number}", posts=POSTS)
    assert rebuild() == 0
    told: list[tuple[str, int, int]] = []
    tables.erase([Document.objects.order_by("pk")[0].pk])
    assert rebuild(told=lambda *said: told.append(said)) == 1
    assert ("report", 3, 1) in told
    assert rebuild(whole=True) == 3
    assert list(faults()) == []
    assert len(find(acting(officer), "heron").shown) == 3
    assert find(acting(officer), "patriotvocie").shown


def test_forgetting_takes_everything_out(report: Callable[..., Received], officer: User) -> None:
    one = report(account="the heron came", posts=POSTS)
    two = report(account="the osprey came", posts=POSTS)
    with transaction.atomic():
        forget(one.report)
    assert find(acting(officer), "heron").shown == []
    assert [each.case for each in find(acting(officer), "patriotvocie").shown][:1] == [two.case], "another names it too"
    with transaction.atomic():
        forget(two.report)
    assert not Document.objects.exists()
    assert not NameKey.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's vacuum does it")
def test_the_words_themselves_are_gone_from_the_index(report: Callable[..., Received]) -> None:
    received = report(account="the zyxwvutheron came")
    report(account="another")
    with transaction.atomic():
        forget(received.report)
    run_all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM search_words_data")
        blocks = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert b"zyxwvuther" not in blocks


class TestWhatWasTyped:
    def test_it_is_kept_encrypted_and_can_be_erased(self, officer: User) -> None:
        row = asking.keep_search("the heron", by=officer, at=NOW)
        row.refresh_from_db()
        assert b"heron" not in bytes(row.locked)
        assert asking.opened(row) == "the heron"
        later = asking.keep_search("the egret", by=officer, at=NOW + timedelta(days=1))
        assert asking.erase_searches(before=later.at) == 1
        assert asking.opened(Search.objects.get(pk=row.pk)) == ""
        assert asking.opened(Search.objects.get(pk=later.pk)) == "the egret"

    def test_the_digest_is_keyed_and_equal_for_equal_words(self) -> None:
        assert asking.digest("The  heron ") == asking.digest("the heron")
        assert "heron" not in asking.digest("the heron")
