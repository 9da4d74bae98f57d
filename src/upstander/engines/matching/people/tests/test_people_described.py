"""What may be described at all, what is made of it, and under which keys it is filed."""

from datetime import date

import pytest

from upstander.engines.matching.keys import key_number
from upstander.engines.matching.people.described import Described, NotComparable, aged, read
from upstander.engines.matching.people.keys import MOST_KEYS, keys_of
from upstander.engines.matching.people.model import shipped
from upstander.engines.matching.people.prepared import Terms, prepare

TERMS = Terms({"smit": 0.02, "kan": 0.03}, {}, 0.001, 0.0005)


@pytest.mark.parametrize("whom", ["victim", "witness", "complainant", "", "SUSPECT", None])
def test_nobody_but_suspects_and_accounts_is_ever_described(whom: str | None) -> None:
    with pytest.raises(NotComparable):
        Described(whom)  # type: ignore[arg-type]
    with pytest.raises(NotComparable):
        read({"whom": whom})


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"whom": "suspect", "face": "..."},
        {"whom": "suspect", "style": [1, 2]},
        {"whom": "suspect", "score": 3},
        {"whom": "suspect", "names": "Tom"},
        {"whom": "suspect", "names": [1]},
        {"whom": "suspect", "born": "yesterday"},
        {"whom": "suspect", "born": 7},
        {"whom": "suspect", "born_from": "1990"},
        {"whom": "suspect", "born_from": True},
        {"whom": "account", "handle": 3},
        {"whom": "account", "accounts": [["x"]]},
        {"whom": "account", "accounts": [["x", 3]]},
    ],
)
def test_what_is_not_compared_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(NotComparable):
        read(said)


def test_a_description_is_read_from_json() -> None:
    said = {
        "whom": "suspect",
        "names": ["Tom Smith"],
        "born": "1990-02-03",
        "accounts": [["x", "12345678"]],
        "bio": None,
    }
    assert read(said) == Described(
        "suspect", names=("Tom Smith",), born=date(1990, 2, 3), accounts=(("x", "12345678"),)
    )  # fmt: skip


def test_an_age_leaves_two_years_open() -> None:
    assert aged(30, date(2026, 6, 1)) == (1995, 1996)


def test_the_first_of_january_says_the_year_alone() -> None:
    ready = prepare(Described("suspect", born=date(1990, 1, 1)), TERMS)
    assert (ready.born, ready.year_from, ready.year_to) == ("", 1990, 1990)
    assert prepare(Described("suspect", born=date(1990, 2, 3)), TERMS).born == "1990-02-03"


def test_places_contacts_and_links_have_one_form() -> None:
    one = prepare(
        Described("account", outcode="ls1 4ab", contacts=("07700 900123", "A@Mail.Example"), links=("https://me.example/",)),
        TERMS,
    )  # fmt: skip
    other = prepare(
        Described("account", outcode="LS1", contacts=("+44 7700900123", "a@mail.example"), links=("me.example",)),
        TERMS,
    )  # fmt: skip
    assert (one.outcode, one.area) == (other.outcode, other.area) == ("LS1", "LS")
    assert one.contacts == other.contacts
    assert one.links == other.links


def test_a_platform_s_front_page_and_a_default_picture_are_no_evidence() -> None:
    ready = prepare(Described("account", links=("https://instagram.com",), picture="0" * 64), TERMS)
    assert not ready.links
    assert not ready.picture


def test_keys_are_signed_64_bit_numbers_of_their_own_tier() -> None:
    ready = prepare(Described("suspect", names=("Wojciech Brzezinski",), born_from=1990, outcode="LS1"), TERMS)
    keys = keys_of(ready)
    assert keys
    assert len(set(keys)) == len(keys)
    assert all(-(2**63) <= key < 2**63 for key in keys)
    others = {
        key_number(tier, f"part {part}") for part in ready.name_parts for tier in ("account", "text", "post", "file")
    }
    assert not others & set(keys)


def test_a_common_part_of_a_name_alone_is_no_key() -> None:
    assert keys_of(prepare(Described("suspect", names=("Khan",)), TERMS)) == ()
    assert keys_of(prepare(Described("suspect", names=("Khan",), born_from=1990), TERMS))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Described("suspect", names=("Mohammed Khan",)), Described("suspect", names=("خان محمد",))),
        (Described("suspect", names=("Oleksandr Smith",)), Described("suspect", names=("Alexander Smith",))),
        (
            Described("account", platform="x", handle="@One.Two"),
            Described("account", platform="tiktok", handle="one.two"),
        ),
        (Described("account", contacts=("07700 900123",)), Described("suspect", contacts=("+447700900123",))),
        (Described("account", platform="x", number="123"), Described("suspect", accounts=(("twitter", "id:123"),))),
        (
            Described("suspect", names=("Tom Smith",), born_from=1990, born_to=1991),
            Described("suspect", names=("Jane Smith",), born=date(1991, 5, 5)),
        ),
    ],
)
def test_what_may_be_alike_shares_a_key(one: Described, other: Described) -> None:
    assert set(keys_of(prepare(one, TERMS))) & set(keys_of(prepare(other, TERMS)))


HOSTILE = ["", "\x00\x01", "\u202e", "\ud800", "x", "a" * 10_000, "a " * 5_000, "9" * 10_000, "🔥", "@", "://", "%00"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_prepares_to_something_bounded(text: str) -> None:
    said = Described(
        "account", names=(text,) * 50, place=text, outcode=text, platform=text, number=text, handle=text,
        display_name=text, bio=text, picture=text, links=(text,) * 50, contacts=(text,) * 50, accounts=((text, text),),
        born_from=-5, born_to=10**9,
    )  # fmt: skip
    ready = prepare(said, shipped().terms)
    assert ready.year_from == 0
    assert len(keys_of(ready)) <= MOST_KEYS
