"""The commands as people type them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from upstander.config.command import main
from upstander.law.responsible_force import SCHEMA

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT / "docs" / "forces" / "facts.md"


def examples() -> list[tuple[str, str]]:
    """Return the examples of the documentation: the facts, and the words that the page says are answered."""
    text = FACTS.read_text()
    return re.findall(r"```json\n(\{.*?\n\})\n```\n\n→ ([^\n]+)", text, flags=re.S)


def test_where_names_the_force_of_a_postcode(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", "LS1", "1UR"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["force"] == "E23000010"


def test_where_gives_candidates_for_an_outcode_and_never_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", "TW19"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["force"] is None
    assert len(answer["candidates"]) == 3


@pytest.mark.parametrize(("facts", "answered"), examples())
def test_the_examples_of_the_documentation_are_answered_as_it_says(
    facts: str, answered: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(facts)
    assert main(["propose-force", str(path), "--on", "2026-11-20"]) == 0
    proposal = json.loads(capsys.readouterr().out)
    names = [
        proposal[answer]["force_name"] or "nobody yet" for answer in ("recording", "investigating", "victim_contact")
    ]
    assert answered == f"rule {proposal['rules']}: " + ", ".join(names)


def test_the_documentation_has_examples_and_every_fact() -> None:
    assert len(examples()) >= 3
    text = FACTS.read_text()
    for name in SCHEMA["properties"]:
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("content", ["", "[]", "{", '{"no_such_fact": 1}', '{"victim": "everyone"}', "\x00"])
def test_bad_facts_are_a_plain_message(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.json"
    path.write_text(content)
    assert main(["propose-force", str(path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_plain_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["propose-force", "/nowhere/facts.json"]) == 2
    assert main(["verify", "/nowhere/package.zip"]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [["where", "LS1 1UR"], ["propose-force", "--help"], ["verify", "--help"]])
def test_commands_that_need_no_database_do_not_start_one(words: list[str]) -> None:
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from upstander.config.command import main\n"
        f"sys.exit(main({words!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_command_has_a_line_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    for verb in (
        "check",
        "demo",
        "import",
        "keys",
        "propose-force",
        "run",
        "serve",
        "setup",
        "verify",
        "where",
        "work",
    ):
        assert re.search(rf"^    {verb}\s+\w", shown, flags=re.M), verb
