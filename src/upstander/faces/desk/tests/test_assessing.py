"""The assessment asks a page at a time, keeps each page, and shows what the law says to what is known."""

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.answer_triage import answer_triage
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.advised import ask_law
from upstander.duties.assessment.models import Decision, KnownFacts
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import elements, expression, fresh
from upstander.faces.desk import exhibits
from upstander.faces.desk.exhibits import things_of
from upstander.faces.desk.forms.deciding import group_of
from upstander.faces.desk.forms.hostility import hostility_field
from upstander.faces.desk.forms.why import element_field
from upstander.law.expression import factors
from upstander.law.offences import offence
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WHAT: dict[str, Any] = {
    "when": "day", "on-day": "10", "on-month": "11", "on-year": "2025", "means": ["message"], "audience": "private",
    "where": "england_wales",
}  # fmt: skip
CHOSEN = offence("oapa_16", date(2025, 11, 10))
ON = {"conduct_on-day": "10", "conduct_on-month": "11", "conduct_on-year": "2025"}
LASTED = {
    "when": "several", "first-day": "5", "first-month": "5", "first-year": "2025", "last-day": "4", "last-month": "5",
    "last-year": "2025",
}  # fmt: skip


@pytest.fixture
def case(at_claimed: Callable[..., Case]) -> Case:
    return at_claimed()


@pytest.fixture
def desk(signed_in: SignedIn, officer: User) -> Client:
    return signed_in(officer)


def send(desk: Client, case: Case, slug: str, said: dict[str, Any]) -> Any:
    return desk.post(reverse("desk:assess", args=[case.reference, slug]), said)


def facts(case: Case) -> dict[str, Any]:
    row = KnownFacts.objects.filter(case=case).order_by("-pk").first()
    return dict(row.facts) if row else {}


def page(desk: Client, case: Case, slug: str = "") -> str:
    name, args = ("desk:assess", [case.reference, slug]) if slug else ("desk:assessment", [case.reference])
    answer = desk.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def goes_to(answer: Any, slug: str) -> bool:
    return answer.status_code == 302 and str(answer.url).endswith(f"/{slug}/")


def test_the_pages_lead_from_what_was_done_to_the_advice(desk: Client, case: Case) -> None:
    assert "Begin the assessment" in page(desk, case)
    assert goes_to(send(desk, case, "what", WHAT), "like")
    assert goes_to(send(desk, case, "like", {"threat": ["threatening", "menacing", "threat_to_kill"]}), "people")
    assert goes_to(send(desk, case, "people", {"victims": "1", "suspects": "1"}), "victim-1")
    victim = {
        "age": "41",
        "perceived": ["religion"],
        "by-religion": ["victim"],
        "demonstrated": ["religion"],
        "caused_distress": "yes",
    }
    assert goes_to(send(desk, case, "victim-1", victim), "suspects")
    assert goes_to(send(desk, case, "suspects", {"age-1": ""}), "expression")
    assert goes_to(send(desk, case, "expression", {"reasonable": "no"}), "open")
    shown = page(desk, case, "open")
    assert "Suspect 1: Did the person mean somebody to fear" in shown
    assert 'name="open--means_fear--suspect 1"' in shown
    assert goes_to(send(desk, case, "open", {"open--means_fear--suspect 1": "yes"}), "assessment")
    held = facts(case)
    assert held["suspects"] == [{"label": "suspect 1", "shows": {"means_fear": True}}]
    assert held["victims"][0]["perceived"] == [{"strand": "religion", "by": ["victim"]}]
    assert held["victims"][0]["hostility"] == [{"strand": "religion", "demonstrated": True, "motivated": None}]
    advice = page(desk, case)
    assert "Threats to kill" in advice or "threat to kill" in advice.lower()
    assert "Every element met" in advice
    assert "Perceived: Religion or belief (The victim)" in advice
    assert "Evidenced: Religion or belief (shown at the time)" in advice


def test_what_the_reports_say_is_filled_in_and_is_not_kept_unasked(
    desk: Client, case: Case, report: Callable[..., Received]
) -> None:
    shown = page(desk, case, "people")
    assert 'name="victims"' in shown
    assert "What the reports say is filled in" in shown
    assert not KnownFacts.objects.exists()


