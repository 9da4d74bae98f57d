"""The law's own files hold together, and a fault planted in them is found."""

import dataclasses
from datetime import date, timedelta

import pytest

from upstander.law import check, clocks, offences, places
from upstander.law.dated import BadLaw, in_force

ON = date(2026, 11, 21)
FORCES = places.all_forces()


def test_nothing_is_wrong_in_the_law():
    assert check.problems() == []


def test_a_gap_an_overlap_and_a_missing_source_are_found():
    pha = [each for each in offences.all_offences() if each.id == "pha_4"]
    gap = [dataclasses.replace(pha[0], valid_to=pha[0].valid_to - timedelta(days=3)), pha[1]]
    overlap = [dataclasses.replace(pha[0], valid_to=None), pha[1]]
    assert check.problems({"offences": lambda: tuple(pha)}) == []
    assert "no version holds from" in check.problems({"offences": lambda: tuple(gap)})[0]
    assert "two versions hold" in check.problems({"offences": lambda: tuple(overlap)})[0]
    empty = (dataclasses.replace(pha[1], source=" "),)
    assert check.problems({"offences": lambda: empty}) == ["offences pha_4: no source"]


def test_a_file_that_cannot_be_loaded_is_a_problem_and_not_a_crash():
    def broken():
        raise BadLaw("forces.yaml entries kent: no source")

    assert check.problems({"places": broken}) == ["places: forces.yaml entries kent: no source"]


def planted(monkeypatch, room, name, entries):
    monkeypatch.setattr(room, name, lambda: tuple(entries))
    return check.problems()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"successor": "nowhere"}, "does not exist"),
        ({"successor": "E23000032"}, "does not take over"),
        (
            {"successor": "E23000032", "valid_to": date(1999, 12, 31), "valid_from": date(1999, 1, 1)},
            "does not take over",
        ),
        ({"slug": "kent"}, "is another force's"),
    ],
)
def test_a_force_that_leads_nowhere_is_found(change, words):
    faulty = [dataclasses.replace(each, **change) if each.slug == "surrey" else each for each in FORCES]
    assert any(words in problem for problem in check._of_forces(faulty))


def test_a_merger_with_both_halves_is_no_problem():
    end = date(2027, 3, 31)
    surrey, sussex = (places.force(slug) for slug in ("surrey", "sussex"))
    merged = dataclasses.replace(surrey, code="new", slug="surrey-and-sussex", valid_from=end + timedelta(days=1))
    ended = [dataclasses.replace(each, valid_to=end, successor="new") for each in (surrey, sussex)]
    held = [*(each for each in FORCES if each not in (surrey, sussex)), *ended, merged]
    assert check._of_forces(held) == []
    assert "new" not in {each.code for each in in_force(held, end)}


def test_a_table_code_without_a_force_is_found():
    assert any("E23000032" in each for each in check._of_forces(f for f in FORCES if f.slug != "kent"))


def test_a_clock_without_a_calendar_is_found(monkeypatch):
    faulty = [dataclasses.replace(each, calendar="elapsed") for each in clocks.all_clocks()]
    assert any("is no calendar for working_days" in each for each in planted(monkeypatch, clocks, "all_clocks", faulty))


def test_an_aggravated_form_that_does_not_exist_is_found(monkeypatch):
    faulty = [
        dataclasses.replace(each, aggravated_as="nothing") if each.id == "poa_4a" else each
        for each in offences.all_offences()
    ]
    assert any("nothing" in each for each in planted(monkeypatch, offences, "all_offences", faulty))


def test_a_rule_that_uses_an_unknown_word_is_found(monkeypatch):
    rules = check.all_rules()
    faulty = (dataclasses.replace(rules[0], when=("full_moon",)), *rules[1:])
    monkeypatch.setattr(check, "all_rules", lambda: faulty)
    assert any("full_moon" in each for each in check.problems())
