"""The table of OWASP ASVS 5.0 names every item that the hub set itself, and tests that are really there."""

import ast
import csv
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "operators" / "asvs.csv"
SET = {
    # Level 2: what bites a system of cases.
    *("8.1.2", "8.2.3", "8.4.1", "2.3.3", "2.3.4", "2.4.1", "16.2.1", "16.2.2", "16.2.3", "16.2.4", "16.2.5"),
    *("16.3.1", "16.3.2", "16.3.3", "16.3.4", "16.4.2", "16.4.3", "1.2.10", "1.3.6", "1.3.11", "5.2.3", "5.4.1"),
    *("5.4.2", "5.4.3", "6.3.3", "6.5.2", "7.3.1", "7.3.2", "7.4.5", "13.2.4", "13.2.5", "13.4.5", "14.3.2"),
    *("15.3.2", "15.3.3", "16.5.3"),
    # Level 3: what is taken on top.
    *("2.3.5", "5.2.4", "5.2.6", "5.3.3", "6.3.8", "7.5.3", "8.3.2", "3.5.8", "14.2.6", "14.2.7", "14.2.8"),
    *("15.4.2", "13.4.6", "3.4.8"),
}


def rows() -> list[dict[str, str]]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text()) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def there(node_id: str) -> bool:
    """Return whether a test of this id exists."""
    path, _, name = node_id.partition("::")
    return name.startswith("test_") and name in names_in(ROOT / path)


def test_every_item_that_was_set_stands_in_the_table_once() -> None:
    named = [row["id"] for row in rows()]
    assert len(named) == len(set(named))
    assert set(named) >= SET


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row["id"]))
def test_an_item_has_a_test_that_is_there_or_a_reason(row: dict[str, str]) -> None:
    evidence = row["evidence"].split()
    assert [each for each in evidence if not there(each)] == []
    assert row["applies"] in ("yes", "partly", "no")
    assert bool(evidence) is (row["applies"] != "no")
    assert bool(row["reason"]) is (row["applies"] != "yes"), "what is not wholly met says why"


def test_a_test_that_is_gone_would_be_missed() -> None:
    assert there("tests/house/test_asvs.py::test_a_test_that_is_gone_would_be_missed")
    assert not there("tests/house/test_asvs.py::test_that_was_never_written")
    assert not there("tests/house/test_nowhere.py::test_every_item_that_was_set_stands_in_the_table_once")
    assert not there("tests/house/test_asvs.py::there")
