"""Of two reports the likeliest pair is weighed; what could never be suggested has no key; records bring them."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from upstander.engines.matching import finding
from upstander.engines.matching.embedded import Embedded
from upstander.engines.matching.finding import best, find
from upstander.engines.matching.keys import Item, keys_of
from upstander.engines.matching.people import comparing
from upstander.engines.matching.people.described import Described, read, written
from upstander.engines.matching.records import BadRecord
from upstander.engines.matching.records import read as records

NAME = "Zbigniew Unheardofski"
WHO = Described("suspect", names=(NAME,), place="Leeds")


def test_a_description_is_written_as_it_is_read() -> None:
    said = {
        "whom": "suspect",
        "names": ["Tom Smith"],
        "born": "1990-02-03",
        "accounts": [["x", "id:44"]],
        "bio": "cats",
    }
    again = json.loads(json.dumps(written(read(said))))
    assert again == said


@pytest.mark.parametrize(
    "alone",
    [
        Described("suspect", names=(NAME,)),
        Described("account", platform="x", handle="unheardof", display_name=NAME),
        Described("suspect", place="Leeds", born_from=1990),
        Described("suspect"),
    ],
)
def test_one_kind_of_evidence_gives_no_key_and_nothing_is_held(alone: Described) -> None:
    assert comparing.keys((alone,)) == ()
    assert keys_of(Item(people=(alone,))).all == ()
    with closing(Embedded()) as index:
        number = index.add("1", Item(texts=(("text", "words"),), people=(alone,)))
        assert list(index.people([number])) == [(number, ())]


def test_keys_of_people_are_of_a_tier_of_their_own() -> None:
    """The same words as an account, a link and a text never share a number with a person."""
    others = keys_of(
        Item(texts=(("text", NAME),), accounts=(("x", NAME), ("web", "Leeds")), links=("https://me.example/a",))
    )
    people = comparing.keys((WHO, Described("account", platform="x", handle=NAME, links=("https://me.example/a",))))
    assert people
    assert not set(people) & set(others.all)


def test_the_likeliest_of_several_pairs_is_kept() -> None:
    ours = comparing.telling((WHO, Described("suspect", names=("Tom Smith",), place="Leeds")))
    theirs = comparing.telling((Described("suspect", names=("Tom Smith", NAME), place="Leeds", outcode="LS6"),))
    pair = comparing.likeliest(ours, theirs)
    assert pair
    assert pair.steps[0].level == "exact_rare"
    assert comparing.likeliest(ours, ()) is None


def test_an_account_that_both_name_is_no_business_of_the_weights() -> None:
    one = Described("account", platform="x", handle="harbour", place="Leeds")
    other = Described("account", platform="x", handle="harbour", place="Penzance")
    assert comparing.likeliest(comparing.telling((one,)), comparing.telling((other,))) is None


def test_the_command_says_how_a_person_compares(tmp_path: Path) -> None:
    held, new = tmp_path / "held.jsonl", tmp_path / "new.jsonl"
    account = {
        "platform": "x",
        "name": "@one",
        "display_name": NAME,
        "bio": "chess pigeons lantern brewing",
        "url": "-",
    }
    held.write_text(json.dumps({"id": 1, "suspects": [{"names": [NAME], "place": "Leeds"}], "accounts": [account]}))
    new.write_text(json.dumps({"id": "a", "suspects": [{"names": ["UNHEARDOFSKI, Zbigniew"], "place": "leeds"}]}))
    with closing(Embedded()) as index:
        for record in records(held):
            index.add(record.id, record.item)
        (asked,) = records(new)
        (found,) = best(find(asked.item, index), index, top=3)
    assert (found.tier, found.linked) == ("person", True)
    (reason,) = found.reasons
    assert reason.sentence.startswith("They may mean one person or account, which by itself makes the reports no dup")
    assert found.weight == reason.evidence["bits"]
    assert {name for name, *_ in reason.evidence["steps"]} >= {"name", "place"}


@pytest.mark.parametrize(
    "said",
    [
        {"suspects": {}},
        {"suspects": ["Tom Smith"]},
        {"suspects": [{"names": "Tom Smith"}]},
        {"suspects": [{"names": ["Tom"], "face": "..."}]},
        {"suspects": [{"whom": "victim", "names": ["Tom Smith"]}]},
        {"accounts": [{"platform": "x", "name": "one", "bio": 3}]},
    ],
)
def test_what_is_no_description_ends_the_run(said: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "held.jsonl"
    path.write_text(json.dumps({"id": 1, **said}))
    with pytest.raises(BadRecord):
        list(records(path))


def test_nobody_is_read_as_a_suspect_who_is_said_to_be_a_victim(tmp_path: Path) -> None:
    path = tmp_path / "held.jsonl"
    path.write_text(json.dumps({"id": 1, "victims": [{"names": [NAME], "place": "Leeds"}], "text": "words"}))
    (record,) = records(path)
    assert record.item.people == ()


def test_a_name_that_too_many_hold_points_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CAP", 2)
    with closing(Embedded()) as index:
        for number in range(2):
            index.add(str(number), Item(people=(WHO,)))
        assert len(best(find(Item(people=(WHO,)), index), index, top=9)) == 2
        index.add("3", Item(people=(WHO,)))
        match = find(Item(people=(WHO,)), index)
    assert (match.persons, match.campaign) == ((), False)
