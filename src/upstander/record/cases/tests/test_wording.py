"""Wording brings a case forward, is journalled by the rules that found it, and can be switched off whole."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.queries import queue
from upstander.duties.assessment.triaging import said_of
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.split import split
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Case
from upstander.record.cases.queue import UNREAD, URGENT, WORKED, WORKED_WORDING, faults, follow_switch
from upstander.record.cases.wording import THREAT, look, tool
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import acting, complainant
from upstander.record.people.models import User
from upstander.record.work.worker import run_all

POST = "We will burn the mosque down tonight"
pytestmark = pytest.mark.django_db


def said(text: str) -> tuple[SaidPost, ...]:
    return (SaidPost(link="https://x.com/someone/status/1", text=text),)


@pytest.mark.parametrize(
    ("account", "post", "wording"),
    [
        ("A post about the town.", "What a lovely day", ""),
        ("A post about the town.", POST, THREAT),
        ("A post about the town.", "W3 w1ll b u r n the mosque", THREAT),
        ("A post about the town.", "He said they will burn the mosque", ""),
        ("A post about the town.", "Nobody should be shot", ""),
        ("He wrote that they will burn the mosque.", "", THREAT),
        ('They posted "we will kill you" below my picture.', "", THREAT),
        ("I will never hurt anybody.", "", ""),
    ],
)
def test_wording_is_found_where_it_stands(
    report: Callable[..., Received], account: str, post: str, wording: str
) -> None:
    received = report(account=account, posts=said(post) if post else ())
    assert Case.objects.get(pk=received.case.pk).wording == wording


def test_the_journal_says_what_was_found_and_by_which_rules(report: Callable[..., Received]) -> None:
    report(posts=said(POST))
    (body,) = acts(Verb.RECEIVED)
    assert (body["data"]["wording"], body["data"]["read_by"]) == (THREAT, tool())
    assert tool().startswith("rules ")


def test_an_addition_may_bring_it_and_never_takes_it_away(report: Callable[..., Received]) -> None:
    received = report(account="A post about the town.", posts=())
    actor = complainant(received.report)
    add(report=received.report, text="Then they wrote: we will kill them all", actor=actor, at=NOW)
    assert Case.objects.get(pk=received.case.pk).wording == THREAT
    add(report=received.report, text="It was taken down.", actor=actor, at=NOW)
    assert Case.objects.get(pk=received.case.pk).wording == THREAT


def test_a_joined_report_brings_its_wording_and_leaves_it_behind(
    report: Callable[..., Received], officer: User
) -> None:
    calm = report(account="A post about the town.", posts=())
    other = report(account="Another one.", posts=said(POST))
    actor = acting(officer)
    claim(case=calm.case, actor=actor, at=NOW)
    join(report=other.report, case=calm.case, actor=actor, at=NOW)
    assert Case.objects.get(pk=calm.case.pk).wording == THREAT
    split(report=other.report, actor=actor, at=NOW)
    assert Case.objects.get(pk=calm.case.pk).wording == THREAT
    assert Case.objects.get(pk=other.case.pk).wording == THREAT


def test_one_switch_turns_it_off_and_the_way_of_a_report_goes_on(
    report: Callable[..., Received], officer: User, signed_in: Callable[[User], Client], settings: object
) -> None:
    settings.TRIAGE = False  # type: ignore[attr-defined]
    received = report(account="They wrote that they will kill us.", posts=said(POST))
    add(report=received.report, text="we will kill them all", actor=complainant(received.report), at=NOW)
    run_all()
    case = Case.objects.get(pk=received.case.pk)
    assert case.wording == ""
    assert look(POST).hits == ()
    assert tool() == "off"
    assert next(iter(acts(Verb.RECEIVED)))["data"]["read_by"] == "off"
    client = signed_in(officer)
    assert case.reference in client.get(reverse("desk:queue")).text
    claim(case=case, actor=acting(officer), at=NOW)
    for name in ("desk:case", "desk:reports", "desk:timeline"):
        assert client.get(reverse(name, args=[case.reference])).status_code == 200


def test_a_mark_outlives_the_switch_and_orders_nothing(
    report: Callable[..., Received], officer: User, signed_in: Callable[[User], Client], settings: Any
) -> None:
    calm = report(account="Another post.", posts=(), at=NOW - timedelta(hours=1)).case
    read_first = report(account="A post.", posts=said(POST), at=NOW)
    marked = read_first.case
    unread, client = [marked, calm], signed_in(officer)
    assert [row.case for row in queue(acting(officer)).rows] == unread
    assert "Threat wording found" in shown_in(client)
    settings.TRIAGE = False
    add(report=read_first.report, text="More.", actor=complainant(read_first.report), at=NOW)
    assert Case.objects.get(pk=marked.pk).wording == THREAT
    assert [row.case for row in queue(acting(officer)).rows] == unread[::-1]
    assert "Threat wording" not in shown_in(client)
    assert said_of(acting(officer), Case.objects.get(pk=marked.pk)).wording == ""


@pytest.mark.parametrize("read", [False, True])
def test_the_worker_puts_marked_cases_where_they_stand_since_the_switch(
    report: Callable[..., Received], officer: User, settings: Any, read: bool
) -> None:
    case = report(account="A post.", posts=said(POST)).case
    other = report(account="Another post.", posts=()).case
    if read:
        claim(case=case, actor=acting(officer), at=NOW)
    before = Case.objects.get(pk=case.pk)
    for on, lane in ((False, WORKED if read else UNREAD), (True, WORKED_WORDING if read else URGENT)):
        settings.TRIAGE = on
        assert len(list(faults())) == 1, "the control: until then it stands where it stood"
        assert follow_switch() == 1
        after = Case.objects.get(pk=case.pk)
        assert (after.lane, after.wording, after.edition) == (lane, THREAT, before.edition)
        assert list(faults()) == []
        assert follow_switch() == 0
    assert Case.objects.get(pk=other.pk).lane == UNREAD


def shown_in(client: Client) -> str:
    """Return the queue's rows as an officer sees them, without the filters."""
    return client.get(reverse("desk:queue")).text.partition("<tbody")[2]
