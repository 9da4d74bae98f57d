"""The first rule that fires sets the band; not known is never no."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.triage import UnknownAnswer, band, questions

ON = date(2026, 11, 21)
IDS = [question.id for question in questions(ON)]
LEVELS = ["standard", "medium", "high"]


def yes(*ids):
    return band({**dict.fromkeys(IDS, "no"), **dict.fromkeys(ids, "yes")})


@pytest.mark.parametrize(
    ("answered", "level"),
    [
        (("T1", "T2"), "high"), (("T1", "T3"), "high"), (("T4", "T3"), "high"), (("T4", "I1"), "high"),
        (("H1",), "high"),
        (("R2", "T2"), "high"), (("V1", "T1"), "high"), (("V1", "H2"), "high"),
        (("T1",), "medium"), (("T2",), "medium"), (("T4",), "medium"), (("R1",), "medium"), (("H2",), "medium"),
        (("R2",), "medium"),
        (("I1",), "medium"),
        (("V1",), "standard"), (("I2",), "standard"), (("E1",), "standard"), ((), "standard"),
    ],
)  # fmt: skip
def test_the_table(answered, level):
    assert yes(*answered).level == level


def test_there_are_twelve_questions():
    assert IDS == ["T1", "T2", "T3", "T4", "H1", "H2", "R1", "R2", "I1", "I2", "V1", "E1"]


def test_the_reason_is_one_sentence_of_the_first_rule():
    assert yes("T1", "T2", "H1", "R1").rule == "high_threat"
    assert yes("T1", "T2").sentence.endswith(".")


def test_not_known_is_not_no():
    known = {**dict.fromkeys(IDS, "no"), "T1": "yes"}
    assert band(known).could_rise_to is None
    unknown = band({**known, "T3": "not_known"})
    assert (unknown.level, unknown.could_rise_to, unknown.not_known) == ("medium", "high", ("T3",))


def test_nothing_answered_is_standard_but_could_be_high():
    empty = band({})
    assert (empty.level, empty.could_rise_to, len(empty.not_known)) == ("standard", "high", 12)


@pytest.mark.parametrize("answers", [{"T9": "yes"}, {"T1": "maybe"}, {"T1": True}, {"T1": ""}])
def test_odd_answers_are_refused(answers):
    with pytest.raises(UnknownAnswer):
        band(answers)


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(["yes", "no", "not_known"])), st.sampled_from(IDS))
def test_one_more_yes_never_lowers_the_band(answers, id):
    assert LEVELS.index(band({**answers, id: "yes"}).level) >= LEVELS.index(band({**answers, id: "no"}).level)


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(["yes", "no"])))
def test_what_it_could_rise_to_is_what_some_answers_do_bring(answers):
    open_ids = [id for id in IDS if id not in answers][:5]
    answers = {**dict.fromkeys(IDS, "no"), **answers, **dict.fromkeys(open_ids, "not_known")}
    reached = {
        band({**answers, **dict(zip(open_ids, each, strict=True))}).level
        for each in itertools.product(["yes", "no"], repeat=len(open_ids))
    }
    found = band(answers)
    assert max(reached, key=LEVELS.index) == (found.could_rise_to or found.level)
