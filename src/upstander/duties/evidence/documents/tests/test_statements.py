"""Draft statements: what they say, what they leave open, and that the same case gives the same bytes."""

import io
import zipfile
from typing import Any

import pytest

from upstander.duties.evidence.documents.statements import ASKED, DRAFT, initials, statements, undrafted
from upstander.duties.evidence.documents.tests.example import case, exhibit
from upstander.engines.disclosure.reading.files import read

VICTIM, SPOKEN_FOR = "R-7K3M-9QXD", "R-2B4C-6DFG"


@pytest.fixture
def told() -> dict[str, Any]:
    """A case in which one victim reported, another was spoken for, and an officer captured something."""
    made = case()
    made["exhibits"] = [exhibit(1, report=VICTIM), exhibit(2, report=SPOKEN_FOR)]
    made["exhibits"][1]["captured"] |= {"by": "DC Capture", "capacity": "officer", "tool": "A browser"}
    made["reports"][0] |= {"reference": VICTIM, "reporter": "victim"}
    made["reports"][1] |= {"reference": SPOKEN_FOR, "reporter": "someone on the victim's behalf"}
    made["reports"][0]["answers"] = [
        {"question": "What happened, in the reporter's words", "answer": "I saw it.\nIt said \u202etxt.exe <b>"}
    ]
    rules = {"needs": ["Letters in Welsh"], "risk": None, "contact_through": None, "consent_to_share": None}
    made["victims"] = [
        {"label": f"Victim 1, who reported it in {VICTIM}", "contact_rules": ["By e-mail only"], **rules},
        {"label": f"Victim 2, who was spoken for in {SPOKEN_FOR}", "contact_rules": ["By e-mail only"], **rules},
    ]
    made["custody"]["events"] = [
        {"seq": 1, "at": made["made_at"], "actor": "PC Amara Osei, hub officer", "verb": ASKED, "subject": "x"}
    ]
    return made


def words(content: bytes) -> str:
    return "\n".join(what for kind, _, what in read(io.BytesIO(content)) if kind == "text")


def test_there_is_a_draft_for_each_victim_who_reported_and_for_each_officer(told: dict[str, Any]) -> None:
    assert list(statements(told)) == [
        "statements/MG11-draft-victim-1.docx", "statements/MG11-draft-officer-1.docx",
        "statements/MG11-draft-officer-2.docx",
    ]  # fmt: skip
    assert undrafted(told) == [told["victims"][1]["label"]]


def test_nothing_is_drafted_for_who_agreed_to_no_contact_or_was_a_witness(told: dict[str, Any]) -> None:
    told["victims"][0]["contact_rules"] = ["No contact: none was agreed to, or no address was given"]
    assert not any("victim" in name for name in statements(told))
    told["victims"] = []
    assert not any("victim" in name for name in statements(told))
    assert undrafted(told) == []


def test_the_draft_of_a_victim_says_what_was_told_and_no_name(told: dict[str, Any]) -> None:
    said = words(statements(told)["statements/MG11-draft-victim-1.docx"])
    assert DRAFT[:40] in said
    assert f"[name: the hub keeps it; ask for it under {VICTIM}]" in said
    assert "I saw it." in said
    assert "[U+202E]txt.exe <b>" in said, "nothing unseen, nothing taken for markup"
    assert "HUB-0001" in said
    assert "HUB-0002" not in said, "what another report brought is another's to produce"
    assert "[verify: the wording of the declaration" in said
    assert "Letters in Welsh; By e-mail only" in said


def test_the_officer_who_asked_produces_every_exhibit_under_their_initials(told: dict[str, Any]) -> None:
    said = words(statements(told)["statements/MG11-draft-officer-1.docx"])
    for each in ("PC Amara Osei", "AO/1", "AO/2", "HUB-0001", "HUB-0002", told["exhibits"][0]["files"][0]["sha256"]):
        assert each in said
    assert "What I captured" not in said


def test_the_officer_who_captured_something_says_how_and_produces_that(told: dict[str, Any]) -> None:
    said = words(statements(told)["statements/MG11-draft-officer-2.docx"])
    assert "What I captured" in said
    assert "A browser" in said
    assert "C/1" in said
    assert "HUB-0001" not in said


def test_an_exhibit_without_a_file_is_produced_as_words(told: dict[str, Any]) -> None:
    told["exhibits"][0] |= {"files": [], "withheld": "Withheld: ask the hub."}
    said = words(statements(told)["statements/MG11-draft-officer-1.docx"])
    assert "no file: words as told" in said
    assert "Withheld: ask the hub." in said


def test_the_same_case_gives_the_same_bytes(told: dict[str, Any]) -> None:
    assert statements(told) == statements(told)
    for content in statements(told).values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert told["made_at"] in archive.read("docProps/core.xml").decode()
            assert (
                "<dc:title>Witness statement: draft after form MG11</dc:title>"
                in archive.read("docProps/core.xml").decode()
            )
            assert archive.testzip() is None


def test_nobody_but_the_hub_is_named_inside_the_file(told: dict[str, Any]) -> None:
    for content in statements(told).values():
        found = [(kind, what) for kind, _, what in read(io.BytesIO(content)) if kind != "text"]
        assert found == [("author", told["hub"]["name"])]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("PC Amara Osei", "AO"), ("DCI Glyn Marsh", "GM"), ("Dr. Ann-Marie Öz", "AMÖ"), ("PC", "[initials]")],
)
def test_initials_leave_out_the_rank(name: str, letters: str) -> None:
    assert initials(name) == letters
