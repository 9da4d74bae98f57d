"""PostgreSQL shows staff only what a grant opens, whatever a query forgets; and every way around it is closed."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import Error, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from upstander.config.commands.check import faults
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.intake.actions.receive import Received
from upstander.faces.desk import urls
from upstander.law.access import Act, Relation, Role, relations_for
from upstander.record.cases.fence import viewer_of
from upstander.record.cases.grants import end_grant, visible_to
from upstander.record.cases.models import Case, Grant, Report, ReportedPost
from upstander.record.fence import policies, viewer
from upstander.record.fence.viewer import HUB, NOBODY, action, look_as, seen_as, unfenced, whole_process
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User

fenced = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security")
OPEN = {
    "cases_grant": "the policies themselves read it; ids and codes, never a word about a case",
    "cases_connection": "belongs to whoever declared it, who may see the case no more; what was written is encrypted",
    "casework_review": "a supervisor reviews looks into cases that they may not read; staff's own reasons",
    "search_words": "under a policy PostgreSQL could not use its index; record.search.finding alone reads it",
    "casework_exposure": "an officer's looks count whatever has become of the case; ids alone",
}
"""Tables that lead to a case or report and stand outside the fence, and why."""
Make = Callable[..., Received]


@pytest.fixture
def hidden(report: Make, hub: Organisation) -> Case:
    """A case that nobody at the hub may see any more."""
    case = report().case
    end_grant(case, to=hub, relation=Relation.HUB, at=timezone.now())
    return case


def eyes(user: User) -> viewer.Viewer:
    return viewer_of(acting(user))


def rows_seen(case: Case) -> int:
    return (
        Case.objects.filter(pk=case.pk).count()
        + Report.objects.filter(pk=case.opened_by_id).count()
        + ReportedPost.objects.filter(report=case.opened_by_id).count()
    )


def test_every_table_that_leads_to_a_case_is_fenced_or_said_to_be_open() -> None:
    leading = {"cases_case", "cases_report"}
    while True:
        found = {
            model._meta.db_table
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if field.concrete and field.is_relation and field.related_model._meta.db_table in leading  # type: ignore[union-attr]
        }
        if found <= leading:
            break
        leading |= found
    assert leading - set(policies.every()) == set(OPEN)
    assert set(policies.every()) - {model._meta.db_table for model in apps.get_models()} == set()


def test_a_policy_that_leads_to_another_one_is_planned_once() -> None:
    deep = [each for each in policies.every().values() if re.search(r"EXISTS \(SELECT FROM (?!cases_grant)", each.when)]
    assert deep
    for each in deep:
        assert each.when.count(" OFFSET 0)") == len(re.findall(r"EXISTS \(", each.when)), each.table


@fenced
def test_no_statement_is_compiled_before_it_runs(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_no_act_on_a_case_needs_a_relation_that_the_fence_does_not_know() -> None:
    """`visible_to` may ask for another act than reading: what it would show, the fence must show as well."""
    for role in Role:
        read = relations_for(role, Act.SEE_CASE)
        for act in Act:
            beyond = relations_for(role, act) - read - {Relation.ANY, Relation.REPORTER}
            assert not beyond or act in NOT_READING, f"{role} may {act} as {beyond}, and would not be shown the case"


NOT_READING: frozenset[Act] = frozenset()
"""Acts for which a case is looked up past the fence, by its own unfenced query."""


@fenced
def test_where_nobody_looks_nothing_is_seen_and_a_grant_opens(report: Make, officer: User) -> None:
    case = report().case
    with seen_as(NOBODY):
        assert rows_seen(case) == 0
    with seen_as(eyes(officer)):
        assert rows_seen(case) == 3
    assert rows_seen(case) == 3


@fenced
def test_a_query_without_a_filter_finds_nothing_of_a_case_without_a_grant(hidden: Case, officer: User) -> None:
    with seen_as(eyes(officer)):
        assert rows_seen(hidden) == 0
        assert list(Case.objects.all()) == []


@fenced
@pytest.mark.parametrize("role", [Role.FORCE_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_relation_opens_only_to_the_roles_for_which_the_law_says_so(
    report: Make, make_user: Callable[..., User], role: Role
) -> None:
    case = report().case
    with seen_as(eyes(make_user(role, "Somebody"))):
        assert rows_seen(case) == 0


@fenced
def test_a_conflict_closes_what_another_grant_opens(report: Make, officer: User) -> None:
    case = report().case
    Grant.objects.create(case=case, user=officer, relation="conflict", from_at=timezone.now())
    with seen_as(eyes(officer)):
        assert rows_seen(case) == 0


@fenced
def test_a_grant_that_ended_opens_nothing_and_one_that_will_end_does_until_then(hidden: Case, officer: User) -> None:
    now = timezone.now()
    held = Grant.objects.create(
        case=hidden, user=officer, relation="owner", from_at=now, until_at=now + timedelta(hours=1)
    )
    with seen_as(eyes(officer)):
        assert rows_seen(hidden) == 3
    Grant.objects.filter(pk=held.pk).update(until_at=now - timedelta(seconds=1))
    with seen_as(eyes(officer)):
        assert rows_seen(hidden) == 0


@fenced
def test_staff_write_nothing_outside_an_action(report: Make, officer: User) -> None:
    case = report().case
    with seen_as(eyes(officer)):
        assert Case.objects.filter(pk=case.pk).update(danger=True) == 0
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            ReportedPost.objects.create(report_id=case.opened_by_id, position=9, text="planted")
        claim(case=case, actor=acting(officer), at=timezone.now())
        assert Case.objects.get(pk=case.pk).owner == officer


@fenced
def test_the_fence_that_an_action_put_aside_stands_again_when_it_fails(hidden: Case, officer: User) -> None:
    @action
    def fail() -> None:
        assert rows_seen(hidden) == 3
        raise ValueError

    with seen_as(eyes(officer)):
        for _ in range(2):
            with pytest.raises(ValueError):
                fail()
            assert rows_seen(hidden) == 0


@fenced
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["rolled back", "committed", "savepoint rolled back", "broken", "connection lost"])
def test_no_end_of_a_transaction_leaves_wider_eyes_behind(hidden: Case, officer: User, how: str) -> None:
    """Each time the server has last heard, outside any transaction, that the hub itself looks."""
    assert rows_seen(hidden) == 3
    with seen_as(eyes(officer)):
        end_a_transaction(how, hidden)
        assert rows_seen(hidden) == 0


def end_a_transaction(how: str, case: Case) -> None:
    if how == "connection lost":
        connection.close()
    elif how == "savepoint rolled back":
        with transaction.atomic():
            with suppress(ValueError), transaction.atomic():
                with unfenced():
                    assert rows_seen(case) == 3
                raise ValueError
            assert rows_seen(case) == 0
    else:
        with suppress(ValueError, Error), transaction.atomic(), unfenced():
            assert rows_seen(case) == 3
            if how == "broken":
                connection.cursor().execute("SELECT 1/0")
            if how == "rolled back":
                raise ValueError


@fenced
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_forgot_to_forget_would_leak(
    hidden: Case, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: told inside a transaction that is rolled back, and not told again."""
    wrapper = type(connections["default"])
    monkeypatch.setattr(wrapper, "_rollback", lambda self: super(wrapper, self)._rollback())
    monkeypatch.setattr(wrapper, "_set_autocommit", lambda self, on: super(wrapper, self)._set_autocommit(on))
    assert rows_seen(hidden) == 3
    with seen_as(eyes(officer)):
        with suppress(ValueError), transaction.atomic():
            assert rows_seen(hidden) == 0
            raise ValueError
        assert rows_seen(hidden) == 3, "the sessions's setting went back with the rollback, and nobody noticed"
    connection.close()


