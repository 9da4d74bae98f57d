"""The clock and marks of a time limit, what is recorded on the way to a charge; outcome 17 is never silent."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine

from upstander.conftest import NOW
from upstander.duties.assessment.actions.ask_consent import ask_consent
from upstander.duties.assessment.actions.close import close, end
from upstander.duties.assessment.actions.date_conduct import date_conduct
from upstander.duties.assessment.actions.decide import NotComplete, decide
from upstander.duties.assessment.actions.record_charge import record_charge, take_back_charge
from upstander.duties.assessment.actions.record_consent import record_consent
from upstander.duties.assessment.actions.record_prosecutor import record_prosecutor
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.actions.sign_off import sign_off
from upstander.duties.assessment.limits import CLOCK, dates_of, limits_of
from upstander.duties.assessment.models import Charge, Decision, Seen
from upstander.duties.assessment.tests.deciding import a_crime, claimed, decided, no_crime
from upstander.duties.casework.models import Review
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.intake.actions.receive import Received
from upstander.law.limits import DatesConflict, closes_at
from upstander.record.cases.models import Case, Listing
from upstander.record.cases.queue import faults
from upstander.record.cases.states import WrongState
from upstander.record.journal.reading import timeline
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.models import Item
from upstander.record.work.worker import run_all

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
LAST_DAY = date(2027, 5, 10)
"""Six months from the conduct of `deciding`."""
Make = Callable[..., Received]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def limit_clock(case: Case) -> datetime | None:
    return case.clocks.filter(name=CLOCK, ended_at=None).values_list("due_at", flat=True).first()


def limit_marks(case: Case) -> list[str]:
    return [mark for mark in fresh(case).marks if mark.startswith("limit")]


@pytest.fixture
def crime(report: Make, officer: User) -> Case:
    """Return a case decided to be harassment: six months from the last incident."""
    case = report().case
    decided(case, officer)
    return fresh(case)


def communications(report: Make, officer: User, supervisor: User) -> Case:
    """Return a case whose limit runs from a prosecutor's knowledge, signed off."""
    case = report().case
    decision = decided(case, officer, **a_crime("ca_127_1"))
    sign_off(decision=decision, agrees=True, reasons="Clear.", actor=acting(supervisor), at=NOW)
    return fresh(case)


def saw(case: Case, user: User, on: date, **changes: object) -> Seen:
    said = {"who": "A. Prosecutor", "given": "The file, MG3", "proof": "Letter 12", "enough": "yes", "at": NOW}
    return record_prosecutor(case=case, on=on, actor=acting(user), **(said | changes))


def consented(case: Case, user: User, offence: str, giver: str = "prosecutor", on: date = TODAY) -> None:
    said = {"case": case, "offence": offence, "giver": giver, "actor": acting(user), "at": NOW, "reference": "C 1"}
    ask_consent(on=on, **said)
    record_consent(answer="given", on=on, **said)


def charged(case: Case, user: User, offence: str = "pha_2", on: date = TODAY, at: datetime = NOW) -> Charge:
    return record_charge(case=case, offence=offence, kind="charge", on=on, reference="R 1", actor=acting(user), at=at)


def test_a_crime_stands_under_its_earliest_limit_and_no_other_finding_does(crime: Case, officer: User) -> None:
    assert limit_clock(crime) == closes_at(LAST_DAY)
    decide(case=crime, actor=acting(officer), at=NOW, **a_crime("pha_2", "poa_18", conduct_on=date(2026, 10, 31)))
    assert limit_clock(crime) == closes_at(date(2027, 4, 30)), "while that decision waits for its sign-off too"
    assert list(faults()) == []


def test_a_decision_that_is_no_crime_ends_the_clock(crime: Case, officer: User) -> None:
    decide(case=crime, actor=acting(officer), at=NOW, **no_crime())
    assert limit_clock(crime) is None
    assert list(faults()) == []


def test_a_decision_that_waits_for_its_sign_off_stands_under_its_limit_already(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, **a_crime("ca_127_1"))
    assert limit_clock(case) == closes_at(date(2029, 11, 9))


