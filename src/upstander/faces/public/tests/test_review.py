"""Asking for a review from the page of following: once, in time, without a name too, and told what else there is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.models import Appeal, Decision, Step
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.intake.actions.receive import Received
from upstander.faces.public.tests.test_follow import enter
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work.worker import run_all

WORDS = "You did not see what it answered."


@pytest.fixture
def browser(report: Callable[..., Received], officer: User) -> Client:
    """Somebody without a name who follows a report that was closed as no crime."""
    at = timezone.now()
    received = report(at=at, contact_means="none")
    decided(received.case, officer, at, **no_crime(conduct_on=at.date()))
    close(case=received.case, closing_reason="not_criminal", actor=acting(officer), at=at)
    client = Client(HTTP_HOST="localhost")
    enter(client, received.report.reference, received.return_code)
    return client


def test_it_is_asked_for_once_and_stands_on_the_page(browser: Client) -> None:
    assert "Ask for a review" in browser.get("/follow/report").content.decode()
    assert browser.post("/follow/review", {"words": WORDS})["Location"] == "/follow/report?review=1"
    run_all()
    shown = browser.get("/follow/report?review=1").content.decode()
    assert "We have your request for a review." in shown
    assert "We will look at our decision again" in shown
    assert "We will finish by" in shown
    assert 'href="/follow/review"' not in shown
    again = browser.post("/follow/review", {"words": "Once more."}).content.decode()
    assert "You have asked for a review of this decision already" in again
    assert Appeal.objects.count() == 1


def test_it_says_why(browser: Client) -> None:
    assert "Say why we should look at it again" in browser.post("/follow/review", {"words": " "}).content.decode()
    assert not Appeal.objects.exists()


def test_late_it_says_so_and_what_else_there_is(browser: Client) -> None:
    long_ago = timezone.now() - timedelta(days=120)
    Decision.objects.update(decided_at=long_ago)
    Step.objects.update(at=long_ago)
    Case.objects.update(closed_at=long_ago)
    shown = browser.get("/follow/review").content.decode()
    assert "That time is over" in shown
    assert "You can also complain there" in shown
    assert "That time is over" in browser.post("/follow/review", {"words": WORDS}).content.decode()
    assert not Appeal.objects.exists()


def test_before_a_decision_there_is_nothing_to_review(report: Callable[..., Received]) -> None:
    received, client = report(at=timezone.now()), Client(HTTP_HOST="localhost")
    enter(client, received.report.reference, received.return_code)
    assert "If you think that we are wrong" not in client.get("/follow/report").content.decode()
    assert "nothing yet that could be reviewed" in client.get("/follow/review").content.decode()


def test_without_reference_and_code_there_is_no_such_page(db: None) -> None:
    assert Client(HTTP_HOST="localhost").get("/follow/review")["Location"] == "/follow?ended=1"