@fenced
@pytest.mark.django_db(transaction=True)
def test_one_connection_serves_one_after_the_other_and_keeps_nothing(
    report: Make, hidden: Case, officer: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def spy(request: HttpRequest) -> HttpResponse:
        seen.append(Case.objects.count())
        if "fail" in request.GET:
            raise RuntimeError("in the middle of a page")
        return HttpResponse("")

    report(posts=())
    spied(monkeypatch, spy)
    whole_process(NOBODY)
    try:
        client = signed_in(officer)
        client.raise_request_exception = False
        before = backend()
        for address in ("/", "/desk/", "/", "/desk/?fail=1", "/desk/", "/privacy", "/desk/"):
            client.get(address)
            assert connection.told == NOBODY, f"{address} left {connection.told} on its connection"
            assert Case.objects.count() == 0
        assert seen == [1, 1, 1, 1]
        assert backend() == before, "these were several connections"
    finally:
        whole_process(HUB)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def spied(monkeypatch: pytest.MonkeyPatch, spy: Callable[[HttpRequest], HttpResponse]) -> None:
    """Let the queue's address call `spy`, declared as the queue is."""
    pattern = next(each for each in urls.urlpatterns if each.name == "queue")
    spy.access = pattern.callback.access  # type: ignore[attr-defined]
    monkeypatch.setattr(pattern, "callback", spy)


@fenced
@pytest.mark.django_db(transaction=True)
def test_a_thread_that_says_nothing_sees_what_the_process_may(hidden: Case, officer: User) -> None:
    found: dict[str, int] = {}

    def look(name: str) -> None:
        found[name] = rows_seen(hidden)
        connection.close()

    def together(name: str) -> None:
        thread = threading.Thread(target=look, args=[name])
        thread.start()
        thread.join()

    with seen_as(HUB):
        whole_process(NOBODY)
        try:
            together("a server's")
        finally:
            whole_process(HUB)
    with seen_as(eyes(officer)):
        together("a worker's")
        assert rows_seen(hidden) == 0
    assert found == {"a server's": 0, "a worker's": 3}


def test_nobody_looks_on_without_an_end() -> None:
    with pytest.raises(RuntimeError):
        look_as(HUB)


@pytest.fixture
def undone(db: None) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


GAPS = {
    "policy dropped": "DROP POLICY staff_read ON cases_report",
    "policy widened": "ALTER POLICY staff_read ON cases_report USING (true)",
    "policy added": "CREATE POLICY all_read ON cases_report FOR SELECT USING (true)",
    "fence off": "ALTER TABLE cases_report DISABLE ROW LEVEL SECURITY",
    "owner let through": "ALTER TABLE cases_report NO FORCE ROW LEVEL SECURITY",
}


@fenced
def test_the_check_finds_no_gap(report: Make) -> None:
    report()
    assert [fault for fault in faults() if fault.startswith("fence")] == []


@fenced
@pytest.mark.parametrize("gap", GAPS)
def test_the_check_finds_a_gap(report: Make, undone: None, gap: str) -> None:
    report()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(GAPS[gap])
    assert any(fault.startswith("fence: cases_report") for fault in policies.faults())


@fenced
def test_a_role_that_passes_every_fence_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "_BYPASSING", "SELECT current_user")
    assert any("BYPASSRLS" in fault for fault in policies.faults())


@fenced
def test_the_tests_themselves_are_held_by_the_fence(db: None) -> None:
    assert policies.bypassing_role() == ""


def test_what_may_be_seen_is_the_same_on_both_sides(report: Make, officer: User, hidden: Case) -> None:
    report()
    with seen_as(eyes(officer)):
        assert [case.pk for case in visible_to(acting(officer))] == [
            case.pk for case in Case.objects.order_by("pk") if case.pk != hidden.pk
        ]