def test_a_prosecutors_date_starts_the_limit_and_a_correction_takes_its_place(
    report: Make, officer: User, supervisor: User
) -> None:
    case = communications(report, officer, supervisor)
    first = saw(case, officer, date(2026, 11, 12))
    assert limit_clock(case) == closes_at(date(2027, 5, 11))
    saw(case, officer, date(2026, 11, 11), enough="no")
    assert limit_clock(case) == closes_at(date(2027, 5, 11)), "what was not enough starts nothing"
    later = saw(case, officer, date(2026, 11, 16), corrects=first, why="Wrong week")
    assert limit_clock(case) == closes_at(date(2027, 5, 15)), "a correction may move the end later"
    with pytest.raises(WrongState, match="corrected already"):
        saw(case, officer, date(2026, 11, 17), corrects=first, why="Again")
    saw(case, officer, date(2026, 11, 16), corrects=later, why="Never sent", counts=False)
    assert limit_clock(case) == closes_at(date(2029, 11, 9)), "only the long stop is left"
    assert Seen.objects.filter(case=case).count() == 4, "every earlier entry stays"
    assert list(faults()) == []


def test_what_a_prosecutor_saw_is_kept_whole_and_encrypted(crime: Case, officer: User) -> None:
    held = Seen.objects.get(pk=saw(crime, officer, date(2026, 11, 12), who="An office", proof="Receipt 7").pk)
    assert (held.who, held.given, held.proof) == ("An office", "The file, MG3", "Receipt 7")
    line = timeline("case", crime.pk)[0]
    assert line.verb == "prosecutor saw"
    assert "office" not in str(line.data)
    for name in ("who", "given", "proof"):
        with pytest.raises(NotComplete):
            saw(crime, officer, date(2026, 11, 12), **{name: " "})
    with pytest.raises(NotComplete):
        saw(crime, officer, date(2026, 11, 12), corrects=held)


@pytest.mark.parametrize(("on", "says"), [(date(2026, 11, 9), "before the conduct"), (date(2026, 11, 19), "future")])
def test_a_prosecutors_date_that_cannot_be_is_refused(crime: Case, officer: User, on: date, says: str) -> None:
    with pytest.raises(DatesConflict, match=says):
        saw(crime, officer, on)


def test_the_day_of_the_conduct_moves_the_end_and_the_newest_word_counts(crime: Case, officer: User) -> None:
    said = {"case": crime, "shown_by": "The post's own date", "actor": acting(officer)}
    date_conduct(on=date(2026, 11, 1), at=NOW, **said)
    assert limit_clock(crime) == closes_at(date(2027, 5, 1))
    date_conduct(on=date(2026, 11, 15), at=NOW, **said)
    assert limit_clock(crime) == closes_at(date(2027, 5, 15))
    with pytest.raises(DatesConflict):
        date_conduct(on=date(2026, 11, 19), at=NOW, **said)
    date_conduct(on=None, at=NOW, **said)
    limit = limits_of(crime, NOW.date())[0].limit
    assert limit
    assert limit.assumed
    decide(case=crime, actor=acting(officer), at=NOW + timedelta(hours=1), **a_crime(conduct_on=date(2026, 11, 2)))
    assert dates_of(crime).conduct_on == date(2026, 11, 2)


def test_dates_that_contradict_each_other_leave_the_clock_and_mark_the_case(
    report: Make, officer: User, supervisor: User
) -> None:
    case = communications(report, officer, supervisor)
    saw(case, officer, date(2026, 11, 12))
    stood = limit_clock(case)
    decide(case=case, actor=acting(officer), at=NOW, **a_crime("ca_127_1", conduct_on=date(2026, 11, 13)))
    assert limit_clock(case) == stood
    assert limit_marks(case) == ["limit unclear"]


def test_who_may_not_record_is_refused(crime: Case, other_officer: User, supervisor: User, auditor: User) -> None:
    for user in (other_officer, auditor):
        with pytest.raises(NotAllowed):
            saw(crime, user, date(2026, 11, 12))
        with pytest.raises(NotAllowed):
            charged(crime, user)
    assert saw(crime, supervisor, date(2026, 11, 12)).pk, "a supervisor of the hub stands in for its officer"


def test_a_charge_needs_the_consent_given_and_dated_no_later(crime: Case, officer: User) -> None:
    said = {"case": crime, "offence": "pha_2", "giver": "prosecutor", "actor": acting(officer), "at": NOW}
    with pytest.raises(WrongState, match="No consent of the Prosecutor"):
        charged(crime, officer)
    with pytest.raises(WrongState, match="Record first on which day"):
        record_consent(answer="given", on=date(2026, 11, 17), reference="C", **said)
    with pytest.raises(NotComplete):
        ask_consent(on=date(2026, 11, 16), reference=" ", **said)
    ask_consent(on=date(2026, 11, 16), reference="C", **said)
    with pytest.raises(WrongState, match="not recorded as given"):
        charged(crime, officer)
    with pytest.raises(WrongState, match="dated before"):
        record_consent(answer="given", on=date(2026, 11, 15), reference="C", **said)
    record_consent(answer="refused", on=date(2026, 11, 16), reference="C", **said)
    with pytest.raises(WrongState, match="was refused"):
        charged(crime, officer)
    ask_consent(on=date(2026, 11, 17), reference="C", **said)
    record_consent(answer="given", on=date(2026, 11, 17), reference="C", **said)
    with pytest.raises(WrongState, match="after the charge on 16 November 2026"):
        charged(crime, officer, on=date(2026, 11, 16))
    with pytest.raises(DatesConflict):
        charged(crime, officer, on=date(2026, 11, 19))
    assert charged(crime, officer, on=date(2026, 11, 17)).last_day == LAST_DAY


