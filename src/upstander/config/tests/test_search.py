"""Searching and rebuilding from the command line."""

from collections.abc import Callable

import pytest

from upstander.config import command
from upstander.config.command import main
from upstander.duties.intake.actions.receive import Received
from upstander.record.journal.models import Entry
from upstander.record.journal.verbs import Verb
from upstander.record.people.models import User
from upstander.record.search import tables
from upstander.record.search.models import Document

pytestmark = pytest.mark.django_db
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "start_django", lambda: None)


def test_it_finds_what_that_person_may_see_and_says_so_in_the_journal(
    report: Callable[..., Received], officer: User, capsys: Out
) -> None:
    received = report(account="the heron came")
    assert main(["search", "heron", "--as", officer.email]) == 0
    assert received.case.reference in capsys.readouterr().out
    entries = Entry.objects.filter(actor=f"user:{officer.pk}")
    assert {Verb.SEARCHED, Verb.CONSULTED} <= set(entries.values_list("verb", flat=True))
    assert main(["search", "kingfisher", "--as", officer.email]) == 1


def test_nobody_searches_unnamed_or_without_the_right(
    report: Callable[..., Received], administrator: User, capsys: Out
) -> None:
    report(account="the heron came")
    assert main(["search", "heron"]) == 2
    assert main(["search", "heron", "--as", "nobody@example.org"]) == 2
    assert main(["search", "heron", "--as", administrator.email]) == 2
    assert "heron" not in capsys.readouterr().out


def test_rebuilding_says_what_it_did(report: Callable[..., Received], capsys: Out) -> None:
    report()
    assert main(["search", "rebuild"]) == 0
    assert "Everything was filed as it stands." in capsys.readouterr().out
    tables.erase([Document.objects.get().pk])
    assert main(["search", "rebuild"]) == 0
    assert "report: 1 looked at, 1 filed anew" in capsys.readouterr().out
    assert main(["search", "rebuild", "--whole"]) == 0
    assert "1 filed anew" in capsys.readouterr().out
