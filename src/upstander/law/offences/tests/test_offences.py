"""Offences by date of conduct, and the last day on which a prosecution may begin."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.offences import Offence, TimeLimit, UnknownOffence, grounds, offence, offences, time_limit

ON = date(2026, 11, 21)
COMMON = (
    "poa_18", "poa_19", "poa_29b_religion", "poa_29b_orientation", "poa_4", "poa_4a", "poa_5", "cda_31_4a",
    "cda_32_1a", "cda_32_1b", "pha_2", "pha_2a", "pha_4", "mca_1", "ca_127_1", "osa_179", "osa_181",
    "oapa_16", "sca_44", "ta_2006_1",
)  # fmt: skip


@pytest.mark.parametrize("id", COMMON)
def test_the_common_offences_are_there_with_elements_in_plain_words(id):
    found = offence(id, ON)
    assert len(found.elements) >= 2
    assert all(element.text.endswith(".") for element in found.elements)
    assert len({element.id for element in found.elements}) == len(found.elements)
    assert found.maximum
    assert found.source


def test_the_law_follows_the_date_of_the_conduct():
    before, after = date(2024, 1, 30), date(2024, 1, 31)
    assert "threat" in offence("mca_1", before).title
    assert "threat" not in offence("mca_1", after).title
    assert "osa_181" not in {each.id for each in offences(before)}
    with pytest.raises(UnknownOffence):
        offence("osa_181", before)
    assert offence("ta_2006_1", date(2008, 1, 1)).maximum == "7 years"
    assert offence("ta_2006_1", ON).maximum == "15 years"


@pytest.mark.parametrize(
    ("id", "conduct", "knew", "last"),
    [
        ("poa_4a", date(2026, 8, 31), None, date(2027, 2, 28)),
        ("pha_2", date(2026, 5, 10), None, date(2026, 11, 10)),
        ("osa_181", date(2026, 5, 10), None, None),
        ("ca_127_1", date(2026, 1, 10), None, date(2029, 1, 9)),
        ("ca_127_1", date(2026, 1, 10), date(2026, 3, 1), date(2026, 8, 31)),
        ("ca_127_1", date(2026, 1, 10), date(2028, 12, 1), date(2029, 1, 9)),
        ("ca_127_1", date(2024, 2, 29), None, date(2027, 2, 28)),
        ("osa_179", date(2026, 1, 10), date(2026, 1, 10), date(2026, 7, 9)),
        ("sca_44", date(2026, 1, 10), None, date(2026, 7, 10)),
        ("cda_31_5", date(2026, 1, 10), None, date(2026, 7, 10)),
        ("cda_31_4", date(2026, 1, 10), None, None),
    ],
)
def test_the_last_day_on_which_proceedings_may_begin(id, conduct, knew, last):
    assert time_limit(offence(id, ON), conduct, knew) == last


DAYS = st.dates(date(2016, 1, 1), date(2026, 1, 1))


@given(DAYS, st.integers(0, 2000))
def test_the_prosecutors_knowledge_never_moves_the_end_past_the_long_stop(conduct, later):
    limited = offence("ca_127_1", ON)
    stop = time_limit(limited, conduct)
    assert time_limit(limited, conduct, conduct + timedelta(days=later)) <= stop


def test_communications_and_incitement_are_marked():
    held = {each.id: each for each in offences(ON)}
    assert {id for id, each in held.items() if each.communications} == {
        "mca_1", "ca_127_1", "ca_127_2c", "osa_179", "osa_181", "osa_183", "osa_184",
    }  # fmt: skip
    assert held["poa_18"].incitement
    assert not held["pha_2"].incitement
    assert "Attorney General" in held["poa_18"].consent
    assert held["pha_2"].consent == ""


def test_no_stirring_up_offence_rests_on_disability_or_transgender_identity():
    resting = {*grounds("stirring_3", ON), *grounds("stirring_3a", ON)}
    assert resting == {"race", "religion", "sexual_orientation"}
    assert grounds("cda_28", ON) == ("race", "religion")
    assert grounds("cda_28", date(2000, 1, 1)) == ("race",)
    assert set(grounds("sentencing_66", ON)) == {"race", "religion", "sexual_orientation", "disability", "transgender"}


def test_a_limit_without_months_is_no_limit():
    limit = TimeLimit("none")
    found = offence("poa_18", ON)
    assert isinstance(found, Offence)
    assert found.time_limit == limit
