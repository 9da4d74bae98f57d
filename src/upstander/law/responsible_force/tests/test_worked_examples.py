"""The fifteen worked examples of the rule table, each as the facts an officer would have."""

from datetime import date

import pytest

from upstander.law.places import force
from upstander.law.responsible_force import Facts, Proposal, propose

ON = date(2026, 11, 21)


def proposed(**facts) -> Proposal:
    return propose(Facts.from_json(facts), ON)


def slugs(proposal: Proposal) -> tuple[str | None, str | None, str | None]:
    codes = (proposal.force_for(each) for each in ("recording", "investigating", "victim_contact"))
    return tuple(force(code).slug if code else None for code in codes)


def test_1_threat_read_at_home_in_leeds_from_an_anonymous_account_is_row_7():
    proposal = proposed(victim="individual", victim_home="LS1 3EX", victim_receipt="LS1 3EX", victim_in_uk=True)
    assert proposal.rule == "7"
    assert slugs(proposal) == ("west-yorkshire",) * 3


def test_row_8_home_known_but_not_where_it_was_received():
    proposal = proposed(victim="individual", victim_home="LS1 3EX")
    assert proposal.rule == "8"
    assert slugs(proposal) == ("west-yorkshire",) * 3
    assert "place of receipt is not known" in proposal.recording.sentence


@pytest.mark.parametrize("grade", ["A", "B"])
def test_2_communications_data_that_puts_the_sender_in_hull_moves_the_case(grade):
    proposal = proposed(
        victim="individual",
        victim_home="LS1 3EX",
        victim_receipt="LS1 3EX",
        suspect_sent_from="Kingston upon Hull",
        suspect_sent_grade=grade,
    )
    assert proposal.rule == "5"
    assert slugs(proposal) == ("humberside", "humberside", "west-yorkshire")
    assert proposal.recording.grade == grade
    assert (proposal.not_chosen[0].rule, proposal.not_chosen[0].recording) == ("7", "E23000010")


def test_3_named_sender_with_a_home_in_hull_and_unknown_place_of_posting_is_flagged():
    proposal = proposed(
        victim="individual", victim_home="LS1 3EX", victim_receipt="LS1 3EX", suspect_known=True, suspect_home="HU1 2AA"
    )
    assert proposal.rule == "6"
    assert slugs(proposal) == ("west-yorkshire", "humberside", "west-yorkshire")
    assert "registrar may differ" in proposal.flags


def test_4_student_of_birmingham_who_sees_it_in_devon():
    proposal = proposed(victim="individual", victim_home="B1 1BB", victim_receipt="Devon")
    assert proposal.rule == "7"
    assert slugs(proposal) == ("devon-and-cornwall", "devon-and-cornwall", "west-midlands")


def test_5_victim_in_paris_and_suspect_in_luton():
    proposal = proposed(victim="individual", victim_in_uk=False, suspect_known=True, suspect_home="Luton")
    assert proposal.rule == "12"
    assert slugs(proposal) == ("bedfordshire", "bedfordshire", None)
    assert proposal.victim_contact.held_by == "hub"


def test_5_stays_row_12_when_the_place_of_sending_is_well_known():
    proposal = proposed(
        victim="individual", victim_in_uk=False, suspect_known=True, suspect_sent_from="Luton", suspect_sent_grade="A"
    )
    assert proposal.rule == "12"
    assert slugs(proposal)[:2] == ("bedfordshire", "bedfordshire")


@pytest.mark.parametrize(("place", "rule"), [("victim_receipt", "7"), ("victim_home", "8")])
def test_6_suspect_in_ohio_and_victim_in_cardiff(place, rule):
    proposal = proposed(victim="individual", suspect_known=True, suspect_country="United States", **{place: "Cardiff"})
    assert proposal.rule == rule
    assert slugs(proposal) == ("south-wales",) * 3
    assert "no UK enforcement route known" in proposal.flags


