"""Our macros for the justice system's patterns render what its templates would."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from upstander.faces.kit.tests.markup import only, tokens

IMPORT = "{% import 'kit/moj.html' as moj %}"
AT = datetime(2026, 6, 14, 13, 1, tzinfo=UTC)


def test_timeline(render: Callable[..., str]) -> None:
    html = render(
        IMPORT + "{{ moj.timeline(events) }}",
        events=[
            {"title": "Case claimed", "by": "<PC> Example", "at": AT, "text": "First <look>"},
            {"title": "Received", "at": AT},
        ],
    )
    assert html.count("moj-timeline__item") == 2
    assert tokens(html)[:18] == [
        ("div", (("class", "moj-timeline"),)),
        ("div", (("class", "moj-timeline__item"),)),
        ("div", (("class", "moj-timeline__header"),)),
        ("h2", (("class", "moj-timeline__title"),)),
        "Case claimed",
        "/h2",
        ("p", (("class", "moj-timeline__byline"),)),
        "by <PC> Example",
        "/p",
        "/div",
        ("p", (("class", "moj-timeline__date"),)),
        ("time", (("datetime", "2026-06-14T13:01:00+00:00"),)),
        "14 June 2026 at 2:01pm",
        "/time",
        "/p",
        ("div", (("class", "moj-timeline__description"),)),
        "First <look>",
        "/div",
    ]
    assert "Case claimed</h2>\n      <p" in html, "a space stands between what was done and who did it"


def test_page_header_with_actions(render: Callable[..., str]) -> None:
    html = render(
        IMPORT
        + "{{ moj.page_header('Posts about a shop', caption='OHC-7K2M', "
        + "actions=[{'text': 'Claim', 'href': '/claim'}]) }}"
    )
    assert len(only(html, "h1", class_="govuk-heading-l")) == 1
    assert only(html, "a", href="/claim", role="button")
    assert [found for found in tokens(html) if isinstance(found, str) and not found.startswith("/")] == [
        "OHC-7K2M",
        "Posts about a shop",
        "Claim",
    ]


def test_identity_bar_tag_and_badge(render: Callable[..., str]) -> None:
    html = render(
        IMPORT
        + "{% call moj.identity_bar('OHC-7K2M', 'Posts') %}{{ moj.tag('New', 'green') }}"
        + "{{ moj.badge('Urgent', 'red') }}{% endcall %}"
    )
    assert only(html, "strong", class_="govuk-tag govuk-tag--green")
    assert only(html, "span", class_="moj-badge moj-badge--red")
    assert tokens(html)[:5] == [
        ("div", (("class", "moj-identity-bar"),)),
        ("div", (("class", "moj-identity-bar__container"),)),
        ("div", (("class", "moj-identity-bar__details"),)),
        ("span", (("class", "moj-identity-bar__title"),)),
        ("strong", ()),
    ]


def test_sub_navigation_marks_where_you_are(render: Callable[..., str]) -> None:
    html = render(
        IMPORT
        + "{{ moj.sub_navigation([{'text': 'Overview', 'href': '/a', 'current': true}, "
        + "{'text': 'Reports', 'href': '/b'}, {'text': 'Notes', 'href': '/c', 'current': 'true'}], label='Case') }}"
    )
    assert only(html, "nav", class_="moj-sub-navigation", aria_label="Case")
    marked = [link.get("aria-current") for link in only(html, "a", class_="moj-sub-navigation__link")]
    assert marked == ["page", None, "true"]


def test_filter_panel_is_a_plain_form(render: Callable[..., str]) -> None:
    html = render(
        IMPORT
        + "{% call moj.filter_panel(selected=[{'heading': 'State', 'items': [{'text': 'New', 'href': '?'}]}], "
        + "clear='/queue', action='/queue') %}<p>questions</p>{% endcall %}"
    )
    assert only(html, "form", method="get", action="/queue")
    assert only(html, "a", class_="moj-filter__tag", href="?")
    assert {"Apply filters", "Clear filters", "Remove this filter", "questions"} <= set(map(str, tokens(html)))


def test_messages_tell_who_said_what_when(render: Callable[..., str]) -> None:
    html = render(
        IMPORT
        + "{{ moj.messages_list([{'text': 'Hello <you>', 'sender': 'Hub', 'at': at, 'sent': true}], "
        + "label='Messages') }}",
        at=AT,
    )
    assert only(html, "div", class_="moj-message-item moj-message-item--sent")
    assert "Hello &lt;you&gt;" in html
    assert "14 June 2026 at 2:01pm" in html


def test_ticket_panel_and_interruption_card(render: Callable[..., str]) -> None:
    html = render(
        IMPORT
        + "{% call moj.ticket_panel('red') %}<p>In</p>{% endcall %}"
        + "{% call moj.interruption_card('Before you look', {'text': 'Show it', 'href': '/show'}, "
        + "{'text': 'Go back', 'href': '/back'}) %}<p>It may distress you.</p>{% endcall %}"
    )
    assert only(html, "div", class_="moj-ticket-panel__content moj-ticket-panel__content--red")
    assert only(html, "h1", class_="moj-interruption-card__heading")
    assert only(html, "a", href="/show", role="button", class_="govuk-button govuk-button--inverse")
    assert only(html, "a", href="/back", class_="govuk-link govuk-link--inverse")


def test_clock_says_what_is_left_and_shouts_only_when_over(render: Callable[..., str]) -> None:
    soon, past = timezone.now() + timedelta(hours=5, minutes=1), timezone.now() - timedelta(days=3, minutes=1)
    assert "5 hours left" in render(IMPORT + "{{ moj.clock(until) }}", until=soon)
    html = render(IMPORT + "{{ moj.clock(until, over=true) }}", until=past)
    assert "overdue by 3 days" in html
    assert only(html, "span", class_="up-nowrap up-overdue")


def test_words_and_links_from_outside_are_shown_and_never_active(render: Callable[..., str]) -> None:
    html = render(
        IMPORT + "{{ moj.quoted(text) }}{{ moj.reported_link(link) }}",
        text="<img src=x>\u202e",
        link="https://example.org/<b>",
    )
    assert not only(html, "img")
    assert not only(html, "a")
    assert "[U+202E]" in html
    assert "https://" not in html
