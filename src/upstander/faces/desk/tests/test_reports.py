"""Reports are read with care, compared word by word, joined, left apart, and both are undone without loss."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.queries import joined, suggestions
from upstander.duties.bundling.tests.test_pictures import sent
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.engines.matching.tests.pictures import captioned, photograph
from upstander.record.cases.models import Case, Membership, Report
from upstander.record.cases.queue import settle
from upstander.record.cases.references import normalise
from upstander.record.journal.models import Consultation
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
COPIED = (
    "Nobody wants these people here and on Saturday at noon we will make sure that every one of them hears it from us"
)


@pytest.fixture
def pair(at_claimed: Callable[..., Case], report: Callable[..., Received], officer: User) -> tuple[Case, Received]:
    """A claimed case, and another report that holds the same words under another link."""
    earlier = report(posts=(SaidPost(link="https://x.com/one/status/1111111111111111111", text=f"Look: {COPIED}"),))
    case = at_claimed(
        account="Somebody showed me.",
        posts=(SaidPost(link="https://x.com/two/status/2222222222222222222", text=f"{COPIED} !!"),),
    )
    worker.run_all()
    return case, earlier


def shown(client: Client, case: Case) -> str:
    return client.get(reverse("desk:reports", args=[case.reference])).content.decode()


def compare_address(case: Case, officer: User) -> str:
    line = suggestions(acting(officer), case)[0]
    return reverse("desk:compare", args=[case.reference, line.suggestion.pk])


def ask(client: Client, case: Case, **said: object) -> str:
    """Press a button that shows something, and return the page that it leads to."""
    answer = client.post(reverse("desk:show", args=[case.reference]), said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_post_stands_above_the_account_and_both_are_hidden_until_asked(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    before = shown(client, case)
    for words in ("They should all go.", "frightened me", "people of my faith"):
        assert words not in before
    assert "They may be hateful or threatening" in before
    page = ask(client, case, what="words", item=case.opened_by_id, on="reports")
    read = re.sub(r"<sup.*?</sup>|<[^>]+>", "", page, flags=re.DOTALL)
    assert read.index("They should all go.") < read.index("frightened me") < read.index("people of my faith")
    assert "They should all go." not in shown(client, case), "the next visit begins with nothing shown"


def test_links_are_text_and_never_anchors(at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    page = shown(signed_in(officer), at_claimed())
    assert "hxxps://x[.]com/someone/status/1234567890123456789" in unescape(page)
    assert "https://x.com" not in page


def test_a_suggestion_says_why_and_the_shared_words_are_marked(
    pair: tuple[Case, Received], officer: User, signed_in: SignedIn
) -> None:
    case, earlier = pair
    client = signed_in(officer)
    listed = shown(client, case)
    assert earlier.report.reference in listed
    assert "A run of" in listed
    address = compare_address(case, officer)
    before = client.get(address).content.decode()
    assert "Nobody wants" not in listed + before, "not even as a quotation"
    suggested = address.rstrip("/").rpartition("/")[2]
    page = unescape(ask(client, case, suggestion=suggested))
    both = page[page.index("Words they share") : page.index("In this case")]
    marked = [piece.split("</mark>")[0] for piece in both.split('<mark class="up-hit up-hit--shared">')[1:]]
    assert len(marked) == 2
    assert f"also in report {earlier.report.reference}" in page
    assert all("Nobody wants these people here" in words for words in marked)
    assert all("Look:" not in words for words in marked)


def test_joining_and_taking_out_again_lose_nothing(
    pair: tuple[Case, Received], officer: User, signed_in: SignedIn
) -> None:
    case, earlier = pair
    client = signed_in(officer)
    answer = client.post(compare_address(case, officer), {"join": "1", "join-reason": "The same words."})
    assert answer.status_code == 302
    page = shown(client, case)
    assert "Joined by PC Abara" in page
    assert "The same words." in page
    out = reverse("desk:take_out", args=[case.reference, earlier.report.reference])
    assert out in page
    assert client.get(out).status_code == 200
    assert client.post(out, {"reason": "After all not."}).status_code == 302
    assert f'id="{earlier.report.reference}"' not in shown(client, case)
    assert Case.objects.get(pk=earlier.case.pk).report_count == 1


def test_leaving_apart_wants_a_reason_and_can_be_undone(
    pair: tuple[Case, Received], officer: User, signed_in: SignedIn
) -> None:
    case, _earlier = pair
    client, address = signed_in(officer), compare_address(case, officer)
    refused = client.post(address, {"leave": "1", "apart-reason": " "})
    assert refused.status_code == 200
    assert "There is a problem" in refused.content.decode()
    assert client.post(address, {"leave": "1", "apart-reason": "Another town."}).status_code == 302
    assert "Left apart by PC Abara" in shown(client, case)
    line = suggestions(acting(officer), case)[0]
    assert client.post(reverse("desk:undo_apart", args=[case.reference, line.suggestion.pk])).status_code == 302
    assert "Compare, then join or leave apart" in shown(client, case)


def test_joining_a_decided_case_asks_for_a_reason_in_the_form(
    at_crime: Callable[..., Case], report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    report()
    case = at_crime()
    worker.run_all()
    refused = signed_in(officer).post(compare_address(case, officer), {"join": "1", "join-reason": ""})
    assert refused.status_code == 200
    assert "Give a reason; it is kept." in refused.content.decode()


def test_an_officer_who_does_not_own_the_case_may_not_join(
    pair: tuple[Case, Received], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case, _earlier = pair
    address = compare_address(case, officer)
    assert signed_in(other_officer).get(address).status_code == 200
    assert signed_in(other_officer).post(address, {"join": "1", "join-reason": "x"}).status_code == 403


def test_a_suggestion_of_another_case_is_not_there(
    pair: tuple[Case, Received], report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case, _earlier = pair
    line = suggestions(acting(officer), case)[0]
    other = report(account="Nothing in common.", posts=(), at=timezone.now()).case
    assert normalise(other.reference)
    address = reverse("desk:compare", args=[other.reference, line.suggestion.pk])
    assert signed_in(officer).get(address).status_code == 404
    assert signed_in(officer).get(reverse("desk:take_out", args=[case.reference, "R-NOPE"])).status_code == 404


def test_a_report_like_several_of_the_bundle_is_suggested_once_and_left_apart_and_opened_again_as_one(
    pair: tuple[Case, Received], report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case, earlier = pair
    client = signed_in(officer)
    client.post(compare_address(case, officer), {"join": "1", "join-reason": "The same words."})
    third = report(
        account="And here.", posts=(SaidPost(link="https://x.com/c/status/3333333333333333333", text=COPIED),)
    )
    worker.run_all()
    assert len(suggestions(acting(officer), case)) == 2
    listed = shown(client, case)
    assert listed.count("Compare, then join or leave apart") == 1
    client.post(compare_address(case, officer), {"leave": "1", "apart-reason": "A report about it."})
    assert "Compare, then join or leave apart" not in shown(client, case)
    line = suggestions(acting(officer), case)[0]
    client.post(reverse("desk:undo_apart", args=[case.reference, line.suggestion.pk]))
    assert {each.suggestion.state for each in suggestions(acting(officer), case)} == {"open"}
    assert third.report.reference in shown(client, case)
    assert earlier.report.reference in shown(client, case)


def bundled(report: Callable[..., Received], case: Case, *, of: int) -> None:
    """Let reports count under the case, up to `of`; each is like one report elsewhere, and like no other."""
    number = Membership.objects.filter(case=case, until_at=None).count()
    for turn in range(number, of):
        mine, like_it = (report(account=f"{name} {turn}.", posts=()) for name in ("Mine", "Like it"))
        Membership.objects.filter(report=mine.report).update(case=case)
        Suggestion.objects.create(
            report=like_it.report, earlier=mine.report, tier="text", made_at=timezone.now(),
            reasons=[{"sentence": "The same.", "evidence": {}}],
        )  # fmt: skip
    settle(Case.objects.get(pk=case.pk))


def test_a_case_of_sixty_reports_costs_what_one_of_twenty_five_costs_and_only_what_is_shown_is_journalled(
    at_claimed: Callable[..., Case], report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    costs = []
    for size in (26, 60):
        bundled(report, case, of=size)
        shown(client, case)  # what is read once for all is read
        with CaptureQueriesContext(connection) as asked:
            page = shown(client, case)
        last = Consultation.objects.order_by("-entry").values_list("entry", flat=True)[:1]
        looked_at = set(Consultation.objects.filter(entry__in=last, kind="report").values_list("record", flat=True))
        listed = {pk for pk, name in Report.objects.values_list("pk", "reference") if name in page}
        costs.append((len(asked), page.count("up-suggestion"), len(looked_at)))
        assert looked_at == listed
    assert costs[0] == costs[1]
    assert "the other pages list their own" in page
    rest = [client.get(reverse("desk:reports", args=[case.reference]) + f"?page={n}").content.decode() for n in (2, 3)]
    assert sum(each.count("up-suggestion") for each in [page, *rest]) == 59
    line = suggestions(acting(officer), case)[-1]
    assert client.get(reverse("desk:compare", args=[case.reference, line.suggestion.pk])).status_code == 200


def test_who_asks_about_some_reports_reads_no_others(
    at_claimed: Callable[..., Case], report: Callable[..., Received], officer: User
) -> None:
    case = at_claimed()
    bundled(report, case, of=6)
    some = [member.report_id for member in joined(acting(officer), case)][:2]
    assert {line.own.pk for line in suggestions(acting(officer), case, about=some)} == set(some)
    assert [member.report_id for member in joined(acting(officer), case, about=some)] == some
    assert suggestions(acting(officer), case, about=[]) == joined(acting(officer), case, about=[]) == []
    elsewhere = Suggestion.objects.values_list("report", flat=True)
    assert suggestions(acting(officer), case, about=elsewhere) == []


@pytest.mark.django_db(transaction=True)
def test_pictures_that_look_alike_stand_beside_each_other_each_shown_when_asked_for(
    at_claimed: Callable[..., Case], report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    earlier = report(account="One account of it.", files=(sent(photograph(1), "first.png"), sent(photograph(5))))
    case = at_claimed(account="And a quite different one.", files=(sent(captioned(photograph(1)), "meme.png"),))
    worker.run_all()
    client, address = signed_in(officer), compare_address(case, officer)
    page = unescape(client.get(address).content.decode())
    assert "Once bars and borders are cut, a picture of one report looks like a picture of the other" in page
    pair, _, cards = page.partition("Pictures that look alike")[2].partition('"side-1"')
    assert "meme.png" in pair
    assert "first.png" in pair
    assert "seen.png" not in pair
    assert "seen.png" in cards
    assert page.count('id="file-') == 3, "each file stands on the page once"
    assert "<img" not in page
    suggested, theirs = address.rstrip("/").split("/")[-1], earlier.report.files.order_by("pk")[0]
    asked = ask(client, case, what="picture", item=theirs.pk, suggestion=suggested)
    assert asked.count("<img") == 1
    assert reverse("desk:preview", args=[theirs.pk]) in asked
    strange = client.post(reverse("desk:show", args=[case.reference]), {"what": "else", "suggestion": suggested})
    assert strange.status_code == 404
