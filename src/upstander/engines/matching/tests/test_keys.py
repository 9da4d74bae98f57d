"""One function gives all keys of a report, and only what speaks of the same thing shares one."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upstander.engines.matching.explain import explain_exact, shared_keys
from upstander.engines.matching.keys import MOST_FINGERPRINTS, Item, Keys, key_number, keys_of, skeleton_of
from upstander.engines.matching.skeleton import VERSION
from upstander.engines.matching.wording import phrases

SHA = "a" * 64
ANY_TEXT = st.text(st.characters(), max_size=60)


def text_item(*texts: str) -> Item:
    return Item(texts=tuple((f"field {number}", text) for number, text in enumerate(texts)))


def tiers_shared(one: Item, two: Item) -> list[str]:
    return [key.tier for key in shared_keys(keys_of(one), keys_of(two))]


def test_the_number_of_a_key_never_changes() -> None:
    assert key_number("post", "x:1790000000000000001") == -8102891780887025287


@given(st.lists(ANY_TEXT, max_size=4))
@settings(max_examples=50, deadline=None)
def test_the_skeleton_alone_is_that_of_the_keys(texts: list[str]) -> None:
    assert skeleton_of(text_item(*texts)) == keys_of(text_item(*texts)).skeleton


def test_a_full_report_has_keys_in_every_tier() -> None:
    keys = keys_of(
        Item(
            texts=(("account", "I saw this under a photograph of the harbour."), ("post", "Send them over the bridge")),
            links=("https://twitter.com/Harbour_News/status/12",),
            accounts=(("TikTok", "@harbour.view"),),
            file_sha256s=(SHA.upper(),),
        )
    )
    assert [(key.tier, key.value) for key in keys.exact if key.tier != "text"] == [
        ("post", "x:12"),
        ("account", "tiktok:harbour.view"),
        ("account", "x:harbour_news"),
        ("file", SHA),
    ]
    assert [key.tier for key in keys.exact].count("text") == 2
    assert keys.version == VERSION
    assert set(keys.all) == {key.k for key in keys.exact} | set(keys.lexical)
    assert all(-(2**63) <= k < 2**63 for k in keys.all)


@pytest.mark.parametrize(
    ("one", "two", "tiers"),
    [
        (Item(links=("https://x.com/a_b/status/1",)), Item(links=("twitter.com/c_d/status/1?s=2",)), ["post"]),
        (Item(links=("https://x.com/a_b/status/1",)), Item(links=("https://x.com/A_B/status/2",)), ["account"]),
        (Item(links=("https://x.com/a_b",)), Item(accounts=(("Twitter", "@A_B"),)), ["account"]),
        (Item(links=("https://x.com/a_b/status/1",)), text_item("I saw hxxps://x[.]com/z/status/1 today"), ["post"]),
        (Item(links=("Link: https://x.com/a/status/1",)), Item(links=("https://x.com/i/status/1",)), ["post"]),
        (Item(file_sha256s=(SHA,)), Item(file_sha256s=(SHA.upper(),)), ["file"]),
        (Item(file_sha256s=("none",)), Item(file_sha256s=("none",)), []),
        (text_item("Back over the bridge!"), text_item("other words", "Báck 0ver the bridge"), ["text"]),
        (text_item("🐷🐷 🔥🔥"), text_item("🐷🐷  🔥🔥!"), ["text"]),
        (text_item("go home"), text_item("GO HOME."), ["text"]),
        (text_item("😀"), text_item("😀"), []),
        (text_item("n/a"), text_item("N/A"), []),
        (text_item("See above."), text_item("see above"), []),
        (text_item("https://example.org/"), text_item("https://example.org/"), []),
        (Item(links=("https://www.facebook.com/",)), Item(links=("facebook.com",)), []),
        (Item(links=("javascript:alert(1)",)), Item(links=("javascript:alert(1)",)), []),
        (Item(accounts=(("x", "unknown"),)), Item(accounts=(("x", "unknown"),)), []),
        (Item(accounts=(("x", "harbour"),)), Item(accounts=(("reddit", "harbour"),)), []),
    ],
)  # fmt: skip
def test_two_reports_share(one: Item, two: Item, tiers: list[str]) -> None:
    assert tiers_shared(one, two) == tiers


@pytest.mark.parametrize("phrase", phrases())
def test_no_form_wording_is_short(phrase: str) -> None:
    assert len(phrase) >= 8


def test_the_wording_of_a_form_gives_no_key_and_links_nothing() -> None:
    asked = "What happened? I would like to report a hate crime. Please see the attached screenshot."
    assert keys_of(text_item(asked)).all == ()
    one = keys_of(text_item(f"{asked} A goose walked into the post office on Monday."))
    two = keys_of(text_item(f"{asked} Twelve brass telescopes were left in a tram."))
    assert one.lexical
    assert not set(one.all) & set(two.all)


def test_form_wording_around_a_post_does_not_hide_that_it_is_the_same_post() -> None:
    post = "Every spring the same goose walks into the post office"
    assert tiers_shared(text_item(post), text_item(f"What happened? {post}. Screenshot attached")) == ["text"]


def test_a_short_text_is_matched_exactly_only() -> None:
    assert keys_of(text_item("go home now")).lexical == ()
    assert keys_of(text_item("go home, all of you")).lexical != ()


def test_fields_are_fingerprinted_apart_and_offsets_count_in_the_joined_text() -> None:
    item = text_item("A brass telescope", "in a tablecloth ñ", "and a goose")
    keys = keys_of(item)
    assert item.text == "A brass telescope\nin a tablecloth ñ\nand a goose"
    for letter, offset in zip(keys.skeleton.text, keys.skeleton.offsets, strict=True):
        assert letter in keys_of(text_item(item.text[offset] * 2 + " twelve letters here")).skeleton.text
    at = item.text.index("tablecloth")
    assert item.field_at(at) == ("field 1", 5)
    swapped = keys_of(text_item("in a tablecloth ñ", "A brass telescope", "and a goose"))
    assert set(swapped.lexical) == set(keys.lexical)
    with pytest.raises(IndexError):
        item.field_at(1_000)


def test_a_very_long_text_keeps_a_bounded_number_of_keys_which_its_copy_shares() -> None:
    dice = Random(5)
    long = "".join(dice.choice("abcdefghijkmnop ") for _ in range(60_000))
    one, two = keys_of(text_item(long)), keys_of(text_item("Copied here: " + long))
    assert len(one.lexical) == MOST_FINGERPRINTS
    assert len(set(one.lexical) & set(two.lexical)) > MOST_FINGERPRINTS * 0.95


@given(
    st.builds(
        Item,
        texts=st.lists(st.tuples(st.just("field"), ANY_TEXT), max_size=3).map(tuple),
        links=st.lists(ANY_TEXT, max_size=3).map(tuple),
        accounts=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=3).map(tuple),
        file_sha256s=st.lists(ANY_TEXT, max_size=2).map(tuple),
    )
)
@settings(max_examples=300, deadline=None)
def test_no_report_whatever_it_says_breaks_the_keys(item: Item) -> None:
    keys: Keys = keys_of(item)
    assert keys_of(item) == keys
    assert all(
        0 <= start < end <= len(item.text) for start, end in zip(keys.skeleton.offsets, keys.skeleton.ends, strict=True)
    )
    for key in keys.exact:
        key.value.encode()
        assert "\x00" not in key.value
        explain_exact(key).sentence.encode()


def test_exact_reasons_read_as_sentences() -> None:
    keys = keys_of(
        Item(
            texts=(("post", "Send them over the bridge"),),
            links=("https://x.com/Harbour_News/status/12", "https://example.org/a", "https://vm.tiktok.com/ZMa/"),
            file_sha256s=(SHA,),
        )
    )
    assert [explain_exact(key).sentence for key in keys.exact] == [
        "Both reports link to the same post 12 on X.",
        "Both reports link to the same page example[.]org/a.",
        "Both reports link to the same short link vm[.]tiktok[.]com/ZMa.",
        "Both reports name the same account harbour_news on X.",
        "Both reports came with the same file with SHA-256 beginning aaaaaaaaaaaa, identical in every byte.",
        "Both reports contain the same words: the whole text, disguises undone.",
    ]
