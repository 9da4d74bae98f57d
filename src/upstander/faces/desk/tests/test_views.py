"""Filters are saved under a name, shown beside the queue, and deleted by who may."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from upstander.duties.casework.models import SavedView
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def saved(client: Client, **said: str) -> SavedView:
    told = {"name": "Race on X", "query": "strand=race&platform=x&after=1~2~3&strange=1", **said}
    assert client.post(reverse("desk:view_save"), told).status_code == 302
    return SavedView.objects.get(name=told["name"])


def queue(client: Client, query: str = "") -> str:
    return client.get(reverse("desk:queue") + query).content.decode()


def test_only_what_the_form_of_filters_understands_is_kept(officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    view = saved(client)
    assert view.query == "strand=race&platform=x"
    page = queue(client)
    assert f'href="{reverse("desk:queue")}?strand=race&amp;platform=x"' in page
    assert reverse("desk:view_delete", args=[view.pk]) not in page
    assert reverse("desk:view_delete", args=[view.pk]) in queue(client, f"?{view.query}")


def test_days_and_ticks_survive_saving(officer: User, signed_in: SignedIn) -> None:
    days = "&".join(f"opened_from-{part}={value}" for part, value in (("day", 1), ("month", 2), ("year", 2026)))
    view = saved(signed_in(officer), query=f"overdue=on&{days}")
    assert view.query == f"overdue=on&{days}"


@pytest.mark.parametrize("query", ["", "strand=no-such", "%00%ff", "a" * 1900])
def test_nothing_that_filters_nothing_is_saved(officer: User, signed_in: SignedIn, query: str) -> None:
    answer = signed_in(officer).post(reverse("desk:view_save"), {"name": "Nothing", "query": query})
    assert answer.status_code == 200
    assert "Choose at least one filter" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_shared_view_stands_beside_everybodys_queue_and_its_maker_is_named(
    officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    view = saved(signed_in(officer), shared="on")
    page = queue(signed_in(other_officer))
    assert "Race on X" in page
    assert f"shared by {officer.name}" in page
    assert reverse("desk:view_delete", args=[view.pk]) not in queue(signed_in(other_officer), f"?{view.query}")


def test_deleting_asks_first_and_is_its_makers_alone(officer: User, other_officer: User, signed_in: SignedIn) -> None:
    view, client = saved(signed_in(officer)), signed_in(officer)
    there = reverse("desk:view_delete", args=[view.pk])
    assert signed_in(other_officer).get(there).status_code == 404
    assert signed_in(other_officer).post(there).status_code == 404
    assert "Delete the view" in client.get(there).content.decode()
    assert SavedView.objects.exists()
    assert client.post(there).status_code == 302
    assert not SavedView.objects.exists()


def test_a_name_from_outside_is_shown_as_words(officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    saved(client, name="<b>Bold</b>")
    assert "<b>Bold</b>" not in queue(client)
    assert "&lt;b&gt;Bold" in queue(client)
