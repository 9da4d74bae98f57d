"""What a declared connection leads to is closed to whoever declared it, before and after; supervisors hear of it."""

from collections.abc import Callable

import pytest
from django.db import connection as database

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.release import release
from upstander.duties.assessment.models import Decision
from upstander.duties.assessment.tests.deciding import COMMUNICATIONS, a_crime, decided
from upstander.duties.bundling.actions.join import join
from upstander.duties.casework import connections
from upstander.duties.casework.actions.declare_connection import NotFound, declare_connection
from upstander.duties.casework.actions.end_connection import end_connection
from upstander.duties.casework.actions.turn_away import turn_away
from upstander.duties.casework.reviewing import waiting
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.law.access import Act, Relation
from upstander.record.cases import conflicts, grants
from upstander.record.cases.conflicts import forget, index_of
from upstander.record.cases.grants import relations, require, visible_to
from upstander.record.cases.models import Case, Connection, Mention
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting, complainant
from upstander.record.people.identity import Identity
from upstander.record.people.models import User
from upstander.record.work.worker import run_all

pytestmark = pytest.mark.django_db
Make = Callable[..., Received]
NAMED = Identity(name="Robin Example", email="Robin@example.org", phone="07700 900123")
POST = SaidPost(link="https://x.com/i/status/1799999999999999991", platform="x", text="Go.", handle="@Rowan.Ash7")
SAYS = [
    ("name", "Dr Example, Robin"),
    ("email", " robin@EXAMPLE.org"),
    ("phone", "+44 7700 900 123"),
    ("postcode", "12 Sample Street, Leeds ls1 1ur"),
    ("handle", "rowanash7"),
    ("handle", "https://www.instagram.com/rowan.ash7/"),
]
"""What leads to a report by NAMED of POST, however it is written."""


def declared(user: User, kind: str, said: str) -> Connection:
    return declare_connection(kind=kind, said=said, how="A neighbour.", actor=acting(user), at=NOW)


def sees(user: User, case: Case) -> bool:
    return visible_to(acting(user)).filter(pk=case.pk).exists()


def a_report(report: Make) -> Received:
    return report(identity=NAMED, home="Near LS1 1UR", posts=(POST,))


@pytest.mark.parametrize(("kind", "said"), SAYS)
def test_what_a_report_named_before_is_closed_at_once(
    report: Make, officer: User, other_officer: User, kind: str, said: str
) -> None:
    case = a_report(report).case
    declared(officer, kind, said)
    assert not sees(officer, case)
    assert sees(other_officer, case)
    for act in (Act.SEE_CASE, Act.CLAIM, Act.SEE_FILE):
        with pytest.raises(NotAllowed, match="declared a connection"):
            require(acting(officer), act, case, reason="x")


def test_whom_a_report_takes_for_the_poster_is_named_by_it_too(
    report: Make, officer: User, other_officer: User
) -> None:
    declared(officer, "name", "Mr Rowan Sample")
    case = report(poster_name="R. S.\nSample, Rowan").case
    assert not sees(officer, case)
    assert sees(other_officer, case)


@pytest.mark.parametrize(("kind", "said"), SAYS)
def test_what_a_report_names_later_is_closed_in_its_own_transaction(
    report: Make, officer: User, other_officer: User, kind: str, said: str
) -> None:
    declared(officer, kind, said)
    case = a_report(report).case
    assert not sees(officer, case)
    assert sees(other_officer, case)
    assert Entry.objects.filter(verb="shut out", subject=f"case:{case.pk}").count() == 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("name", "Robin Sample"), ("email", "robyn@example.org"), ("phone", "07700 900124"), ("postcode", "LS1 1UP"),
        ("handle", "rowanash8"),
    ],
)  # fmt: skip
def test_what_is_only_like_it_stays_open(report: Make, officer: User, kind: str, said: str) -> None:
    case = a_report(report).case
    declared(officer, kind, said)
    assert sees(officer, case)


@pytest.mark.parametrize(
    ("kind", "said"), [("name", "Robin"), ("email", "robin"), ("phone", "123"), ("postcode", "LS1")]
)
def test_what_could_never_be_compared_is_refused(officer: User, kind: str, said: str) -> None:
    with pytest.raises(NotFound):
        declared(officer, kind, said)
    assert not Connection.objects.exists()


def test_an_account_that_is_added_later_closes_the_case(report: Make, officer: User) -> None:
    received = report(identity=NAMED, posts=())
    declared(officer, "handle", "rowanash7")
    assert sees(officer, received.case)
    add(report=received.report, text="This too.", posts=(POST,), actor=complainant(received.report), at=NOW)
    assert not sees(officer, received.case)


def test_a_report_that_is_joined_takes_the_conflict_along(report: Make, officer: User, other_officer: User) -> None:
    declared(officer, "email", NAMED.email)
    one, two = report(), a_report(report)
    claim(case=one.case, actor=acting(other_officer), at=NOW)
    join(report=two.report, case=one.case, actor=acting(other_officer), reason="x", at=NOW)
    assert not sees(officer, one.case)


def test_what_one_has_claimed_goes_back_into_the_queue(report: Make, officer: User, other_officer: User) -> None:
    received = a_report(report)
    claim(case=received.case, actor=acting(officer), at=NOW)
    declared(officer, "name", NAMED.name)
    case = Case.objects.get(pk=received.case.pk)
    assert (case.owner, case.state) == (None, "new")
    assert Relation.OWNER not in relations(acting(officer), case)
    claim(case=case, actor=acting(other_officer), at=NOW)


