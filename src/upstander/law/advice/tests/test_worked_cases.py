"""The worked cases: the right offence first, its limit and consent; those that are lawful or lack an element."""

from datetime import date
from pathlib import Path
from statistics import median

import pytest
import yaml

from upstander.law.advice.advising import advise
from upstander.law.advice.tests.digests import of_advice, of_edge, of_law
from upstander.law.disposition import all_reasons
from upstander.law.facts import Document
from upstander.law.outcomes import all_outcomes

HERE = Path(__file__).parent
WORKED = yaml.load((HERE / "worked_cases.yaml").read_text(), Loader=yaml.CSafeLoader)
EDGES = yaml.load((HERE / "edges.yaml").read_text(), Loader=yaml.CSafeLoader)
CASES, ON = WORKED["cases"], WORKED["on"]


def advice_on(case):
    return advise(Document.from_json(case["facts"], ON), ON)


@pytest.mark.parametrize("case", CASES, ids=[each["id"] for each in CASES])
def test_a_worked_case_is_advised_on_as_expected(case):
    advice, expect = advice_on(case), case["expect"]
    assert advice.points_to.id == expect["points_to"]
    if "right" in expect:
        first = {row.id: row for row in advice.offences[:3]}
        assert expect["right"] in first
        right = first[expect["right"]]
        assert right.made_out
        assert right.limit.last_day == (date.fromisoformat(expect["limit"]) if expect["limit"] else None)
        if "consent" in expect:
            assert expect["consent"] in [each.who for each in right.consent]
    for offence, element in expect.get("lacks", {}).items():
        assert advice.offences == ()
        near = next(each for each in advice.looked_at if each.id == offence)
        assert element in [each.id for each in near.lacks]
        assert all(each.rests_on for each in near.lacks)
    assert {name: lines for name, lines in of_advice(advice).items() if lines and name != "points_to"} == case["whole"]


def test_there_are_enough_cases_and_what_is_advised_stays_short():
    counts = [len(advice_on(case).offences) for case in CASES]
    assert len(CASES) >= 40
    assert median([count for count in counts if count]) <= 4
    assert max(counts) <= 6
    assert sum("lacks" in case["expect"] for case in CASES) >= 10


def test_every_offence_is_the_right_one_somewhere_or_stands_at_an_edge():
    from upstander.law.offences import all_offences

    right = {case["expect"].get("right") for case in CASES}
    edged = {each["offence"] for each in EDGES["edges"]}
    assert {each.id for each in all_offences()} <= right | edged
    assert len(right) >= 28


@pytest.mark.parametrize("edge", EDGES["edges"], ids=lambda edge: edge["offence"])
def test_the_elements_stand_as_was_agreed(edge):
    assert of_edge(edge["offence"], edge["on"], edge["yes"], edge["no"]) == edge["says"]


def test_the_law_begins_and_ends_on_the_days_that_were_agreed():
    held: dict[str, str] = {}
    for row in EDGES["days"]:
        held = {name: line for name, line in {**held, **row.get("new", {})}.items() if name not in row.get("gone", [])}
        assert of_law(row["on"]) == held, row["on"]


def test_what_advice_points_to_is_a_code_of_the_law():
    codes = {each.code for each in all_outcomes()}
    reasons = {each.key_name for each in all_reasons()}
    for case in CASES:
        point = advice_on(case).points_to
        assert set(point.outcomes) <= codes
        assert set(point.closing_reasons) <= reasons


def test_the_same_facts_give_the_same_advice():
    case = CASES[0]
    assert advice_on(case) == advice_on(case)
