"""What changed between two days is said in words that an officer understands."""

import dataclasses
from datetime import date

import pytest

from upstander.config.command import main
from upstander.law import check, plainly
from upstander.law.dated import Dated
from upstander.law.differences import changes, in_words
from upstander.law.offences import all_offences, offence


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule(Dated):
    id: str
    title: str
    length: int | None = None
    tags: tuple[str, ...] = ()


def rule(begins, ends=None, **more):
    values = {"id": "one", "title": "One", "source": "an Act", "checked": "verify", **more}
    return Rule(valid_from=date(*begins), valid_to=date(*ends) if ends else None, **values)


def said(entries, one, other):
    rooms = {"rules": lambda: tuple(entries)}
    return in_words(changes(rooms, date(*one), date(*other)), date(*one), date(*other))


def test_nothing_changed_is_said():
    assert said([rule((2020, 1, 1))], (2024, 1, 1), (2024, 1, 1)) == [
        "Nothing changed from 1 January 2024 to 1 January 2024."
    ]


def test_what_began_and_what_ended_is_said_with_its_day():
    held = [rule((2020, 1, 1), (2024, 1, 30)), rule((2024, 1, 31), id="two", title="Two")]
    lines = said(held, (2024, 1, 30), (2024, 1, 31))
    assert lines == [
        "From 30 January 2024 to 31 January 2024:",
        "",
        "Rules",
        "  Two (two) began on 31 January 2024",
        "  One (one) ended, last held on 30 January 2024",
    ]


def test_an_entry_still_holds_on_its_last_day():
    held = [rule((2020, 1, 1), (2024, 1, 30))]
    assert len(said(held, (2023, 1, 1), (2024, 1, 30))) == 1
    assert "ended" in said(held, (2023, 1, 1), (2024, 1, 31))[-1]


def test_a_field_that_changed_is_said_with_its_old_and_new_value():
    held = [rule((2020, 1, 1), (2024, 1, 30), length=6), rule((2024, 1, 31), length=12, checked="sourced")]
    lines = said(held, (2024, 1, 1), (2025, 1, 1))
    assert lines[3:] == [
        "  One (one) changed on 31 January 2024",
        '    - its length: was "6", now "12"',
        f'    - whether it was checked: was "{plainly.TO_CHECK}", now "read in the source"',
    ]


def test_the_order_of_the_days_does_not_matter():
    held = [rule((2020, 1, 1), (2024, 1, 30)), rule((2024, 1, 31), title="Anew")]
    assert said(held, (2024, 1, 1), (2025, 1, 1)) == said(held, (2025, 1, 1), (2024, 1, 1))


def test_what_began_and_ended_in_between_is_said_as_both():
    held = [rule((2020, 1, 1)), rule((2022, 1, 1), (2022, 6, 1), id="short", title="Short")]
    assert said(held, (2021, 1, 1), (2023, 1, 1))[3:] == [
        "  Short (short) began on 1 January 2022",
        "  Short (short) ended, last held on 1 June 2022",
    ]


def test_the_repeal_of_the_threat_limb_is_told_element_by_element():
    day, next_day = date(2024, 1, 30), date(2024, 1, 31)
    found = [each for each in changes({"offences": all_offences}, day, next_day) if each.key == "mca_1"]
    before, after = (plainly.name_of(offence("mca_1", on)) for on in (day, next_day))
    assert f'its name: was "{before}", now "{after}"' in found[0].lines
    assert any(line.startswith("what must be proved: was ") and "threat" in line for line in found[0].lines)


def test_every_entry_of_the_law_has_a_name_and_every_field_words():
    for load in check.ROOMS.values():
        for entry in load():
            assert plainly.name_of(entry)
            for part in dataclasses.fields(entry):
                assert plainly.field(part.name)
                assert isinstance(plainly.value(part.name, getattr(entry, part.name)), str)


@pytest.mark.parametrize("words", [["law", "diff", "2024-01-30", "2024-02-01"], ["law", "show", "force", "rules"]])
def test_the_commands_answer(words, capsys):
    assert main(words) == 0
    assert capsys.readouterr().out


def test_check_is_clean_and_says_how_much_is_still_to_be_checked(capsys):
    assert main(["law", "check"]) == 0
    out = capsys.readouterr().out
    counts = check.unchecked()
    assert f"{sum(each[0] for each in counts.values())} of them are still {plainly.TO_CHECK}" in out
    assert f"closing reasons: {counts['closing reasons'][0]} of {counts['closing reasons'][1]}" in out


def test_check_fails_on_a_fault(capsys, monkeypatch):
    monkeypatch.setattr(check, "problems", lambda: ["clocks tea: no source"])
    assert main(["law", "check"]) == 1
    assert "WRONG: clocks tea: no source" in capsys.readouterr().out


@pytest.mark.parametrize("day", ["2026-31-01", "yesterday", "1 May 2026", ""])
def test_a_day_that_is_none_is_refused_in_words(day, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["law", "diff", day, "2026-01-01"])
    assert caught.value.code == 2
    assert "is not a day" in capsys.readouterr().err


def test_an_unknown_room_names_those_that_exist(capsys):
    assert main(["law", "show", "attic"]) == 2
    assert "closing reasons" in capsys.readouterr().err


def test_show_marks_what_is_still_to_be_checked_and_nothing_else(capsys):
    assert main(["law", "show", "strands", "--on", "2026-11-21"]) == 0
    lines = {line.split(":")[0].strip(): line for line in capsys.readouterr().out.splitlines()}
    assert plainly.TO_CHECK in lines["age"]
    assert plainly.TO_CHECK not in lines["race"]