def test_7_mails_to_a_mosque_in_finsbury_park():
    proposal = proposed(victim="institution", premises="N4 2QH", victim_receipt="N4 2QH")
    assert proposal.rule == "9"
    assert slugs(proposal) == ("metropolitan",) * 3


def test_8_one_account_with_victims_in_kent_sussex_and_essex():
    proposal = proposed(
        victim="several",
        victims=[
            {"label": "first", "home": "CT1 2EH"},
            {"label": "second", "home": "Brighton and Hove"},
            {"label": "third", "home": "Chelmsford", "receipt": "Chelmsford"},
        ],
    )
    assert proposal.rule == "10"
    assert [force(each.recording.force).slug for each in proposal.per_victim] == ["kent", "sussex", "essex"]
    assert [each.rule for each in proposal.per_victim] == ["8", "8", "7"]
    assert slugs(proposal) == (None, None, None), "three crimes; who leads is agreed"
    assert len(proposal.investigating.candidates) == 3
    assert "one linked operation" in proposal.recording.sign_off


def test_9_member_for_york_reads_it_at_westminster():
    proposal = proposed(
        victim="individual",
        victim_home="York",
        victim_receipt="SW1A 0AA",
        public_figure=True,
        public_figure_place="York",
    )
    assert proposal.rules == "4+7"
    assert slugs(proposal) == ("metropolitan", "metropolitan", "north-yorkshire")
    assert {(force(each.force).slug, each.why) for each in proposal.notified} == {
        ("north-yorkshire", "single_point_of_contact"),
        ("metropolitan", "parliamentary_team"),
    }
    assert "never automatic" in proposal.recording.sign_off


def test_10_volunteer_in_norwich_reports_a_video_that_vilifies_a_group():
    proposal = proposed(victim="group", reporter_place="NR2 1NH", holding_force="metropolitan")
    assert proposal.rule == "11"
    assert slugs(proposal) == ("metropolitan", "metropolitan", None), "the holding force, not Norfolk"
    assert proposal.review_days == 28
    assert "norfolk" not in str(proposal.as_json()).casefold()


def test_11_suspect_in_glasgow_and_victim_in_newcastle():
    proposal = proposed(victim="individual", victim_home="NE1 8QH", suspect_known=True, suspect_home="Glasgow City")
    assert proposal.rule == "2"
    assert slugs(proposal) == ("police-scotland", None, "northumbria")
    assert proposal.investigating.held_by == "registrars"
    assert {each.name for each in proposal.investigating.candidates} == {"Police Scotland", "Northumbria Police"}


def test_12_an_outcode_alone_gives_three_candidates_and_a_question():
    proposal = proposed(victim="individual", victim_home="TW19")
    assert slugs(proposal) == (None, None, None)
    assert [force(each.force).slug for each in proposal.recording.candidates] == [
        "surrey",
        "thames-valley",
        "metropolitan",
    ]
    assert any("TW19" in question for question in proposal.questions)


def test_13_abuse_of_a_guard_on_a_train():
    proposal = proposed(victim="individual", victim_home="LS1 3EX", victim_receipt="YO1 7HH", rail=True)
    assert proposal.rule == "3"
    assert slugs(proposal) == ("british-transport-police",) * 3


def test_14_victim_in_jersey():
    proposal = proposed(victim="individual", victim_home="JE2 3RA")
    assert proposal.rule == "1b"
    assert slugs(proposal) == ("jersey",) * 3
    assert "outside the 45" in proposal.recording.sentence


def test_15_danger_comes_before_any_other_row():
    facts = {"victim": "individual", "victim_home": "LS1 3EX", "victim_receipt": "LS1 3EX", "rail": True, "mod": True}
    proposal = proposed(danger_now=True, danger_place="LS1 3EX", **facts)
    assert proposal.rule == "0"
    assert proposal.urgency == "immediate"
    assert slugs(proposal) == (None, "west-yorkshire", "west-yorkshire")
    assert proposed(**facts).rule == "3"
