"""Every address x method x role x relation answers as reviewed, and nobody is shown words they may not see."""

import re
from collections.abc import Iterator

import pytest
import yaml
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.access import addresses, golden
from tests.access.canaries import CONTENT, IDENTITY
from tests.access.cells import Cell, Got, Visit, cells
from tests.access.scene import VISITOR, build
from upstander.faces.kit.access import undeclared
from upstander.law import access
from upstander.law.access import Act, Relation, Role

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
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:")
NAMES = sorted(addresses.parameters())


@pytest.fixture(scope="module")
def visit(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Visit]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Visit(build())
        transaction.set_rollback(True)


def faults(visit: Visit, which: Iterator[Cell]) -> list[str]:
    return [fault for cell in which for fault in REVIEWED.wrong(cell, visit.get(cell))]


def test_every_address_is_reviewed_and_no_other() -> None:
    assert REVIEWED.names == set(NAMES), "run `python -m tests.access.propose` and review what it prints"


def test_every_view_declares_who_may_open_it() -> None:
    assert undeclared() == []


def test_the_reviewed_table_names_only_viewers_and_relations_that_exist() -> None:
    assert golden.unknown_names(yaml.safe_load(golden.FILE.read_text())) == set()


@pytest.mark.parametrize("name", NAMES)
def test_an_address_answers_everybody_as_reviewed(visit: Visit, name: str) -> None:
    assert faults(visit, cells([name])) == []


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_breaks_an_address_or_opens_it(visit: Visit, method: str) -> None:
    found = []
    few = [VISITOR, Role.ADMINISTRATOR.value, Role.FORCE_OFFICER.value]
    for cell in cells(viewers=few, methods=[method], relations=["unclaimed"]):
        got = visit.get(cell)
        if got.status == 500 or not all(REVIEWED.may_see(cell.viewer, kind, relation) for kind, relation in got.words):
            found.append((cell, got))
    assert found == []


@pytest.mark.parametrize("viewer", [VISITOR, Role.SUPERVISOR.value, Role.FORCE_OFFICER.value])
def test_every_page_carries_the_headers_and_runs_nothing_of_its_own(visit: Visit, viewer: str) -> None:
    found = []
    for cell in cells(viewers=[viewer], methods=["GET"], relations=["own" if viewer == Role.SUPERVISOR else "offered"]):
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


@pytest.mark.parametrize(
    ("act", "role", "relations", "where"),
    [
        (Act.SEE_QUEUE, Role.ADMINISTRATOR, [Relation.ANY], "desk:queue"),
        (Act.SEE_QUEUE, Role.FORCE_OFFICER, [Relation.ANY], "desk:mine"),
        (Act.SEE_IDENTITY, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:identity"),
        (Act.SEE_IDENTITY, Role.FORCE_OFFICER, [Relation.OFFERED], "force:identity"),
        (Act.SEE_IDENTITY, Role.FORCE_COORDINATOR, [Relation.NOTIFIED], "force:identity"),
        (Act.SEE_FILE, Role.ADMINISTRATOR, [Relation.HUB], "desk:file"),
        (Act.ENTER_REPORT, Role.AUDITOR, [Relation.ANY], "desk:enter"),
        (Act.CLAIM, Role.ADMINISTRATOR, [Relation.HUB], "desk:claim"),
        (Act.RELEASE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:release"),
        (Act.BUNDLE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:take_out"),
        (Act.DECIDE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:decide"),
        (Act.SIGN_OFF, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:sign_off"),
        (Act.RECORD_LINE_OF_ENQUIRY, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:line"),
        (Act.ALLOCATE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:facts"),
        (Act.CONFIRM_HANDOVER, Role.AUDITOR, [Relation.HUB], "desk:handovers"),
        (Act.ANSWER_OFFER, Role.HUB_OFFICER, [Relation.HUB], "force:offers"),
        (Act.BUILD_PACKAGE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:package"),
        (Act.DOWNLOAD_PACKAGE, Role.ADMINISTRATOR, [Relation.HUB], "desk:download"),
        (Act.DOWNLOAD_PACKAGE, Role.FORCE_OFFICER, [Relation.NOTIFIED], "force:download"),
        (Act.CLOSE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:close"),
        (Act.REOPEN, Role.AUDITOR, [Relation.HUB], "desk:reopen"),
        (Act.SETTLE_TROUBLE, Role.HUB_OFFICER, [Relation.ANY], "desk:trouble"),
    ],
)
def test_opening_one_row_of_the_law_of_access_is_noticed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, act: Act, role: Role, relations: list[Relation], where: str
) -> None:
    assert faults(visit, cells([where], [role.value])) == []
    _open(monkeypatch, act, role, relations)
    assert faults(visit, cells([where], [role.value]))


def test_an_administrator_let_in_to_read_cases_is_noticed_by_the_words_shown(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(monkeypatch, Act.SEE_QUEUE, Role.ADMINISTRATOR, [Relation.ANY])
    _open(monkeypatch, Act.SEE_CASE, Role.ADMINISTRATOR, [Relation.HUB])
    assert any("shows content" in fault for fault in faults(visit, cells(["desk:reports"], [Role.ADMINISTRATOR.value])))


def test_closing_one_row_is_noticed_too(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    row = access._table()[Act.SEE_CASE]
    narrower = {**access._table(), Act.SEE_CASE: access._Row(row.does, {}, {})}
    monkeypatch.setattr(access, "_table", lambda: narrower)
    assert faults(visit, cells(["desk:case"], [Role.HUB_OFFICER.value]))
    assert faults(visit, cells(["force:offer"], [Role.FORCE_OFFICER.value]))


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