def test_the_attorney_generals_consent_is_needed_beside_the_prosecutors(
    report: Make, officer: User, senior_investigator: User
) -> None:
    case = report().case
    decision = decided(case, officer, **a_crime("poa_18"))
    sign_off(decision=decision, agrees=True, reasons="Clear.", actor=acting(senior_investigator), at=NOW)
    consented(case, officer, "poa_18")
    with pytest.raises(WrongState, match="Attorney General"):
        charged(case, officer, "poa_18")
    said = {"case": case, "offence": "poa_18", "giver": "attorney_general", "actor": acting(officer), "at": NOW}
    with pytest.raises(WrongState, match="in every case"):
        record_consent(answer="not needed", on=NOW.date(), reference="C", words="It seems so", **said)
    consented(case, officer, "poa_18", "attorney_general")
    assert charged(case, officer, "poa_18").rule == "none"


def test_a_consent_that_is_needed_in_some_cases_may_be_found_not_to_be(crime: Case, officer: User) -> None:
    said = {"case": crime, "offence": "sca_44", "giver": "attorney_general", "actor": acting(officer), "at": NOW}
    with pytest.raises(NotComplete):
        record_consent(answer="not needed", on=NOW.date(), reference="C", **said)
    record_consent(answer="not needed", on=NOW.date(), reference="C", words="Nothing abroad, says the lawyer", **said)
    consented(crime, officer, "sca_44")
    assert charged(crime, officer, "sca_44").pk
    with pytest.raises(WrongState, match="no consent of that kind"):
        ask_consent(**{**said, "offence": "pha_2"}, on=NOW.date(), reference="C")


def test_a_charge_is_refused_after_the_limit_with_the_reason(crime: Case, officer: User) -> None:
    consented(crime, officer, "pha_2")
    late = NOW + timedelta(days=200)
    with pytest.raises(WrongState, match="last incident, on 10 November 2026: by 10 May 2027"):
        charged(crime, officer, on=LAST_DAY + timedelta(days=1), at=late)
    assert charged(crime, officer, on=LAST_DAY, at=late).pk, "on the last day it may be, however late it is entered"


def test_a_charge_is_refused_where_the_limit_cannot_be_checked(
    report: Make, officer: User, supervisor: User, crime: Case
) -> None:
    consented(crime, officer, "pha_2")
    date_conduct(case=crime, on=None, shown_by="Nobody knows", actor=acting(officer), at=NOW)
    with pytest.raises(WrongState, match="is not known"):
        charged(crime, officer)
    other = communications(report, officer, supervisor)
    consented(other, officer, "ca_127_1")
    with pytest.raises(WrongState, match="a prosecutor saw the file"):
        charged(other, officer, "ca_127_1")
    saw(other, officer, NOW.date())
    assert charged(other, officer, "ca_127_1").pk


def test_a_charge_ends_the_clock_and_its_being_taken_back_starts_it_again(crime: Case, officer: User) -> None:
    consented(crime, officer, "pha_2")
    held = charged(crime, officer)
    assert limit_clock(crime) is None
    with pytest.raises(NotComplete):
        take_back_charge(charge=held, why=" ", actor=acting(officer), at=NOW)
    take_back_charge(charge=held, why="Another case", actor=acting(officer), at=NOW)
    assert limit_clock(crime) == closes_at(LAST_DAY)
    with pytest.raises(WrongState):
        take_back_charge(charge=held, why="Again", actor=acting(officer), at=NOW)
    assert list(faults()) == []


def test_nothing_is_recorded_in_a_closed_case_and_reopening_starts_the_clock_again(crime: Case, officer: User) -> None:
    close(case=crime, closing_reason="abroad", actor=acting(officer), at=NOW)
    assert limit_clock(crime) is None
    with pytest.raises(WrongState, match="Reopen it"):
        saw(crime, officer, date(2026, 11, 12))
    reopen(case=crime, reason="More came", actor=acting(officer), at=NOW)
    assert limit_clock(crime) == closes_at(LAST_DAY)