def test_what_contradicts_itself_is_named_in_words_and_what_was_typed_stands(desk: Client, case: Case) -> None:
    send(desk, case, "what", WHAT)
    send(desk, case, "like", {"threat": ["threatening"]})
    before = facts(case)
    answer = send(desk, case, "expression", {"criticism_only": "yes"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "What threatens is more than criticism." in text
    assert "Is it threatening?" in text
    assert "conduct.shows" not in text
    assert facts(case) == before
    assert 'value="yes" checked' in text


@pytest.mark.parametrize(
    ("slug", "said", "says"),
    [
        ("what", {**WHAT, "on-year": "2099"}, "must not be in the future"),
        ("what", {**WHAT, "on-month": "13"}, "Enter a real date"),
        ("what", {**WHAT, "incidents": "some"}, "Enter a whole number from 1"),
        ("what", {**WHAT, **LASTED}, "The last day is before the first"),
        ("people", {"victims": "21"}, "Enter a whole number from 0 to 20"),
        ("victim-1", {"age": "121"}, "Enter a whole number from 0 to 120"),
        ("victim-1", {"demonstrated": ["race"], "neither": ["race"]}, "Evidence is chosen above"),
    ],
)  # fmt: skip
def test_bad_answers_are_refused_with_a_sentence(
    desk: Client, case: Case, slug: str, said: dict[str, Any], says: str
) -> None:
    send(desk, case, "people", {"victims": "1", "suspects": "0"})
    before = facts(case)
    answer = send(desk, case, slug, said)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert facts(case) == before


def test_a_child_brings_in_its_route(desk: Client, case: Case) -> None:
    send(desk, case, "what", WHAT)
    send(desk, case, "people", {"victims": "0", "suspects": "1"})
    send(desk, case, "suspects", {"age-1": "9"})
    shown = page(desk, case)
    assert "A child is involved" in shown
    assert "Below the age of criminal responsibility" in shown


def test_a_child_known_from_the_twelve_questions_alone_is_asked_after(desk: Client, case: Case, officer: User) -> None:
    assert "A child may be involved" not in page(desk, case)
    answer_triage(case=case, answers={"V1": "yes"}, actor=acting(officer), at=timezone.now())
    assert "A child may be involved" in page(desk, case)
    for finding, slug in (("crime", "why"), ("not-a-crime", "not-a-crime")):
        desk.get(reverse("desk:decide", args=[case.reference]), {"finding": finding})
        if finding == "crime":
            desk.post(step(case, "crime"), {group_of(CHOSEN): [CHOSEN.id], **ON})
        shown = unescape(desk.get(step(case, slug)).content.decode())
        assert "A child may be involved. How was the child's welfare weighed" in shown, slug
        assert "Say how the child's welfare was weighed" in unescape(desk.post(step(case, slug), {}).content.decode())
    send(desk, case, "people", {"victims": "1", "suspects": "0"})
    assert "A child may be involved" in page(desk, case)
    send(desk, case, "victim-1", {"age": "44"})
    assert "A child may be involved" not in page(desk, case)


def test_taking_a_tick_away_makes_it_unknown_again_and_a_no_stays(desk: Client, case: Case) -> None:
    send(desk, case, "what", WHAT)
    send(desk, case, "like", {"quality": ["abusive"], "threat": ["threatening"]})
    held = facts(case)
    assert held["conduct"]["shows"] == {"abusive": True, "threatening": True}
    send(desk, case, "like", {"threat": ["threatening"]})
    assert facts(case)["conduct"]["shows"] == {"threatening": True}


def test_a_page_that_is_not_asked_is_not_there_and_strangers_are_kept_out(
    desk: Client, case: Case, signed_in: SignedIn, other_officer: User, administrator: User
) -> None:
    for slug in ("victim-9", "suspects", "nonsense"):
        assert desk.get(reverse("desk:assess", args=[case.reference, slug])).status_code == 404
    assert send(signed_in(other_officer), case, "what", WHAT).status_code == 403
    assert signed_in(administrator).get(reverse("desk:assessment", args=[case.reference])).status_code == 403
    assert not KnownFacts.objects.exists()


def test_the_assessment_costs_the_same_for_many_people(desk: Client, case: Case) -> None:
    send(desk, case, "what", WHAT)
    counts = []
    for number in ("1", "12"):
        send(desk, case, "people", {"victims": number, "suspects": "2"})
        page(desk, case)
        with CaptureQueriesContext(connection) as caught:
            page(desk, case)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def decided_as_threat(desk: Client, case: Case) -> None:
    """Set facts down and decide on them: one victim, one element shown by words of one's own."""
    send(desk, case, "what", WHAT)
    send(desk, case, "like", {"threat": ["threatening", "menacing", "threat_to_kill"]})
    send(desk, case, "people", {"victims": "1", "suspects": "1"})
    send(desk, case, "victim-1", {"perceived": ["religion"], "by-religion": ["victim"], "motivated": ["religion"]})
    send(desk, case, "suspects", {"age-1": "15"})
    desk.get(reverse("desk:decide", args=[case.reference]), {"finding": "crime"})
    crime = desk.get(step(case, "crime")).content.decode()
    assert "the facts set down meet the gist" in crime
    desk.post(step(case, "crime"), {group_of(CHOSEN): [CHOSEN.id], "strands": ["religion"], **ON})


def step(case: Case, slug: str) -> str:
    return reverse("desk:decide_step", args=[case.reference, slug])


def said_of_crime(**changes: Any) -> dict[str, Any]:
    shown = {element_field(CHOSEN.id, part.id): ["post"] for part in CHOSEN.elements}
    weighed = {factor.id: factor.answers[0].id for factor in factors(timezone.localdate())}
    return {
        **shown, **weighed, "reasons": "It threatens.", "child_welfare": "School and family first.",
        hostility_field(CHOSEN.id, 1): ["religion"], "interest--seriousness": "for", "interest--words": "Many saw it.",
        **changes,
    }  # fmt: skip


def test_a_decision_on_facts_says_who_was_targeted_and_points_to_what_shows_it(desk: Client, case: Case) -> None:
    decided_as_threat(desk, case)
    why = desk.get(step(case, "why")).content.decode()
    assert "By the facts set down: met." in why
    assert "How was the child&#39;s welfare weighed?" in why or "How was the child's welfare weighed?" in why
    for lacking in ("child_welfare", hostility_field(CHOSEN.id, 1)):
        said = said_of_crime()
        del said[lacking]
        assert desk.post(step(case, "why"), said).status_code == 200, lacking
    first = element_field(CHOSEN.id, CHOSEN.elements[0].id)
    assert desk.post(step(case, "why"), said_of_crime(**{first: ["not shown", "post"]})).status_code == 200
    answer = desk.post(step(case, "why"), said_of_crime(**{first: ["not shown"]}))
    assert answer.status_code == 302, answer.content.decode()
    made = Decision.objects.get(case=case)
    assert made.aggravation == {CHOSEN.id: {"victim 1": ["religion"]}}
    assert made.child_welfare == "School and family first."
    assert made.public_interest == {"seriousness": "for", "words": "Many saw it."}
    assert made.shown_by[CHOSEN.id][CHOSEN.elements[0].id] == ["not shown"]
    pointed = made.shown_by[CHOSEN.id][CHOSEN.elements[1].id]
    assert [code.split(":")[0] for code in pointed] == ["post"]
    shown = desk.get(reverse("desk:decision", args=[case.reference])).content.decode()
    assert "Core evidence not complete" in shown
    assert "Hostility towards Victim 1" in shown
    assert "Many saw it." in shown
    again = desk.get(reverse("desk:replay", args=[case.reference, made.pk])).content.decode()
    assert "The same facts, the same advice" in again


def test_several_posts_are_pointed_to_one_by_one(
    desk: Client, case: Case, report: Callable[..., Received], officer: User
) -> None:
    join(report=report(at=timezone.now()).report, case=case, actor=acting(officer), at=timezone.now())
    things = [thing for thing in things_of(case) if thing.kind == "post"]
    assert len(things) == 2
    desk.get(reverse("desk:decide", args=[case.reference]), {"finding": "crime"})
    desk.post(step(case, "crime"), {group_of(CHOSEN): [CHOSEN.id], "strands": ["religion"], **ON})
    why = desk.get(step(case, "why")).content.decode()
    assert things[1].label in why
    fields = [element_field(CHOSEN.id, part.id) for part in CHOSEN.elements]
    said = said_of_crime(**{name: [things[1].code] for name in fields})
    assert desk.post(step(case, "why"), said).status_code == 302
    made = Decision.objects.get(case=case)
    assert made.shown_by[CHOSEN.id] == {part.id: [things[1].code] for part in CHOSEN.elements}
    assert made.elements[CHOSEN.id][CHOSEN.elements[0].id] == things[1].label
    shown = desk.get(reverse("desk:decision", args=[case.reference])).content.decode()
    there = f"{reverse('desk:reports', args=[case.reference])}#post-{things[1].pk}"
    assert shown.count(f'<a class="govuk-link" href="{there}">{things[1].label}</a>') == len(CHOSEN.elements)
    assert shown.count(things[1].label) == len(CHOSEN.elements), "its name stands beside its link once more"
    assert f'id="post-{things[1].pk}"' in desk.get(there).content.decode()
    assert f'href="{there}"' in desk.get(reverse("desk:case", args=[case.reference])).content.decode()


def test_what_a_decision_points_to_leads_to_its_page_and_says_what_left_the_case(
    desk: Client, at_claimed: Callable[..., Case], report: Callable[..., Received], officer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    case, first = at_claimed(), offence("poa_4", timezone.localdate())
    for _time in range(2):
        join(report=report(at=timezone.now()).report, case=case, actor=acting(officer), at=timezone.now())
    monkeypatch.setattr(exhibits, "REPORTS", 2)
    things = things_of(case)
    last = {kind: [thing for thing in things if thing.kind == kind][-1] for kind in ("post", "account")}
    codes = [last["post"].code, last["account"].code, "post:999999999"]
    decide(
        case=case, finding="crime", offences=[first.id], elements=elements(first.id), strands=[],
        shown_by={first.id: {first.elements[0].id: codes, first.elements[1].id: ["not shown"]}},
        reasons="It threatens.", expression=expression(), actor=acting(officer), at=timezone.now(),
    )  # fmt: skip
    shown = desk.get(reverse("desk:decision", args=[case.reference])).content.decode()
    reports = reverse("desk:reports", args=[case.reference])
    assert f'href="{reports}?page=2#post-{last["post"].pk}"' in shown
    assert f'href="{reports}?page=2#{last["account"].report}"' in shown
    assert shown.count("no longer under this case") == 1


def test_where_things_are_is_read_in_the_same_number_of_queries_however_many(
    desk: Client, case: Case, report: Callable[..., Received], officer: User
) -> None:
    decided_as_threat(desk, case)
    desk.post(step(case, "why"), said_of_crime())
    counts = []
    for _time in range(2):
        desk.get(reverse("desk:decision", args=[case.reference]))
        with CaptureQueriesContext(connection) as caught:
            desk.get(reverse("desk:decision", args=[case.reference]))
        counts.append(len(caught))
        for _more in range(3):
            at, found = timezone.now(), report(at=timezone.now()).report
            join(report=found, case=fresh(case), actor=acting(officer), reason="The same post.", at=at)
    assert counts[0] == counts[1]


def test_what_is_open_in_the_facts_stands_among_what_would_change_the_case(desk: Client, case: Case) -> None:
    send(desk, case, "what", WHAT)
    overview = reverse("desk:case", args=[case.reference])
    assert "What shows this" not in desk.get(overview).content.decode()
    send(desk, case, "like", {"threat": ["threatening", "menacing", "threat_to_kill"]})
    shown = unescape(desk.get(overview).content.decode())
    advice = ask_law(case, facts(case), timezone.localdate()).advice
    assert advice
    row = next(row for row in advice.offences if row.id == CHOSEN.id)
    open_ones = [part.text for part in row.elements if part.state == "not known"]
    assert open_ones
    assert all(text in shown for text in open_ones)


def begun(desk: Client, case: Case, **people: str) -> None:
    send(desk, case, "what", WHAT)
    send(desk, case, "like", {"threat": ["threatening", "menacing", "threat_to_kill"]})
    send(desk, case, "people", {"victims": "2", "suspects": "1", **people})


def test_an_answer_about_a_suspect_can_be_corrected_and_taken_back(desk: Client, case: Case) -> None:
    begun(desk, case)
    send(desk, case, "open", {"open--means_fear--suspect 1": "yes"})
    shown = unescape(page(desk, case, "suspects"))
    assert "Suspect 1: Did the person mean somebody to fear" in shown
    send(desk, case, "suspects", {"age-1": "", "means_fear-1": "no"})
    assert facts(case)["suspects"][0]["shows"] == {"means_fear": False}
    send(desk, case, "suspects", {"age-1": "", "means_fear-1": "not_known"})
    assert not facts(case)["suspects"][0].get("shows")


def test_a_no_about_the_conduct_stays_until_it_is_taken_back(desk: Client, case: Case) -> None:
    begun(desk, case)
    send(desk, case, "open", {"open--grossly_offensive--": "no"})
    assert facts(case)["conduct"]["shows"]["grossly_offensive"] is False
    ticked = {"threat": ["threatening", "menacing", "threat_to_kill"]}
    send(desk, case, "like", ticked)
    assert facts(case)["conduct"]["shows"]["grossly_offensive"] is False
    send(desk, case, "like", {**ticked, "not-known": ["grossly_offensive"]})
    assert "grossly_offensive" not in facts(case)["conduct"]["shows"]


def test_an_open_question_that_is_sent_late_answers_itself_and_no_other(desk: Client, case: Case) -> None:
    begun(desk, case)
    send(desk, case, "open", {"open--means_fear--suspect 1": "yes"})
    send(
        desk,
        case,
        "open",
        {"open--means_fear--suspect 1": "no", "open--nonsense--": "yes", "open--means_fear--x": "yes"},
    )
    assert facts(case)["suspects"][0]["shows"] == {"means_fear": False}


def test_people_of_whom_something_is_known_are_not_left_out_without_a_word(desk: Client, case: Case) -> None:
    begun(desk, case)
    send(desk, case, "victim-2", {"age": "30"})
    before = facts(case)
    refused = send(desk, case, "people", {"victims": "1", "suspects": "1"})
    assert refused.status_code == 200
    assert "There are answers about Victim 2" in refused.content.decode()
    send(desk, case, "people", {"victims": "", "suspects": ""})
    assert facts(case) == before
    send(desk, case, "victim-2", {"age": ""})
    send(desk, case, "people", {"victims": "1", "suspects": "1"})
    assert len(facts(case)["victims"]) == 1


def test_who_perceives_what_is_kept_strand_by_strand(desk: Client, case: Case) -> None:
    begun(desk, case)
    said = {"perceived": ["race", "religion"], "by-race": ["victim"], "by-religion": ["witness"], "by-sex": ["officer"]}
    send(desk, case, "victim-1", said)
    expected = [{"strand": "race", "by": ["victim"]}, {"strand": "religion", "by": ["witness"]}]
    assert facts(case)["victims"][0]["perceived"] == expected
    shown = page(desk, case, "victim-1")
    assert 'name="by-religion" type="checkbox" value="witness" checked' in shown


def test_the_faith_targeted_is_recorded_beside_its_strand_and_comes_with_the_decision(desk: Client, case: Case) -> None:
    begun(desk, case, victims="1")
    said = {"perceived": ["religion"], "by-religion": ["victim"], "faiths-religion": ["jewish"]}
    assert send(desk, case, "victim-1", {**said, "faiths-religion": ["jewish", "unknown"]}).status_code == 200
    assert send(desk, case, "victim-1", said).status_code == 302
    assert facts(case)["victims"][0]["perceived"] == [{"strand": "religion", "by": ["victim"], "faiths": ["jewish"]}]
    assert "Faith targeted: Jewish" in page(desk, case)
    desk.get(reverse("desk:decide", args=[case.reference]), {"finding": "crime"})
    assert 'value="jewish" checked' in desk.get(step(case, "crime")).content.decode()
    chosen = {group_of(CHOSEN): [CHOSEN.id], "strands": ["religion"], **ON}
    desk.post(step(case, "crime"), {**chosen, "faiths-religion": ["jewish", "sikh"]})
    assert desk.post(step(case, "why"), said_of_crime()).status_code == 302
    assert Decision.objects.get(case=case).faiths == ["jewish", "sikh"]
    shown = desk.get(reverse("desk:decision", args=[case.reference])).content.decode()
    assert "Religion or belief (Jewish, Sikh)" in shown


def test_a_faith_without_its_strand_is_left_out(desk: Client, case: Case) -> None:
    begun(desk, case)
    send(desk, case, "victim-1", {"perceived": ["race"], "by-race": ["victim"], "faiths-religion": ["jewish"]})
    assert facts(case)["victims"][0]["perceived"] == [{"strand": "race", "by": ["victim"]}]


def test_facts_that_can_no_longer_be_read_leave_every_page_open(
    desk: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(desk, case)
    row = KnownFacts.objects.latest("pk")
    KnownFacts.objects.filter(pk=row.pk).update(
        facts={**row.facts, "conduct": {**row.facts["conduct"], "shows": {"asked_no_more": True, "threatening": True}}}
    )
    shown = page(desk, case)
    assert "cannot be read together" in shown
    assert desk.get(reverse("desk:case", args=[case.reference])).status_code == 200
    assert desk.get(reverse("desk:decide_step", args=[case.reference, "finding"])).status_code == 200
    for slug in ("what", "like", "people", "victim-1", "suspects", "expression"):
        assert page(desk, case, slug)
