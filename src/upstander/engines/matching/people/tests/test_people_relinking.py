"""All pairs at once: what is refused, and, where Splink is installed, that it finds what the walk finds."""

import json
import random
import sys
from pathlib import Path

import pytest
from rapidfuzz.distance import JaroWinkler

from upstander.engines.matching.people import inventing, relinking
from upstander.engines.matching.people.described import Described, written
from upstander.engines.matching.people.keys import keys_of
from upstander.engines.matching.people.levels import CLOSE
from upstander.engines.matching.people.model import shipped, weigh
from upstander.engines.matching.people.prepared import prepare
from upstander.engines.matching.people.speaking import in_spark, letters_alike, nearest_letters
from upstander.engines.matching.people.splinking import CONDITIONS


def _asked(monkeypatch: pytest.MonkeyPatch, records: Path, out: Path) -> int:
    monkeypatch.setattr(sys, "argv", ["relinking", "--records", str(records), "--out", str(out)])
    return relinking.main()


def test_without_splink_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    (tmp_path / "records").write_text("")
    assert _asked(monkeypatch, tmp_path / "records", tmp_path / "out") == 1
    assert "requirements/train.txt" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_line_that_is_no_record_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("splink")
    (tmp_path / "records").write_text('{"id": 1, "whom": "suspect", "names": ["Tom Smith"]}\n{"whom": "victim"}\n')
    assert _asked(monkeypatch, tmp_path / "records", tmp_path / "out") == 1
    assert "line 2" in capsys.readouterr().err


def test_it_finds_the_pairs_that_the_walk_finds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("splink")
    pick, model = random.Random(4), shipped()
    records: list[Described] = []
    for origin in inventing.origins():
        for _ in range(30):
            records += inventing.two_reports(pick, inventing.person(pick, origin))
    lines = [json.dumps({"id": f"r{at}", **written(one)}) for at, one in enumerate(records)]
    (tmp_path / "records").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert _asked(monkeypatch, tmp_path / "records", tmp_path / "out") == 0
    ready = [prepare(one, model.terms) for one in records]
    keys = [set(keys_of(one)) for one in ready]
    walked = {
        (f"r{a}", f"r{b}"): weigh(ready[a], ready[b], model).bits
        for a in range(len(ready))
        for b in range(a + 1, len(ready))
        if not keys[a].isdisjoint(keys[b])
    }
    found = {
        (said["a"], said["b"]): said["bits"]
        for said in map(json.loads, (tmp_path / "out" / "pairs.jsonl").read_text().splitlines())
    }
    assert len(found) > 20
    assert found == {pair: pytest.approx(bits, abs=1e-5) for pair, bits in walked.items() if bits >= model.threshold}


def test_a_key_of_too_many_makes_no_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(relinking, "CAP", 2)
    same = [Described("account", platform="x", handle="harbourlight")] * 3
    relinking.lay_out(same, shipped(), tmp_path / "three")
    relinking.lay_out(same[:2], shipped(), tmp_path / "two")
    kept = {name: parquet.read_table(tmp_path / name / "keys").column("keys").to_pylist() for name in ("three", "two")}
    assert kept["three"] == [[], [], []]
    assert all(kept["two"])


def test_every_condition_is_said_in_the_words_of_the_other_engine() -> None:
    pytest.importorskip("sqlglot")
    said = {
        "comparisons": [
            {"comparison_levels": [{"sql_condition": condition} for condition in (*conditions, "ELSE")]}
            for conditions in CONDITIONS.values()
        ],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.keys = r.keys", "sql_dialect": "duckdb"}],
    }
    spoken = in_spark(said)
    words = json.dumps(spoken).lower()
    assert not any(word in words for word in ("list_", "&&", "jaro_winkler", "jarowinkler", "len(", "length("))
    assert spoken["blocking_rules_to_generate_predictions"][0]["sql_dialect"] == "spark"
    assert said["comparisons"][0]["comparison_levels"][0]["sql_condition"] == CONDITIONS["name"][0]


def test_words_are_as_alike_there_as_where_one_pair_is_weighed() -> None:
    """The function that Splink brings for Spark says otherwise of the first two."""
    assert letters_alike("schwpstein", "schwpistein") == JaroWinkler.similarity("schwpstein", "schwpistein") > CLOSE
    assert nearest_letters(["ann", "schwpstein"], ["schwpistein", "bo"]) == letters_alike("schwpstein", "schwpistein")
    assert letters_alike(None, "ann") is None
    assert nearest_letters([], ["ann"]) is None
    assert nearest_letters(None, ["ann"]) is None
