"""Every force of England and Wales belongs to one of ten regions; the others belong to none."""

from datetime import date

import pytest

from upstander.law.places import force, forces
from upstander.law.places.regions import UnknownRegion, all_memberships, forces_of, region_of, regions

ON = date(2026, 11, 21)
SIZES = {
    "north_east": 3,
    "north_west": 6,
    "yorkshire_humber": 4,
    "east_midlands": 5,
    "west_midlands": 4,
    "eastern": 7,
    "south_east": 4,
    "south_west": 5,
    "southern_wales": 3,
    "london": 3,
}


def test_there_are_ten_regions_with_their_forces():
    assert {each.id: len(forces_of(each.id, ON)) for each in regions(ON)} == SIZES


def test_the_43_forces_of_england_and_wales_and_the_railways_belong_to_one_each():
    inside = [each for each in forces(ON) if region_of(each.code, ON)]
    assert len([each for each in inside if each.kind == "territorial"]) == 43
    assert [each.slug for each in inside if each.kind != "territorial"] == ["british-transport-police"]


@pytest.mark.parametrize("slug", ["police-scotland", "psni", "jersey", "ministry-of-defence-police"])
def test_a_force_outside_belongs_to_none(slug):
    assert region_of(force(slug).code, ON) is None


def test_the_region_of_a_force_is_the_one_that_its_own_entry_names():
    for each in forces(ON):
        region = region_of(each.code, ON)
        if region and each.kind == "territorial":
            assert region.name == each.region


def test_north_wales_works_with_the_north_west():
    region = region_of(force("north-wales").code, ON)
    assert region is not None
    assert region.unit == "NWROCU"


def test_memberships_that_nobody_has_read_say_so():
    by_region = {}
    for each in all_memberships():
        by_region.setdefault(each.region, set()).add(each.checked)
    assert by_region["south_west"] == {"verify"}
    assert by_region["eastern"] == {"sourced"}


def test_before_the_units_there_is_no_region():
    assert region_of("E23000007", date(2013, 3, 31)) is None
    with pytest.raises(UnknownRegion):
        forces_of("atlantis", ON)
