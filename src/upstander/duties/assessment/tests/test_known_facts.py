"""Facts are set down whole, advised on, kept with the decision, and what the law said then can be asked again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import NotComplete, decide
from upstander.duties.assessment.actions.record_prosecutor import record_prosecutor
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.actions.set_known_facts import set_known_facts
from upstander.duties.assessment.advised import ask_law, known_facts, replay
from upstander.duties.assessment.core import not_shown
from upstander.duties.assessment.limits import Days, days_of, limits_of, offences_looked_at
from upstander.duties.assessment.models import Decision, KnownFacts
from upstander.duties.assessment.tests.deciding import PLAIN, a_crime, claimed, no_crime, shown
from upstander.duties.intake.actions.receive import Received
from upstander.law.facts import BadFacts
from upstander.law.offences import offence
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db

CONDUCT: dict[str, Any] = {"on": "2026-11-10", "means": ["message"], "where": "england_wales", "audience": "private"}
SHOWS = {"threatening": True, "menacing": True, "threat_to_kill": True}
SUSPECT: dict[str, Any] = {"label": "account 1", "age": 30, "shows": {"means_fear": True, "aware_of_quality": True}}
VICTIM: dict[str, Any] = {"label": "victim 1", "perceived": [{"strand": "religion", "by": ["victim"]}]}


def facts(**changes: Any) -> dict[str, Any]:
    held = {"conduct": {**CONDUCT, "shows": SHOWS}, "suspects": [SUSPECT], "victims": [VICTIM]}
    return {**held, **changes}


def known(case: Case, officer: User, said: dict[str, Any] | None = None, at: Any = NOW) -> KnownFacts:
    return set_known_facts(case=case, facts=said or facts(), actor=acting(officer), at=at)


@pytest.fixture
def case(report: Callable[..., Received], officer: User) -> Case:
    return claimed(report().case, officer)


def test_what_the_facts_point_to_is_looked_at_before_anybody_decides(case: Case, officer: User) -> None:
    assert not case.clocks.filter(name="time_limit").exists()
    row = known(case, officer)
    assert "ca_127_1" in row.advised
    clock = case.clocks.get(name="time_limit", ended_at=None)
    assert clock.due_at.date() == date(2029, 11, 9)
    known(case, officer, facts(conduct={**CONDUCT, "shows": {}}), at=NOW + timedelta(minutes=1))
    assert not case.clocks.filter(name="time_limit", ended_at=None).exists(), (
        "a limit ran on facts that were taken back"
    )
    assert KnownFacts.objects.filter(case=case).count() == 2, "what was known before was lost"


def test_the_same_facts_again_keep_nothing_new(case: Case, officer: User) -> None:
    first = known(case, officer)
    assert known(case, officer, at=NOW + timedelta(hours=1)).pk == first.pk
    assert Entry.objects.filter(verb="known facts set").count() == 1


def test_contradictions_are_refused_by_name_and_nothing_is_kept(case: Case, officer: User) -> None:
    wrong = facts(conduct={**CONDUCT, "on": "2027-01-01", "shows": {**SHOWS, "threatening": False}})
    with pytest.raises(BadFacts, match="A threat to kill is threatening") as refused:
        known(case, officer, wrong)
    assert any("lies in the future" in each for each in refused.value.problems)
    assert not KnownFacts.objects.exists()


def test_only_who_may_decide_sets_facts_down(case: Case, auditor: User, other_officer: User) -> None:
    for user in (auditor, other_officer):
        with pytest.raises(NotAllowed):
            known(case, user)


def test_a_closed_case_takes_no_facts(case: Case, officer: User) -> None:
    decide(case=case, actor=acting(officer), at=NOW, **no_crime())
    close(case=case, closing_reason="not_criminal", reasons="", actor=acting(officer), at=NOW)
    with pytest.raises(WrongState):
        known(case, officer)


def test_a_case_with_a_child_is_marked_and_the_mark_goes_with_the_fact(case: Case, officer: User) -> None:
    known(case, officer, facts(suspects=[{**SUSPECT, "age": 15}]))
    assert "child" in Case.objects.get(pk=case.pk).marks
    known(case, officer, at=NOW + timedelta(minutes=1))
    assert "child" not in Case.objects.get(pk=case.pk).marks


def test_a_decision_about_a_child_says_how_their_welfare_was_weighed(case: Case, officer: User) -> None:
    known(case, officer, facts(victims=[{**VICTIM, "age": 12}]))
    for said in (a_crime(aggravation={PLAIN: {"victim 1": []}}), no_crime()):
        with pytest.raises(NotComplete, match=r"A child is involved \(victim 1\)"):
            decide(case=case, actor=acting(officer), at=NOW, **said)
    made = decide(case=case, actor=acting(officer), at=NOW, child_welfare="School first.", **no_crime())
    assert made.child_welfare == "School first."


def test_hostility_is_said_for_each_offence_and_victim_and_none_is_an_answer(case: Case, officer: User) -> None:
    two = [VICTIM, {"label": "victim 2"}]
    known(case, officer, facts(victims=two))
    with pytest.raises(NotComplete, match="victim 2"):
        decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation={PLAIN: {"victim 1": ["religion"]}}))
    said: dict[str, list[str]] = {"victim 1": [], "victim 2": [], "victim 3": []}
    with pytest.raises(NotComplete, match="not among the victims"):
        decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation={PLAIN: said}))
    given = {PLAIN: {"victim 1": ["religion"], "victim 2": []}}
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation=given))
    assert made.aggravation == given


def test_without_facts_hostility_may_be_said_of_the_victims_that_the_reports_tell_of(case: Case, officer: User) -> None:
    with pytest.raises(NotComplete, match="'victim 2' is not among the victims of the reports"):
        decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation={PLAIN: {"victim 2": []}}))
    given = {PLAIN: {"victim 1": ["religion"]}}
    assert decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation=given)).aggravation == given


def test_a_decision_keeps_its_facts_and_can_be_replayed(case: Case, officer: User) -> None:
    known(case, officer)
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation={PLAIN: {"victim 1": []}}))
    assert made.facts == facts()
    known(case, officer, facts(suspects=[]), at=NOW + timedelta(days=1))
    again = replay(acting(officer), Decision.objects.get(pk=made.pk))
    assert again is not None
    assert again.same, "later facts changed what was advised then"
    assert again.same_law
    assert again.changed == ()


def test_a_replay_says_what_the_law_held_now_says_otherwise(case: Case, officer: User) -> None:
    known(case, officer)
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation={PLAIN: {"victim 1": []}}))
    rows = made.advice["offences"]
    made.advice = {**made.advice, "offences": [{**rows[0], "maximum": "1 year"}, *rows[1:]]}
    made.law_version = "0" * 12
    again = replay(acting(officer), made)
    assert again is not None
    assert not again.same
    assert not again.same_law
    assert again.changed == (rows[0]["title"],)


def test_without_facts_there_is_nothing_to_replay_and_strangers_are_refused(
    case: Case, officer: User, administrator: User
) -> None:
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime())
    assert replay(acting(officer), made) is None
    with pytest.raises(NotAllowed):
        replay(acting(administrator), made)
    with pytest.raises(NotAllowed):
        known_facts(acting(administrator), case)


def test_the_core_evidence_is_complete_only_when_every_element_is_shown(case: Case, officer: User) -> None:
    said, chosen = shown(PLAIN), offence(PLAIN, NOW.date())
    first = next(iter(said[PLAIN]))
    said[PLAIN][first] = "not shown"
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime(elements=said))
    assert [each.id for each in not_shown(made, chosen)] == [first]
    made.elements = shown(PLAIN)
    assert not_shown(made, chosen) == ()
    made.shown_by = {PLAIN: {first: ["not shown"]}}
    assert [each.id for each in not_shown(made, chosen)] == [first], "said by its code, in whatever language"


def test_the_public_interest_is_answered_by_its_factors_alone(case: Case, officer: User) -> None:
    for wrong in ({"seriousness": "very"}, {"fame": "for"}):
        with pytest.raises(NotComplete, match="no factor of the public interest"):
            decide(case=case, actor=acting(officer), at=NOW, **a_crime(public_interest=wrong))
    given = {"seriousness": "for", "words": "Many saw it."}
    assert decide(case=case, actor=acting(officer), at=NOW, **a_crime(public_interest=given)).public_interest == given


def test_a_day_that_contradicts_the_facts_is_refused_and_theirs_is_taken_where_none_is_said(
    case: Case, officer: User
) -> None:
    known(case, officer)
    said = a_crime(aggravation={PLAIN: {"victim 1": []}})
    with pytest.raises(NotComplete, match=r"9 November 2026.*contradicts the facts set down \(10 November 2026\)"):
        decide(case=case, actor=acting(officer), at=NOW, **{**said, "conduct_on": date(2026, 11, 9)})
    made = decide(case=case, actor=acting(officer), at=NOW, **{**said, "conduct_on": None})
    assert made.conduct_on == date(2026, 11, 10)


def test_conduct_that_goes_on_gives_a_decision_no_day_of_its_own(case: Case, officer: User) -> None:
    lasting = {**CONDUCT, "from": "2026-11-01", "shows": SHOWS}
    del lasting["on"]
    known(case, officer, facts(conduct=lasting, victims=[]))
    made = decide(case=case, actor=acting(officer), at=NOW, **{**a_crime(), "conduct_on": None})
    assert made.conduct_on is None
    within = {**a_crime(), "conduct_on": date(2026, 11, 5)}
    assert decide(case=case, actor=acting(officer), at=NOW, **within).conduct_on == date(2026, 11, 5)


LASTED = {name: value for name, value in CONDUCT.items() if name != "on"}


def test_the_row_and_the_advice_count_from_the_same_day(case: Case, officer: User) -> None:
    goes_on = {**LASTED, "from": "2026-02-01", "shows": {**SHOWS, "course_of_conduct": True}}
    row = known(case, officer, facts(conduct=goes_on))
    advice = ask_law(case, row.facts, NOW.date()).advice
    assert advice is not None
    for each in limits_of(case, NOW.date()):
        limit = next(
            found.limit
            for offered in advice.offences
            for found in (offered, offered.basic)
            if found and found.id == each.offence
        )
        assert each.limit is not None
        assert each.limit.last_day == limit.last_day, each.offence
    later = known(case, officer, facts(conduct=goes_on, expression={"reasonable": False}), at=NOW + timedelta(days=9))
    assert days_of(case) == Days(date(2026, 2, 1), None)
    assert later.pk != row.pk


def test_a_prosecutors_day_is_part_of_what_the_law_is_asked(case: Case, officer: User) -> None:
    known(case, officer)
    seen = {"who": "A. Prosecutor", "given": "The file", "proof": "Letter", "enough": "yes"}
    record_prosecutor(case=case, on=date(2026, 11, 12), actor=acting(officer), at=NOW, **seen)
    advice = ask_law(case, facts(), NOW.date()).advice
    assert advice is not None
    row = next(each for each in advice.offences if each.id == "ca_127_1")
    assert row.limit.last_day == date(2027, 5, 11)
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation={PLAIN: {"victim 1": []}}))
    assert made.facts["prosecutor_saw"] == [{"on": "2026-11-12", "enough": True}]


def test_newer_facts_are_looked_at_in_a_case_that_is_opened_again(case: Case, officer: User, supervisor: User) -> None:
    decide(case=case, actor=acting(officer), at=NOW, **no_crime())
    close(case=case, closing_reason="not_criminal", reasons="", actor=acting(officer), at=NOW)
    reopen(case=case, reason="Reported again.", actor=acting(supervisor), at=NOW + timedelta(hours=1))
    held = claimed(Case.objects.get(pk=case.pk), officer, NOW + timedelta(hours=2))
    assert offences_looked_at(held) == []
    row = known(held, officer, at=NOW + timedelta(hours=3))
    assert offences_looked_at(held) == row.advised != []
    assert held.clocks.filter(name="time_limit", ended_at=None).exists()


def test_facts_without_labels_are_numbered_and_two_of_one_label_are_refused(case: Case, officer: User) -> None:
    row = known(case, officer, facts(suspects=[{"age": 30}], victims=[]))
    assert row.facts["suspects"] == [{"age": 30, "label": "suspect 1"}]
    with pytest.raises(BadFacts, match="'suspect 2' is given 2 times"):
        known(case, officer, facts(suspects=[{"label": "suspect 2"}, {"age": 20}]))


def test_a_replay_of_facts_that_the_law_cannot_read_any_longer_says_so(case: Case, officer: User) -> None:
    known(case, officer)
    made = decide(case=case, actor=acting(officer), at=NOW, **a_crime(aggravation={PLAIN: {"victim 1": []}}))
    made.facts = {**made.facts, "conduct": {"shows": {"asked_no_more": True}}}
    again = replay(acting(officer), made)
    assert again is not None
    assert again.advice is None
    assert not again.same
    assert again.problems


def test_limits_read_the_facts_and_the_decision_once_and_the_law_is_asked_with_one_query(
    case: Case, officer: User
) -> None:
    known(case, officer)
    with CaptureQueriesContext(connection) as caught:
        assert limits_of(case, NOW.date())
    for table in ("assessment_knownfacts", "assessment_decision"):
        assert len([each for each in caught if f'FROM "{table}"' in each["sql"]]) == 1, table
    with CaptureQueriesContext(connection) as caught:
        ask_law(case, facts(), NOW.date())
    assert len(caught) == 1
