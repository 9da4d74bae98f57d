"""What would change a case: facts that settle something, in the order of the clocks they race."""

from datetime import UTC, date, datetime

from upstander.law.offences import all_offences
from upstander.law.responsible_force import Facts, propose
from upstander.law.what_next import (
    Known,
    NotShown,
    Running,
    all_element_steps,
    all_fact_steps,
    what_next,
)

ON = date(2026, 11, 18)
HAND_OVER = Running("hand_over", datetime(2026, 11, 19, tzinfo=UTC))
DECISION = Running("decision", datetime(2026, 11, 20, tzinfo=UTC))
ALLOCATION = Running("allocation", datetime(2026, 11, 25, tzinfo=UTC))


def ids(known: Known) -> list[str]:
    return [each.id for each in what_next(known, ON)]


def test_where_nothing_is_known_the_places_of_victim_and_sender_would_name_a_force():
    found = what_next(Known(Facts(victim="individual")), ON)
    assert {"victim_home", "victim_receipt", "suspect_sent_from"} <= {each.id for each in found}
    assert "premises" not in {each.id for each in found}, "the victim is a person"
    for each in found:
        assert each.step
        assert each.authority
        assert each.settles


def test_a_fact_that_is_known_is_not_asked_again():
    asked = ids(Known(Facts(victim="individual", victim_home="LS1 1UR")))
    assert "victim_home" not in asked
    assert "suspect_sent_from" in asked


def test_only_what_would_change_the_answer_is_asked():
    facts = Facts(victim="individual", victim_home="LS1 1UR", danger_now=False)
    assert "danger_place" not in ids(Known(facts))
    settled = propose(facts, ON)
    for each in what_next(Known(facts), ON):
        assert set(each.settles) <= {"recording", "investigating", "victim_contact"}
        assert settled.force_for("recording")


def test_where_a_suspect_lives_is_asked_once_there_is_one():
    assert "suspect_home" not in ids(Known(Facts(victim="individual", victim_home="LS1 1UR")))
    assert "suspect_home" in ids(Known(Facts(victim="individual", victim_home="LS1 1UR", suspect_known=True)))


def test_the_place_of_an_event_is_asked_where_one_is_spoken_of():
    facts = Facts(victim="group")
    assert "event_place" not in ids(Known(facts))
    assert "event_place" in ids(Known(facts, event_named=True))


def test_danger_asks_for_the_place_before_everything_else():
    danger = Running("danger", datetime(2026, 11, 18, 10, 15, tzinfo=UTC))
    first = what_next(Known(Facts(danger_now=True, victim="individual"), clocks=(HAND_OVER, danger)), ON)[0]
    assert (first.id, first.clock, first.by) == ("danger_place", "danger", danger.due_at)


def test_the_earliest_limit_comes_first_and_then_what_completes_most():
    facts = Facts(victim="individual")
    clocks = (ALLOCATION, HAND_OVER)
    found = what_next(Known(facts, clocks=clocks), ON)
    assert [each.by for each in found] == sorted(each.by for each in found if each.by)
    same = [each for each in found if each.by == HAND_OVER.due_at]
    assert [each.completes for each in same] == sorted((each.completes for each in same), reverse=True)
    assert found[-1].clock == "allocation"


def test_naming_a_force_where_there_is_none_completes_more_than_changing_one():
    unknown = {each.id: each.completes for each in what_next(Known(Facts(victim="individual")), ON)}
    known = what_next(Known(Facts(victim="individual", victim_home="LS1 1UR")), ON)
    changed = {each.id: each.completes for each in known}
    assert unknown["suspect_sent_from"] > changed["suspect_sent_from"]


def test_elements_that_nothing_shows_are_asked_for_by_kind_with_the_time_limit():
    rows = (
        NotShown("osa_181", "threat", "It conveyed a threat."),
        NotShown("mca_1", "purpose", "One purpose was to cause distress.", date(2026, 12, 1)),
        NotShown("mca_1", "sends", "The person sent it."),
        NotShown("osa_181", "intent", "The person meant it."),
    )
    found = what_next(Known(None, not_shown=rows, clocks=(DECISION,)), ON)
    by_id = {each.id: each for each in found}
    assert set(by_id) == {"context", "mind", "sending"}
    assert by_id["mind"].settles == ("mca_1", "osa_181")
    assert by_id["mind"].completes == 2
    assert "One purpose was to cause distress.; The person meant it." in by_id["mind"].question
    assert found[0].id == "mind", "of one clock, what completes most comes first"
    unlimited = what_next(Known(None, not_shown=rows), ON)
    assert (unlimited[0].id, unlimited[0].clock) == ("mind", "time_limit")


def test_an_element_that_no_row_names_has_a_step_all_the_same():
    rows = (NotShown("x", "something new", "Something new."),)
    assert ids(Known(None, not_shown=rows)) == ["other"]


def test_a_case_that_a_force_has_is_asked_for_no_place():
    assert ids(Known(None, clocks=(ALLOCATION,))) == []


def test_the_table_sets_facts_that_exist_and_covers_elements_that_exist():
    for row in all_fact_steps():
        Facts(**{name: "LS1 1UR" if value == "place" else value for name, value in row.sets.items()})
        assert "place" in row.sets.values()
    known = {element.id for offence in all_offences() for element in offence.elements}
    covered = [element for row in all_element_steps() for element in row.covers]
    assert set(covered) <= known
    assert len(covered) == len(set(covered))
    assert [row.id for row in all_element_steps()][-1] == "other"
