"""One look over an index: what counts, what is too common to point at anybody, and what it costs."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from upstander.engines.matching import embedded, finding
from upstander.engines.matching.embedded import Embedded, NotAnIndex
from upstander.engines.matching.finding import Stored, best, find
from upstander.engines.matching.keys import Item
from upstander.engines.matching.tests.edits import POSTS

LINK = "https://x.com/i/status/1790000000000000001"


def words(text: str, link: str = "", account: str = "") -> Item:
    return Item(texts=(("post", text),), links=(link,) if link else (), accounts=(("x", account),) if account else ())


class Watched(Embedded):
    """An index that notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_up = 0
        self.glanced: list[int] = []
        self.read: list[int] = []
        self.whole: list[int] = []

    def holders(self, keys: Iterable[int], *, most: int, before: int = finding.EVERYTHING) -> Mapping[int, list[int]]:
        self.looked_up += 1
        return super().holders(keys, most=most, before=before)

    def skeletons(self, items: Sequence[int]) -> Iterator[tuple[int, str]]:
        self.glanced += items
        return super().skeletons(items)

    def stored(self, items: Sequence[int]) -> Iterator[Stored]:
        self.read += items
        return super().stored(items)

    def item(self, number: int) -> Item:
        self.whole.append(number)
        return super().item(number)


@pytest.fixture
def index() -> Iterator[Watched]:
    with closing(Watched()) as held:
        for place, text in enumerate(POSTS):
            held.add(str(place), words(text))
        yield held


def numbers(candidates: Iterable[finding.Candidate]) -> list[int]:
    return [one.item for one in candidates]


def test_a_copy_is_found_once_looked_up_and_only_what_passes_is_read_whole(index: Watched) -> None:
    match = find(words(POSTS[3] + " indeed"), index)
    (first,) = best(match, index, top=1)
    assert (first.item, first.tier, first.linked, first.weight > 0) == (4, "lexical", True, True)
    assert index.looked_up == 2, "once for exact keys and once, deeper, for runs of letters"
    assert len(index.read) <= finding.CLOSE_LOOKS
    assert index.whole == [4]


def test_what_does_not_pass_is_a_candidate_but_not_linked(index: Watched) -> None:
    match = find(words("He left the ferry one more morning to look at " + POSTS[0][:40]), index, explain_all=True)
    found = best(match, index, top=10)
    assert found
    assert {one.linked for one in found} == {one.found.passes for one in match.alike}
    assert all(one.reasons for one in found)
    assert index.whole == index.read


def test_itself_and_what_came_later_are_left_out(index: Watched) -> None:
    assert numbers(best(find(words(POSTS[3]), index, own=4), index, top=9)) == []
    assert numbers(best(find(words(POSTS[3]), index, before=4), index, top=9)) == []
    assert numbers(best(find(words(POSTS[3]), index, before=5), index, top=9)) == [4]


def test_who_asks_says_once_what_counts(index: Watched) -> None:
    twin = index.add("twin", words(POSTS[3], LINK))
    asked: list[set[int]] = []

    def among(items: Collection[int]) -> Collection[int]:
        asked.append(set(items))
        return {twin}

    match = find(words(POSTS[3], LINK), index, among=among)
    assert numbers(best(match, index, top=9)) == [twin]
    assert len(asked) == 1
    assert asked[0] >= {4, twin}
    assert index.read == [twin]


def test_the_strongest_tier_comes_first_and_every_reason_is_kept(index: Watched) -> None:
    same_account = index.add("account", words("quite other words than anything else here", account="Busy"))
    same_post = index.add("post", words(POSTS[3], LINK, "busy"))
    found = best(find(words(POSTS[3], LINK, "BUSY"), index), index, top=9)
    assert [(one.item, one.tier) for one in found] == [(same_post, "post"), (same_account, "account"), (4, "text")]
    assert [reason.tier for reason in found[0].reasons] == ["post", "account", "text", "words"]


def test_what_too_many_hold_points_to_nobody_but_the_very_post(index: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CAP", 2)
    made = [index.add(f"copy {at}", words("a text that is passed on", LINK, "busy")) for at in range(3)]
    match = find(words("a text that is passed on", LINK, "busy"), index)
    assert match.campaign
    found = best(match, index, top=9)
    assert numbers(found) == list(reversed(made))
    assert [reason.tier for reason in found[0].reasons] == ["post"]


def test_a_rarer_thing_weighs_more(index: Watched) -> None:
    for at in range(8):
        index.add(f"common {at}", Item(links=("https://x.com/i/status/1790000000000000007",)))
    rare = index.add("rare", Item(links=("https://x.com/i/status/1790000000000000008",)))
    both = Item(links=("https://x.com/i/status/1790000000000000007", "https://x.com/i/status/1790000000000000008"))
    found = best(find(both, index), index, top=9)
    assert found[0].item == rare
    assert found[0].weight == found[1].weight + 3


def test_nothing_to_look_for_finds_nothing(index: Watched) -> None:
    for item in (Item(), words(""), words("hm"), words("\ud800\x00")):
        assert best(find(item, index), index, top=9) == []


def test_an_index_in_a_file_gives_the_same_answers_after_it_was_closed(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    with closing(Embedded(path)) as index:
        index.add("a", words(POSTS[0], LINK))
        index.commit()
        index.add("b", words(POSTS[1]))
    with closing(Embedded(path)) as index:
        assert (index.total(), index.known("b"), index.name_of(1)) == (1, None, "a")
        assert numbers(best(find(words("", LINK), index), index, top=9)) == [1]
        with pytest.raises(KeyError):
            index.name_of(2)


def test_what_is_added_for_later_is_found_once_it_is_settled(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    with closing(Embedded(path)) as index:
        for place, text in enumerate(POSTS):
            index.add(str(place), words(text), later=True)
        index.commit()
        assert not find(words(POSTS[3] + " indeed"), index).candidates
    with closing(Embedded(path)) as index:
        assert index.settle()
        index.add("at once", words("another thing altogether about herons on a wall", LINK))
        assert numbers(best(find(words(POSTS[3] + " indeed"), index), index, top=1)) == [4]
        assert numbers(best(find(words("", LINK), index), index, top=1)) == [len(POSTS) + 1]
        assert index.settle(), "nothing is left, and nothing happens"


def test_settling_can_be_stopped_and_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_STEPS", 1)
    with closing(Embedded(tmp_path / "kept")) as index:
        index.add("one", words(POSTS[3]), later=True)
        index.commit()
        assert not index.settle(lambda: True)
        assert not find(words(POSTS[3] + " indeed"), index).candidates
        assert index.settle()
        assert find(words(POSTS[3] + " indeed"), index).candidates == (1,)


def test_an_index_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept"
    Embedded(path).close()
    monkeypatch.setattr(embedded, "VERSION", 99)
    with pytest.raises(NotAnIndex, match="version 3"):
        Embedded(path)
