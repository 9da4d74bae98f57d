"""The pages say what the data says, no more and no less, and every one of them is there."""

import dataclasses

import pytest

from upstander.law.check import ROOMS
from upstander.law.offences import all_offences
from upstander.law.pages import FOLDER, offences, pages, write
from upstander.law.pages.contents import LEFT_OUT, PAGES, missing
from upstander.law.pages.markdown import Section, name, section
from upstander.law.retention import all_questions

HOW = "The law's data changed: run `make law` (python -m upstander.law.pages) and commit docs/law with it."


def test_the_pages_are_what_the_data_says():
    made, there = pages(), {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert set(made) == set(there), HOW
    assert [file for file in made if made[file] != there[file]] == [], HOW


def test_every_room_is_on_a_page_or_left_out_for_a_reason():
    assert missing() == []
    assert all(LEFT_OUT.values())
    assert set(LEFT_OUT) <= set(ROOMS)


def test_a_change_of_the_data_changes_the_page(monkeypatch):
    entries = all_questions()
    changed = (dataclasses.replace(entries[0], text="Is it needed?"), *entries[1:])
    monkeypatch.setitem(ROOMS, "questions of a review", lambda: changed)
    assert "Is it needed?" in pages()["retention.md"] != (FOLDER / "retention.md").read_text(encoding="utf-8")


def test_an_offence_page_has_every_element_with_maximum_limit_consent_and_source():
    text = offences.page("")
    for offence in all_offences():
        for said in (offence.title, offence.section, offence.maximum, offence.consent, offence.source, offence.note):
            assert said in text
        for element in offence.elements:
            assert element.text in text


def test_what_is_to_be_checked_is_marked_and_what_was_read_is_not():
    part = Section("Questions", "questions of a review", (("Question", name),))
    lines = {line.split(" | ")[0]: line for line in section(part, all_questions()) if line.startswith("| **")}
    for entry in all_questions():
        assert ("**to be checked**" in lines[f"| **{entry.text}**"]) == (entry.checked == "verify")


def test_an_offence_that_nobody_checked_says_so_below_its_name_and_another_does_not():
    marked = "> **To be checked** against the official text."
    for offence in all_offences():
        assert (marked in list(offences._one(offence))) == (offence.checked == "verify")


def test_a_page_that_is_made_no_more_is_taken_away(tmp_path):
    (tmp_path / "old.md").write_text("old")
    written = write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)
    assert not (tmp_path / "old.md").exists()


@pytest.mark.parametrize("file", sorted(pages()))
def test_a_page_is_whole_markdown(file):
    text = pages()[file]
    width = 0
    for line in text.splitlines():
        columns = line.replace("\\|", "").count("|") if line.startswith("|") else 0
        assert not (columns and width) or columns == width, line
        width = columns
    assert "| None |" not in text
    assert len([line for line in text.splitlines() if line.startswith("# ")]) == 1


def test_the_index_leads_to_every_page():
    index = pages()["README.md"]
    assert all(f"({page.slug}.md)" in index for page in PAGES)
    assert "(offences.md)" in index
