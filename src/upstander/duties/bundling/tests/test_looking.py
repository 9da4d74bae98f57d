"""Looking for others: what is suggested, why, and what never is."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.tests.deciding import claimed, decided, no_crime
from upstander.duties.bundling import looking
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import a_post, alone, entries, looked, unlike
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.actions.receive import Received
from upstander.engines.matching import finding
from upstander.record.cases.models import Report
from upstander.record.cases.queue import faults
from upstander.record.journal.models import Touch
from upstander.record.keys import keeping
from upstander.record.people.actors import acting, complainant
from upstander.record.people.models import User

Make = Callable[..., Received]
LINK = "https://x.com/i/status/1234567890123456789"
TEXT = "They should all be driven out of this town before the winter comes, and I mean every family of them."


def test_an_earlier_report_of_the_same_post_is_suggested_with_its_reason(report: Make) -> None:
    first = alone(report, 1, posts=(a_post(number=1, link=LINK),))
    alone(report, 2)
    third = alone(report, 3, posts=(a_post(number=3, link=LINK + "?s=20"),))
    (found,) = looked(third.report)
    assert (found.earlier, found.tier, found.state) == (first.report, "post", "open")
    assert "same post" in found.reasons[0]["sentence"]
    assert found.reasons[0]["evidence"]["value"].endswith("1234567890123456789")


def test_an_edited_copy_is_suggested_with_the_words_that_are_shared(report: Make) -> None:
    first = alone(report, 1, posts=(a_post(number=1, text=TEXT),))
    edited = TEXT.replace("every family", "ev3ry famiIy").replace("winter", "summer")
    second = alone(report, 2, posts=(a_post(number=2, text=edited),))
    (found,) = looked(second.report)
    assert (found.earlier, found.tier) == (first.report, "lexical")
    assert "letters is shared" in found.reasons[0]["sentence"]
    assert found.bits > 20


def test_nothing_is_suggested_and_nothing_journalled_for_a_report_like_no_other(report: Make) -> None:
    alone(report, 1)
    assert looked(alone(report, 2).report) == []
    assert entries("suggested") == 0


def test_looking_twice_changes_nothing(report: Make) -> None:
    alone(report, 1, posts=(a_post(number=1, link=LINK),))
    second = alone(report, 2, posts=(a_post(number=2, link=LINK),))
    once = looked(second.report)
    before = list(Suggestion.objects.values()), entries("suggested")
    assert looked(second.report) == once
    assert (list(Suggestion.objects.values()), entries("suggested")) == before
    assert before[1] == 1


def test_the_strongest_tier_names_the_suggestion_and_every_reason_is_kept(report: Make) -> None:
    alone(report, 1, posts=(a_post(number=1, link=LINK, text=TEXT, handle="@somebody"),))
    second = alone(report, 2, posts=(a_post(number=2, link=LINK, text=TEXT, handle="somebody"),))
    (found,) = looked(second.report)
    assert found.tier == "post"
    assert [reason["tier"] for reason in found.reasons] == ["post", "account", "text", "words"]


@pytest.mark.parametrize("standing", ["held", "handed on", "withdrawn", "erased"])
def test_a_report_that_counts_nowhere_is_not_suggested_and_does_not_look(report: Make, standing: str) -> None:
    first = alone(report, 1, posts=(a_post(number=1, link=LINK),))
    second = alone(report, 2, posts=(a_post(number=2, link=LINK),))
    Report.objects.filter(pk=first.report.pk).update(standing=standing)
    assert looked(second.report) == []
    Report.objects.update(standing="active")
    Report.objects.filter(pk=second.report.pk).update(standing=standing)
    assert looked(second.report) == []


def test_a_report_of_the_same_case_is_not_suggested(report: Make, officer: User) -> None:
    first = alone(report, 1, posts=(a_post(number=1, link=LINK),))
    second = alone(report, 2, posts=(a_post(number=2, link=LINK),))
    claimed(first.case, officer)
    join(report=second.report, case=first.case, actor=acting(officer), at=NOW)
    assert looked(second.report) == []


def test_a_bundle_is_suggested_through_one_of_its_reports(report: Make, officer: User) -> None:
    first = alone(report, 1, posts=(a_post(number=1, link=LINK),))
    claimed(first.case, officer)
    for number in (2, 3):
        joined = alone(report, number, posts=(a_post(number=number, link=LINK),))
        join(report=joined.report, case=first.case, actor=acting(officer), at=NOW)
    fourth = alone(report, 4, posts=(a_post(number=4, link=LINK),))
    assert len(looked(fourth.report)) == 1


def test_a_hot_post_points_to_the_newest_cases_and_marks_a_campaign(
    report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CAP", 4)
    monkeypatch.setattr(keeping, "CAP", 4)
    monkeypatch.setattr(looking, "NEWEST", 3)
    made = [alone(report, number, posts=(a_post(number=number, link=LINK),)).report for number in range(1, 7)]
    assert [row.earlier for row in looked(made[2])] == made[:2]
    assert "campaign" not in made[2].own_case.marks
    assert [row.earlier for row in looked(made[5])] == made[2:5]
    made[5].own_case.refresh_from_db()
    assert made[5].own_case.marks == ["campaign"]
    assert not list(faults())


def test_a_hot_account_or_text_points_to_nobody_and_marks_a_campaign(
    report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CAP", 2)
    monkeypatch.setattr(keeping, "CAP", 2)
    for number in range(1, 5):
        last = alone(report, number, posts=(a_post(number=number, handle="@busy", text=TEXT),))
    assert [row.reasons for row in looked(last.report)] == []
    last.case.refresh_from_db()
    assert last.case.marks == ["campaign"]


def test_a_common_run_of_letters_alone_is_no_campaign(report: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CAP", 2)
    monkeypatch.setattr(keeping, "CAP", 2)
    for number in range(1, 6):
        text = f"{unlike(90 + number)} go back where you came from {unlike(50 + number)}"
        last = alone(report, number, posts=(a_post(number=number, text=text),))
    looked(last.report)
    last.case.refresh_from_db()
    assert "campaign" not in last.case.marks


def test_a_closed_case_is_marked_when_its_account_is_reported_again(report: Make, officer: User) -> None:
    first = alone(report, 1, posts=(a_post(number=1, handle="@returning"),))
    decided(first.case, officer, **no_crime())
    close(case=first.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    second = alone(report, 2, posts=(a_post(number=2, handle="@Returning"),))
    (found,) = looked(second.report)
    first.case.refresh_from_db()
    assert found.tier == "account"
    assert first.case.marks == ["reported again"]
    assert Touch.objects.filter(kind="case", record=first.case.pk).order_by("-entry")[0].entry > 0
    assert not list(faults())


def test_an_open_case_is_not_marked_when_its_account_is_reported_again(report: Make) -> None:
    first = alone(report, 1, posts=(a_post(number=1, handle="@returning"),))
    looked(alone(report, 2, posts=(a_post(number=2, handle="@returning"),)).report)
    first.case.refresh_from_db()
    assert first.case.marks == []


def test_what_is_added_later_is_compared_with_reports_that_came_after(report: Make) -> None:
    first = alone(report, 1)
    second = alone(report, 2, posts=(a_post(number=2, link=LINK),))
    assert looked(second.report) == []
    add(
        report=first.report, text="", posts=(a_post(number=1, link=LINK),), actor=complainant(first.report),
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    looked(first.report)
    (found,) = Suggestion.objects.all()
    assert (found.report, found.earlier) == (second.report, first.report)
