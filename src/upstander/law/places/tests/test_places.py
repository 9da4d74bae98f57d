"""Postcodes, outcodes and districts resolve exactly, or say that they do not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.law.places import UnknownForce, all_forces, force, forces, resolve
from upstander.law.places.lookup import _outcodes, _runs

ON = date(2026, 11, 21)

ADDRESSES = {
    "psni": ["BT1 5GS", "BT4 3XX"],
    "nottinghamshire": ["NG2 5FJ"],
    "suffolk": ["IP1 2DA", "IP1 1QL"],
    "west-midlands": ["CV1 5RR", "B1 1BB"],
    "surrey": ["GU1 3JE"],
    "wiltshire": ["SN1 2JG"],
    "northumbria": ["SR5 1SU"],
    "greater-manchester": ["M16 0RA", "M2 5DB"],
    "city-of-london": ["EC2R 8AH"],
    "kent": ["CT1 2EH"],
    "north-wales": ["LL57 2DG"],
    "cheshire": ["CH1 2HE"],
    "south-wales": ["SA1 3SN"],
    "thames-valley": ["MK9 3EJ"],
    "cambridgeshire": ["PE1 1XS"],
    "north-yorkshire": ["YO1 7HH"],
}


@pytest.mark.parametrize(("slug", "postcode"), [(slug, each) for slug, held in ADDRESSES.items() for each in held])
def test_public_addresses_lie_with_their_force(slug, postcode):
    found = resolve(postcode)
    assert (found.kind, force(found.force).slug, found.inferred) == ("postcode", slug, False)


@pytest.mark.parametrize("text", ["ls1 3ex", " LS13EX ", "Ls1\t3eX", "L S 1 3 E X"])
def test_case_and_spaces_do_not_matter(text):
    assert resolve(text).force == "E23000010"


@pytest.mark.parametrize(
    ("postcode", "slug"), [("AL3 8QD", "hertfordshire"), ("AL3 8QE", "bedfordshire"), ("AL3 8QF", "hertfordshire")]
)
def test_the_edge_of_a_run_is_exact(postcode, slug):
    assert force(resolve(postcode).force).slug == slug


def test_a_postcode_in_a_split_sector_says_that_a_boundary_is_near():
    assert "boundary" in resolve("AL3 8QE").sentence
    assert "boundary" not in resolve("LS1 3EX").sentence


@pytest.mark.parametrize(
    ("text", "police"),
    [("JE2 3RA", "jersey"), ("GY1 1AA", "guernsey"), ("IM1 1AA", "isle-of-man"), ("JE", None), ("JE2", "jersey"),
     ("Isle of Man", "isle-of-man"), ("jersey", "jersey")],
)  # fmt: skip
def test_crown_dependencies_are_refused_to_the_45_and_named(text, police):
    found = resolve(text)
    assert found.force == police
    assert found.kind == ("crown_dependency" if police else "unknown")
    if police:
        assert force(police).kind == "crown_dependency"
        assert "outside the United Kingdom" in found.sentence


@pytest.mark.parametrize("text", ["BT1 5GS", "BT99 9ZZ", "BT7", "BT82", "Belfast", "Northern Ireland"])
def test_all_of_the_bt_area_is_one_rule(text):
    found = resolve(text)
    assert (found.force, found.inferred) == ("N-PSNI", False)


def test_an_outcode_in_several_forces_gives_shares_and_no_force():
    found = resolve("TW19")
    assert (found.kind, found.force) == ("outcode", None)
    assert [(force(each.force).slug, round(each.share, 2)) for each in found.candidates] == [
        ("surrey", 0.73),
        ("thames-valley", 0.26),
        ("metropolitan", 0.01),
    ]
    assert "full postcode" in found.sentence


def test_an_outcode_of_one_force_is_no_guess():
    assert resolve("AB10").force == "S23000009"


def test_no_outcode_of_several_forces_ever_names_one():
    split = [out for out, held in _outcodes().items() if len(held) > 1]
    assert len(split) == 487 + 73 + 2
    assert all(resolve(out).force is None for out in split)


def test_every_row_of_the_table_resolves_to_its_own_force():
    for key, code in zip(*_runs(), strict=True):
        if key != "BT":
            assert resolve(key).force == code


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Luton", "bedfordshire"), ("York", "north-yorkshire"), ("Allerdale", "cumbria"), ("E06000001", "cleveland"),
        ("Bristol", "avon-and-somerset"), ("City of Bristol", "avon-and-somerset"),
        ("Kingston upon Hull", "humberside"),
        ("Hull", "humberside"), ("Glasgow City", "police-scotland"), ("Glasgow", "police-scotland"),
        ("Devon", "devon-and-cornwall"),
        ("St. Albans", "hertfordshire"), ("Brighton & Hove", "sussex"), ("London Borough of Camden", "metropolitan"),
        ("Westminster", "metropolitan"), ("King's Lynn and West Norfolk", "norfolk"), ("Isle of Wight", "hampshire"),
    ],
)  # fmt: skip
def test_districts_counties_and_former_districts_are_known(text, slug):
    found = resolve(text)
    assert (found.kind, force(found.force).slug) == ("district", slug)


def test_london_has_two_forces_and_asks():
    found = resolve("London")
    assert found.force is None
    assert {force(each.force).slug for each in found.candidates} == {"metropolitan", "city-of-london"}


@pytest.mark.parametrize(
    "text",
    ["", "   ", "LS1 3E", "LS1 3EXX", "ZZ1 1AA", "GX11 1AA", "B", "LS", "1234", "<script>", "LS1 3EX; DROP", "\u0130",
     "LS1\u00a03ex" * 40, "QQ1", "BF1 2AU", "a" * 10_000, "\x00", "LS1 3CC", "\u0661\u0662"],
)  # fmt: skip
def test_what_is_not_a_place_is_unknown_with_a_sentence(text):
    found = resolve(text)
    assert (found.kind, found.force, found.candidates) == ("unknown", None, ())
    assert found.sentence.endswith(".")


def test_a_well_formed_postcode_of_an_unknown_outcode_is_only_inferred():
    missing = next(f"LS{n}" for n in range(30, 99) if f"LS{n}" not in _outcodes())
    found = resolve(f"{missing} 1AA")
    assert (found.kind, found.inferred) == ("postcode", True)
    assert "not in the postcode directory" in found.sentence


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(text):
    found = resolve(text)
    assert found.as_json()["sentence"]
    assert found.force is None or force(found.force)


def test_there_are_45_territorial_forces_three_special_and_three_of_the_islands():
    held = [each.kind for each in forces(ON)]
    assert (held.count("territorial"), held.count("special"), held.count("crown_dependency")) == (45, 3, 3)


def test_every_code_of_the_tables_is_a_territorial_force():
    codes = {each.code for each in all_forces() if each.kind == "territorial"}
    assert set(_runs()[1]) == codes


def test_a_force_without_an_area_is_never_reached_from_a_place():
    assert not set(_runs()[1]) & {each.code for each in all_forces() if each.kind == "special"}


def test_a_force_is_found_by_code_and_slug_and_an_unknown_one_is_refused():
    assert force("E23000010") is force("West-Yorkshire ")
    with pytest.raises(UnknownForce):
        force("sherwood")


def test_police_scotland_begins_in_2013():
    first = date(2013, 4, 1)
    assert "S23000009" in {each.code for each in forces(first)}
    assert "S23000009" not in {each.code for each in forces(first - timedelta(days=1))}
