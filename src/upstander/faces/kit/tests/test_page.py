"""No page that shows a record leaves before it is written down who has seen it."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from upstander.faces.kit.page import page
from upstander.record.journal.models import Consultation, Entry
from upstander.record.people.actors import SYSTEM

SHOWN = [("case", 7), ("report", 12)]


@pytest.fixture
def request_by_someone(rf: RequestFactory) -> object:
    request = rf.get("/desk/case/7")
    request.actor = SYSTEM
    return request


@pytest.mark.django_db
def test_a_page_that_shows_records_is_journalled_before_it_leaves(request_by_someone: object) -> None:
    answer = page(request_by_someone, "404.html", {}, shows=SHOWN)
    assert answer.status_code == 200
    entry = Entry.objects.get(verb="consulted")
    assert entry.actor == "system:0"
    assert sorted(Consultation.objects.filter(entry=entry.seq).values_list("kind", "record")) == SHOWN


@pytest.mark.django_db
def test_a_page_that_shows_none_is_not_journalled(request_by_someone: object) -> None:
    assert page(request_by_someone, "404.html", status=404).status_code == 404
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_look_that_can_not_be_recorded_shows_nothing(
    request_by_someone: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("upstander.record.journal.writing.consulted", refuse)
    answer = page(
        request_by_someone, "not_saved.html", {"answers": [{"question": "Name", "text": "a secret"}]}, shows=SHOWN
    )
    assert answer.status_code == 503
    assert "a secret" not in answer.content.decode()


@pytest.mark.django_db
def test_nobody_known_sees_nothing(rf: RequestFactory) -> None:
    answer = page(rf.get("/"), "404.html", shows=SHOWN)
    assert answer.status_code == 503
    assert not Entry.objects.exists()


def test_no_page_is_stored_by_a_browser(rf: RequestFactory) -> None:
    assert page(rf.get("/"), "404.html")["Cache-Control"] == "no-store"