def test_what_comes_in_for_a_claimed_case_takes_it_from_its_officer(report: Make, officer: User) -> None:
    received = report(identity=NAMED, posts=())
    declared(officer, "handle", "rowanash7")
    claim(case=received.case, actor=acting(officer), at=NOW)
    add(report=received.report, text="This too.", posts=(POST,), actor=complainant(received.report), at=NOW)
    with pytest.raises(NotAllowed):
        release(case=received.case, actor=acting(officer), at=NOW)
    run_all()
    assert Case.objects.get(pk=received.case.pk).owner is None


def test_a_decision_that_waits_for_its_signature_is_returned(report: Make, officer: User, supervisor: User) -> None:
    case = a_report(report).case
    decided(case, officer, **a_crime(COMMUNICATIONS))
    assert Decision.objects.get().state == "awaiting sign-off"
    declared(officer, "name", NAMED.name)
    case.refresh_from_db()
    assert (case.owner, case.state) == (None, "new")
    assert Decision.objects.get().state == "returned"


def test_a_connection_to_a_case_closes_that_case(report: Make, officer: User) -> None:
    case, other = a_report(report).case, report(posts=()).case
    declare_connection(kind="case", case=case, how="My cousin.", actor=acting(officer), at=NOW)
    assert not sees(officer, case)
    assert sees(officer, other)
    (own,) = connections.mine(acting(officer))
    assert (own.how, own.case) == ("My cousin.", None)


def test_what_was_written_is_not_readable_in_the_database(report: Make, officer: User) -> None:
    a_report(report)
    declared(officer, "name", "Robin Example")
    declared(officer, "phone", NAMED.phone)
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_connection")
        kept = repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])
        cursor.execute("SELECT * FROM cases_mention")
        kept += repr(cursor.fetchall())
    # Four digits alone stand in many a sealed value and time by chance: the number is looked for by its longer run.
    assert not any(word in kept for word in ("Robin", "robin", "Example", "7700 900", "7700900", "neighbour"))
    assert [each.said for each in connections.mine(acting(officer))] == [NAMED.phone, "Robin Example"]


def test_the_answer_is_the_same_whether_or_not_a_case_is_closed_by_it(report: Make, officer: User) -> None:
    a_report(report)
    hit, miss = declared(officer, "name", NAMED.name), declared(officer, "name", "Nobody Atall")
    assert [set(vars(each)) for each in (hit, miss)] == [set(vars(hit))] * 2
    assert Entry.objects.get(subject=f"connection:{hit.pk}").body.count("case:") == 0


def test_a_supervisor_other_than_oneself_ends_it_with_a_reason(
    report: Make, officer: User, supervisor: User, senior_investigator: User
) -> None:
    case = a_report(report).case
    held = declared(supervisor, "name", NAMED.name)
    with pytest.raises(NotAllowed):
        end_connection(connection=held, reason="x", actor=acting(officer), at=NOW)
    with pytest.raises(NotAllowed, match="Another supervisor"):
        end_connection(connection=held, reason="x", actor=acting(supervisor), at=NOW)
    with pytest.raises(NotAllowed, match="reason"):
        end_connection(connection=held, reason="", actor=acting(senior_investigator), at=NOW)
    assert not sees(supervisor, case)
    end_connection(connection=held, reason="Another of the same name.", actor=acting(senior_investigator), at=NOW)
    assert sees(supervisor, case)
    assert sees(supervisor, a_report(report).case)


def test_ending_one_opens_nothing_that_another_closes(report: Make, officer: User, supervisor: User) -> None:
    case = a_report(report).case
    held = declared(officer, "name", NAMED.name)
    declared(officer, "email", NAMED.email)
    end_connection(connection=held, reason="x", actor=acting(supervisor), at=NOW)
    assert not sees(officer, case)


def test_whoever_asks_for_a_closed_case_is_told_of_to_the_supervisors(
    report: Make, officer: User, other_officer: User, supervisor: User
) -> None:
    case = a_report(report).case
    declared(officer, "name", NAMED.name)
    assert not turn_away(case=case, actor=acting(other_officer), at=NOW)
    assert [turn_away(case=case, actor=acting(officer), at=NOW) for _time in range(3)] == [True] * 3
    (row,) = waiting(acting(supervisor))
    assert (row.kind, row.of, row.times, row.case) == ("conflict", officer, 3, case)
    assert Entry.objects.filter(verb="turned away").count() == 3


def test_a_supervisor_with_a_connection_reviews_nothing_about_the_case(
    report: Make, officer: User, supervisor: User
) -> None:
    case = a_report(report).case
    for user in (officer, supervisor):
        declared(user, "name", NAMED.name)
    turn_away(case=case, actor=acting(officer), at=NOW)
    assert waiting(acting(supervisor)) == []


def test_what_an_erased_report_named_leads_nowhere(report: Make, officer: User) -> None:
    received = a_report(report)
    forget(received.report)
    assert not Mention.objects.filter(report=received.report).exists()


def test_intake_that_compared_nothing_would_be_noticed(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflicts, "block_the_connected", lambda *_said, **_named: None)
    declared(officer, "name", NAMED.name)
    assert sees(officer, a_report(report).case)


def test_a_filter_without_the_conflict_would_be_noticed(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_report(report).case
    declared(officer, "name", NAMED.name)
    monkeypatch.setattr(grants, "refusing", lambda _act: frozenset())
    assert sees(officer, case)


def test_names_are_compared_without_accents_order_case_and_titles() -> None:
    assert index_of("name", "Mrs Zoë ÉXAMPLE") == index_of("name", "example, zoe")
    assert index_of("name", "Zoe Example") != index_of("email", "Zoe Example")
