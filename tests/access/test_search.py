"""Nobody finds by searching what they may not see: everybody looks for every planted word and every reference.

What is found is shown by its reference, an account by its name. No other word of a report stands on the page, not even
for those who may ask to be shown it.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.access import golden
from tests.access.canaries import CONTENT, IDENTITY, INTERNAL, REFERENCE, found_in
from tests.access.cells import Visit
from tests.access.fences import first_fence_alone
from tests.access.scene import HUB_ROLES, VIEWERS, build
from upstander.law.access import Role
from upstander.record.search import finding
from upstander.record.search.rebuilding import faults, rebuild

pytestmark = pytest.mark.django_db
REVIEWED = golden.read()
KINDS = (CONTENT, IDENTITY, INTERNAL)


@pytest.fixture(scope="module")
def visit(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Visit]:
    """Return the scene, its planted words filed."""
    with django_db_blocker.unblock(), transaction.atomic():
        visit = Visit(build())
        rebuild()
        yield visit
        transaction.set_rollback(True)


def shown(visit: Visit, viewer: str, typed: str, pages_of: tuple[str, ...] = ("",)) -> set[tuple[str, str]]:
    """Return (kind, relation) of every word and reference that a search for `typed` shows on any of its pages."""
    client = visit._clients[viewer]
    answer = client.post(reverse("desk:search"), {"typed": typed})
    pages = [answer.content]
    if answer.status_code == 302 and "/search/" in answer["Location"]:
        pages += [client.get(answer["Location"] + asked).content for asked in pages_of]
    found = set()
    for page in pages:
        # What was typed stands in the box again and tells nothing.
        body = page.replace(typed.encode(), b"")
        found |= {(kind, visit.scene.relation(viewer, name)) for kind, name in found_in(body)}
        found |= {
            (REFERENCE, visit.scene.relation(viewer, name))
            for reference, name in visit._names.items()
            if reference in body
        }
    return found


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_is_shown_a_word_that_is_not_theirs_to_see(visit: Visit, viewer: str) -> None:
    found = {each for kind in KINDS for each in shown(visit, viewer, f"zq{kind}x*", ("", "?group=words"))}
    for reference in visit._names:
        found |= shown(visit, viewer, reference.decode())
    assert {each for each in found if not REVIEWED.may_see(viewer, *each)} == set()
    if Role(viewer) in HUB_ROLES if viewer in set(Role) else False:
        assert (REFERENCE, "own") in found, "what they may see is found"
        by_words = shown(visit, viewer, f"zq{CONTENT}x*", ("?group=words",))
        assert {kind for kind, _ in by_words} == {REFERENCE}, "where it was found, and no words"
    else:
        assert found == set()


def test_what_is_planted_is_filed_whole(visit: Visit) -> None:
    assert list(faults()) == []


def test_a_search_that_forgets_to_filter_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    from upstander.record.cases.models import Case

    officer = Role.HUB_OFFICER.value
    monkeypatch.setattr(finding, "visible_to", lambda actor: Case.objects.all())
    monkeypatch.setattr(finding, "visible_if_few", lambda actor, most: None)
    with first_fence_alone():
        found = shown(visit, officer, f"zq{CONTENT}x*")
    assert any(not REVIEWED.may_see(officer, *each) for each in found)
