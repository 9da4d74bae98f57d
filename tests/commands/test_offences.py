"""`upstander offences` and `upstander schema` as people type them, and the examples of the documentation."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from upstander.config.command import main
from upstander.law.facts.features import all_features

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "officers" / "offences.md"
ON = "2026-11-22"


def examples() -> list[tuple[str, str]]:
    """Return the examples of the documentation: the facts, and what the page says is answered."""
    return re.findall(r"```json\n(\{.*?\n\})\n```\n\n→ ([^\n]+)", PAGE.read_text(), flags=re.S)


def typed(verb: str, facts: str, tmp_path: Path, *words: str) -> int:
    path = tmp_path / "facts.json"
    path.write_text(facts)
    return main([verb, str(path), *words])


@pytest.mark.parametrize(("facts", "answered"), examples())
def test_the_examples_of_the_documentation_are_answered_as_it_says(
    facts: str, answered: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("offences", facts, tmp_path, "--on", ON) == 0
    advice = json.loads(capsys.readouterr().out)
    named = ", ".join(each["id"] for each in advice["offences"]) or "nothing"
    assert answered == f"{advice['points_to']['class']}: {named}"
    assert advice["decides"] is False


@pytest.mark.parametrize(("facts", "answered"), examples())
def test_the_same_document_serves_the_proposal_of_a_force(
    facts: str, answered: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("propose-force", facts, tmp_path, "--on", ON) == 0
    assert json.loads(capsys.readouterr().out)["recording"]


def test_the_documentation_asks_every_question_as_the_law_does() -> None:
    assert len(examples()) >= 3
    text = PAGE.read_text()
    for each in all_features():
        assert f"| `{each.id}` | {each.of} | {each.question} |" in text, each.id
    named = re.findall(r"^\| `(\w+)` \| (?:conduct|suspect|victim|expression) \|", text, flags=re.M)
    assert named == [each.id for each in all_features()]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ('{"conduct": {"on": "2026-11-23"}}', "conduct.on (2026-11-23) lies in the future"),
        ('{"conduct": {"on": "2026-02-30"}}', "no day of the calendar"),
        ('{"conduct": {"shows": {"threatning": true}}}', "is threatening meant?"),
        ('{"conduct": {"incidents": 1, "shows": {"persistent": true}}}', "contradict each other"),
        ("[]", "object is expected"),
        ("", "Expecting value"),
        ("[" * 100_000, "recursion"),
        ("\x00", "Expecting value"),
    ],
)
def test_bad_facts_are_a_plain_message(
    facts: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("offences", facts, tmp_path, "--on", ON) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_a_file_that_is_not_there_is_a_plain_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["offences", "/nowhere/facts.json"]) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize("document", ["facts", "case"])
def test_the_schema_of_a_document_is_printed(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", document]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_examples_keep_the_printed_schema(capsys: pytest.CaptureFixture[str]) -> None:
    main(["schema", "facts"])
    schema = Draft202012Validator(json.loads(capsys.readouterr().out))
    for facts, _answered in examples():
        assert schema.is_valid(json.loads(facts))


@pytest.mark.parametrize("words", [["schema", "facts"], ["offences", "-", "--on", ON]])
def test_neither_starts_django(words: list[str]) -> None:
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from upstander.config.command import main\n"
        f"sys.exit(main({words!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], input="{}", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
