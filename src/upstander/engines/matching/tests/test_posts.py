"""Links lead to the same thing exactly when their keys say so, and nothing that is pasted breaks the reading."""

from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from upstander.engines.matching.platforms import RULES
from upstander.engines.matching.posts import PostKey, account_key, defang, links_in, platform_code, post_key
from upstander.engines.matching.tests.link_groups import NO_LINKS, SAME_THING

LINKS = [link for group in SAME_THING for link in group]
ANY_TEXT = st.text(st.characters(), max_size=200)
LINKISH = st.builds(
    "{}{}{}".format,
    st.sampled_from(["https://", "http:/", "hxxps://", "tg:", "//", "", "javascript:", "https://x.com@", "ftp://"]),
    st.sampled_from(
        ["x.com/", "fb.com/", "t.me/", "youtu.be/", "vk.com/", "web.archive.org/web/1/", "[::1]/", "a.b", "é.fr/"]
        + [f"{domains[0]}/" for _, domains, _ in RULES]
    ),
    ANY_TEXT,
)


def identity(key: PostKey | None) -> tuple[str, str, str] | None:
    return (key.platform, key.kind, key.value) if key else None


def test_the_link_set_is_large_and_wide_enough_to_mean_something() -> None:
    platforms = {key.platform for link in LINKS if (key := post_key(link)) and key.kind == "post"}
    assert len(SAME_THING) >= 200
    assert len(LINKS) >= 450
    assert len(platforms - {"web", "forum"}) >= 40
    assert len(LINKS) == len(set(LINKS))


@pytest.mark.parametrize("group", SAME_THING, ids=lambda group: group[0])
def test_all_shapes_of_one_link_give_one_key(group: tuple[str, ...]) -> None:
    keys = {identity(post_key(link)) for link in group}
    assert None not in keys
    assert len(keys) == 1


def test_all_that_is_the_same_is_joined_and_nothing_that_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    keys = {link: identity(post_key(link)) for link in LINKS}
    same = [keys[one] == keys[two] for group in SAME_THING for one, two in combinations(group, 2)]
    different = [keys[one] == keys[two] for here, there in combinations(SAME_THING, 2) for one in here for two in there]
    joined, mixed_up = sum(same) / len(same), sum(different)
    with capsys.disabled():
        print(  # noqa: T201 - the figure is what the test is for
            f"\n{len(LINKS)} links in {len(SAME_THING)} groups: {joined:.2f} of {len(same):,} same pairs joined, "
            f"{mixed_up} of {len(different):,} different pairs"
        )
    assert (joined, mixed_up) == (1.0, 0)


@pytest.mark.parametrize("text", NO_LINKS)
def test_what_is_no_link_to_the_web_gives_no_key(text: str) -> None:
    assert post_key(text) is None


@pytest.mark.parametrize(
    ("link", "platform", "kind", "value", "handle"),
    [
        ("https://x.com/Harbour_News/status/12", "x", "post", "12", "harbour_news"),
        ("https://x.com/i/status/12", "x", "post", "12", None),
        ("https://tiktok.com/@Harbour/video/7123456789012345678", "tiktok", "post", "7123456789012345678", "harbour"),
        ("https://vm.tiktok.com/ZMaB/", "tiktok", "short", "vm.tiktok.com/ZMaB", None),
        ("https://t.me/c/1234567890/5", "telegram", "post", "c/1234567890/5", None),
        ("https://www.youtube.com/@Harbour", "youtube", "account", "harbour", None),
        ("https://x.com/home", "web", "page", "x.com/home", None),
        ("https://user:word@example.org/a", "web", "page", "example.org/a", None),
        ("https://x.com@example.org/a/status/12", "web", "page", "example.org/a/status/12", None),
        (r"https:\\x.com\a\status\12", "x", "post", "12", "a"),
        ("https://x.com/a/sta\u200btus/12", "x", "post", "12", "a"),
        ("https://1.2.3.4:8080/a", "web", "page", "1.2.3.4:8080/a", None),
        ("<https://x.com/a/status/12>", "x", "post", "12", "a"),
        ("https://x.com/a/status/12 and more words", "x", "post", "12", "a"),
    ],
)  # fmt: skip
def test_a_link_is_read_as(link: str, platform: str, kind: str, value: str, handle: str | None) -> None:
    key = post_key(link)
    assert key is not None
    assert (key.platform, key.kind, key.value, key.handle) == (platform, kind, value, handle)


def test_a_front_page_names_no_thing_and_a_post_does() -> None:
    assert not post_key("https://www.facebook.com/").names_a_thing  # type: ignore[union-attr]
    assert post_key("https://example.org/?p=7").names_a_thing  # type: ignore[union-attr]
    assert post_key("https://x.com/a/status/1").names_a_thing  # type: ignore[union-attr]


