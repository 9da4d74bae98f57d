"""The directory knows who is funded on which day, and invents no telephone number."""

import re
from datetime import date

from upstander.law.support import all_services, services

ON = date(2026, 11, 21)


def ids(**chosen):
    return [each.id for each in services(ON, **chosen)]


def test_a_strands_own_services_come_before_the_general_ones():
    found = ids(strands=("disability",))
    assert found.index("mencap") < found.index("victim_support")
    assert "community_security_trust" not in found


def test_without_a_strand_every_service_that_takes_people_is_listed():
    assert {"victim_support", "mencap", "community_security_trust"} <= set(ids())
    assert "stonewall" not in ids()


def test_a_service_of_london_is_offered_in_london_only():
    assert "catch" in ids(area="london")
    assert "catch" not in ids(area="wales")


def test_funding_follows_the_day():
    def funded(id, on):
        return next(each.funded for each in services(on) if each.id == id)

    assert funded("galop", date(2026, 1, 31)) == "funded"
    assert funded("galop", ON) == "unfunded"
    assert funded("tell_mama", ON) == "independent"


def test_no_contact_holds_a_telephone_number():
    assert not [each.id for each in all_services() if re.search(r"\d{4}", each.contact)]
