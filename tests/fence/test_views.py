"""Every page with its own filter taken away: the fence behind it lets no word of an invisible case through."""

import sys
from collections.abc import Callable, Iterator
from types import FunctionType

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests.access import addresses
from tests.access.canaries import CONTENT, IDENTITY, REFERENCE, found_in
from tests.access.scene import OWN, Scene, build
from upstander.law import access
from upstander.law.access import Relation, Role, Verdict
from upstander.record.cases import grants
from upstander.record.cases.fence import viewer_of
from upstander.record.cases.models import Case, Grant
from upstander.record.fence import policies
from upstander.record.fence.viewer import NOBODY, seen_as
from upstander.record.people.actors import acting

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security"),
]
VIEWERS = (Role.HUB_OFFICER, Role.SUPERVISOR, Role.FORCE_OFFICER)
LISTS = ("desk:queue", "desk:mine", "desk:sign_offs", "desk:handovers", "desk:with_forces", "force:offers")
SHOWN = OWN
"""The one case whose grants still run."""
MOST = 10
"""Views that must be seen to leak without the fence, or this test would prove nothing."""

PAST_THE_FENCE = {
    "desk:asked": {REFERENCE},
    "desk:review": {CONTENT},
    "desk:reviews": {REFERENCE},
    "oversight:disclosures": {REFERENCE},
    "oversight:looked": {REFERENCE},
    "oversight:officer": {REFERENCE},
    "oversight:questions": {REFERENCE},
    "oversight:tripwires": {REFERENCE},
}
"""Pages that are about looks and acts, be the case invisible to whoever oversees them, and what they say of it.

They read past the fence and rest on the table of access alone, which is taken away here. They say which case it was,
and the page of a review says why somebody broke its glass, in the words of that person; no page says what a case holds.
"""


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The scene of the access matrix, in which every case but one has become invisible to everybody."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build()
        kept = made.matters[SHOWN].received.case
        Grant.objects.exclude(case=kept).update(until_at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def no_filter(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the first fence away everywhere: everything is visible, and every act allowed."""
    gone: dict[Callable[..., object], Callable[..., object]] = {
        grants.visible_to: lambda *_, **__: Case.objects.all(),
        grants.require: lambda *_, **__: None,
        grants.relations: lambda *_, **__: frozenset(one for one in Relation if one.value not in ("conflict", "blind")),
        access.judge: lambda *_, **__: Verdict(True, False, ""),
        access.may_ever: lambda *_, **__: True,
    }
    for name, module in list(sys.modules.items()):
        if name.startswith("upstander."):
            for attribute, value in list(vars(module).items()):
                if isinstance(value, FunctionType) and value in gone:
                    monkeypatch.setattr(module, attribute, gone[value])


def leaks(scene: Scene, enough: int | None = None) -> dict[str, set[str]]:
    """Return by address what came out there of invisible cases: words of theirs by kind, or their reference.

    With `enough`, stop looking once so many addresses are found to leak.
    """
    hidden = {name: matter for name, matter in scene.matters.items() if name != SHOWN}
    found: dict[str, set[str]] = {}
    for viewer in VIEWERS:
        client = scene.client(viewer)
        for name in addresses.parameters():
            if not name.startswith(("desk:", "force:", "oversight:")):
                continue
            if enough is not None and len(found) >= enough:
                return found
            for matter in hidden.values() if addresses.names_a_case(name) else [scene.matters[SHOWN]]:
                with transaction.atomic():
                    answer = client.get(addresses.address(name, matter), follow=True)
                    body = answer.getvalue()
                    transaction.set_rollback(True)
                said = {kind for kind, case in found_in(body) if kind in (CONTENT, IDENTITY) and case in hidden}
                # The reference in the address tells nothing to whoever typed it.
                others = (each.received.case.reference for each in hidden.values() if each is not matter)
                if any(reference.encode() in body for reference in others):
                    said.add(REFERENCE)
                if answer.status_code < 400 and said:
                    found.setdefault(name, set()).update(said)
    return found


def test_without_the_first_fence_the_second_lets_nothing_out(scene: Scene, no_filter: None) -> None:
    assert leaks(scene) == PAST_THE_FENCE


def test_without_both_at_least_ten_pages_leak(scene: Scene, no_filter: None) -> None:
    """The control: what the test above finds closed is closed by the fence and by nothing else."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in policies.every():
                cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        assert len(found := leaks(scene, enough=MOST)) >= MOST, found
        transaction.set_rollback(True)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_table_shows_a_row_of_an_invisible_case(scene: Scene, viewer: Role) -> None:
    shown, planted = {}, 0
    for model in apps.get_models():
        if model._meta.db_table not in policies.every():
            continue
        planted += model._default_manager.exists()
        with seen_as(NOBODY):
            assert not model._default_manager.exists()
        with seen_as(viewer_of(acting(scene.users[viewer]))):
            shown[model._meta.db_table] = model._default_manager.count()
    assert planted > MOST
    assert shown["cases_case"] == (1 if viewer in (Role.HUB_OFFICER, Role.SUPERVISOR) else 0)
    assert shown["cases_report"] == shown["cases_case"]
