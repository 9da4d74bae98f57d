"""The document of facts: its schema, what is read from it, and every kind of bad input named plainly."""

from datetime import date

import pytest
from jsonschema import Draft202012Validator

from upstander.law.dated import BadLaw
from upstander.law.facts import BadFacts, Document, Facts, places, places_of, schema
from upstander.law.facts import features as held
from upstander.law.facts.shape import problems_of
from upstander.law.responsible_force import SCHEMA as OF_FORCES

ON = date(2026, 11, 22)


def read(**facts):
    return Document.from_json(facts, ON)


def problems(**facts):
    with pytest.raises(BadFacts) as bad:
        read(**facts)
    return "\n".join(bad.value.problems)


def test_the_schema_is_one_of_json_schema_and_holds_every_place_and_feature():
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(OF_FORCES["properties"]) <= set(schema()["properties"])
    asked = {
        "conduct": schema()["properties"]["conduct"]["properties"]["shows"],
        "suspect": schema()["properties"]["suspects"]["items"]["properties"]["shows"],
        "victim": schema()["properties"]["victims"]["items"]["properties"]["shows"],
        "expression": schema()["properties"]["expression"],
    }
    for feature in held.all_features():
        assert asked[feature.of]["properties"][feature.id]["description"] == feature.question
    assert sum(len(each["properties"]) for each in asked.values()) == len(held.all_features())


def test_every_feature_is_a_question_with_a_sentence_and_is_used_or_recorded():
    from upstander.law.offences import all_offences
    from upstander.law.offences.conditions import leaves

    used = {leaf.name for each in all_offences() for asked in each.when.values() for leaf in leaves(asked)}
    for feature in held.all_features():
        assert feature.question.endswith("?"), feature.id
        assert feature.says.endswith("."), feature.id
        recorded = feature.of == "expression" or feature.id in ("group_disability", "group_transgender")
        assert feature.id in used or recorded, feature.id


@pytest.mark.parametrize(
    ("raw", "good"),
    [
        ({}, True),
        ({"conduct": {"on": "2026-05-03", "shows": {"threatening": None}}}, True),
        ({"conduct": {"shows": {"threatening": "yes"}}}, False),
        ({"suspects": [{"age": True}]}, False),
        ({"suspects": [{"age": 400}]}, False),
        ({"victims": [{"perceived": [{"by": ["victim"]}]}]}, False),
        ({"prosecutor_saw": [{"enough": True}]}, False),
        ({"suspects": [{}] * 101}, False),
        ({"conduct": {"means": ["pigeon"]}}, False),
        ([], False),
        ("text", False),
    ],
)
def test_the_own_check_agrees_with_the_published_schema(raw, good):
    assert Draft202012Validator(schema()).is_valid(raw) is good
    assert (problems_of(raw, schema()) == []) is good


def test_what_means_and_audience_answer_need_not_be_answered_again():
    found = read(conduct={"means": ["comment"], "audience": "public", "incidents": 1, "shows": {"obscene": True}})
    assert {name for name, value in found.shows.items() if value} == {
        "online", "written_material", "sent_to_person", "posted_public", "obscene",
    }  # fmt: skip
    assert {name for name, value in found.shows.items() if value is False} == {
        "inside_dwelling", "course_of_conduct", "persistent",
    }  # fmt: skip


def test_not_known_is_neither_yes_nor_no():
    found = read(conduct={"shows": {"threatening": None}}, suspects=[{"shows": {"means_fear": None}}])
    assert "threatening" not in found.shows
    assert found.suspects[0].shows["means_fear"] is None


