"""Keys come from one table: each stands on a visible element, the list shows them all, and they can be switched off."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from markupsafe import escape

from upstander.duties.intake.actions.receive import Received
from upstander.faces.desk.keys import GROUPS, MOVES
from upstander.record.cases.models import Case
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
EVERY = {key.keys for group in GROUPS for key in group.keys}
ROOT = Path(__file__).resolve().parents[5]


def body(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def keys_on(page: str) -> set[str]:
    return set(re.findall(r'data-key="([^"]+)"', page))


def pages(report: Callable[..., Received], at_claimed: Callable[..., Case], client: Client) -> list[str]:
    case, claimed = report().case, at_claimed()
    parts = ("case", "reports", "triage", "decision", "notes")
    lists = [body(client, name) for name in ("queue", "mine", "team", "morning", "keys")]
    return [*lists, body(client, "case", case.reference), *(body(client, part, claimed.reference) for part in parts)]


def test_every_key_stands_on_an_element_of_some_page_and_no_page_has_another(
    report: Callable[..., Received], at_claimed: Callable[..., Case], supervisor: User, signed_in: SignedIn
) -> None:
    found = [keys_on(page) for page in pages(report, at_claimed, signed_in(supervisor))]
    assert set().union(*found) == EVERY - {move.keys for move in MOVES}


def test_a_key_stands_on_something_that_is_seen_and_pressed_without_it(
    report: Callable[..., Received], at_claimed: Callable[..., Case], supervisor: User, signed_in: SignedIn
) -> None:
    for page in pages(report, at_claimed, signed_in(supervisor)):
        for tag, attributes in re.findall(r"<(\w+)([^>]*data-key=[^>]*)>", page):
            assert tag in ("a", "button", "span", "input")
            assert "hidden" not in attributes
            assert "accesskey" not in attributes


def test_no_two_keys_of_one_page_are_the_same_or_begin_the_same() -> None:
    anywhere, *places = GROUPS
    for place in places:
        keys = [key.keys for key in (*anywhere.keys, *place.keys)]
        assert len(keys) == len(set(keys))
        single = {key for key in keys if " " not in key}
        assert not single & {key.split()[0] for key in keys if " " in key}


def test_the_list_shows_every_key_with_what_it_does(officer: User, signed_in: SignedIn) -> None:
    page = body(signed_in(officer), "keys")
    for group in GROUPS:
        assert escape(str(group.title)) in page
        for key in group.keys:
            assert escape(str(key.says)) in page


def test_the_documentation_lists_the_same_keys() -> None:
    written = (ROOT / "docs" / "officers" / "queue.md").read_text()
    for group in GROUPS:
        for key in group.keys:
            assert f"| `{key.keys}` | {key.says} |" in written


def test_switched_off_no_page_carries_a_key_and_everything_is_still_there(
    report: Callable[..., Received], at_claimed: Callable[..., Case], supervisor: User, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    assert client.post(reverse("desk:keys"), {"keys": "off"}).status_code == 302
    for page in pages(report, at_claimed, client):
        assert "data-key" not in page
        assert "data-row" not in page
        assert reverse("desk:keys") in page
    client.post(reverse("desk:keys"), {"keys": "on"})
    assert "data-key" in body(client, "queue")
