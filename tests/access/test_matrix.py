"""Every address x method x role x relation answers as reviewed, and nobody is shown words they may not see."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
import yaml
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.access import addresses, golden
from tests.access.canaries import CONTENT, IDENTITY
from tests.access.cells import Cell, Got, Visit, cells
from tests.access.fences import first_fence_alone
from tests.access.opened import BY_ACTION, CLOSED, OPENED
from tests.access.planting import HIDDEN, KEPT, OF_NO_CASE, bare, label, of_a_case, of_no_case, texts
from tests.access.scene import MACHINE, VISITOR, build
from tests.access.tally import Tally
from upstander.faces.kit.access import undeclared
from upstander.law import access
from upstander.law.access import Act, Relation, Role
from upstander.record.cases import grants
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import NotAllowed

pytestmark = pytest.mark.django_db
REVIEWED = golden.read()
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=()",
}
OVERSEERS = (Role.ADMINISTRATOR.value, Role.AUDITOR.value)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:")
NAMES = sorted(addresses.parameters())


@pytest.fixture(scope="module")
def visit(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Visit]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Visit(build())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    counted = Tally()
    yield counted
    counted.write(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


def faults(visit: Visit, which: Iterator[Cell]) -> list[str]:
    return [fault for cell in which for fault in REVIEWED.wrong(cell, visit.get(cell))]


def test_every_address_is_reviewed_and_no_other() -> None:
    assert REVIEWED.names == set(NAMES), "run `python -m tests.access.propose` and review what it prints"


def test_every_view_declares_who_may_open_it() -> None:
    assert undeclared() == []


def test_the_reviewed_table_names_only_viewers_and_relations_that_exist() -> None:
    assert golden.unknown_names(yaml.safe_load(golden.FILE.read_text())) == set()


@pytest.mark.parametrize("name", NAMES)
def test_an_address_answers_everybody_as_reviewed(visit: Visit, tally: Tally, name: str) -> None:
    wrong = []
    for cell in cells([name]):
        got = visit.get(cell)
        tally.add(cell, got, REVIEWED)
        wrong += REVIEWED.wrong(cell, got)
    assert wrong == []


@pytest.mark.parametrize("name", HIDDEN)
def test_no_text_of_a_hidden_case_is_without_a_planted_word(visit: Visit, name: str) -> None:
    assert bare(name) == [], "a text that no word is planted in is not watched: plant it, or say why not in planting.py"


def test_every_text_beside_the_cases_is_argued_and_none_that_is_gone() -> None:
    assert set(of_no_case()) == set(OF_NO_CASE)
    assert set(KEPT) <= {label(field) for model in of_a_case() for field in texts(model)}


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_breaks_an_address_or_opens_it(visit: Visit, method: str) -> None:
    found = []
    few = [VISITOR, Role.ADMINISTRATOR.value, Role.FORCE_OFFICER.value]
    for cell in cells(viewers=few, methods=[method], relations=["unclaimed"]):
        got = visit.get(cell)
        if got.status == 500 or not all(REVIEWED.may_see(cell.viewer, kind, relation) for kind, relation in got.words):
            found.append((cell, got))
    assert found == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("viewer", [VISITOR, MACHINE, Role.SUPERVISOR.value, Role.FORCE_OFFICER.value, *OVERSEERS])
def test_every_page_carries_the_headers_and_runs_nothing_of_its_own(visit: Visit, viewer: str, method: str) -> None:
    found = []
    for cell in cells(
        viewers=[viewer], methods=[method], relations=["own" if viewer == Role.SUPERVISOR else "offered"]
    ):
        answer, body = visit.ask(cell)
        found += [(cell, name) for name, right in HEADERS.items() if right not in answer.headers.get(name, "")]
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            found += [(cell, part) for part in INLINE.findall(body.decode())]
    assert found == []


def test_the_planted_words_are_found_where_they_may_be(visit: Visit) -> None:
    officer = Role.HUB_OFFICER.value
    pages = ["desk:queue", "desk:case", "desk:reports", "desk:identity"]
    seen = {word for cell in cells(pages, viewers=[officer]) for word in visit.get(cell).words}
    assert {(CONTENT, "own"), (CONTENT, "unclaimed"), (IDENTITY, "own")} <= seen


@pytest.mark.parametrize(("act", "role", "relations", "where"), OPENED)
def test_opening_one_row_of_the_law_of_access_is_noticed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, act: Act, role: Role, relations: list[Relation], where: str
) -> None:
    assert faults(visit, cells([where], [role.value])) == []
    _open(monkeypatch, act, role, relations)
    with first_fence_alone():
        assert faults(visit, cells([where], [role.value]))


def test_an_administrator_let_in_to_read_cases_is_noticed_by_the_words_shown(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(monkeypatch, Act.SEE_QUEUE, Role.ADMINISTRATOR, [Relation.ANY])
    _open(monkeypatch, Act.SEE_CASE, Role.ADMINISTRATOR, [Relation.HUB])
    assert any("shows content" in fault for fault in faults(visit, cells(["desk:reports"], [Role.ADMINISTRATOR.value])))


def test_a_conflict_that_refuses_nothing_is_noticed_by_the_words_shown(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_conditions", lambda: ())
    for where in ("desk:queue", "desk:reports"):
        found = faults(visit, cells([where], [Role.HUB_OFFICER.value]))
        assert any("of a case that is conflict" in fault for fault in found), where


def test_a_list_that_forgets_the_conflict_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants, "refusing", lambda _act: frozenset())
    with first_fence_alone():
        assert faults(visit, cells(["desk:queue"], [Role.SUPERVISOR.value]))


def test_closing_one_row_is_noticed_too(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    row = access._table()[Act.SEE_CASE]
    narrower = {**access._table(), Act.SEE_CASE: access._Row(row.does, {}, {})}
    monkeypatch.setattr(access, "_table", lambda: narrower)
    assert faults(visit, cells(["desk:case"], [Role.HUB_OFFICER.value]))
    assert faults(visit, cells(["force:offer"], [Role.FORCE_OFFICER.value]))


@pytest.mark.parametrize("act", CLOSED)
def test_closing_or_opening_a_row_of_those_without_an_account_is_noticed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    role, viewer, where = CLOSED[act]
    assert faults(visit, cells([where], [viewer])) == []
    _open(monkeypatch, act, role, [])
    assert faults(visit, cells([where], [viewer]))


@pytest.mark.parametrize("act", BY_ACTION)
def test_opening_a_row_that_an_action_alone_asks_about_is_noticed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    with pytest.raises(NotAllowed):
        BY_ACTION[act](visit)
    _open(monkeypatch, act, Role.HUB_OFFICER, [Relation.ANY, Relation.HUB])
    with suppress(WrongState):  # not withheld
        BY_ACTION[act](visit)


def test_every_act_is_tried_with_its_row_opened_or_closed() -> None:
    tried = [row[0] for row in OPENED]
    assert {*tried, *CLOSED, *BY_ACTION} == set(Act)


def _open(monkeypatch: pytest.MonkeyPatch, act: Act, role: Role, relations: list[Relation]) -> None:
    table = access._table()
    opened = {**table[act].plainly, role: frozenset(relations)}
    wider = {**table, act: access._Row(table[act].does, opened, table[act].with_reason)}
    monkeypatch.setattr(access, "_table", lambda: wider)


def test_the_comparison_notices_a_word_that_escapes() -> None:
    cell = Cell("account:nothing_here", "GET", Role.AUDITOR.value, "-")
    assert REVIEWED.wrong(cell, Got(200, frozenset())) == []
    assert REVIEWED.wrong(cell, Got(200, frozenset({(CONTENT, "own")})))
    assert REVIEWED.wrong(cell, Got(302, frozenset()))