def test_a_link_of_ten_thousand_characters_gives_a_bounded_key_that_still_tells_links_apart() -> None:
    long = "https://example.org/" + "a" * 9_000
    one, two = post_key(long + "1"), post_key(long + "2")
    assert one is not None
    assert two is not None
    assert len(one.value) <= 500
    assert len(one.display) <= 200
    assert one.value != two.value


@given(st.one_of(ANY_TEXT, LINKISH))
@example("https://x.com/" + "%00" * 3)
@example("http://example.org/%ff%fe\ud800?a=\udfff#\x00")
@settings(max_examples=500, deadline=None)
def test_nothing_that_is_pasted_raises_or_puts_an_unstorable_character_into_a_key(link: str) -> None:
    key = post_key(link)
    defang(link)
    links_in(link)
    account_key("x", link)
    if key is not None:
        assert "\x00" not in key.value
        key.value.encode()
        key.display.encode()
        assert len(key.value) <= 500


@pytest.mark.parametrize("link", LINKS)
def test_a_defanged_link_cannot_be_clicked_and_still_gives_the_same_key(link: str) -> None:
    shown = defang(link)
    assert not shown.lower().startswith(("http:", "https:", "tg:", "at:", "lbry:"))
    assert defang(shown) == shown
    assert identity(post_key(shown)) == identity(post_key(link))


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://x.com/a/status/1", "hxxps://x[.]com/a/status/1"),
        ("example.org/a.b", "example[.]org/a.b"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("https://x.com/\u202emoc", "hxxps://x[.]com/[U+202E]moc"),
    ],
)
def test_a_link_is_shown_as(link: str, shown: str) -> None:
    assert defang(link) == shown


def test_links_are_found_in_free_text_with_their_places() -> None:
    text = (
        "He wrote (https://example.org/b_(c)), then hxxps://x[.]com/a/status/12. Also www.example.co.uk, "
        "youtu.be/aBcDeFgHiJ0; example(.)net and tg://resolve?domain=chat&post=1! Not: a@example.org/x, end.Next, "
        "and/or, 3.5/10."
    )  # fmt: skip
    found = links_in(text)
    assert [link for _, _, link in found] == [
        "https://example.org/b_(c)",
        "https://x.com/a/status/12",
        "www.example.co.uk",
        "youtu.be/aBcDeFgHiJ0",
        "example.net",
        "tg://resolve?domain=chat&post=1",
    ]
    assert text[found[1][0] : found[1][1]] == "hxxps://x[.]com/a/status/12"


@pytest.mark.parametrize("link", LINKS)
def test_every_link_of_the_set_is_found_inside_a_sentence(link: str) -> None:
    found = [inner for _, _, inner in links_in(f"Yesterday I saw {link}, and it was still there today.")]
    assert [identity(post_key(inner)) for inner in found] == [identity(post_key(link))]


@pytest.mark.parametrize(
    ("platform", "handle", "key"),
    [
        ("X (formerly Twitter)", "@Harbour_News", "x:harbour_news"),
        ("twitter.com", "harbour_news", "x:harbour_news"),
        ("Twitter", "https://x.com/Harbour_News", "x:harbour_news"),
        ("Reddit", "u/Harbour_View", "reddit:harbour_view"),
        ("fb", "harbour.page", "facebook:harbourpage"),
        ("YouTube", "UCABCDEFGHIJKLMNOPQRSTUV", "youtube:UCABCDEFGHIJKLMNOPQRSTUV"),
        ("Twitter", "https://x.com/i/user/1790000001", "x:id:1790000001"),
        ("Truth Social", "@Harbour", "truthsocial:harbour"),
        ("Gab", "https://gab.com/Harbour", "gab:harbour"),
        ("Mastodon", "https://social.example/@Harbour", "fediverse:harbour@social.example"),
        ("Instagram", " harbour.view ", "instagram:harbour.view"),
        ("A small forum", "Harbour View", "a small forum:harbour view"),
        ("x", "unknown", None),
        ("x", "", None),
        ("", "harbour", None),
        ("x", "\x00\u200b", None),
        ("x", "@", None),
    ],
)
def test_an_account_has_one_key(platform: str, handle: str, key: str | None) -> None:
    assert account_key(platform, handle) == key


def test_platforms_are_known_by_name_and_by_site() -> None:
    assert [platform_code(name) for name in ("Twitter", "WWW.TikTok.com", "youtu.be", "Nowhere")] == [
        "x", "tiktok", "youtube", "nowhere",
    ]  # fmt: skip
