"""Two browsers and one case: for every form that changes a case, the later one is told what the earlier one did."""

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from upstander.duties.casework.actions.mark_for_review import mark_for_review
from upstander.duties.intake.actions.receive import Received
from upstander.faces.desk.tests.editing import FORMS, LEEDS, NO_PICTURE, READ_ONLY, TYPED, Asked, Forms, Scene, at_case
from upstander.faces.kit.access import every_address
from upstander.record.cases.models import Case
from upstander.record.journal.reading import size
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(
    at_claimed: Callable[..., Case],
    at_crime: Callable[..., Case],
    at_line: Callable[..., Case],
    report: Callable[..., Received],
    officer: User,
    supervisor: User,
    other_officer: User,
    force: Callable[[str], Organisation],
    force_officer: Callable[[str], User],
) -> Scene:
    made = {"claimed": at_claimed, "crime": at_crime, "line": at_line}
    return Scene(made, report, officer, supervisor, other_officer, force, force_officer(LEEDS))


def _picture(client: Client, asked: Asked) -> list[tuple[str, str]]:
    """Open the page in a browser and return what its form sends by itself."""
    forms = Forms(client.get(asked.page).content.decode()).found
    held = [
        form for form in forms if form.action in ("", asked.to) and any(name == "edition" for name, _ in form.fields)
    ]
    assert held, f"no form of {asked.page} carries the edition"
    return [(name, value) for name, value in held[0].fields if name != "csrfmiddlewaretoken"]


def _sent(said: Mapping[str, Any], carried: list[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in carried:
        found.setdefault(name, []).append(value)
    return {**found, **said}


@pytest.mark.parametrize("name", FORMS)
def test_the_later_of_two_browsers_is_told_and_may_go_on_deliberately(
    scene: Scene, signed_in: Callable[[User], Client], name: str
) -> None:
    asked = FORMS[name](scene)
    client = signed_in(asked.who)
    carried = _picture(client, asked)
    mark_for_review(case=asked.case, actor=acting(scene.supervisor), at=timezone.now())
    before = size()
    refused = client.post(asked.to, _sent(asked.said, carried))
    page = unescape(refused.content.decode())
    assert refused.status_code == 409, page
    assert "Nothing was saved" in page
    if asked.who.organisation.kind == "hub":
        assert "Case marked for review" in page
        assert "Insp Cole" in page
    else:
        assert "Insp Cole" not in page, "a force learns nothing of the hub's own work"
    for words in asked.said.values():
        assert words in page, "nothing that was typed is lost"
    assert size() == before + 1, "the look alone is journalled"
    again = next(form for form in Forms(refused.content.decode()).found if form.action == asked.to)
    said: dict[str, list[str]] = {}
    for field_name, value in again.fields:
        said.setdefault(field_name, []).append(value)
    went_on = client.post(asked.to, said)
    assert went_on.status_code == 302, went_on.content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_with_the_check_switched_off_the_edit_would_be_lost(
    scene: Scene, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked = FORMS[name](scene)
    client = signed_in(asked.who)
    carried = _picture(client, asked)
    mark_for_review(case=asked.case, actor=acting(scene.supervisor), at=timezone.now())
    monkeypatch.setattr("upstander.faces.kit.editions.acting_on", lambda pictures: nullcontext())
    assert client.post(asked.to, _sent(asked.said, carried)).status_code == 302


@pytest.mark.parametrize("name", FORMS)
def test_a_case_that_did_not_change_is_worked_without_a_question(
    scene: Scene, signed_in: Callable[[User], Client], name: str
) -> None:
    asked = FORMS[name](scene)
    client = signed_in(asked.who)
    assert client.post(asked.to, _sent(asked.said, _picture(client, asked))).status_code == 302


def test_every_address_that_takes_a_form_about_a_case_is_tried_here_or_says_why_not(
    scene: Scene, signed_in: Callable[[User], Client]
) -> None:
    tried = {name.split(" ")[0] for name in FORMS} | set(NO_PICTURE) | READ_ONLY
    client, missing = signed_in(scene.supervisor), []
    for name, route, _view in every_address():
        about_a_case = re.search(r"<str:reference>|<int:offer>", route) and name.split(":")[0] in ("desk", "force")
        if about_a_case and name not in tried:
            filled = re.sub(r"<str:\w+>|<slug:\w+>", "C-0000-0000-00", re.sub(r"<int:\w+>", "1", route))
            if client.post(f"/{filled}").status_code != 405:
                missing.append(name)
    assert missing == [], "add the form to FORMS, or to NO_PICTURE with the argument"


def test_a_form_that_is_shown_again_keeps_the_picture_it_came_with(
    at_claimed: Callable[..., Case], officer: User, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    case, client = at_claimed(), signed_in(officer)
    where = at_case("reassign", case)
    asked = Asked(case, officer, where, where, {})
    carried = _picture(client, asked)
    mark_for_review(case=case, actor=acting(supervisor), at=timezone.now())
    shown_again = client.post(where, _sent({"to": "", "reason": TYPED}, carried)).content.decode()
    kept = next(form for form in Forms(shown_again).found if form.action == "")
    assert [value for name, value in kept.fields if name == "edition"] == [
        value for name, value in carried if name == "edition"
    ]


def test_a_decision_rests_on_what_was_seen_when_it_was_begun(
    at_claimed: Callable[..., Case], officer: User, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    case, client = at_claimed(), signed_in(officer)
    first = at_case("decide_step", case, slug="finding")
    asked = Asked(case, officer, first, first, {"finding": "need more"})
    there = client.post(first, _sent(asked.said, _picture(client, asked)))["Location"]
    mark_for_review(case=case, actor=acting(supervisor), at=timezone.now())
    last = Asked(case, officer, there, there, {"reasons": TYPED})
    refused = client.post(there, _sent(last.said, _picture(client, last)))
    assert refused.status_code == 409, "the change came between the first page and the last"
    assert TYPED in refused.content.decode()
    again = next(form for form in Forms(refused.content.decode()).found if form.action == there)
    assert client.post(there, dict(again.fields)).status_code == 302
    assert "desk/case" in client.get(there)["Location"], "the decision is made"


def test_what_no_page_of_ours_wrote_is_no_picture(
    at_claimed: Callable[..., Case], officer: User, signed_in: Callable[[User], Client]
) -> None:
    case, client = at_claimed(), signed_in(officer)
    for nonsense in ("", "x", f"{case.reference}:x:y", f"{case.reference}:-1:0", f"{case.reference}:{'9' * 40}:1"):
        shown = client.post(at_case("release", case), {"reason": "", "edition": nonsense})
        assert shown.status_code in (200, 302, 403)


def test_a_picture_of_a_case_that_one_may_not_see_tells_nothing_of_it(
    at_line: Callable[..., Case], report: Callable[..., Received], officer: User, signed_in: Callable[[User], Client]
) -> None:
    case = at_line()
    hidden = report(posts=()).case
    Case.objects.filter(pk=hidden.pk).update(edition=7)
    hidden.grants.all().delete()
    carried = f"{hidden.reference}:0:0"
    answer = signed_in(officer).post(at_case("line", case), {"positive": "yes", "reasons": TYPED, "edition": carried})
    assert answer.status_code == 302, "it has nothing to do with what is done"
