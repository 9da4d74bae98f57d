"""The one table: roles, acts and relations, what a relation refuses in any case, and where a reason is due."""

import pytest

from upstander.law import access
from upstander.law.access import Act, Relation, Role, judge, may_ever, reasons, refusing, relations_for

HUB_ROLES = (Role.HUB_OFFICER, Role.SUPERVISOR, Role.SENIOR_INVESTIGATOR)
READS = {Act.SEE_CASE, Act.SHOW_CONTENT, Act.SEE_FILE, Act.ADD_NOTE}
"""What everybody of the hub does through broken glass."""


@pytest.mark.parametrize("role", Role)
def test_a_conflict_refuses_every_act_whatever_else_is_held(role: Role) -> None:
    for act in Act:
        verdict = judge(role, act, Relation, reason="A good one.")
        assert (verdict.allowed, verdict.needs_reason) == (False, False)
        assert "declared a connection" in verdict.sentence


def test_every_list_leaves_conflicts_out() -> None:
    assert all(Relation.CONFLICT in refusing(act) for act in Act)


def test_a_second_reader_may_look_at_what_was_reported_and_at_nothing_else() -> None:
    assert {act for act in Act if Relation.BLIND not in refusing(act)} == {Act.SHOW_CONTENT, Act.SEE_FILE}
    assert all(refusing(act) <= {Relation.CONFLICT, Relation.BLIND} for act in Act)


@pytest.mark.parametrize("role", Role)
def test_a_member_may_do_what_the_hub_may(role: Role) -> None:
    for act in Act:
        for said in ("", "A good one."):
            assert judge(role, act, [Relation.MEMBER], reason=said) == judge(role, act, [Relation.HUB], reason=said)
        assert (Relation.MEMBER in relations_for(role, act)) == (Relation.HUB in relations_for(role, act))


@pytest.mark.parametrize("role", HUB_ROLES)
def test_behind_the_glass_one_reads_and_notes_and_changes_nothing(role: Role) -> None:
    glass = {act for act in Act if judge(role, act, [Relation.GLASS], reason="x").allowed}
    without = {act for act in Act if judge(role, act, [], reason="x").allowed}
    more = set() if role == Role.HUB_OFFICER else {Act.SEE_IDENTITY, Act.NAME_MEMBER}
    assert glass - without == READS | more
    assert all(judge(role, act, [Relation.GLASS]).allowed for act in READS)
    assert not any(judge(role, act, [Relation.GLASS]).allowed for act in more)


@pytest.mark.parametrize("role", Role)
def test_what_the_hub_holds_of_a_restricted_case_lets_nobody_read_it(role: Role) -> None:
    held = [Relation.RESTRICTED]
    allowed = {act for act in Act if judge(role, act, held, reason="x").allowed}
    without = {act for act in Act if judge(role, act, [], reason="x").allowed}
    assert allowed - without == ({Act.BREAK_GLASS} if role in HUB_ROLES else set())
    assert judge(role, Act.BREAK_GLASS, held).needs_reason == (role in HUB_ROLES)


@pytest.mark.parametrize("relation", [Relation.RESTRICTED, Relation.CLOSED])
def test_who_reported_needs_a_reason_in_a_restricted_or_a_closed_case_even_of_its_owner(relation: Relation) -> None:
    assert judge(Role.HUB_OFFICER, Act.SEE_IDENTITY, [Relation.OWNER]).allowed
    asked = judge(Role.HUB_OFFICER, Act.SEE_IDENTITY, [Relation.OWNER, relation])
    assert (asked.allowed, asked.needs_reason) == (False, True)
    assert relation.value in asked.sentence
    assert judge(Role.HUB_OFFICER, Act.SEE_IDENTITY, [Relation.OWNER, relation], reason="x").allowed
    assert not judge(Role.HUB_OFFICER, Act.SEE_IDENTITY, [Relation.HUB, relation], reason="x").allowed


def test_every_answer_that_is_no_has_a_sentence() -> None:
    for role in Role:
        for act in Act:
            for relation in Relation:
                verdict = judge(role, act, [relation])
                assert verdict.allowed != bool(verdict.sentence)
                assert "{" not in verdict.sentence


def test_nobody_but_the_hub_ever_breaks_glass_restricts_or_reviews() -> None:
    for act in (Act.BREAK_GLASS, Act.RESTRICT, Act.NAME_MEMBER, Act.DECLARE_CONFLICT):
        assert {role for role in Role if may_ever(role, act)} == set(HUB_ROLES)
    for act in (Act.REVIEW, Act.END_CONFLICT):
        assert {role for role in Role if may_ever(role, act)} == {Role.SUPERVISOR, Role.SENIOR_INVESTIGATOR}


def test_the_last_reason_is_for_everything_else() -> None:
    assert reasons()[-1].code == "other"
    assert len({reason.code for reason in reasons()}) == len(reasons())


def test_a_conflict_that_refused_nothing_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_conditions", lambda: ())
    assert judge(Role.HUB_OFFICER, Act.SEE_CASE, [Relation.HUB, Relation.CONFLICT]).allowed
