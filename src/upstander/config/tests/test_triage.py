"""The command that explains and measures the wording rules."""

import json
from pathlib import Path

import pytest

from upstander.config.command import main

Out = pytest.CaptureFixture[str]


def test_explain_prints_offsets_into_the_text(capsys: Out) -> None:
    text = "😀 We w1ll burn the mosque"
    assert main(["triage", "explain", text]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["threat"] is True
    assert said["strands"] == ["religion"]
    for hit in (*said["hits"], *said["mentions"]):
        assert text[hit["a"] : hit["b"]] == hit["phrase"]


def test_evaluate_counts_what_is_found_and_missed(tmp_path: Path, capsys: Out) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text(
        "text,label,target\nWe will kill you,threat,Muslims\nGo away,threat,women\n"
        "I like women,non-hateful,sex\nWe will kill the lights,non-hateful,\nThey lie,hateful,women\n"
    )
    assert main(["triage", "evaluate", "--cases", str(cases)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["threats"]["recall"] == {"found": 1, "of": 2, "share": 0.5}
    assert said["threats"]["gap"] == 1.0
    assert said["brought_forward"]["non-hateful"] == {"found": 1, "of": 2, "share": 0.5}
    assert said["strands"]["by_strand"]["sex"] == {"found": 1, "of": 3, "share": 0.333}


def test_without_a_file_the_own_cases_are_measured(capsys: Out) -> None:
    assert main(["triage", "evaluate"]) == 0
    families = json.loads(capsys.readouterr().out)["families"]
    assert set(families) == {"dox", "vuln", "repeat"}
    for family in families.values():
        assert family["found"]["share"] >= 0.9
        assert family["on_benign"]["share"] <= 0.05


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        ("a,b\n1,2\n", "has no column text, label, target"),
        ("text,label,target\n", "holds no cases"),
        ("text,label,target\nx,odd,\n", "unknown label odd"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_plain_message(
    content: str | None, says: str, tmp_path: Path, capsys: Out
) -> None:
    path = tmp_path / "cases.csv"
    if content is not None:
        path.write_text(content)
    assert main(["triage", "evaluate", "--cases", str(path)]) == 2
    assert says in capsys.readouterr().err
