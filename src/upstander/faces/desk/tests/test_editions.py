"""Two browsers and one case: for every form that changes a case, the later one is told what the earlier one did."""

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.allocation.actions.offer import offer
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.suggest import suggest
from upstander.duties.bundling.models import Suggestion
from upstander.duties.casework.actions.mark_for_review import mark_for_review
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.actions.hold_report import hold_report
from upstander.faces.conftest import COMMUNICATIONS
from upstander.faces.kit.access import every_address
from upstander.record.cases.models import Case
from upstander.record.journal.reading import size
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
TYPED = "Words that took a while to write."
LEEDS = "E23000010"


@dataclass
class Form:
    """One form of a page: where it leads and what it sends by itself."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms that post, with their hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(said.get("action", "")) if said.get("method") == "post" else None
            if self._open:
                self.found.append(self._open)
        elif tag == "input" and self._open and said.get("type") == "hidden":
            self._open.fields.append((said["name"], said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


@dataclass
class Scene:
    """What the cases of this test are made with."""

    made: Mapping[str, Callable[..., Case]]
    report: Callable[..., Received]
    officer: User
    supervisor: User
    third: User
    force: Callable[[str], Organisation]
    force_officer: User

    def case(self, at: str, **said: Any) -> Case:
        return self.made[at](**said)


@dataclass
class Asked:
    """One form, ready to be sent: who sends it, from which page, where to, with what."""

    case: Case
    who: User
    page: str
    to: str
    said: dict[str, Any]


def _at(name: str, case: Case, **parts: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"reference": case.reference, **parts})


def _simple(name: str, at: str, said: dict[str, Any], **making: Any) -> Callable[[Scene], Asked]:
    def make(scene: Scene) -> Asked:
        case = scene.case(at, **making)
        where = _at(name, case)
        return Asked(case, scene.officer, where, where, said)

    return make


def _reopen(scene: Scene) -> Asked:
    from upstander.duties.assessment.actions.close import close

    case = scene.case("claimed")
    close(case=case, closing_reason="outside_hub", actor=acting(scene.officer), at=timezone.now())
    return Asked(case, scene.officer, _at("reopen", case), _at("reopen", case), {"reason": TYPED})


def _sign_off(scene: Scene) -> Asked:
    case = scene.case("crime", code=COMMUNICATIONS)
    where = _at("sign_off", case)
    return Asked(case, scene.supervisor, where, where, {"agrees": "yes", "reasons": TYPED})


def _suggestion(scene: Scene) -> tuple[Case, Received, Suggestion]:
    case = scene.case("claimed")
    other = scene.report()
    suggest(report=other.report, at=timezone.now())
    pair = (case.opened_by, other.report)
    return case, other, Suggestion.objects.get(report__in=pair, earlier__in=pair)


def _compare(scene: Scene) -> Asked:
    case, _other, row = _suggestion(scene)
    where = _at("compare", case, suggestion=row.pk)
    return Asked(case, scene.officer, where, where, {"join": "1", "join-reason": TYPED})


def _leave_apart(scene: Scene) -> Asked:
    asked = _compare(scene)
    asked.said = {"leave": "1", "apart-reason": TYPED}
    return asked


def _take_out(scene: Scene) -> Asked:
    case, other, _row = _suggestion(scene)
    join(report=other.report, case=case, actor=acting(scene.officer), at=timezone.now())
    where = _at("take_out", case, report=other.report.reference)
    return Asked(case, scene.officer, where, where, {"reason": TYPED})


def _withdraw(scene: Scene) -> Asked:
    case = scene.case("line")
    made = offer(
        case=case, force=scene.force(LEEDS), capacity="investigating", reason="x", actor=acting(scene.officer),
        at=timezone.now(),
    )  # fmt: skip
    where = _at("withdraw", case, offer_id=made.pk)
    return Asked(case, scene.officer, where, where, {"reason": TYPED})


def _force(**said: str) -> Callable[[Scene], Asked]:
    def make(scene: Scene) -> Asked:
        case = scene.case("line")
        made = offer(
            case=case, force=scene.force(LEEDS), capacity="investigating", reason="x", actor=acting(scene.officer),
            at=timezone.now(),
        )  # fmt: skip
        where = reverse("force:offer", args=[made.pk])
        return Asked(case, scene.force_officer, where, where, dict(said))

    return make


def _reassign(scene: Scene) -> Asked:
    case = scene.case("claimed")
    where = _at("reassign", case)
    return Asked(case, scene.officer, where, where, {"to": str(scene.supervisor.pk), "reason": TYPED})


def _review(scene: Scene) -> Asked:
    case = scene.case("claimed")
    return Asked(case, scene.officer, _at("notes", case), _at("review_mark", case), {"on": "yes"})


def _handover(scene: Scene) -> Asked:
    received = scene.report(knows_poster=True, poster_note="He works at the garage.")
    worker.run_all()
    where = _at("handover", received.case)
    return Asked(received.case, scene.officer, where, where, {"how": TYPED, "force_reference": "WY 7"})


def _together(scene: Scene) -> Asked:
    case, other, _row = _suggestion(scene)
    where = _at("together", case)
    return Asked(case, scene.officer, where, where, {"report": other.report.reference, "reason": TYPED})


def _restricted(scene: Scene) -> Case:
    case = scene.case("claimed")
    restrict(case=case, members=[scene.supervisor], reason="x", actor=acting(scene.officer), at=timezone.now())
    return case


def _lift(scene: Scene) -> Asked:
    case = _restricted(scene)
    return Asked(case, scene.officer, _at("lift_restriction", case), _at("lift_restriction", case), {"reason": TYPED})


def _member(scene: Scene) -> Asked:
    case = _restricted(scene)
    said = {"user": str(scene.third.pk), "reason": TYPED}
    return Asked(case, scene.officer, _at("members", case), _at("members", case), said)


def _no_member(scene: Scene) -> Asked:
    case = _restricted(scene)
    where = _at("remove_member", case, user=scene.supervisor.pk)
    return Asked(case, scene.officer, where, where, {"reason": TYPED})


def _report(name: str, **said: str) -> Callable[[Scene], Asked]:
    def make(scene: Scene) -> Asked:
        case = scene.case("claimed")
        if name == "release_hold":
            hold_report(
                report=case.opened_by, kind="sender", reason="x", actor=acting(scene.officer), at=timezone.now()
            )
        where = _at(name, case, report=case.opened_by.reference)
        return Asked(case, scene.officer, where, where, dict(said))

    return make


FORMS: dict[str, Callable[[Scene], Asked]] = {
    "desk:release": _simple("release", "claimed", {"reason": TYPED}),
    "desk:close": _simple("close", "claimed", {"closing_reason": "outside_hub", "reasons": TYPED, "confirmed": "yes"}),
    "desk:reopen": _reopen,
    "desk:compare": _compare,
    "desk:compare leave": _leave_apart,
    "desk:take_out": _take_out,
    "desk:sign_off": _sign_off,
    "desk:line": _simple("line", "crime", {"positive": "yes", "reasons": TYPED}),
    "desk:force": _simple("force", "line", {"force": LEEDS, "capacity": "investigating", "reason": TYPED}),
    "desk:facts": _simple("facts", "line", {"event_place": TYPED[:20]}),
    "desk:withdraw": _withdraw,
    "desk:package": _simple("package", "line", {}),
    "desk:reassign": _reassign,
    "desk:review_mark": _review,
    "desk:handover": _handover,
    "desk:together": _together,
    "desk:triage": _simple("triage", "claimed", {"E1": "no", "band": "high", "reason_high": TYPED}),
    "desk:restrict": _simple("restrict", "claimed", {"reason": TYPED}),
    "desk:lift_restriction": _lift,
    "desk:members": _member,
    "desk:remove_member": _no_member,
    "desk:hold": _report("hold", kind="sender", reason=TYPED),
    "desk:release_hold": _report("release_hold", reason=TYPED),
    "desk:withdraw_report": _report("withdraw_report", reason=TYPED),
    "force:offer": _force(**{"accept": "1", "accept-force_reference": "WY 1"}),
    "force:offer dispute": _force(**{"dispute": "1", "dispute-reason": TYPED}),
}
"""Every form that changes a case, as it is sent."""
NO_PICTURE = {
    "desk:claim": "exclusive by itself: the second who claims is told who was first",
    "desk:notes": "adds a note beside the case and changes nothing",
    "desk:correct_note": "as for notes; of two corrections of one note the second is refused",
    "desk:case_task": "adds a task beside the case and changes nothing",
    "desk:undo_apart": "opens a suggestion again, which is then judged on a page that shows both as they are",
    "desk:identity": "reads, with a reason",
    "desk:show": "reads, and is counted",
    "desk:translate": "adds a translation beside the words and changes nothing",
    "desk:erase": "asks a second person, who sees the case as it is then",
    "desk:glass": "reads, with a reason",
    "desk:connection": "closes the case to whoever declares it, however it stands",
    "desk:second_look": "a finding about work that is done, kept beside the case; the second is refused",
    "desk:decide_step": "kept with the draft: see the tests below",
    "force:identity": "reads, with a reason",
}
"""Addresses that take a form about a case and need no picture, each with the argument."""
READ_ONLY = {"desk:case", "desk:timeline", "desk:reports", "desk:decision", "desk:decide"}


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
    where = _at("reassign", case)
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
    first = _at("decide_step", case, slug="finding")
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
        shown = client.post(_at("release", case), {"reason": "", "edition": nonsense})
        assert shown.status_code in (200, 302, 403)


def test_a_picture_of_a_case_that_one_may_not_see_tells_nothing_of_it(
    at_line: Callable[..., Case], report: Callable[..., Received], officer: User, signed_in: Callable[[User], Client]
) -> None:
    case = at_line()
    hidden = report(posts=()).case
    Case.objects.filter(pk=hidden.pk).update(edition=7)
    hidden.grants.all().delete()
    carried = f"{hidden.reference}:0:0"
    answer = signed_in(officer).post(_at("line", case), {"positive": "yes", "reasons": TYPED, "edition": carried})
    assert answer.status_code == 302, "it has nothing to do with what is done"
