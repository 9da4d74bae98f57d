"""Times, ages and numbers are said in plain words, and strange characters can be seen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from jinja2 import Environment

from upstander.faces.kit import words

NOW = datetime(2026, 6, 14, 13, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW, "14 June 2026 at 2:01pm"),
        (datetime(2026, 1, 4, 13, 1, tzinfo=UTC), "4 January 2026 at 1:01pm"),
        (datetime(2026, 6, 13, 23, 0, tzinfo=UTC), "14 June 2026 at midnight"),
        (datetime(2026, 1, 4, 12, 0, tzinfo=UTC), "4 January 2026 at midday"),
        (datetime(2026, 1, 4, 0, 5, tzinfo=UTC), "4 January 2026 at 12:05am"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026 at 1:30am"),
        (date(2026, 6, 14), "14 June 2026"),
        (None, ""),
    ],
)
def test_when(moment: date | datetime | None, said: str) -> None:
    assert words.when(moment) == said


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (timedelta(seconds=20), "less than a minute ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=119), "119 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(hours=47, minutes=59), "47 hours ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=100), "3 months ago"),
        (timedelta(days=800), "2 years ago"),
        (timedelta(hours=-3), "in 3 hours"),
    ],
)
def test_ago(gone: timedelta, said: str) -> None:
    assert words.ago(NOW - gone, NOW) == said


def test_left_says_overdue_from_the_very_moment() -> None:
    assert words.left(NOW + timedelta(hours=5), NOW) == "5 hours left"
    assert words.left(NOW, NOW) == "overdue by less than a minute"
    assert words.left(NOW - timedelta(days=3), NOW) == "overdue by 3 days"


def test_numbers_have_commas() -> None:
    assert (words.number(24783), words.number(0.5, 1), words.number(None)) == ("24,783", "0.5", "")


def test_welsh_says_the_same() -> None:
    with translation.override("cy"):
        assert words.when(NOW) == "14 Mehefin 2026 am 2:01pm"
        assert words.ago(NOW - timedelta(days=2), NOW) == "2 ddiwrnod yn ôl"


def test_visible_escapes_and_writes_out_what_can_not_be_seen() -> None:
    assert words.visible("<b>\u202egnp.exe") == "<bdi>&lt;b&gt;[U+202E]gnp.exe</bdi>"
    assert words.visible(None) == ""


def test_filters_are_known_to_every_template(env: Environment) -> None:
    assert {"when", "ago", "left", "span", "number", "defang", "visible"} <= set(env.filters)
    shown = env.from_string("{{ link | defang }} {{ text | visible }}").render(link="https://example.org/a", text="<")
    assert "https://" not in shown
    assert "&lt;" in shown


def test_text_in_a_template_is_escaped_also_through_translation(env: Environment) -> None:
    assert env.from_string("{{ name }}{{ _('by %(name)s', name=name) }}").render(name="<b>") == "&lt;b&gt;by &lt;b&gt;"
