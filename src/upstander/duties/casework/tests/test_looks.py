"""What is asked for is counted for each officer and day, and paused at a limit that a supervisor may lift."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest

from upstander.conftest import NOW
from upstander.duties.casework.actions.ask_lift import ask_lift
from upstander.duties.casework.actions.lift_limit import lift_limit
from upstander.duties.casework.actions.show import LimitReached, show
from upstander.duties.casework.looks import asked_today, lifts_waiting, standing, totals
from upstander.duties.casework.models import Exposure
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.record.cases.models import Case, Membership, ReportedFile
from upstander.record.cases.states import WrongState
from upstander.record.journal.reading import acts, timeline
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import HubProfile, User
from upstander.record.vault.keeping import deposit

pytestmark = pytest.mark.django_db
Reporting = Callable[..., Received]


@pytest.fixture
def received(report: Reporting) -> Received:
    return report(files=(SentFile(deposit(BytesIO(b"GIF89a" + b"\0" * 20)), "a.gif"),))


def words(case: Case, officer: User, *reports: int, hours: float = 0) -> int:
    asked = reports or (case.opened_by_id,)
    return show(case=case, kind="words", records=asked, actor=acting(officer), at=NOW + timedelta(hours=hours)).today


def limited(to: int) -> None:
    HubProfile.objects.update(daily_looks=to)


def test_each_asking_counts_for_its_officer_and_its_day(received: Received, officer: User, other_officer: User) -> None:
    case, held = received.case, received.report.files.get()
    assert words(case, officer) == 1
    assert words(case, officer) == 2, "a look at the same again is a look"
    show(case=case, kind="picture", records=[held.pk], actor=acting(officer), at=NOW)
    assert words(case, other_officer) == 1
    assert words(case, officer, hours=24) == 1
    assert standing(acting(officer), NOW).count == 3
    assert asked_today(acting(officer), case, NOW) == {("words", received.report.pk), ("picture", held.pk)}
    assert asked_today(acting(other_officer), case, NOW + timedelta(days=1)) == frozenset()


def test_the_day_ends_at_midnight_in_london(report: Reporting, officer: User) -> None:
    case = report().case
    late = NOW.replace(month=7, hour=22, minute=30)
    show(case=case, kind="words", records=[case.opened_by_id], actor=acting(officer), at=late)
    assert standing(acting(officer), late + timedelta(minutes=20)).count == 1
    assert standing(acting(officer), late + timedelta(minutes=40)).count == 0


def test_every_look_is_in_the_journal_with_what_it_was_at(received: Received, officer: User) -> None:
    words(received.case, officer)
    [entry] = acts(Verb.SHOWN)
    assert entry["actor"] == f"user:{officer.pk}"
    assert entry["data"] == {"kind": "words", "count": 1}
    assert set(entry["about"]) == {f"case:{received.case.pk}", f"report:{received.report.pk}"}
    assert Verb.SHOWN in {line.verb for line in timeline("report", received.report.pk)}


def test_at_the_limit_nothing_is_shown_counted_or_journalled(received: Received, officer: User) -> None:
    limited(2)
    words(received.case, officer)
    words(received.case, officer)
    with pytest.raises(LimitReached):
        words(received.case, officer)
    assert Exposure.objects.count() == len(list(acts(Verb.SHOWN))) == 2
    assert words(received.case, officer, hours=24) == 1


def test_what_would_go_over_the_limit_is_refused_whole(report: Reporting, officer: User, supervisor: User) -> None:
    limited(3)
    first, second = report(), report()
    Membership.objects.filter(report=second.report).update(case=first.case)
    both = (first.report.pk, second.report.pk)
    assert words(first.case, officer, *both) == 2
    with pytest.raises(LimitReached, match="over 3"):
        words(first.case, officer, *both)
    assert standing(acting(officer), NOW).left == 1
    assert words(first.case, officer, both[1]) == 3, "as many as are left are shown"
    assert words(report(danger=True).case, officer) == 4
    lift_limit(of=officer, reason="Spoke to them.", actor=acting(supervisor), at=NOW)
    assert words(first.case, officer, *both) == 6


def test_danger_is_never_held_back(report: Reporting, officer: User) -> None:
    limited(1)
    words(report().case, officer)
    danger = report(danger=True).case
    assert words(danger, officer) == 2
    assert words(danger, officer) == 3, "it is counted all the same"
    with pytest.raises(LimitReached):
        words(report().case, officer)


def test_a_supervisor_lifts_the_limit_for_the_day_with_a_reason(
    received: Received, officer: User, supervisor: User
) -> None:
    limited(1)
    words(received.case, officer)
    asked = ask_lift(actor=acting(officer), at=NOW)
    assert ask_lift(actor=acting(officer), at=NOW + timedelta(hours=1)) == asked
    assert standing(acting(officer), NOW).asked
    assert [lift.of for lift in lifts_waiting(acting(supervisor), NOW.date())] == [officer]
    with pytest.raises(WrongState):
        lift_limit(of=officer, reason=" ", actor=acting(supervisor), at=NOW)
    lift_limit(of=officer, reason="Spoke to them; one urgent bundle.", actor=acting(supervisor), at=NOW)
    assert words(received.case, officer) == 2
    assert lifts_waiting(acting(supervisor), NOW.date()) == []
    assert [entry["data"]["day"] for entry in acts(Verb.LIMIT_LIFTED)] == ["2026-11-18"]
    words(received.case, officer, hours=24)
    with pytest.raises(LimitReached):
        words(received.case, officer, hours=25)


def test_nobody_lifts_their_own_limit_nor_without_the_role(
    officer: User, other_officer: User, supervisor: User, administrator: User
) -> None:
    for of, by in ((supervisor, supervisor), (officer, other_officer), (officer, administrator)):
        with pytest.raises(NotAllowed):
            lift_limit(of=of, reason="Because.", actor=acting(by), at=NOW)
    with pytest.raises(NotAllowed):
        lifts_waiting(acting(other_officer), NOW.date())
    with pytest.raises(NotAllowed):
        totals(acting(officer), NOW.date())


def test_totals_say_how_much_and_never_what(
    report: Reporting, officer: User, other_officer: User, supervisor: User
) -> None:
    case = report().case
    for hours in (0, 0, -48, -24 * 8):
        words(case, officer, hours=hours)
    words(case, other_officer, hours=-24)
    found = totals(acting(supervisor), NOW.date())
    assert [(total.user, total.today, total.week) for total in found] == [(officer, 2, 3), (other_officer, 0, 1)]
    assert not hasattr(found[0], "case")


def test_what_is_not_in_the_case_or_withheld_or_not_theirs_is_not_shown(
    received: Received, report: Reporting, officer: User, auditor: User, administrator: User
) -> None:
    other, held = report(), received.report.files.get()
    with pytest.raises(WrongState):
        words(received.case, officer, other.report.pk)
    with pytest.raises(WrongState):
        words(received.case, officer, received.report.pk, other.report.pk)
    for stranger in (auditor, administrator):
        with pytest.raises(NotAllowed):
            words(received.case, stranger)
    ReportedFile.objects.filter(pk=held.pk).update(withheld="abuse")
    with pytest.raises(WrongState):
        show(case=received.case, kind="picture", records=[held.pk], actor=acting(officer), at=NOW)
    assert not Exposure.objects.exists()
