"""Training offline: what it reads and refuses, and, where Splink is installed, that it agrees with the walk."""

import json
import random
import sys
from pathlib import Path

import pytest

from upstander.engines.matching.people import inventing, training
from upstander.engines.matching.people.described import Described
from upstander.engines.matching.people.levels import LEVELS
from upstander.engines.matching.people.model import made, shipped, weigh
from upstander.engines.matching.people.prepared import prepare
from upstander.engines.matching.people.splinking import CONDITIONS, settings
from upstander.engines.matching.people.training import CannotTrain, invented, read_decided, terms_of, train


def test_without_splink_training_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    monkeypatch.setattr(sys, "argv", ["training", "--invented", "400", "--out", str(tmp_path / "model.json")])
    assert training.main() == 1
    assert "requirements/train.txt" in capsys.readouterr().err
    assert not (tmp_path / "model.json").exists()


def test_too_little_is_not_trained_on() -> None:
    pytest.importorskip("splink")
    with pytest.raises(CannotTrain, match="too little"):
        train(invented(1, 36), trained_on="invented records", note="-")


def test_decided_pairs_and_records_are_read(tmp_path: Path) -> None:
    a, b = {"whom": "suspect", "names": ["Tom Smith"]}, {"whom": "account", "platform": "x", "handle": "tom"}
    decided, records = tmp_path / "decided.jsonl", tmp_path / "records.jsonl"
    lines = [{"a": a, "b": b, "linked": True}, {"a": b, "b": b, "linked": False}]
    decided.write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    records.write_text(json.dumps(b) + "\n")
    found = read_decided(decided, records)
    assert found.linked == [
        (Described("suspect", names=("Tom Smith",)), Described("account", platform="x", handle="tom"))
    ]
    assert (len(found.apart), len(found.records), len(found.all)) == (1, 1, 5)


@pytest.mark.parametrize(
    "line",
    [
        "{", "[]", "null", "{}", '{"a": 1, "b": 2, "linked": true}',
        '{"a": {"whom": "victim"}, "b": {"whom": "suspect"}, "linked": true}',
        '{"a": {"whom": "suspect"}, "b": {"whom": "suspect"}, "linked": "yes"}',
        '{"a": {"whom": "suspect"}, "b": {"whom": "suspect"}}',
        '{"a": {"whom": "suspect"}, "b": {"whom": "suspect"}, "linked": []}',
    ],
)  # fmt: skip
def test_a_line_that_is_no_decided_pair_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "decided.jsonl"
    path.write_text('{"a": {"whom": "suspect"}, "b": {"whom": "suspect"}, "linked": false}\n' + line + "\n")
    with pytest.raises(CannotTrain, match="line 2"):
        read_decided(path, None)


def test_only_what_many_share_is_named_in_a_model() -> None:
    many = [Described("suspect", names=("Tom Smith",))] * 20 + [
        Described("suspect", names=("Zbigniew Unheardofski",))
    ] * 4
    terms = terms_of(many)
    assert {*terms.name_parts} == {"tom", "smit"}


def test_every_level_has_its_condition_in_splink_s_settings() -> None:
    for name, levels in LEVELS.items():
        assert len(CONDITIONS[name]) == len(levels) - 1, name
    how = settings(0.001, shipped().weights)
    assert [one["output_column_name"] for one in how["comparisons"]] == [*LEVELS]


@pytest.fixture(scope="module")
def trained() -> dict[str, object]:
    pytest.importorskip("splink", reason="training is offline: pip install -r requirements/train.txt")
    return train(invented(5, 540), trained_on="invented records", note="a test", most_pairs=200_000)


def test_a_trained_model_passes_its_own_checks(trained: dict[str, object]) -> None:
    assert made(json.loads(json.dumps(trained))).threshold > 0


def test_splink_s_own_weight_and_the_walk_agree() -> None:
    pytest.importorskip("splink", reason="training is offline: pip install -r requirements/train.txt")
    from upstander.engines.matching.people.rechecking import weighed_by_splink

    pick, model = random.Random(21), shipped()
    pairs = []
    for at in range(300):
        origin = inventing.origins()[at % 18]
        a, b = inventing.two_reports(pick, inventing.person(pick, origin))
        other = inventing.suspect(pick, inventing.person(pick, origin))
        pairs += [tuple(prepare(one, model.terms) for one in two) for two in ((a, b), (a, other))]
    for (a, b), theirs in zip(pairs, weighed_by_splink(pairs, model), strict=True):  # type: ignore[arg-type]
        ours = weigh(a, b, model)
        assert {step.comparison: step.level for step in ours.steps} == theirs.levels
        assert ours.bits == pytest.approx(theirs.bits, abs=0.001)
