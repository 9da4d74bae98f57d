"""A law file that does not say what it must is refused with everything that is wrong."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from upstander.law import version
from upstander.law.dated import BadLaw, Dated, in_force, load

GOOD = """
defaults: {source: "an Act", checked: sourced, extent: england_wales}
entries:
  - {id: one, title: One, count: 1, names: [a], valid_from: 2020-01-01, valid_to: 2020-12-31}
  - {id: one, title: One anew, count: 2, valid_from: 2021-01-01}
"""


@dataclass(frozen=True, kw_only=True)
class Thing(Dated):
    id: "str"
    title: "str"
    count: "int"
    names: "tuple[str, ...]" = ()


def written(folder: Path, text: str) -> Path:
    path = folder / "law.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_are_loaded_with_their_defaults_and_picked_by_day(tmp_path):
    entries = load(written(tmp_path, GOOD), Thing)
    assert [each.count for each in in_force(entries, date(2020, 12, 31))] == [1]
    assert [each.count for each in in_force(entries, date(2021, 1, 1))] == [2]
    assert in_force(entries, date(2019, 12, 31)) == ()
    assert entries[0].names == ("a",)
    assert entries[1].source == "an Act"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('source: "an Act", ', "", "no source"),
        ('source: "an Act"', 'source: " "', "no source"),
        ("checked: sourced", "checked: yes-honestly", "checked must be"),
        ("valid_to: 2020-12-31", "valid_to: 2019-12-31", "is before valid_from"),
        ("valid_from: 2021-01-01", "valid_from: soon", "valid_from"),
        ("valid_from: 2021-01-01", "valid_from: 1021-01-01", "is before"),
        ("title: One anew", "titel: One anew", "unknown field 'titel'"),
        ("title: One anew", "title: One anew, more", "unknown field 'more'"),
        ("title: One anew", "title: no", "must be str"),
        ("title: One anew", "title: null", "must not be empty"),
        ("count: 2", "count: true", "must be int"),
        ("names: [a]", "names: a", "list of texts"),
        ("entries:", "rows:", "must be a list"),
        ("entries:", "entries: [", "law.yaml"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, old, new, words):
    with pytest.raises(BadLaw, match=r".") as caught:
        load(written(tmp_path, GOOD.replace(old, new)), Thing)
    assert words in str(caught.value)


def test_all_faults_are_listed_at_once(tmp_path):
    text = GOOD.replace("count: 1", "count: one").replace("count: 2", "count: two")
    with pytest.raises(BadLaw) as caught:
        load(written(tmp_path, text), Thing)
    assert len(str(caught.value).splitlines()) == 2


def test_the_version_is_twelve_hexadecimal_digits_and_changes_with_any_law_file(tmp_path):
    assert len(version.version()) == 12
    assert int(version.version(), 16) >= 0
    path = written(tmp_path, GOOD)
    before = version.digest(tmp_path)
    (tmp_path / "notes.py").write_text("nothing")
    assert version.digest(tmp_path) == before
    path.write_text(GOOD + "# one more line\n")
    changed = version.digest(tmp_path)
    path.rename(tmp_path / "other.yaml")
    assert len({before, changed, version.digest(tmp_path)}) == 3