def test_an_unknown_key_is_named_with_the_one_that_is_meant():
    said = problems(conduct={"shows": {"threatning": True}}, victim_hme="LS1", nonsense_xyz=1)
    assert "conduct.shows.threatning: no such fact; is threatening meant?" in said
    assert "victim_hme: no such fact; is victim_home meant?" in said
    assert "nonsense_xyz: no such fact" in said


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"conduct": {"shows": {"threat_to_kill": True, "threatening": False}}}, ["threat_to_kill", "threatening"]),
        (
            {"conduct": {"shows": {"menacing": True}}, "expression": {"taken_as_joke": True}},
            ["conduct.shows.menacing", "expression.taken_as_joke"],
        ),
        ({"conduct": {"audience": "private", "shows": {"posted_public": True}}}, ["audience", "posted_public"]),
        ({"conduct": {"means": ["post"], "shows": {"online": False}}}, ["conduct.means (post)", "online"]),
        ({"conduct": {"audience": "public", "shows": {"inside_dwelling": True}}}, ["audience", "inside_dwelling"]),
        ({"conduct": {"incidents": 1, "shows": {"course_of_conduct": True}}}, ["incidents (1)", "course_of_conduct"]),
        (
            {"conduct": {"incidents": 1}, "victims": [{"shows": {"fears_violence_twice": True}}]},
            ["incidents (1)", "victims[0].shows.fears_violence_twice"],
        ),
        (
            {"conduct": {"shows": {"false_information": False}}, "suspects": [{}, {"shows": {"knows_false": True}}]},
            ["suspects[1].shows.knows_false", "conduct.shows.false_information"],
        ),
        ({"victim": "none", "victims": [{"label": "a"}]}, ["victim (none)", "victims (1 listed)"]),
        ({"victim": "individual", "victims": [{}, {}]}, ["victim (individual)", "victims (2 listed)"]),
        ({"suspects": [{"label": "a"}, {"label": "a"}]}, ["suspects", "'a'"]),
        (
            {
                "victims": [
                    {"hostility": [{"strand": "race", "motivated": True}, {"strand": "race", "motivated": False}]}
                ]
            },
            ["victims[0].hostility", "race"],
        ),
    ],
)
def test_contradictory_facts_are_named_both(facts, names):
    said = problems(**facts)
    for name in names:
        assert name in said


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (
            {"conduct": {"on": "2026-11-23"}},
            "conduct.on (2026-11-23) lies in the future: the day of asking is 2026-11-22",
        ),
        ({"conduct": {"from": "2026-01-01", "to": "2027-01-01"}}, "conduct.to (2027-01-01) lies in the future"),
        ({"conduct": {"on": "2026-02-30"}}, "'2026-02-30' is no day of the calendar"),
        ({"conduct": {"on": "last spring"}}, "no day of the calendar"),
        ({"conduct": {"on": "0001-01-01T00:00+14:00"}}, "too far from today"),
        ({"conduct": {"on": "1850-01-01"}}, "before 1861-01-01"),
        ({"conduct": {"from": "2026-03-02", "to": "2026-03-01"}}, "is before conduct.from"),
        ({"conduct": {"from": "2026-03-02T10:00", "to": "2026-03-02T09:00"}}, "is before conduct.from"),
        ({"conduct": {"to": "2026-03-02"}}, "without conduct.from"),
        ({"conduct": {"on": "2026-03-02", "from": "2026-03-02"}}, "not both"),
        ({"conduct": {"on": "2026-03-02"}, "prosecutor_saw": [{"on": "2026-03-01"}]}, "before the conduct began"),
        ({"prosecutor_saw": [{"on": "2026-12-01"}]}, "prosecutor_saw[0].on (2026-12-01) lies in the future"),
        ({"prosecutor_saw": [{"on": None}]}, "a day is needed"),
    ],
)
def test_days_that_cannot_be_are_named(facts, says):
    assert says in problems(**facts)


def test_days_that_are_not_known_are_no_mistake():
    assert read(conduct={"on": None}).first is None
    assert read().last is None
    going_on = read(conduct={"from": "2026-03-02"})
    assert (going_on.first, going_on.last, going_on.open_ended) == (date(2026, 3, 2), ON, True)


def test_a_moment_is_a_day_in_london():
    assert read(conduct={"on": "2026-06-30T23:30:00+00:00"}).first == date(2026, 7, 1)
    assert read(conduct={"on": "2026-01-31T23:30:00Z"}).first == date(2026, 1, 31)
    assert read(conduct={"from": "2024-01-30T23:50", "to": "2024-01-31T00:20"}).last == date(2024, 1, 31)


def test_the_same_document_serves_the_proposal_of_a_force():
    raw = {
        "victim": "several", "victim_home": "LS1 1UR", "conduct": {"on": "2026-05-03"}, "suspects": [{"age": 30}],
        "victims": [{"label": "a", "home": "LS1 1UR", "age": 15, "shows": {"caused_distress": True}}],
    }  # fmt: skip
    found = places_of(raw)
    assert found == Facts.from_json(
        {"victim": "several", "victim_home": "LS1 1UR", "victims": [{"label": "a", "home": "LS1 1UR"}]}
    )
    assert places_of({}) == Facts()
    with pytest.raises(BadFacts):
        places_of({"conduct": {"no": 1}})
    assert "conduct" not in places.SCHEMA["properties"]


def test_a_file_of_features_that_names_what_does_not_exist_is_refused(tmp_path, monkeypatch):
    text = held.FACTS.read_text()
    bad = tmp_path / "facts.yaml"
    bad.write_text(text.replace("gives: [online, recording]", "gives: [on_line, recording]"))
    monkeypatch.setattr(held, "FACTS", bad)
    held.all_means.cache_clear()
    try:
        with pytest.raises(BadLaw, match="no feature on_line"):
            held.all_means()
    finally:
        monkeypatch.undo()
        held.all_means.cache_clear()