def test_the_worker_marks_the_case_at_each_share_and_says_it_once(crime: Case) -> None:
    for day, mark in (
        (date(2027, 2, 8), []), (date(2027, 2, 9), ["limit 50"]), (date(2027, 3, 26), ["limit 75"]),
        (date(2027, 4, 22), ["limit 90"]), (date(2027, 5, 10), ["limit 90"]), (date(2027, 5, 11), ["limit passed"]),
    ):  # fmt: skip
        with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=NOW.tzinfo), tick=False):
            run_all()
            run_all()
        assert limit_marks(crime) == mark
    verbs = [line.verb for line in timeline("case", crime.pk)]
    assert verbs.count("limit warned") == 3
    assert verbs.count("limit passed") == 1
    assert Listing.objects.filter(case=crime, code="limit passed").exists()
    assert list(faults()) == []


def after_the_limit(case: Case) -> None:
    with time_machine.travel(datetime(2027, 5, 11, 9, tzinfo=NOW.tzinfo), tick=False):
        run_all()


def test_a_limit_that_passes_without_a_charge_is_put_to_a_supervisor_once(crime: Case, officer: User) -> None:
    after_the_limit(crime)
    after_the_limit(crime)
    asked = Review.objects.get(case=crime, kind="time_limit")
    assert asked.of == officer
    assert "10 May 2027" in asked.words
    assert "nobody is charged" in asked.words


def test_a_charge_in_time_asks_nobody(crime: Case, officer: User) -> None:
    consented(crime, officer, "pha_2")
    charged(crime, officer)
    after_the_limit(crime)
    assert limit_marks(crime) == []
    assert not Review.objects.filter(kind="time_limit").exists()


def test_a_case_whose_limit_has_passed_is_not_closed_silently(crime: Case, officer: User) -> None:
    late = datetime(2027, 5, 11, 9, tzinfo=NOW.tzinfo)
    said = {"case": crime, "actor": acting(officer), "at": late}
    with pytest.raises(WrongState, match="ended on 10 May 2027, and nobody is charged"):
        close(closing_reason="abroad", **said)
    close(closing_reason="time_limit", **said)
    assert fresh(crime).closed_as == "time_limit"
    assert timeline("case", crime.pk)[0].data["closed_as"] == "time_limit"
    with time_machine.travel(late, tick=False):
        run_all()
    assert Review.objects.filter(case=crime, kind="time_limit").exists(), "whoever closes first is asked all the same"


def test_another_reason_wants_words_once_the_limit_has_passed(crime: Case, officer: User) -> None:
    late = datetime(2027, 5, 11, 9, tzinfo=NOW.tzinfo)
    close(case=crime, closing_reason="abroad", reasons="He left the country.", actor=acting(officer), at=late)
    assert fresh(crime).closed_as == "abroad"


def test_the_time_limit_closes_no_case_in_which_it_has_not_passed(crime: Case, officer: User) -> None:
    with pytest.raises(WrongState, match="Still open: Harassment"):
        close(case=crime, closing_reason="time_limit", actor=acting(officer), at=NOW)
    with pytest.raises(WrongState, match="Still open: Harassment"):
        record_line(case=crime, positive=False, reasons="x", closing_reason="time_limit", actor=acting(officer), at=NOW)


def test_one_offence_without_a_limit_keeps_the_case_from_ending_by_time(report: Make, officer: User) -> None:
    case = report().case
    claimed(case, officer)
    decide(case=case, actor=acting(officer), at=NOW, **a_crime("pha_2", "oapa_16"))
    assert Decision.objects.get(case=case).state == "final"
    late = datetime(2027, 5, 11, 9, tzinfo=NOW.tzinfo)
    with pytest.raises(WrongState, match="Still open: Threat"):
        close(case=case, closing_reason="time_limit", actor=acting(officer), at=late)


def test_however_a_case_ends_a_supervisor_is_asked_about_a_limit_that_has_passed(crime: Case, officer: User) -> None:
    after = closes_at(LAST_DAY) + timedelta(days=1)
    with time_machine.travel(after, tick=False):
        end(fresh(crime), "handed_on", at=after)
        assert Item.objects.filter(name="time_limit_passed", about__offence="pha_2").exists()


def test_an_ending_before_the_limit_asks_nobody(crime: Case) -> None:
    end(fresh(crime), "handed_on", at=NOW + timedelta(days=1))
    assert not Item.objects.filter(name="time_limit_passed").exists()
