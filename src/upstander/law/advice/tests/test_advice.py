"""Advice on hard facts: days and changes of law, several suspects, children, other nations, each victim apart."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upstander.law.advice import advise
from upstander.law.facts import BadFacts, Document
from upstander.law.facts.features import all_features
from upstander.law.offences import offence

ON = date(2026, 11, 22)
THREAT = {"threatening": True, "threat_serious_harm": True}


def asked(on=ON, **facts):
    return advise(Document.from_json(facts, on), on)


def threat(suspects=({"label": "a", "age": 30, "shows": {"means_fear": True}},), **conduct):
    when = {} if conduct.keys() & {"from", "on"} else {"on": "2026-05-03"}
    shows = {"sent_to_person": True, **THREAT, **conduct.pop("shows", {})}
    return {"conduct": {"where": "england_wales", **when, **conduct, "shows": shows}, "suspects": list(suspects)}


def codes(advice):
    return [each.code for each in advice.notices]


def row(advice, id):
    return next(each for each in advice.offences if each.id == id)


def test_it_advises_and_says_that_it_does_not_decide():
    made = asked(**threat()).as_json()
    assert made["decides"] is False
    assert "a named officer decides" in made["notices"][0]["sentence"]
    assert json.loads(json.dumps(made)) == made


def test_an_element_is_not_known_until_somebody_knows_and_says_what_to_ask():
    found = row(asked(**threat(suspects=[{"label": "a"}])), "osa_181")
    fear = next(each for each in found.elements if each.id == "fear")
    assert fear.state == "not known"
    assert all(each.startswith("Not known: ") for each in fear.rests_on)
    assert "Did the person mean somebody to fear that the threat would be carried out?" in found.missing
    assert not found.made_out
    assert asked(**threat(suspects=[{"label": "a"}])).points_to.id == "need_more"


def test_an_element_that_is_met_quotes_the_fact():
    found = row(asked(**threat()), "osa_181")
    assert next(each.rests_on for each in found.elements if each.id == "threat") == ("It threatens serious harm.",)
    assert found.checked == offence("osa_181", ON).checked == "verify"
    assert found.note == offence("osa_181", ON).note
    assert found.sign_off.roles == ("supervisor", "senior_investigator")
    assert [each.who for each in found.consent] == ["Prosecutor (charging decision)"]


def test_a_day_that_is_not_known_is_said_and_no_limit_is_made_up():
    found = asked(**threat(on=None, means=["post"], audience="public", shows={"menacing": True}))
    assert "day_not_known" in codes(found)
    limit = row(found, "ca_127_1").limit
    assert (limit.basis, limit.last_day) == ("unknown", None)
    assert "no last day can be said" in limit.sentences[0]


def test_conduct_before_a_law_began_is_named():
    found = asked(**threat(on="2024-01-30", shows={"grossly_offensive": False}))
    assert "osa_181" not in [each.id for each in found.offences]
    said = next(each.sentence for each in found.notices if each.code == "before_the_law")
    assert "Threatening communication became an offence on 31 January 2024" in said
    assert "30 January 2024" in said


def test_conduct_before_all_law_is_named():
    found = asked(conduct={"on": "1861-05-01", "where": "england_wales", "shows": THREAT})
    assert found.offences == ()
    assert "before_all_law" in codes(found)


def test_across_midnight_at_a_change_of_law_both_versions_are_advised():
    shows = {"grossly_offensive": True}
    spans = {"from": "2024-01-30T23:50", "to": "2024-01-31T00:20"}
    found = asked(**threat(means=["message"], shows=shows, **spans))
    versions = [(each.id, each.holds_from) for each in found.offences if each.id == "mca_1"]
    assert len(versions) == 2
    said = [each.sentence for each in found.notices if each.code == "law_changed"]
    assert any("the law changed on 31 January 2024" in each for each in said)
    assert "law_began" in codes(found)
    assert row(found, "osa_181").limit.last_day is None


def test_one_day_has_one_version():
    found = asked(**threat(on="2024-01-30T23:59", means=["message"], shows={"grossly_offensive": True}))
    assert len([each for each in found.offences if each.id == "mca_1"]) == 1
    assert "law_changed" not in codes(found)


def test_conduct_that_goes_on_has_no_last_incident_to_reckon_from():
    shows = {"course_of_conduct": True}
    facts = {"conduct": {"from": "2026-06-01", "where": "england_wales", "shows": shows},
             "victims": [{"label": "v", "shows": {"caused_distress": True}}]}  # fmt: skip
    found = asked(**facts)
    assert "end_not_known" in codes(found)
    assert row(found, "pha_2").limit.last_day == date(2026, 12, 1)


def test_several_suspects_are_advised_on_apart():
    found = asked(**threat(suspects=[
        {"label": "a", "age": 30, "shows": {"means_fear": True}},
        {"label": "b", "age": 30, "shows": {"means_fear": False, "reckless_fear": False}},
        {"label": "c", "age": 30, "shows": {"means_fear": True}},
    ]))  # fmt: skip
    assert "several_suspects" in codes(found)
    assert row(found, "osa_181").suspects == ("a", "c")
    near = next(each for each in found.looked_at if each.id == "osa_181")
    assert near.suspects == ("b",)
    assert [each.id for each in near.lacks] == ["fear"]


@pytest.mark.parametrize(
    ("age", "route", "chargeable", "points"),
    [
        (9, "under_ten", False, "under_age"), (10, "child_poster", True, "crime_youth"),
        (17, "child_poster", True, "crime_youth"), (18, "adult", True, "crime"), (None, "not_known", None, "crime"),
    ],
)  # fmt: skip
def test_the_age_of_a_suspect_sets_the_route(age, route, chargeable, points):
    found = asked(**threat(on="2026-11-01", suspects=[{"label": "a", "age": age, "shows": {"means_fear": True}}]))
    assert (found.people[0].route, found.people[0].chargeable) == (route, chargeable)
    assert found.points_to.id == points
    assert ("all_below_age" in codes(found)) is (age == 9)
    assert ("age_not_known" in codes(found)) is (age is None)
    if age == 9:
        assert found.people[0].outcome == "11"
        assert found.points_to.outcomes == ("11",)


def test_a_child_among_adults_bars_nobody_else():
    shows = {"means_fear": True}
    found = asked(
        **threat(suspects=[{"label": "a", "age": 9, "shows": shows}, {"label": "b", "age": 40, "shows": shows}])
    )
    assert found.points_to.id == "crime"
    assert [each.chargeable for each in found.people] == [False, True]


@pytest.mark.parametrize(("where", "to"), [("scotland", "Police Scotland"), ("northern_ireland", "Northern Ireland")])
def test_another_nation_is_handed_over_and_not_assessed(where, to):
    found = asked(**threat(where=where))
    assert found.offences == found.looked_at == found.could_be == ()
    assert to in found.hand_over.to
    assert found.points_to.id == "hand_over"


def test_where_is_assumed_aloud():
    assert "where_not_known" in codes(asked(**threat(where=None)))
    assert "abroad" in codes(asked(**threat(where="abroad")))


HOSTILE = {"strand": "religion", "demonstrated": True}


def abuse(*victims, on="2026-10-01"):
    return asked(
        conduct={
            "on": on,
            "where": "england_wales",
            "means": ["post"],
            "audience": "public",
            "shows": {"abusive": True},
        },
        suspects=[{"label": "a", "age": 30, "shows": {"means_distress": True}}],
        victims=[{"shows": {"caused_distress": True}, **each} for each in victims],
        expression={"reasonable": False},
    )


def test_aggravation_belongs_to_each_victim():
    found = abuse({"label": "v1", "hostility": [HOSTILE]}, {"label": "v2"})
    made = row(found, "cda_31_4a")
    assert made.victims == ("v1",)
    assert {each.victim: each.state for each in made.aggravated.victims} == {"v1": "met", "v2": "not met"}
    assert made.basic.id == "poa_4a"
    assert made.basic.limit.last_day == date(2027, 4, 1)
    assert made.limit.last_day is None


def test_what_is_perceived_flags_the_record_and_opens_no_aggravated_form():
    found = abuse({"label": "v1", "perceived": [{"strand": "religion", "by": ["victim"]}]})
    made = row(found, "poa_4a")
    assert made.aggravated.state == "not known"
    assert "perceived" in codes(found)
    assert any("religion" in each for each in made.missing)


@pytest.mark.parametrize("strand", ["disability", "transgender", "sexual_orientation", "sex"])
def test_a_strand_that_is_no_ground_of_the_day_opens_no_aggravated_form(strand):
    found = abuse({"label": "v1", "hostility": [{"strand": strand, "demonstrated": True, "motivated": True}]})
    assert row(found, "poa_4a").aggravated.state == "not met"


def test_a_ground_opens_on_its_day():
    before, after = (abuse({"label": "v", "hostility": [HOSTILE]}, on=on) for on in ("2001-12-13", "2001-12-14"))
    assert row(before, "poa_4a").aggravated.state == "not met"
    assert row(after, "cda_31_4a").aggravated.state == "met"


def test_the_prosecutors_dates_start_the_limit_and_a_refusal_does_not():
    facts = threat(on="2026-01-10", means=["post"], audience="public", shows={"menacing": True})
    facts["suspects"][0]["shows"]["aware_of_quality"] = True
    assert row(asked(**facts), "ca_127_1").limit.last_day == date(2029, 1, 9)
    facts["prosecutor_saw"] = [{"on": "2026-02-01", "enough": False}, {"on": "2026-03-01", "enough": True}]
    assert row(asked(**facts), "ca_127_1").limit.last_day == date(2026, 8, 31)
    assert row(asked(**facts), "ca_127_1").limit.passed


def test_what_is_time_barred_is_said_and_points_to_its_outcome():
    found = advise(
        Document.from_json(
            {"conduct": {"on": "2025-01-10", "where": "england_wales", "means": ["speech"],
                         "shows": {"abusive": True, "provokes_violence": True, "inside_dwelling": False}}}, ON), ON,
    )  # fmt: skip
    assert row(found, "poa_4").limit.passed
    assert found.points_to.id == "time_barred"
    assert found.points_to.outcomes == ("17",)


def test_a_covered_offence_stands_beside_the_closer_one():
    shows = {"course_of_conduct": True, "stalking_acts": True}
    found = asked(
        conduct={"on": "2026-10-01", "where": "england_wales", "shows": shows},
        suspects=[{"label": "a", "shows": {"knows_harassing": True}}], expression={"reasonable": False},
        victims=[{"label": "v", "shows": {"caused_distress": True}}],
    )  # fmt: skip
    assert [each.id for each in found.offences] == ["pha_2a"]
    assert [each.id for each in found.offences[0].beside] == ["pha_2"]


def test_reasons_of_the_order_are_in_words():
    found = asked(**threat(means=["message"], shows={"menacing": True}))
    unknown = [sum(each.state == "not known" for each in made.elements) for made in found.offences]
    assert unknown == sorted(unknown)
    assert found.offences[0].why[0].startswith("All")
    assert all(each.endswith(".") for made in found.offences for each in made.why)


ANSWERS = {
    owner: st.dictionaries(
        st.sampled_from([each.id for each in all_features() if each.of == owner]), st.sampled_from([True, False, None])
    )
    for owner in ("conduct", "suspect", "victim", "expression")
}
DAYS = st.dates(date(1861, 1, 1), ON).map(str)


@settings(max_examples=40, deadline=None)
@given(
    conduct=st.fixed_dictionaries({"shows": ANSWERS["conduct"]}, optional={"on": DAYS, "where": st.just("abroad")}),
    suspects=st.lists(st.fixed_dictionaries({"shows": ANSWERS["suspect"]}), max_size=2),
    victims=st.lists(st.fixed_dictionaries({"shows": ANSWERS["victim"]}), max_size=2),
    expression=ANSWERS["expression"],
)
def test_any_facts_get_advice_or_a_list_of_what_is_wrong(conduct, suspects, victims, expression):
    facts = {"conduct": conduct, "suspects": suspects, "victims": victims, "expression": expression}
    try:
        found = asked(**facts)
    except BadFacts:
        return
    for made in found.offences:
        assert all(each.state != "not met" for each in made.elements)
        assert all(each.state == "met" for each in made.elements if each.gist)
    for near in found.looked_at:
        assert near.lacks
