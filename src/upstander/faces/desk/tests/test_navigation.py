"""The tabs of the desk: what each role has, what stands behind the tab of the team, where one is, what waits."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from upstander.duties.intake.actions.receive import Received
from upstander.faces.desk import navigation
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
EVERYBODY = ["queue", "mine", "tasks", "sign_offs"]
FORCES = ["handovers", "with_forces", "enter", "shift"]
MAIN, TEAM = "Menu", "Team"


def marks(client: Client, name: str, bar: str = TEAM) -> dict[str, str]:
    """Return the address of each link in a navigation of a page with its mark."""
    page = client.get(reverse(f"desk:{name}")).content.decode()
    whole = re.search(rf'<nav [^>]*aria-label="{bar}".*?</nav>', page, re.DOTALL)
    found = re.findall(r"<a ([^>]*)>", whole[0] if whole else "")
    return {_of("href", said): _of("aria-current", said) for said in found}


def _of(name: str, said: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', said)
    return found[1] if found else ""


def test_an_officer_keeps_what_is_theirs_as_tabs(officer: User, signed_in: SignedIn) -> None:
    shown = navigation.tabs(acting(officer))
    assert [tab["code"] for tab in shown] == [*EVERYBODY, "readings", *FORCES, "looks"]
    assert not marks(signed_in(officer), "readings")
    assert marks(signed_in(officer), "readings", MAIN)[reverse("desk:readings")] == "true"


def test_what_looks_over_a_team_stands_behind_one_tab(
    supervisor: User, senior_investigator: User, signed_in: SignedIn
) -> None:
    for user in (supervisor, senior_investigator):
        shown = navigation.tabs(acting(user))
        assert [tab["code"] for tab in shown] == [*EVERYBODY, *FORCES, "team"]
        client = signed_in(user)
        assert not marks(client, "queue")
        assert marks(client, "queue", MAIN)[reverse("desk:team")] == ""
        assert [part["code"] for part in shown[-1]["parts"]] == [
            code for code in navigation.BEHIND if code != "old_records" or user == supervisor
        ]
        every = [part["href"] for part in shown[-1]["parts"]]
        for here in every:
            name = resolve(here).url_name or ""
            assert marks(client, name) == {href: "page" if href == here else "" for href in every}
            assert marks(client, name, MAIN)[reverse("desk:team")] == "true"


def test_a_page_that_follows_is_marked_as_within_its_part(supervisor: User, signed_in: SignedIn) -> None:
    marked = {href: mark for href, mark in marks(signed_in(supervisor), "sample_draw").items() if mark}
    assert marked == {reverse("desk:team"): "true"}


def test_a_case_has_its_own_navigation_and_no_page_has_two(
    report: Callable[..., Received], supervisor: User, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    page = client.get(reverse("desk:case", args=[report().case.reference])).content.decode()
    assert page.count('class="moj-sub-navigation"') == 1
    assert reverse("desk:trouble") not in page
    for name in navigation.BEHIND:
        assert client.get(reverse(f"desk:{name}")).content.decode().count('class="moj-sub-navigation"') == 1


def test_the_tab_counts_what_waits_behind_it_and_asks_no_more_for_it(
    supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = acting(supervisor)
    with CaptureQueriesContext(connection) as asked:
        plain = {tab["code"]: tab["text"] for tab in navigation.tabs(actor)}
    assert plain["team"] == "Team"
    assert len(asked) <= 5, "one for each count: tasks, readings, reviews, packages, welfare"
    for name, number in (("to_read_count", 1), ("waiting_count", 2)):
        monkeypatch.setattr(navigation, name, lambda _actor, number=number: number)
    monkeypatch.setattr(navigation, "lifts_waiting_count", lambda _actor, _day: 3)
    team = navigation.tabs(actor)[-1]
    assert team["text"] == "Team (6)"
    counted = [part["text"] for part in team["parts"] if "(" in part["text"]]
    assert counted == ["Second readings (1)", "Reviews (2)", "Welfare (3)"]
