"""Many cases at once: administration only, each through its own act, each with what became of it."""

import ast
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.claim import claim
from upstander.duties.casework.actions.mark_for_review import mark_for_review
from upstander.duties.casework.models import Task
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import fresh
from upstander.faces.desk.pages import many
from upstander.record.cases.models import Case
from upstander.record.journal.models import Entry
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
NEVER = {"decide", "sign_off", "close", "shut", "end", "reopen", "offer", "record_line", "join", "join_many", "split",
         "accept", "dispute", "withdraw", "hand_on", "hand_over", "ask", "leave_apart", "set_facts"}  # fmt: skip
ADMINISTRATION = {"released", "reassigned", "assigned", "task set", "marked for review", "reviewed again"}
EVERYTHING = {"confirmed": "yes", "reason": "x", "what": "Look", "by": "0", "shown": "now"}


def carried(*cases: Case) -> list[str]:
    return [f"{case.reference}:{fresh(case).edition}:0" for case in cases]


def post(client: Client, cases: list[str], act: str, **said: Any) -> Any:
    return client.post(reverse("desk:many"), {"case": cases, "act": act, "back": reverse("desk:mine"), **said})


def test_the_acts_for_many_are_these_and_none_that_decides() -> None:
    assert set(many.ACTS) == {"reassign", "release", "task", "review", "unreview"}
    tree = ast.parse(inspect.getsource(many))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert not imported & NEVER
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    for module in (name for name in modules if ".actions." in name):
        assert module.rpartition(".")[2] not in NEVER


@pytest.mark.parametrize("act", ["decide", "sign_off", "close", "offer", "join", "", "../decide", "reassign;close"])
def test_no_other_act_is_reached_by_its_name(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn, act: str
) -> None:
    case = at_claimed()
    before = Entry.objects.exclude(verb="consulted").count()
    answer = post(signed_in(officer), carried(case), act, **EVERYTHING, finding="crime", closing_reason="outside_hub")
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:mine"))
    assert Entry.objects.exclude(verb="consulted").count() == before
    assert fresh(case).state == "claimed"


@pytest.mark.parametrize("act", many.ACTS)
def test_each_act_leaves_only_administration_in_the_journal(
    at_claimed: Callable[..., Case], officer: User, supervisor: User, signed_in: SignedIn, act: str
) -> None:
    cases = [at_claimed(), at_claimed()]
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    answer = post(signed_in(officer), carried(*cases), act, **EVERYTHING, to=supervisor.pk, whose=officer.pk)
    assert "2 of 2 done" in answer.content.decode()
    written = set(Entry.objects.filter(seq__gt=last).exclude(verb="consulted").values_list("verb", flat=True))
    assert written <= ADMINISTRATION


def test_the_form_is_asked_for_first_and_nothing_is_done_before(
    at_claimed: Callable[..., Case], officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    asked = post(client, carried(case), "reassign").content.decode()
    assert "Who is to have it?" in asked
    assert case.reference in asked
    refused = post(client, carried(case), "reassign", confirmed="yes", to="", reason="").content.decode()
    assert "Choose an officer" in refused
    assert fresh(case).owner == officer


def test_what_cannot_be_done_is_said_for_each_case_and_the_others_are_done(
    at_claimed: Callable[..., Case],
    report: Callable[..., Received],
    officer: User,
    other_officer: User,
    supervisor: User,
    signed_in: SignedIn,
) -> None:
    mine, changed, anothers = at_claimed(), at_claimed(), report(at=timezone.now()).case
    claim(case=anothers, actor=acting(other_officer), at=timezone.now())
    sent = [*carried(mine, changed, anothers), "C-0000-0000-00:1:0"]
    mark_for_review(case=changed, actor=acting(supervisor), at=timezone.now())
    said = {"confirmed": "yes", "to": supervisor.pk, "reason": "I am on leave."}
    page = post(signed_in(officer), sent, "reassign", **said).content.decode()
    assert "1 of 4 done" in page
    assert "You may not give this case to another officer." in page
    assert f"{changed.reference} has changed since you opened it." in page
    assert "There is no such case, or you may not see it." in page
    assert [fresh(case).owner for case in (mine, changed, anothers)] == [supervisor, officer, other_officer]


def test_a_hundred_at_most_and_at_least_one(officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    sent = [f"C-{number:04}-0000-00:1:0" for number in range(101)]
    assert "Tick 100 cases at most. You ticked 101." in _banner(client, post(client, sent, "review"))
    assert "Tick at least one case first." in _banner(client, post(client, [], "review"))
    one = client.post(reverse("desk:many"), {"case": sent[:1], "act": "review", "back": "https://example.org"})
    assert one.status_code == 200
    assert "https://example.org" not in one.content.decode()


def _banner(client: Client, answer: Any) -> str:
    return client.get(answer["Location"]).content.decode()


def test_a_task_on_each_is_a_task_on_each(
    at_claimed: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    cases = [at_claimed() for _ in range(3)]
    said = {"confirmed": "yes", "what": "Ask for the data", "whose": other_officer.pk, "by": "1", "shown": "now"}
    post(signed_in(officer), carried(*cases), "task", **said)
    assert {(task.case, task.whose) for task in Task.objects.all()} == {(case, other_officer) for case in cases}


def test_the_list_ticks_cases_for_one_form_without_a_script(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    page = signed_in(officer).get(reverse("desk:mine")).content.decode()
    assert f'value="{case.reference}:{case.edition}:0" form="many"' in page
    assert 'id="many"' in page
