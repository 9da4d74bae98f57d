"""The platforms stand in the order in which they are chosen, and an unknown one is refused."""

from datetime import date

import pytest

from upstander.law.platforms import UnknownPlatform, platform, platforms

ON = date(2026, 11, 21)


def test_the_eight_come_first_and_other_last():
    ids = [each.id for each in platforms(ON)]
    assert ids[:8] == ["x", "facebook", "instagram", "youtube", "tiktok", "telegram", "reddit", "threads"]
    assert ids[-1] == "other"
    assert all(host == host.casefold() for each in platforms(ON) for host in each.hosts)


def test_an_unknown_platform_is_refused():
    assert platform("x", ON).name
    with pytest.raises(UnknownPlatform):
        platform("myspace", ON)
