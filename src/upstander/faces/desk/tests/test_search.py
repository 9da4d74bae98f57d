"""The search page: found and explained, in no address, journalled row by row."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.casework.models import Exposure
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant
from upstander.record.journal.models import Consultation, Entry
from upstander.record.journal.verbs import Verb
from upstander.record.people.models import HubProfile, Organisation, User
from upstander.record.search.asking import erase_searches, opened
from upstander.record.search.models import Search

pytestmark = pytest.mark.django_db
ASK = "desk:search"
SignedIn = Callable[[User], Client]


def look(client: Client, typed: str) -> str:
    """Type into the box and return the page that it leads to."""
    answer = client.post(reverse(ASK), {"typed": typed})
    assert answer.status_code == 302
    return client.get(answer["Location"]).text


def test_the_box_is_on_every_page_of_the_desk(officer: User, signed_in: SignedIn) -> None:
    assert 'id="search-box"' in signed_in(officer).get(reverse("desk:queue")).text


def test_what_is_found_says_why(report: Callable[..., Received], officer: User, signed_in: SignedIn) -> None:
    posts = (SaidPost(link="https://x.com/a/status/1", platform="x", text="egret talk", handle="@patriot_voice"),)
    received = report(account="A <b>heron</b> & more", posts=posts)
    client = signed_in(officer)
    page = look(client, "heron")
    assert received.case.reference in page
    assert received.report.reference in page
    assert "Found in the account of what happened" in page
    assert "Found in the words of a post" in look(client, "egret")
    assert "1 letter different" in look(client, "patriotvocie")
    assert "This is its reference" in look(client, received.case.reference.lower())
    assert "Nothing found" in look(client, "kingfisher")
    wrong = received.case.reference[:-1] + ("A" if received.case.reference[-1] != "A" else "B")
    page = look(client, wrong)
    assert "mistyped" in page
    assert received.case.reference in page


WORDED = {
    "account": "osprey", "why": "egret", "target_note": "kestrel", "poster_note": "plover", "event_note": "curlew",
}  # fmt: skip
"""A word for each part that may distress; `heron` stands in all of them."""


def test_a_result_shows_no_words_and_the_case_shows_them_when_asked(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    posts = (SaidPost(link="https://x.com/a/status/1", platform="x", text="heron dunlin"),)
    received = report(posts=posts, **{name: f"heron {word}" for name, word in WORDED.items()})
    client = signed_in(officer)
    page = look(client, "her*")
    assert received.report.reference in page
    assert [word for word in (*WORDED.values(), "dunlin", "heron") if word in page] == []
    assert not Exposure.objects.exists()
    leads = reverse("desk:reports", args=[received.case.reference])
    assert f'href="{leads}#{received.report.reference}"' in page
    assert "dunlin" not in client.get(leads).text
    asked = {"what": "words", "item": received.report.pk, "on": "reports"}
    show = reverse("desk:show", args=[received.case.reference])
    assert "dunlin" in client.post(show, asked, follow=True).text
    assert Exposure.objects.count() == 1


def test_searching_is_no_way_around_the_daily_limit(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(account="heron osprey")
    HubProfile.objects.update(daily_looks=0)
    client = signed_in(officer)
    assert "osprey" not in look(client, "heron")
    answer = client.post(
        reverse("desk:show", args=[received.case.reference]), {"what": "words", "item": received.report.pk}
    )
    assert answer["Location"] == reverse("desk:rest", args=[received.case.reference])
    assert not Exposure.objects.exists()


def test_nothing_typed_is_an_error_on_the_page(officer: User, signed_in: SignedIn) -> None:
    page = signed_in(officer).post(reverse(ASK), {"typed": "  "})
    assert page.status_code == 200
    assert "Enter what you are looking for" in page.text
    assert not Search.objects.exists()


def test_a_search_and_each_result_are_journalled_and_the_words_are_not(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(account="the heron came")
    client = signed_in(officer)
    look(client, "heron")
    row = Search.objects.get()
    searched = Entry.objects.get(verb=Verb.SEARCHED)
    assert searched.subject == f"search:{row.pk}"
    looked = Entry.objects.filter(verb=Verb.CONSULTED).latest("seq")
    assert json.loads(looked.body)["data"]["page"] == "desk:found"
    shown = set(Consultation.objects.filter(entry=looked.seq).values_list("kind", "record"))
    assert shown == {("search", row.pk), ("case", received.case.pk), ("report", received.report.pk)}
    assert not Entry.objects.filter(body__contains="heron").exists()
    assert opened(row) == "heron"
    look(client, "nothing of the kind")
    looked = Entry.objects.filter(verb=Verb.CONSULTED).latest("seq")
    assert Consultation.objects.filter(entry=looked.seq).count() == 1, "a search that finds nothing is a look too"


def test_a_search_is_ones_own_until_it_is_erased(
    report: Callable[..., Received], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    report(account="the heron came")
    client = signed_in(officer)
    look(client, "heron")
    row = Search.objects.get()
    address = reverse("desk:found", args=[row.uid])
    assert "heron" not in address
    assert client.get(address).status_code == 200
    assert signed_in(other_officer).get(address).status_code == 404
    erase_searches(before=row.at)
    assert client.get(address).status_code == 200
    erase_searches(before=row.at + timedelta(seconds=1))
    assert client.get(address).status_code == 404


def test_who_may_not_search_may_not(
    report: Callable[..., Received], administrator: User, auditor: User, force_officer: Callable[[str], User],
    signed_in: SignedIn,
) -> None:  # fmt: skip
    report()
    for user in (administrator, auditor, force_officer("E23000010")):
        client = signed_in(user)
        assert client.get(reverse(ASK)).status_code == 403
        assert client.post(reverse(ASK), {"typed": "heron"}).status_code == 403


def test_what_may_not_be_seen_leaves_no_trace(
    report: Callable[..., Received], hub: Organisation, officer: User, signed_in: SignedIn
) -> None:
    shown = report(account="the heron came")
    for _ in range(12):
        hidden = report(account="the heron came")
        end_grant(hidden.case, to=hub, relation=Relation.HUB, at=NOW)
    page = look(signed_in(officer), "heron")
    assert shown.case.reference in page
    assert hidden.case.reference not in page
    assert "More" not in page.split("</h1>")[1]
    assert page.count('class="up-found__one"') == 1
    found = re.sub(r"<[^>]+>|[CR]-[0-9A-Z-]+", " ", page.partition("</form>")[2].rpartition("<section")[2])
    numbers = set(re.findall(r"(?<![\d:])\d+ report", found))
    assert numbers == {"1 report"}, "no number counts what may not be seen"


def test_page_by_page(report: Callable[..., Received], officer: User, signed_in: SignedIn) -> None:
    made = [report(account="the heron came") for _ in range(60)]
    client = signed_in(officer)
    answer = client.post(reverse(ASK), {"typed": "heron"})
    address, seen = answer["Location"], set()
    page = client.get(address).text
    assert "?group=words" in page
    follow = address + "?group=words"
    while follow:
        page = client.get(follow).text
        seen |= {each.case.reference for each in made if each.case.reference in page}
        after = page.partition("?group=words&amp;after=")[2].partition('"')[0]
        follow = f"{address}?group=words&after={after}" if after else ""
    assert seen == {each.case.reference for each in made}


@pytest.mark.parametrize("asked", ["?group=nothing", "?after=x", "?group=words&after=99999999999999999999"])
def test_odd_addresses_do_no_harm(asked: str, officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    address = client.post(reverse(ASK), {"typed": "heron"})["Location"]
    assert client.get(address + asked).status_code == 200


def test_the_number_of_queries_does_not_grow(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    client = signed_in(officer)
    report(account="the heron came")
    address = client.post(reverse(ASK), {"typed": "heron"})["Location"] + "?group=words"
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(9):
        report(account="the heron came")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few) + 2
