"""Whatever is withheld has a first body that takes it, a clock, and steps that begin with what not to do."""

from datetime import date

import pytest

from upstander.law.clocks import clock
from upstander.law.specialists import UnknownBody, all_bodies, bodies, body, clock_of, steps

ON = date(2026, 11, 21)


@pytest.mark.parametrize("withheld", ["abuse", "terrorism", "source"])
def test_each_class_has_a_body_a_clock_and_steps(withheld):
    first = bodies(withheld, ON)[0]
    assert first.clock
    assert clock(clock_of(withheld, ON), ON).length
    assert "nobody" in steps(withheld, ON)[0].text or "not" in steps(withheld, ON)[0].text


def test_a_body_takes_its_own_class_alone():
    assert body("iwf", "abuse", ON).name == "Internet Watch Foundation"
    with pytest.raises(UnknownBody):
        body("iwf", "terrorism", ON)
    with pytest.raises(UnknownBody):
        body("polit", "abuse", date(2001, 1, 1))


def test_nothing_is_said_to_be_checked_and_no_number_is_invented():
    for each in all_bodies():
        assert each.checked == "verify"
        assert not any(char.isdigit() for char in each.contact)
