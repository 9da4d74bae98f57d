"""The factors of the day are there, and a record that leaves one out is told so."""

from datetime import date

from upstander.law.public_interest import all_categories, check, factors, stages

ON = date(2026, 11, 21)


def test_the_evidence_comes_before_the_public_interest():
    ids = [each.id for each in stages(ON)]
    assert ids.index("evidential") < ids.index("public_interest")
    assert "prosecutor_decides" in ids


def test_the_guidance_of_may_2026_holds_from_its_day():
    day = date(2026, 5, 5)
    assert "core_evidence" in {each.id for each in stages(day)}
    assert "core_evidence" not in {each.id for each in stages(date(2026, 5, 4))}
    assert "hostility" not in {each.id for each in factors(date(2026, 5, 4))}


def test_every_factor_needs_an_answer_in_words():
    full = {each.id: "weighed" for each in factors(ON)}
    assert check(full, ON) == []
    assert check({**full, "age": "  "}, ON) == ["age"]
    assert check({}, ON) == [each.id for each in factors(ON)]


def test_a_factor_weighs_for_against_or_either_way_and_a_child_never_for():
    assert {each.weighs for each in factors(ON)} == {"for", "against", "either"}
    assert next(each for each in factors(ON) if each.id == "age").weighs == "against"


def test_one_category_alone_has_the_high_threshold():
    assert [each.id for each in all_categories() if each.threshold == "high"] == ["grossly_offensive"]
