"""A restricted case is there for its members alone, whatever is joined to it or taken out of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.queries import QueueFilters, counts, queue
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.split import split
from upstander.duties.bundling.actions.suggest import suggest
from upstander.duties.bundling.queries import suggestions
from upstander.duties.casework.actions.lift_restriction import lift_restriction
from upstander.duties.casework.actions.name_member import name_member
from upstander.duties.casework.actions.reassign import reassign
from upstander.duties.casework.actions.remove_member import remove_member
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.casework.members import membership
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation, Role
from upstander.record.cases import grants
from upstander.record.cases.grants import end_grant, grant, relations, visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.restriction import members_of
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import Organisation, User

pytestmark = pytest.mark.django_db
Make = Callable[..., Received]


def sees(user: User, case: Case) -> bool:
    return visible_to(acting(user)).filter(pk=case.pk).exists()


def closed_off(case: Case, owner: User, *members: User) -> Case:
    """Let `owner` claim the case and restrict it to themselves and `members`."""
    claim(case=case, actor=acting(owner), at=NOW)
    return restrict(case=case, members=members, reason="A colleague is named.", actor=acting(owner), at=NOW)


def test_a_restricted_case_is_there_for_its_members_alone(
    report: Make, officer: User, other_officer: User, supervisor: User, senior_investigator: User
) -> None:
    case = closed_off(report().case, officer, supervisor)
    assert case.restricted
    assert [sees(user, case) for user in (officer, supervisor, other_officer, senior_investigator)] == [
        True, True, False, False,
    ]  # fmt: skip
    for user, rows in ((officer, 1), (supervisor, 1), (other_officer, 0), (senior_investigator, 0)):
        assert len(queue(acting(user), QueueFilters()).rows) == rows
        assert sum(each.number for each in vars(counts(acting(user))).values()) >= rows
        assert rows or not any(each.number for each in vars(counts(acting(user))).values())
    assert relations(acting(other_officer), case) == {Relation.RESTRICTED}
    assert members_of(case) == [officer, supervisor]


def test_a_filter_that_forgot_the_restriction_would_be_noticed(
    report: Make, officer: User, other_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = closed_off(report().case, officer)
    wider = grants.relations_for
    monkeypatch.setattr(grants, "relations_for", lambda role, act: wider(role, act) | {Relation.RESTRICTED})
    assert sees(other_officer, case)


def test_what_a_force_was_offered_stays_with_it(
    report: Make, officer: User, force_officer: Callable[[str], User], hub: Organisation
) -> None:
    case, detective = report().case, force_officer("E23000010")
    grant(case, to=detective.organisation, relation=Relation.OFFERED, at=NOW)
    closed_off(case, officer)
    assert sees(detective, case)


def test_lifting_opens_it_to_the_hub_and_ends_every_membership(
    report: Make, officer: User, other_officer: User, supervisor: User
) -> None:
    case = closed_off(report().case, officer, supervisor)
    lift_restriction(case=case, reason="The colleague has left.", actor=acting(supervisor), at=NOW)
    assert sees(other_officer, case)
    assert relations(acting(supervisor), case) == {Relation.HUB}
    assert not Case.objects.get(pk=case.pk).restricted
    with pytest.raises(WrongState):
        lift_restriction(case=case, reason="Again.", actor=acting(supervisor), at=NOW)
    steps = [step.kind for step in membership(acting(officer), case).steps]
    assert steps == ["lifted", "restricted"]


def test_who_may_restrict_and_with_what(
    report: Make, officer: User, other_officer: User, supervisor: User, make_user: Callable[..., User]
) -> None:
    case = report().case
    with pytest.raises(NotAllowed, match="restrict"):
        restrict(case=case, members=[other_officer], reason="x", actor=acting(other_officer), at=NOW)
    with pytest.raises(NotAllowed, match="reason"):
        restrict(case=case, members=[officer], reason=" ", actor=acting(supervisor), at=NOW)
    with pytest.raises(WrongState, match="at least one"):
        restrict(case=case, members=[], reason="x", actor=acting(supervisor), at=NOW)
    for user in (make_user(Role.ADMINISTRATOR, "Admin Gray"), make_user(Role.AUDITOR, "Auditor Hill")):
        with pytest.raises(WrongState, match="may not work"):
            restrict(case=case, members=[user], reason="x", actor=acting(supervisor), at=NOW)
    assert not Entry.objects.filter(verb="restricted").exists()


def test_members_are_named_and_removed_by_members(
    report: Make, officer: User, other_officer: User, supervisor: User
) -> None:
    case = closed_off(report().case, officer)
    with pytest.raises(NotAllowed):
        name_member(case=case, user=supervisor, actor=acting(supervisor), reason="x", at=NOW)
    name_member(case=case, user=supervisor, actor=acting(officer), at=NOW)
    name_member(case=case, user=other_officer, actor=acting(supervisor), at=NOW)
    assert sees(other_officer, case)
    remove_member(case=case, user=other_officer, reason="Not needed.", actor=acting(supervisor), at=NOW)
    assert not sees(other_officer, case)
    with pytest.raises(WrongState, match="given back first"):
        remove_member(case=case, user=officer, reason="x", actor=acting(supervisor), at=NOW)
    remove_member(case=case, user=supervisor, reason="On leave.", actor=acting(supervisor), at=NOW)
    with pytest.raises(WrongState):
        remove_member(case=case, user=supervisor, reason="x", actor=acting(officer), at=NOW)
    assert Entry.objects.filter(verb__in=["member named", "member removed"]).count() == 4


def test_the_last_member_stays(report: Make, officer: User, supervisor: User) -> None:
    case = report().case
    restrict(case=case, members=[supervisor], reason="x", actor=acting(supervisor), at=NOW)
    with pytest.raises(WrongState, match="at least one"):
        remove_member(case=case, user=supervisor, reason="x", actor=acting(supervisor), at=NOW)


def test_a_report_joined_into_a_restricted_case_takes_its_own_case_along(
    report: Make, officer: User, other_officer: User
) -> None:
    kept = closed_off(report().case, officer)
    two = report(account="Another thing entirely.", posts=())
    join(report=two.report, case=kept, actor=acting(officer), reason="Same matter.", at=NOW)
    assert not sees(other_officer, two.case)
    assert sees(officer, two.case)
    split(report=two.report, actor=acting(officer), reason="It was not.", at=NOW + timedelta(hours=1))
    assert not sees(other_officer, two.case), "what it said while it was inside stays inside"


def test_a_report_of_a_restricted_case_is_not_joined_into_an_open_one(
    report: Make, officer: User, other_officer: User
) -> None:
    kept, opened = report(), report(account="Another thing entirely.", posts=())
    claim(case=opened.case, actor=acting(officer), at=NOW)
    closed_off(kept.case, officer)
    with pytest.raises(WrongState, match="restricted case"):
        join(report=kept.report, case=opened.case, actor=acting(officer), reason="x", at=NOW)
    assert not sees(other_officer, kept.case)
    assert sees(other_officer, opened.case)


def test_restricting_a_bundle_restricts_the_cases_it_was_made_of(
    report: Make, officer: User, other_officer: User
) -> None:
    one, two = report(), report(account="Another thing entirely.", posts=())
    claim(case=one.case, actor=acting(officer), at=NOW)
    join(report=two.report, case=one.case, actor=acting(officer), reason="x", at=NOW)
    restrict(case=one.case, members=[], reason="x", actor=acting(officer), at=NOW)
    assert not sees(other_officer, two.case)
    lift_restriction(case=one.case, reason="x", actor=acting(officer), at=NOW)
    assert sees(other_officer, two.case)


def test_a_suggestion_towards_a_restricted_case_is_neither_shown_nor_counted(
    report: Make, officer: User, other_officer: User
) -> None:
    one = report()
    two = report()
    suggest(report=two.report, at=NOW)
    assert len(suggestions(acting(other_officer), two.case)) == 1
    closed_off(one.case, officer)
    assert suggestions(acting(other_officer), two.case) == []
    assert len(suggestions(acting(officer), two.case)) == 1


def test_a_case_given_to_somebody_goes_to_members_alone(
    report: Make, officer: User, other_officer: User, supervisor: User
) -> None:
    case = closed_off(report().case, officer, supervisor)
    with pytest.raises(WrongState, match="may not work"):
        reassign(case=case, to=other_officer, reason="x", actor=acting(supervisor), at=NOW)


def test_who_is_removed_finds_nothing_any_more_even_with_an_open_page(
    report: Make, officer: User, supervisor: User, hub: Organisation
) -> None:
    case = closed_off(report().case, officer, supervisor)
    end_grant(case, to=supervisor, relation=Relation.MEMBER, at=NOW)
    with pytest.raises(NotAllowed):
        claim(case=case, actor=acting(supervisor), at=NOW)
