"""Hosts lead to their platform, look-alikes do not."""

from datetime import date

import pytest

from upstander.law.platforms import UnknownPlatform, platform, platform_of_host, platforms

ON = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("host", "id"),
    [("x.com", "x"), ("mobile.Twitter.com.", "x"), ("m.facebook.com", "facebook"), ("t.me", "telegram"),
     ("youtu.be", "youtube"),
     ("www.threads.net", "threads"), ("old.reddit.com", "reddit"), ("vm.tiktok.com", "tiktok")],
)  # fmt: skip
def test_a_host_and_its_subdomains_belong_to_the_platform(host, id):
    assert platform_of_host(host, ON).id == id


@pytest.mark.parametrize("host", ["notx.com", "x.com.example", "example.org", "", "com"])
def test_a_look_alike_belongs_to_none(host):
    assert platform_of_host(host, ON) is None


def test_the_eight_come_first_and_other_last():
    ids = [each.id for each in platforms(ON)]
    assert ids[:8] == ["x", "facebook", "instagram", "youtube", "tiktok", "telegram", "reddit", "threads"]
    assert ids[-1] == "other"
    assert all(host == host.casefold() for each in platforms(ON) for host in each.hosts)


def test_an_unknown_platform_is_refused():
    assert platform("x", ON).name
    with pytest.raises(UnknownPlatform):
        platform("myspace", ON)
