"""What must never move a case, and what the order of the table decides."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.places import force, forces
from upstander.law.responsible_force import SCHEMA, BadFacts, Facts, propose

ON = date(2026, 11, 21)
LEEDS = {"victim": "individual", "victim_home": "LS1 3EX", "victim_receipt": "LS1 3EX"}


def proposed(**facts):
    return propose(Facts.from_json(facts), ON)


@pytest.mark.parametrize("grade", ["C", "D", "E", None])
def test_a_place_of_sending_below_grade_b_moves_nothing(grade):
    proposal = proposed(**LEEDS, suspect_sent_from="London", suspect_sent_grade=grade)
    assert (proposal.rule, proposal.force_for("recording")) == ("7", "E23000010")
    assert any("moves nothing" in flag for flag in proposal.flags)


def test_a_profile_that_says_london_and_a_server_in_dublin_move_nothing():
    plain, claimed = proposed(**LEEDS), proposed(**LEEDS, profile_location="London", server_location="Dublin")
    assert (claimed.recording, claimed.investigating) == (plain.recording, plain.investigating)
    assert len(claimed.flags) == 2
    assert proposed(profile_location="London", server_location="London").rule == "13"


def test_the_reporters_place_counts_only_when_the_reporter_is_the_victim():
    assert proposed(reporter_place="NR2 1NH").rule == "13"
    assert proposed(victim="individual", reporter_place="NR2 1NH").rule == "13"
    own = proposed(reporter_place="NR2 1NH", reporter_is_victim=True)
    assert (own.rule, force(own.force_for("recording")).slug) == ("8", "norfolk")


def test_a_reporters_place_does_not_replace_the_victims_home():
    proposal = proposed(victim="individual", reporter_is_victim=True, reporter_place="NR2 1NH", victim_home="LS1 3EX")
    assert proposal.force_for("recording") == "E23000010"


def test_with_nothing_known_the_hub_holds_asks_two_questions_and_names_no_force():
    proposal = proposed()
    assert proposal.rule == "13"
    assert [proposal.force_for(each) for each in ("recording", "investigating", "victim_contact")] == [None] * 3
    assert proposal.recording.held_by == "hub"
    assert len(proposal.questions) == 2


def test_a_group_without_a_holding_force_is_held_by_the_hub_and_not_by_the_met():
    proposal = proposed(victim="group", reporter_place="NR2 1NH")
    assert (proposal.rule, proposal.force_for("recording"), proposal.recording.held_by) == ("11", None, "hub")


@pytest.mark.parametrize(
    ("facts", "rule", "recording"),
    [
        ({"suspect_sent_from": "LU1 2SF", "suspect_sent_grade": "A"}, "5", "bedfordshire"),
        ({"suspect_known": True, "suspect_home": "Luton"}, "11", "bedfordshire"),
        ({"event_place": "York", "content_place": "Leeds"}, "11", "north-yorkshire"),
        ({"content_place": "Leeds"}, "11", "west-yorkshire"),
    ],
)
def test_a_group_attacked_goes_to_the_suspect_then_the_event_then_the_place_named(facts, rule, recording):
    proposal = proposed(victim="group", holding_force="metropolitan", **facts)
    assert proposal.rule == "11"
    assert proposal.recording.rule == rule
    assert force(proposal.force_for("recording")).slug == recording


def test_an_event_named_in_the_content_is_told_but_decides_nothing_for_a_single_victim():
    proposal = proposed(**LEEDS, event_place="York")
    assert proposal.force_for("recording") == "E23000010"
    assert [(force(each.force).slug, each.clock) for each in proposal.notified] == [("north-yorkshire", "event_force")]


def test_an_institution_with_a_well_known_sender_is_recorded_where_it_was_sent():
    proposal = proposed(
        victim="institution", premises="N4 2QH", suspect_sent_from="Kingston upon Hull", suspect_sent_grade="A"
    )
    assert proposal.rule == "9"
    assert [each.rule for each in (proposal.recording, proposal.victim_contact)] == ["5", "9"]
    assert force(proposal.force_for("recording")).slug == "humberside"
    assert force(proposal.force_for("victim_contact")).slug == "metropolitan"


def test_an_institution_without_premises_goes_where_its_office_received_it():
    assert force(proposed(victim="institution", institution_office="YO1 7HH").force_for("recording")).slug == (
        "north-yorkshire"
    )


def test_a_known_suspect_leads_for_several_victims():
    victims = [{"home": "CT1 2EH"}, {"home": "Brighton and Hove"}]
    proposal = proposed(victim="several", victims=victims, suspect_known=True, suspect_home="Luton")
    assert force(proposal.force_for("investigating")).slug == "bedfordshire"


def test_the_force_of_most_victims_is_proposed_as_lead_when_no_suspect_is_known():
    victims = [{"home": "CT1 2EH"}, {"home": "CT1 2EH"}, {"home": "Chelmsford"}]
    proposal = proposed(victim="several", victims=victims)
    assert force(proposal.force_for("investigating")).slug == "kent"
    assert "by agreement" in proposal.investigating.sentence
    assert proposal.force_for("recording") is None


def test_both_outside_the_united_kingdom_means_no_force():
    proposal = proposed(victim="individual", victim_in_uk=False, suspect_known=True, suspect_country="France")
    assert (proposal.rule, proposal.recording.held_by, proposal.victim_contact.held_by) == ("1", "nobody", "partner")


def test_a_suspect_in_jersey_leaves_the_victims_force_and_tells_the_island():
    proposal = proposed(**LEEDS, suspect_known=True, suspect_home="JE2 3RA")
    assert proposal.rule == "7"
    assert [each.force for each in proposal.notified] == ["jersey"]


def test_the_islands_victim_has_the_suspects_force_told():
    proposal = proposed(victim="individual", victim_home="IM1 1AA", suspect_known=True, suspect_home="HU1 2AA")
    assert proposal.rule == "1b"
    assert [force(each.force).slug for each in proposal.notified] == ["humberside"]


@pytest.mark.parametrize(
    ("fact", "rule", "slug"),
    [("mod", "3b", "ministry-of-defence-police"), ("nuclear", "3c", "civil-nuclear-constabulary")],
)
def test_defence_and_nuclear_facts_lead_to_their_forces(fact, rule, slug):
    proposal = proposed(**LEEDS, **{fact: True})
    assert (proposal.rule, proposal.force_for("recording")) == (rule, slug)


def test_the_railway_of_northern_ireland_is_not_for_british_transport_police():
    proposal = proposed(victim="individual", victim_home="BT1 5GS", rail=True)
    assert (proposal.rule, proposal.force_for("recording")) == ("2", "N-PSNI")


def test_danger_without_a_known_place_asks_for_it_and_names_nobody_by_guess():
    proposal = proposed(danger_now=True)
    assert proposal.force_for("investigating") is None
    assert "999" in proposal.investigating.sentence


def test_danger_falls_back_to_the_home_and_says_that_it_must_be_confirmed():
    proposal = proposed(danger_now=True, victim="individual", victim_home="LS1 3EX")
    assert proposal.force_for("investigating") == "E23000010"
    assert "Confirm" in proposal.investigating.sentence


def test_a_place_that_is_not_understood_is_asked_for_again_and_never_used():
    proposal = proposed(victim="individual", victim_home="somewhere over the rainbow")
    assert proposal.rule == "13"
    assert any("victim home" in question for question in proposal.questions)


def test_every_answer_names_its_rule_its_facts_and_a_sentence():
    proposal = proposed(**LEEDS, suspect_sent_from="HU1 2AA", suspect_sent_grade="A")
    assert proposal.recording.facts_used == ("victim", "suspect_sent_from", "suspect_sent_grade")
    assert proposal.recording.sentence.startswith("Humberside Police records")
    assert json.loads(json.dumps(proposal.as_json()))["recording"]["force_name"] == "Humberside Police"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ([], "object is expected"),
        ({"victim_hom": "LS1 3EX"}, "is victim_home meant?"),
        ({"victim": "someone"}, "must be one of"),
        ({"danger_now": "yes"}, "boolean is expected"),
        ({"suspect_sent_grade": "F"}, "must be one of"),
        ({"victims": [{"hom": "x"}]}, "victims[0].hom"),
        ({"victim_home": "x" * 201}, "longer than"),
        ({"danger_now": 1}, "boolean is expected"),
    ],
)
def test_bad_facts_are_named(raw, words):
    with pytest.raises(BadFacts) as caught:
        Facts.from_json(raw)
    assert words in str(caught.value)


def test_all_mistakes_are_listed_at_once():
    with pytest.raises(BadFacts) as caught:
        Facts.from_json({"a": 1, "victim": 2, "rail": "no"})
    assert len(caught.value.problems) == 3


def test_the_schema_agrees_with_the_reader():
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate({**LEEDS, "victims": [{"home": None}], "suspect_sent_grade": None}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"unknown": 1}, SCHEMA)


PLACES = st.sampled_from(
    [None, "LS1 3EX", "TW19", "Cardiff", "Glasgow City", "BT1 5GS", "JE2 3RA", "London", "nonsense", ""]
)
FACTS = st.fixed_dictionaries(
    {
        "victim": st.sampled_from(["individual", "several", "institution", "group", "none"]),
        "victims": st.lists(st.fixed_dictionaries({"home": PLACES, "receipt": PLACES}), max_size=3),
        "victim_in_uk": st.sampled_from([None, True, False]),
        "suspect_sent_grade": st.sampled_from([None, "A", "B", "E"]),
        "suspect_country": st.sampled_from([None, "France", "England", "Jersey"]),
        **dict.fromkeys(
            ("danger_now", "reporter_is_victim", "suspect_known", "rail", "mod", "nuclear", "public_figure"),
            st.booleans(),
        ),
        **dict.fromkeys(
            (
                *("danger_place", "victim_home", "victim_receipt", "premises", "institution_office", "reporter_place"),
                *("suspect_home", "suspect_sent_from", "public_figure_place", "event_place", "content_place"),
                "holding_force",
            ),
            PLACES,
        ),
    }
)


@given(FACTS)
def test_any_facts_give_three_answers_of_known_forces_and_never_a_silent_one(facts):
    proposal = propose(Facts.from_json(facts), ON)
    known = {each.code for each in forces(ON)}
    for answer in (proposal.recording, proposal.investigating, proposal.victim_contact):
        assert answer.sentence
        assert "{" not in answer.sentence
        assert (answer.force in known) if answer.force else answer.held_by != "force"
        assert set(answer.facts_used) <= set(SCHEMA["properties"])
    met = proposal.force_for("recording") == "E23000001"
    assert not met, "no place in these facts is certain to be the Met's"
    json.dumps(proposal.as_json())
