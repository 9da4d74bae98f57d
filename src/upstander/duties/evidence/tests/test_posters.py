"""Accounts with the names that they went under, steps to identify somebody, what it did to victims, what is unused."""

import json
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.allocation.actions.set_facts import set_facts
from upstander.duties.assessment.models import KnownFacts
from upstander.duties.evidence.assembling.posters import accounts, enquiries
from upstander.duties.evidence.assembling.reports import victims
from upstander.duties.evidence.assembling.schedules import SENSITIVE, unused_material
from upstander.duties.evidence.tests import story
from upstander.duties.intake.submission import SaidPost
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


def test_one_number_is_one_account_under_all_its_names(report: story.Reporting) -> None:
    first = report(posts=(SaidPost(platform="x", handle="@loud", display_name="Loud", account_number="42"),))
    renamed = report(posts=(SaidPost(platform="x", handle="@louder", display_name="Louder", account_number="42"),))
    again = report(posts=(SaidPost(platform="x", handle="@loud"), SaidPost(platform="x", handle="@other")))
    found = accounts([first.report, renamed.report, again.report])
    assert [(each["handle"], each["account_id"]) for each in found] == [("@loud", "42"), ("@other", None)]
    names = [(seen["handle"], seen["display_name"], seen["report"]) for seen in found[0]["history"]]
    assert set(names) == {
        ("@loud", "Loud", first.report.reference), ("@louder", "Louder", renamed.report.reference),
        ("@loud", None, again.report.reference),
    }  # fmt: skip
    assert all(each["attribution"] is None for each in found)


def test_what_officers_set_down_of_places_is_a_step_each_time(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    case, actor = story.decided(report(), officer, supervisor), acting(officer)
    facts = {"suspect_known": True, "suspect_sent_from": "BS1 5TR", "suspect_sent_grade": "B"}
    set_facts(case=case, facts=facts, actor=actor, at=NOW + timedelta(hours=2))
    set_facts(case=case, facts={**facts, "suspect_home": "M1 1AE"}, actor=actor, at=NOW + timedelta(hours=3))
    steps = enquiries(case, [case.opened_by], actor)
    assert len(steps) == 2
    assert "BS1 5TR" in steps[0]["what"]
    assert ("BS1 5TR" in steps[1]["what"], "M1 1AE" in steps[1]["what"]) == (False, True)
    assert {step["result"] for step in steps} == {f"Set down by {officer.name}"}


def test_what_it_did_stands_with_the_victim_and_a_statement_is_not_known(report: story.Reporting) -> None:
    facts = {"victims": [{"label": "victim 1", "age": 17, "shows": {"caused_distress": True, "serious_alarm": None}}]}
    [victim] = victims([report().report], facts)
    assert victim["effects"] == ["Age: 17", "The victim was harassed, alarmed or distressed."]
    assert victim["personal_statement"] is None
    assert victims([report().report])[0]["effects"] == []


def test_the_report_and_the_copy_say_all_of_it(report: story.Reporting, officer: User, supervisor: User) -> None:
    posts = (
        SaidPost(text="They should all go.", platform="x", handle="@loud", display_name="Loud", account_number="42"),
    )
    case = story.decided(report(posts=posts), officer, supervisor)
    KnownFacts.objects.create(
        case=case, facts={"victims": [{"label": "victim 1", "shows": {"caused_distress": True}}]}, by=officer, at=NOW
    )
    package = story.built(case, officer)
    copy = json.loads(story.contents(package)["data/case.json"])
    assert copy["accounts"][0]["history"][0]["display_name"] == "Loud"
    assert copy["victims"][0]["effects"] == ["The victim was harassed, alarmed or distressed."]
    assert any("personal statement" in unknown for unknown in copy["unknowns"])
    said = " ".join(story.words_in(package).split())
    for words in ("Personal statement (VPS)", "The names under which they were reported", "alarmed or distressed"):
        assert words in said


def test_the_line_on_sensitive_material_is_the_same_in_every_case(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    rows = []
    for said in ({}, {"danger": True, "knows_poster": True}):
        case = story.decided(report(**said), officer, supervisor)
        held = unused_material(case, [case.opened_by], acting(officer))
        rows.append([row for row in held if row[0] == SENSITIVE[0]])
        assert not any("intelligence" in " ".join(row).lower() for row in held)
    assert [len(each) for each in rows] == [1, 1]
    assert {row[4] for each in rows for row in each} == {SENSITIVE[1]}


def test_earlier_versions_and_what_was_left_out_stand_among_the_unused(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    case = story.decided(report(), officer, supervisor)
    held = [row[0] for row in unused_material(case, [case.opened_by], acting(officer), {"HUB-0002"})]
    assert "Earlier versions of this package, if there are any" in held
    assert "Content of HUB-0002, left out of the package" in held
