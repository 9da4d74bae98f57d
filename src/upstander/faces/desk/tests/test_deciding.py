"""A decision is made question by question, checked whole, and nothing of it can be left out."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.queries import current_decision, decisions, waiting_decision
from upstander.duties.evidence.queries import has_package
from upstander.faces.conftest import COMMUNICATIONS, PLAIN_OFFENCE, fresh
from upstander.faces.desk.forms.deciding import group_of
from upstander.faces.desk.forms.why import element_field
from upstander.faces.desk.forms.worded import OWN, more_of
from upstander.law.disposition import policy
from upstander.law.expression import factors
from upstander.law.offences import Element, offence, offences
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def step(case: Case, slug: str) -> str:
    return reverse("desk:decide_step", args=[case.reference, slug])


def overview(case: Case) -> str:
    return reverse("desk:case", args=[case.reference])


def weighed() -> dict[str, str]:
    """Return each factor of free expression answered by the first words offered."""
    return {factor.id: factor.answers[0].id for factor in factors(timezone.localdate())}


def why(code: str) -> dict[str, str]:
    """Return the answers of the page that says why one offence is shown."""
    shown = {element_field(code, each.id): "post" for each in offence(code, timezone.localdate()).elements}
    return {**shown, **weighed(), "reasons": "It threatens."}


def none(**said: str) -> dict[str, str]:
    """Return the answers of the page that says why it is no crime."""
    return {
        **weighed(),
        "disposition": "no_record",
        "reasons": "A view, put sharply.",
        "closing_reason": "open",
        **said,
    }


def answer(client: Client, case: Case, slug: str, said: dict[str, object]) -> str:
    sent = client.post(step(case, slug), said)
    assert sent.status_code == 302, sent.content.decode()
    return str(sent["Location"])


def begin(client: Client, case: Case, finding: str) -> str:
    return str(client.get(reverse("desk:decide", args=[case.reference]), {"finding": finding})["Location"])


def choose(client: Client, case: Case, code: str) -> None:
    group = group_of(offence(code, timezone.localdate()))
    assert answer(client, case, "crime", {group: [code], "strands": ["race"]}) == step(case, "why")


def test_a_crime_from_the_first_question_to_the_decision(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begun = client.get(reverse("desk:decide", args=[case.reference]))
    assert begun["Location"] == step(case, "finding")
    assert answer(client, case, "finding", {"finding": "crime"}) == step(case, "crime")
    choose(client, case, PLAIN_OFFENCE)
    page = client.get(step(case, "why")).content.decode()
    assert offence(PLAIN_OFFENCE, timezone.localdate()).title in page
    assert answer(client, case, "why", why(PLAIN_OFFENCE)) == overview(case)
    made = current_decision(case)
    assert made is not None
    assert (made.finding, made.offences, made.strands) == ("crime", [PLAIN_OFFENCE], ["race"])
    assert made.expression == {factor.id: factor.answers[0].label for factor in factors(timezone.localdate())}
    assert set(made.elements[PLAIN_OFFENCE].values()) == {"The words of the post, as reported"}
    again = client.post(step(case, "why"), why(PLAIN_OFFENCE))
    assert again.status_code == 302, "sent twice: the answers are gone, nothing is decided again"
    assert len(decisions(acting(officer), case)) == 1


def test_a_button_of_the_case_leads_past_the_first_question(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    assert begin(client, case, "not-a-crime") == step(case, "not-a-crime")
    assert begin(client, case, "crime") == step(case, "crime"), "another button, another finding"
    assert begin(client, case, "guilty") == step(case, "crime"), "what is no finding answers nothing"


def test_words_of_ones_own_are_an_answer_and_stand_beside_a_choice(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "not-a-crime")
    first, second, third = [factor.id for factor in factors(timezone.localdate())][:3]
    said = none(**{more_of(first): "Read with the thread.", second: OWN, more_of(second): "Nine people.", third: ""})
    refused = client.post(step(case, "not-a-crime"), said)
    assert refused.content.decode().count("govuk-error-message") == 1
    assert "Read with the thread." in refused.content.decode(), "nothing typed is lost"
    answer(client, case, "not-a-crime", said | {more_of(third): "Politics."})
    made = current_decision(case)
    assert made is not None
    assert made.expression[first].endswith(". Read with the thread.")
    assert (made.expression[second], made.expression[third]) == ("Nine people.", "Politics.")


def test_a_communications_offence_says_that_it_needs_a_sign_off_and_waits_for_it(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    offered = client.get(step(case, "crime")).content.decode()
    assert "Communications: a supervisor other than you signs off" in offered
    choose(client, case, COMMUNICATIONS)
    assert "Send for sign-off" in client.get(step(case, "why")).content.decode()
    answer(client, case, "why", why(COMMUNICATIONS))
    assert fresh(case).state == "awaiting sign-off"
    assert waiting_decision(case) is not None


def test_not_a_crime_asks_what_becomes_of_it_and_keeps_the_policys_answers(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "not-a-crime")
    refused = client.post(step(case, "not-a-crime"), none(disposition="incident_without_subject"))
    assert "the policy does not allow this" in refused.content.decode()
    tests = policy(timezone.localdate()).tests
    met = {f"test-{test.id}": test.needed for test in tests if test.guards == "record"}
    answer(client, case, "not-a-crime", none(disposition="incident_without_subject", **met))
    made = current_decision(case)
    assert made is not None
    assert (made.finding, made.disposition) == ("not a crime", "incident_without_subject")
    assert "A view, put sharply." in made.reasons
    assert "Is it trivial" in made.reasons
    assert fresh(case).state == "decided", "kept open"


def test_not_a_crime_can_end_the_case_with_one_letter(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "not-a-crime")
    answer(client, case, "not-a-crime", none(closing_reason="lawful_expression"))
    case = fresh(case)
    assert (case.state, case.closed_as) == ("closed", "lawful_expression")
    told = [
        item.about["of"]
        for item in Item.objects.filter(name="tell_complainant", about__case=case.pk)
        if item.about["of"] != "claimed"
    ]
    assert told == ["closed"], "the letter of the closing says both"


def test_more_is_needed_asks_no_law(at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    case, client = at_claimed(), signed_in(officer)
    assert answer(client, case, "finding", {"finding": "need more"}) == step(case, "need-more")
    assert client.get(step(case, "not-a-crime"))["Location"] == step(case, "need-more")
    answer(client, case, "need-more", {"reasons": "The picture is missing."})
    made = current_decision(case)
    assert made is not None
    assert (made.finding, fresh(case).state) == ("need more", "claimed")


@pytest.mark.parametrize(
    ("slug", "said", "words"),
    [
        ("finding", {}, "Answer the question"),
        ("crime", {"conduct_on-day": "31", "conduct_on-month": "2", "conduct_on-year": "2026"}, "Enter a real date"),
        ("crime", {"conduct_on-day": "1", "conduct_on-month": "1", "conduct_on-year": "2999"},
         "must not be in the future"),
        ("crime", {}, "Choose at least one offence"),
        ("crime", {"plain": ["no_such"]}, "Choose from the answers shown"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    slug: str, said: dict[str, object], words: str, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    if slug != "finding":
        begin(client, case, "crime")
    wrong = client.post(step(case, slug), said)
    assert wrong.status_code == 200
    page = wrong.content.decode()
    assert "There is a problem" in page
    assert words in page
    assert "<title>Error:" in page


@pytest.mark.parametrize("dropped", [factor.id for factor in factors(timezone.localdate())])
def test_each_factor_of_free_expression_must_be_answered(
    dropped: str, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "not-a-crime")
    asked = client.get(step(case, "not-a-crime")).content.decode()
    assert f'name="{dropped}"' in asked
    wrong = client.post(step(case, "not-a-crime"), none(**{dropped: "", more_of(dropped): " "}))
    assert wrong.status_code == 200
    assert wrong.content.decode().count("govuk-error-message") == 1
    assert decisions(acting(officer), case) == []


def test_no_answer_is_chosen_beforehand(at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "not-a-crime")
    page = client.get(step(case, "not-a-crime")).content.decode()
    radios = [tag for tag in page.split("<input") if 'type="radio"' in tag and 'name="test-' not in tag]
    assert len(radios) > 20
    assert not [tag for tag in radios if " checked" in tag.split(">")[0]]


def test_the_offences_are_those_of_the_day_of_the_conduct(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    on = timezone.localdate().replace(year=2019, month=6, day=1)
    then, now = {each.id for each in offences(on)}, {each.id for each in offences(timezone.localdate())}
    assert then != now
    day = {"conduct_on-day": "1", "conduct_on-month": "6", "conduct_on-year": "2019"}
    refused = client.post(step(case, "crime"), {**day, "communications": [*(now - then)][:1]})
    page = refused.content.decode()
    assert "Choose from the answers shown" in page
    assert all(f'value="{code}"' in page for code in then)
    assert not any(f'value="{code}"' in page for code in now - then)
    old = sorted(then)[0]
    answer(client, case, "crime", {**day, group_of(offence(old, on)): [old]})
    assert f'value="{old}"' in client.get(step(case, "crime")).content.decode(), "the day is kept"


def test_the_answers_so_far_stand_beside_the_question(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    page = client.get(step(case, "crime")).content.decode()
    assert "Answers so far" in page
    assert "What do you find?" in page


def test_only_the_owner_decides(
    at_claimed: Callable[..., Case], other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    for user in (other_officer, supervisor):
        client = signed_in(user)
        assert client.get(step(case, "finding")).status_code == 403
        assert client.post(step(case, "finding"), {"finding": "crime"}).status_code == 403
        assert client.post(step(case, "need-more"), {"reasons": "x"}).status_code == 403


def test_one_answer_for_every_element_leaves_those_answered_by_themselves(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    choose(client, case, PLAIN_OFFENCE)
    first, *rest = [element_field(PLAIN_OFFENCE, each.id) for each in _elements()]
    said = {**weighed(), "reasons": "It threatens.", f"{PLAIN_OFFENCE}--all": "on"}
    assert client.post(step(case, "why"), {**said, f"{PLAIN_OFFENCE}--all": ""}).status_code == 200, "not by itself"
    answer(client, case, "why", {**said, more_of(first): "The second picture."})
    made = current_decision(case)
    assert made is not None
    shown = [made.elements[PLAIN_OFFENCE][each.id] for each in _elements()]
    assert shown == ["The second picture.", *(["The words of the post, as reported"] * len(rest))]


def _elements() -> tuple[Element, ...]:
    return offence(PLAIN_OFFENCE, timezone.localdate()).elements


def test_one_confirmation_decides_records_the_line_offers_and_asks_for_the_package(
    at_claimed: Callable[..., Case],
    officer: User,
    signed_in: SignedIn,
    force: Callable[[str], Organisation],
) -> None:
    force("E23000010")
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    choose(client, case, PLAIN_OFFENCE)
    page = client.get(step(case, "why")).content.decode()
    assert "Decide, and offer it to West Yorkshire Police" in page
    refused = client.post(step(case, "why"), {**why(PLAIN_OFFENCE), "offer": "1", "package": "on"})
    assert "Say what the positive line of enquiry is" in refused.content.decode()
    assert current_decision(case) is None, "all of it, or nothing"
    answer(client, case, "why", {**why(PLAIN_OFFENCE), "offer": "1", "package": "on", "line": "The account is named."})
    case = fresh(case)
    assert (case.state, case.force, case.positive_line) == ("offered", "E23000010", True)
    assert has_package(case)


def test_a_line_without_an_offer_is_kept_and_an_offence_that_is_signed_off_is_offered_later(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "crime")
    choose(client, case, COMMUNICATIONS)
    assert "The offer to a force" not in client.get(step(case, "why")).content.decode()
    begin(client, case, "crime")
    client.post(step(case, "crime"), {group_of(offence(PLAIN_OFFENCE, timezone.localdate())): [PLAIN_OFFENCE]})
    answer(client, case, "why", {**why(PLAIN_OFFENCE), "line": "The account is named."})
    case = fresh(case)
    assert (case.state, case.positive_line) == ("decided", True)


def test_a_button_closes_with_the_letter_it_shows_and_contradicts_no_other_choice(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    begin(client, case, "not-a-crime")
    page = client.get(step(case, "not-a-crime")).content.decode()
    assert "What the complainant will be told" in page
    said = none(closing_reason="")
    assert "Say whether the case ends here" in client.post(step(case, "not-a-crime"), said).content.decode()
    both = none(closing_reason="lawful_expression", close_as="not_criminal")
    assert "You chose another letter here" in client.post(step(case, "not-a-crime"), both).content.decode()
    answer(client, case, "not-a-crime", {**said, "close_as": "not_criminal"})
    case = fresh(case)
    assert (case.state, case.closed_as) == ("closed", "not_criminal")
