"""Communications offences need a supervisor, incitement a senior investigator, the rest nobody else."""

from datetime import date

import pytest

from upstander.law.offences import UnknownOffence, offences
from upstander.law.recording import sign_off_needed

ON = date(2026, 11, 21)


@pytest.mark.parametrize("id", [each.id for each in offences(ON) if each.communications])
def test_a_communications_offence_needs_a_supervisor_other_than_the_decider(id):
    needed = sign_off_needed([id], ON)
    assert needed is not None
    assert (needed.role, needed.other_than_decider, needed.offences) == ("supervisor", True, (id,))


@pytest.mark.parametrize("id", [each.id for each in offences(ON) if each.incitement])
def test_incitement_needs_a_senior_investigator(id):
    needed = sign_off_needed([id], ON)
    assert needed is not None
    assert needed.roles == ("senior_investigator",)


def test_the_stronger_rule_wins_and_both_are_named():
    needed = sign_off_needed(["mca_1", "poa_19", "pha_2"], ON)
    assert needed is not None
    assert needed.roles == ("senior_investigator",)
    assert needed.rules == ("incitement", "communications")
    assert needed.offences == ("mca_1", "poa_19")


def test_other_offences_need_none_and_none_was_needed_before_the_rule():
    assert sign_off_needed(["pha_2", "oapa_16"], ON) is None
    assert sign_off_needed([], ON) is None
    assert sign_off_needed(["mca_1"], date(2023, 3, 31)) is None
    assert sign_off_needed(["mca_1"], date(2023, 4, 1)) is not None


def test_an_unknown_offence_is_refused():
    with pytest.raises(UnknownOffence):
        sign_off_needed(["witchcraft"], ON)
