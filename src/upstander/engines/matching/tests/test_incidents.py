"""Different witnesses of one incident are pointed at by what they name and few others speak of; nothing else is."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest

from upstander.engines.matching import finding, incidents
from upstander.engines.matching.days import told_day
from upstander.engines.matching.embedded import Embedded
from upstander.engines.matching.finding import best, find
from upstander.engines.matching.keys import Item, keys_of
from upstander.engines.matching.tests.edits import POSTS

DAY = date(2026, 11, 18)
FIRST = (
    "I was near Brannwell Arcade with my children. A man with a megaphone stood on a skip and shouted at the women in"
    " headscarves, and two others threw flour."
)
SECOND = (
    "Somebody at Brannwell Arcade was yelling through a megaphone that Muslims should go. They had sacks of flour and"
    " tipped over a skip, it was horrible."
)
ELSEWHERE = "Two lads on the tram at Larchton put stickers on the doors and laughed at a disabled passenger."


def told(text: str, day: date = DAY, **more: tuple[str, ...]) -> Item:
    return Item(texts=(("account", text),), times=(day,), **more)


@pytest.fixture
def index() -> Iterator[Embedded]:
    with closing(Embedded()) as held:
        for place in range(120):  # a word is rare only among others
            held.add(str(place), told(f"{POSTS[place % len(POSTS)]} Number{place} lampshade{place}."))
        yield held


def tiers(index: Embedded, item: Item) -> list[tuple[str, str]]:
    return [(index.name_of(one.item), one.tier) for one in best(find(item, index), index, top=9) if one.linked]


def test_another_witness_is_found_and_the_words_are_explained(index: Embedded) -> None:
    index.add("first", told(FIRST))
    index.add("elsewhere", told(ELSEWHERE))
    (found,) = [one for one in best(find(told(SECOND), index), index, top=9) if one.tier == "incident"]
    (reason,) = found.reasons
    assert (index.name_of(found.item), found.linked) == ("first", True)
    assert reason.sentence.startswith(
        "This may be another witness's account of the same incident. Both name “Brannwell”, “Arcade”"
    )
    assert "“megaphone”" in reason.sentence
    assert reason.sentence.endswith("The two were told on the same day.")
    evidence = reason.evidence
    assert {word["word"] for word in evidence["words"]} >= {"brannwell", "megaphon", "flour", "skip"}
    assert all(word["held_by"] == 1 and word["rarity_bits"] > 4 for word in evidence["words"])
    for run in evidence["runs"]:
        assert SECOND[slice(*run["query"])] == run["query_text"]
        assert FIRST[slice(*run["candidate"])] == run["candidate_text"]
    assert evidence["rarity_bits"] == pytest.approx(found.weight, abs=0.1)


@pytest.mark.parametrize(("apart", "found"), [(0, True), (14, True), (-14, True), (15, False), (40, False)])
def test_only_within_a_fortnight(index: Embedded, apart: int, found: bool) -> None:
    index.add("first", told(FIRST, DAY - timedelta(days=apart)))
    assert tiers(index, told(SECOND)) == ([("first", "incident")] if found else [])


def test_the_day_that_is_told_counts_as_well(index: Embedded) -> None:
    index.add("first", told(FIRST, DAY - timedelta(days=70)))
    assert tiers(index, told(SECOND)) == []
    then = DAY - timedelta(days=68)
    assert tiers(index, told(f"{SECOND} This was on {then:%d %B}.")) == [("first", "incident")]


def test_without_a_time_nothing_is_filed_or_asked(index: Embedded) -> None:
    assert len(keys_of(told(FIRST)).all) > len(keys_of(Item(texts=(("account", FIRST),))).all)
    index.add("first", Item(texts=(("account", FIRST),)))
    assert tiers(index, told(SECOND)) == []
    index.add("again", told(FIRST.replace("children", "sister")))
    assert tiers(index, Item(texts=(("account", SECOND),))) == []


def test_a_place_given_beside_the_words_counts_as_a_name(index: Embedded) -> None:
    index.add("first", told(FIRST.replace("Brannwell Arcade", "the shops"), places=("Brannwell Arcade",)))
    assert tiers(index, told(SECOND)) == [("first", "incident")]


def test_without_a_name_in_common_nothing_is_said(index: Embedded) -> None:
    index.add("first", told(FIRST.replace("Brannwell Arcade", "Larchton Park")))
    assert tiers(index, told(SECOND)) == []


def test_the_same_place_alone_is_not_enough(index: Embedded) -> None:
    index.add("first", told("A cyclist was spat at outside Brannwell Arcade because of the colour of his skin."))
    assert tiers(index, told(SECOND)) == []


def test_the_wording_of_forms_and_of_reports_never_brings_two_together(index: Embedded) -> None:
    said = "I want to report a hate crime. Name of the account: Facebook. They abused Muslim women in London Road"
    index.add("first", told(f"{said} Description of the incident: see attached Screenshot."))
    assert tiers(index, told(f"They said it on Twitter. {said.replace('women', 'men')}")) in (
        [],
        [("first", "lexical")],
    )
    words = incidents.telling((("account", said),), ())
    assert set(words) <= {"london"}


def test_words_of_the_post_itself_do_not_count() -> None:
    assert not incidents.telling((("post 1", FIRST),), ())
    assert incidents.telling((("addition 1", FIRST),), ())


def test_what_too_many_hold_in_those_weeks_is_not_rare(index: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    index.add("first", told(FIRST))
    assert tiers(index, told(SECOND))
    for module in (incidents, finding):
        monkeypatch.setattr(module, "CAP", 10)
    for place in range(12):
        index.add(f"busy {place}", told(f"lantern{place} the skip at Brannwell, flour number{place} and a megaphone"))
    assert tiers(index, told(SECOND)) == []


def test_a_few_at_most_are_shown(index: Embedded) -> None:
    for place in range(3):
        index.add(f"witness {place}", told(f"{FIRST} My bus was number{place} lantern{place}."))
    found = [name for name, tier in tiers(index, told(SECOND)) if tier == "incident"]
    assert len(found) == incidents.SHOWN


def test_a_young_hub_knows_too_little_to_say_anything() -> None:
    with closing(Embedded()) as index:
        index.add("first", told(FIRST))
        assert tiers(index, told(SECOND)) == []


def test_any_string_gives_words_and_names_are_told_from_sentences() -> None:
    for text in ("", "\ud800", "\x00 \u202e", "مسجد", "🏠" * 5):
        incidents.telling((("account", text),), (text,))
    words = incidents.telling(
        (("account", "Yesterday Quenford burned. Lanterns fell near LS6, #oakmere. GLASS everywhere"),), ()
    )
    assert {word.said for word in words.values() if word.named} == {"quenford", "ls6", "oakmer"}
    assert not any(word.named for word in incidents.telling((("account", "QUENFORD LANTERN FELL"),), ()).values())
    many = " ".join(f"lantern{letter}{second}" for letter in "bcdfghjk" for second in "lmnpqrtv")
    assert len(incidents.telling((("account", f"{many} at Quenford"),), ())) == incidents.MOST_WORDS
    assert "quenford" in incidents.telling((("account", f"{many} at Quenford"),), ())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 3 October it began", date(2026, 10, 3)),
        ("the 3rd of Oct. 2026", date(2026, 10, 3)),
        ("October 3rd, 2026", date(2026, 10, 3)),
        ("03/10/2026", date(2026, 10, 3)),
        ("3.10.26", date(2026, 10, 3)),
        ("2026-10-03", date(2026, 10, 3)),
        ("on 24 December", date(2025, 12, 24)),
        ("born 3/10/1990, seen 5 November", date(2026, 11, 5)),
        ("31 February, 45/45/2026, 1 December 2026, 2019-01-01", None),
        ("yesterday", None),
    ],
)
def test_the_day_that_is_told_is_read(text: str, day: date | None) -> None:
    assert told_day([text], by=DAY) == day
