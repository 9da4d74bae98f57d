"""A force that has taken a case, or its contact, can reach who reported; every other force finds nothing there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.hand_on import hand_on
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.allocation.models import Offer
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.record.cases.grants import relations
from upstander.record.cases.models import Case, IdentityLook
from upstander.record.journal.models import Consultation
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import Organisation, User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WEST_YORKSHIRE, KENT = "E23000010", "E23000032"
WHY = {"reason": "To take her statement."}


@pytest.fixture
def west(force_officer: Callable[[str], User]) -> User:
    return force_officer(WEST_YORKSHIRE)


@pytest.fixture
def kent(force_officer: Callable[[str], User]) -> User:
    return force_officer(KENT)


def only(case: Case, capacity: str = "investigating") -> Offer:
    return Offer.objects.get(case=case, capacity=capacity)


def page_of(made: Offer) -> str:
    return reverse("force:identity", args=[made.pk])


def opens(client: Client, made: Offer) -> bool:
    """Whether the page is there, is led to by the offer, and shows who reported when asked with a reason."""
    linked = page_of(made) in client.get(reverse("force:offer", args=[made.pk])).content.decode()
    asked, answered = client.get(page_of(made)), client.post(page_of(made), WHY)
    named = "Sample Person" in answered.content.decode()
    assert (asked.status_code, answered.status_code, named) == ((200, 200, True) if linked else (404, 404, False))
    return linked


def test_the_force_that_accepted_gives_a_reason_and_reads_the_rules_of_contact_with_the_name(
    at_offered: Callable[..., Case], west: User, signed_in: SignedIn
) -> None:
    who = Identity(name="Sample Person", email="sample.person@example.org", note="Never telephone the home.")
    made = only(at_offered(identity=who, contact_means="email", contact_hours="evenings"))
    client = signed_in(west)
    client.post(reverse("force:offer", args=[made.pk]), {"accept": "1"})
    asked = client.get(page_of(made)).content.decode()
    refused = client.post(page_of(made), {"reason": "  "}).content.decode()
    assert "There is a problem" in refused
    assert "Sample Person" not in asked + refused
    assert not IdentityLook.objects.exists()
    shown = client.post(page_of(made), WHY)
    page = shown.content.decode()
    for words in (
        "Sample Person",
        "sample.person@example.org",
        "By email, in the evening",
        "Never telephone the home.",
    ):
        assert words in page
    assert page.index("By email") < page.index("sample.person@")
    assert shown["Cache-Control"] == "no-store"
    look = IdentityLook.objects.get()
    assert (look.by, look.reason) == (west, WHY["reason"])
    assert Consultation.objects.filter(kind="person").exists()


def test_someone_who_must_not_be_contacted_is_shown_so_first(
    at_offered: Callable[..., Case], west: User, signed_in: SignedIn
) -> None:
    made = only(at_offered(contact_means="none"))
    accept(offer=made, actor=acting(west), at=timezone.now())
    page = signed_in(west).post(page_of(made), WHY).content.decode()
    assert "has asked not to be contacted" in page
    assert page.index("has asked not to be contacted") < page.index("Sample Person")


def test_it_is_not_there_before_the_force_accepts_nor_for_another_force(
    at_offered: Callable[..., Case], west: User, kent: User, signed_in: SignedIn
) -> None:
    made = only(at_offered())
    assert not opens(signed_in(west), made)
    accept(offer=made, actor=acting(west), at=timezone.now())
    assert opens(signed_in(west), made)
    assert signed_in(kent).get(page_of(made)).status_code == 404
    assert signed_in(kent).post(page_of(made), WHY).status_code == 404
    assert IdentityLook.objects.count() == 1


@pytest.mark.parametrize(
    ("capacity", "reachable"), [("contact", True), ("recording", False), ("event", False), ("notified", False)]
)
def test_of_the_forces_that_are_told_only_that_of_the_contact_may_reach_the_person_once_it_confirmed(
    at_line: Callable[..., Case], officer: User, kent: User, force: Callable[[str], Organisation], capacity: str,
    reachable: bool, signed_in: SignedIn,
) -> None:  # fmt: skip
    case, at = at_line(), timezone.now()
    made = offer(case=case, force=force(KENT), capacity=capacity, reason="It asked.", actor=acting(officer), at=at)
    client = signed_in(kent)
    assert not opens(client, made)
    accept(offer=made, actor=acting(kent), at=at)
    assert opens(client, made) is reachable
    assert (Relation.CONTACT in relations(acting(kent), case)) is reachable
    assert client.get(reverse("force:download", args=[made.pk, 1])).status_code == 404


@pytest.mark.parametrize("by", ["force", "hub"])
def test_the_force_that_has_a_handover_may_reach_the_person(
    report: Callable[..., Received], officer: User, west: User, by: str, signed_in: SignedIn
) -> None:
    case = report(knows_poster=True).case
    worker.run_all()
    made, client = only(case, "handover"), signed_in(west)
    assert not opens(client, made)
    at = timezone.now()
    if by == "force":
        accept(offer=made, actor=acting(west), at=at)
    else:
        hand_on(offer=made, how="By telephone.", actor=acting(officer), at=at)
    assert relations(acting(west), case) == {Relation.ACCEPTED}
    assert opens(client, made)


def test_a_force_whose_case_another_has_taken_over_may_reach_the_person_no_more(
    at_offered: Callable[..., Case], officer: User, west: User, kent: User, force: Callable[[str], Organisation],
    signed_in: SignedIn,
) -> None:  # fmt: skip
    case = at_offered()
    first, at = only(case), timezone.now()
    accept(offer=first, actor=acting(west), at=at)
    assert opens(signed_in(west), first)
    told = {"capacity": "investigating", "reason": "The subject moved."}
    second = offer(case=case, force=force(KENT), actor=acting(officer), at=at, **told)
    accept(offer=second, actor=acting(kent), at=at)
    assert opens(signed_in(kent), second)
    assert not opens(signed_in(west), first)


def test_nobody_of_the_hub_comes_in_by_this_door(
    at_offered: Callable[..., Case], officer: User, west: User, administrator: User, auditor: User, signed_in: SignedIn
) -> None:
    made = only(at_offered())
    accept(offer=made, actor=acting(west), at=timezone.now())
    assert signed_in(officer).post(page_of(made), WHY).status_code == 404
    for user in (administrator, auditor):
        assert signed_in(user).post(page_of(made), WHY).status_code == 403
