"""The facts drawn from reports and officers, and what is proposed from them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.allocation.actions.set_facts import set_facts
from upstander.duties.allocation.facts import facts_of, propose
from upstander.duties.allocation.models import FactSheet
from upstander.duties.allocation.tests.sending import HUMBERSIDE, LONDON, WEST_YORKSHIRE, entries
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.receive import Received
from upstander.law.responsible_force import BadFacts
from upstander.record.cases.models import Case
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import HubProfile, User

Make = Callable[..., Received]
LEEDS, HULL, NORWICH = "LS1 1UR", "HU1 2AA", "NR2 1NH"
ON = NOW.date()


def bundle(officer: User, *made: Received) -> Case:
    case = claimed(made[0].case, officer)
    for each in made[1:]:
        join(report=each.report, case=case, actor=acting(officer), reason="Same post.", at=NOW)
    return Case.objects.get(pk=case.pk)


def test_a_victim_who_reports_is_placed_where_they_say(report: Make) -> None:
    case = report(home=HULL, seen_from=LEEDS).case
    facts = facts_of(case)
    assert (facts.victim, facts.victim_home, facts.victim_receipt) == ("individual", HULL, LEEDS)
    assert (facts.reporter_is_victim, facts.reporter_place) == (True, None)
    proposal = propose(case, ON)
    assert (proposal.rule, proposal.recording.force, proposal.victim_contact.force) == ("7", WEST_YORKSHIRE, HUMBERSIDE)


def test_someone_who_speaks_for_the_victim_places_the_victim(report: Make) -> None:
    facts = facts_of(report(told_as="on behalf", home=HULL, seen_from="").case)
    assert (facts.victim, facts.victim_home, facts.victim_receipt) == ("individual", HULL, None)
    assert not facts.reporter_is_victim


def test_a_witness_places_nobody(report: Make) -> None:
    case = report(told_as="witness", targeted="group", home=NORWICH, seen_from=NORWICH).case
    facts = facts_of(case)
    assert (facts.victim, facts.victim_home, facts.victim_receipt) == ("group", None, None)
    assert facts.reporter_place == NORWICH
    proposal = propose(case, ON)
    assert (proposal.rule, proposal.recording.force) == ("11", LONDON)
    assert facts_of(report(told_as="witness", targeted="person", home=NORWICH).case).victim_home is None


def test_a_force_hub_without_a_holding_force_holds_for_itself(report: Make) -> None:
    HubProfile.objects.update(holding_force="", force=WEST_YORKSHIRE)
    assert facts_of(report(told_as="witness", targeted="group").case).holding_force == WEST_YORKSHIRE


def test_an_institution_is_placed_by_its_premises_and_office(report: Make) -> None:
    case = report(told_as="organisation", targeted="institution", home="N4 2QH", seen_from=LEEDS).case
    facts = facts_of(case)
    assert (facts.victim, facts.premises, facts.institution_office) == ("institution", "N4 2QH", LEEDS)
    assert propose(case, ON).recording.force == LONDON
    by_witness = facts_of(report(told_as="witness", targeted="institution", home=NORWICH, seen_from=NORWICH).case)
    assert (by_witness.victim, by_witness.premises, by_witness.institution_office) == ("institution", None, None)


def test_several_victims_in_one_bundle_have_a_place_each(report: Make, officer: User) -> None:
    one = report(home=LEEDS, seen_from=LEEDS, identity=Identity(email="one@example.org"))
    two = report(home=HULL, seen_from=HULL, identity=Identity(email="two@example.org"))
    witness = report(told_as="witness", home=NORWICH, identity=Identity(email="three@example.org"))
    facts = facts_of(bundle(officer, one, two, witness))
    assert facts.victim == "several"
    assert [(each.home, each.receipt) for each in facts.victims] == [(LEEDS, LEEDS), (HULL, HULL)]
    assert {each.label for each in facts.victims} == {"victim 1", "victim 2"}


def test_the_same_victim_reporting_twice_is_one(report: Make, officer: User) -> None:
    one, two = report(home=LEEDS), report(home="Leeds")
    assert facts_of(bundle(officer, one, two)).victim == "individual"
    nameless = {"identity": Identity(), "contact_means": "none", "home": LEEDS, "seen_from": LEEDS}
    assert facts_of(bundle(officer, report(**nameless), report(**nameless))).victim == "individual"


def test_danger_counts_until_an_officer_has_taken_it(report: Make, officer: User) -> None:
    case = report(danger=True, danger_place=HULL).case
    assert (facts_of(case).danger_now, facts_of(case).danger_place) == (True, HULL)
    assert propose(case, ON).investigating.force == HUMBERSIDE
    claimed(case, officer)
    assert not facts_of(Case.objects.get(pk=case.pk)).danger_now


def test_a_coming_event_is_placed_only_when_it_is_one(report: Make) -> None:
    assert facts_of(report(future_event=True, event_place="M1 1AE").case).event_place == "M1 1AE"
    assert facts_of(report(future_event=False, event_place="M1 1AE").case).event_place is None


def test_what_enquiries_found_stands_above_what_was_told(report: Make, officer: User) -> None:
    case = claimed(report(home=LEEDS, seen_from=LEEDS).case, officer)
    found = {"suspect_sent_from": HULL, "suspect_sent_grade": "B", "suspect_home": "", "premises": None}
    sheet = set_facts(case=case, facts=found, actor=acting(officer), at=NOW)
    assert sheet.facts == {"suspect_sent_from": HULL, "suspect_sent_grade": "B"}
    proposal = propose(case, ON)
    assert (proposal.rule, proposal.investigating.force, proposal.victim_contact.force) == (
        "5", HUMBERSIDE, WEST_YORKSHIRE,
    )  # fmt: skip
    assert HULL not in Entry.objects.get(verb="facts set").body
    set_facts(case=case, facts={"rail": True}, actor=acting(officer), at=NOW + timedelta(hours=1))
    assert facts_of(case).suspect_sent_from is None
    assert FactSheet.objects.filter(case=case).count() == entries("facts set") == 2


def test_facts_that_cannot_be_read_or_are_anothers_to_set_are_refused(
    report: Make, officer: User, other_officer: User
) -> None:
    case = claimed(report().case, officer)
    with pytest.raises(BadFacts, match="suspect_home"):
        set_facts(case=case, facts={"suspect_hom": HULL}, actor=acting(officer), at=NOW)
    with pytest.raises(BadFacts):
        set_facts(case=case, facts={"suspect_sent_grade": "Z"}, actor=acting(officer), at=NOW)
    with pytest.raises(NotAllowed):
        set_facts(case=case, facts={"rail": True}, actor=acting(other_officer), at=NOW)
