"""What becomes of a non-crime follows the policy of the day; closing reasons are coded and neutral."""

from datetime import date

import pytest

from upstander.law.disposition import (
    UnknownPolicy,
    UnknownReason,
    closing_reason,
    closing_reasons,
    policies,
    policy,
    what_follows,
)

ON = date(2026, 11, 21)
RECORD = {"intentional_hostility": "yes", "trivial": "no", "lawful_expression": "no"}
SUBJECT = {"real_risk": "yes", "least_intrusive": "yes"}


def options(answers):
    return [each.id for each in what_follows(policy(ON), answers).options]


def test_without_answers_the_code_allows_no_record_and_names_nobody():
    follows = what_follows(policy(ON), {})
    assert [each.id for each in follows.options] == ["no_record"]
    assert not follows.subject_may_be_named
    assert set(follows.missing) == set(RECORD) | set(SUBJECT)


@pytest.mark.parametrize(
    "wrong", [{"trivial": "yes"}, {"lawful_expression": "not_known"}, {"intentional_hostility": "no"}]
)
def test_one_failed_or_unknown_test_bars_a_record(wrong):
    assert options({**RECORD, **SUBJECT, **wrong}) == ["no_record"]
    assert not what_follows(policy(ON), {**RECORD, **SUBJECT, **wrong}).subject_may_be_named


def test_the_second_threshold_guards_the_subjects_name():
    assert not what_follows(policy(ON), RECORD).subject_may_be_named
    assert what_follows(policy(ON), {**RECORD, **SUBJECT}).subject_may_be_named
    assert not what_follows(policy(ON), {**RECORD, **SUBJECT, "real_risk": "not_known"}).subject_may_be_named


def test_a_force_may_have_its_own_policy_from_its_day_on():
    assert policy(ON, force="E23000001").id == "met_2025"
    assert policy(date(2025, 10, 19), force="E23000001").id == "code_2023"
    assert policy(ON, force="E23000010").id == "code_2023"


def test_a_policy_can_be_chosen_by_name_and_must_hold():
    assert policy(date(2027, 6, 1), id="post_review").review_existing
    with pytest.raises(UnknownPolicy):
        policy(ON, id="post_review")
    with pytest.raises(UnknownPolicy):
        policy(date(2023, 6, 2))
    assert {each.id for each in policies(ON)} == {"code_2023", "met_2025"}


def test_the_reasons_the_hub_needs_are_there_with_neutral_sentences():
    keys = {each.key for each in closing_reasons(ON)}
    assert {"not_criminal", "no_positive_line", "abroad", "anonymous_account", "platform_refused", "time_limit",
            "victim_choice", "duplicate"} <= keys  # fmt: skip
    for reason in closing_reasons(ON):
        assert reason.sentence_key == f"closing.{reason.key}"
        assert reason.sentence.endswith(".")
        assert not {"offender", "guilty", "hate"} & set(reason.sentence.casefold().split())


def test_an_unknown_reason_is_refused():
    assert closing_reason("time_limit", ON).outcome == "17"
    with pytest.raises(UnknownReason):
        closing_reason("bored", ON)
