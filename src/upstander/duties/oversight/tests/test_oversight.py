"""Accounts, tokens, organisations and the hub's profile are made by those who may, and the journal says so."""

from typing import Any

import pytest
from django.contrib.auth.hashers import check_password

from upstander.conftest import NOW
from upstander.duties.oversight import queries
from upstander.duties.oversight.actions.deactivate_user import deactivate_user
from upstander.duties.oversight.actions.make_organisation import AlreadyThere, make_organisation
from upstander.duties.oversight.actions.make_token import make_token
from upstander.duties.oversight.actions.make_user import make_user as add_user
from upstander.duties.oversight.actions.revoke_token import revoke_token
from upstander.duties.oversight.actions.set_hub import set_hub
from upstander.law.access import Role
from upstander.record.journal.models import Entry
from upstander.record.journal.verifying import faults
from upstander.record.people.actors import SYSTEM, NotAllowed, acting
from upstander.record.people.models import HubProfile, Organisation, Token, User
from upstander.record.people.tokens import running_token

PASSWORD = "a long enough phrase"
PERSON = {"email": "Ann.Other@Example.org", "name": "Ann Other", "role": Role.HUB_OFFICER, "password": PASSWORD}


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def test_an_administrator_makes_an_account(hub: Organisation, administrator: User) -> None:
    user = add_user(**PERSON, organisation=hub, actor=acting(administrator), at=NOW)
    assert user.email == "ann.other@example.org"
    assert check_password(PASSWORD, user.password)
    assert verbs() == ["user made"]
    assert PASSWORD not in Entry.objects.get().body
    assert not list(faults())


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
def test_nobody_else_makes_accounts_tokens_or_profiles(hub: Organisation, who: str, request: Any) -> None:
    actor = acting(request.getfixturevalue(who))
    before = User.objects.count()
    for attempt in (
        lambda: add_user(**PERSON, organisation=hub, actor=actor, at=NOW),
        lambda: deactivate_user(user=actor.user, actor=actor, at=NOW),
        lambda: make_token(organisation=hub, label="x", actor=actor, at=NOW),
        lambda: make_organisation(code="x", name="X", actor=actor, at=NOW),
        lambda: set_hub(scope="national", organisation=hub, actor=actor, at=NOW),
        lambda: queries.users(actor),
        lambda: queries.tokens(actor),
        lambda: queries.organisations(actor),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert (User.objects.count(), Token.objects.count(), verbs()) == (before, 0, [])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"email": "no address"}, "valid"),
        ({"email": "a@b.example\nBcc: x@y.example"}, "valid"),
        ({"name": " "}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"password": "short"}, "14"),
        ({"role": Role.SYSTEM}, "Nobody signs in"),
        ({"role": Role.FORCE_OFFICER}, "does not belong"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(hub: Organisation, change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        add_user(**{**PERSON, **change}, organisation=hub, actor=SYSTEM, at=NOW)
    assert not User.objects.exists()


def test_one_address_has_one_account(hub: Organisation) -> None:
    add_user(**PERSON, organisation=hub, actor=SYSTEM, at=NOW)
    with pytest.raises(AlreadyThere):
        add_user(**{**PERSON, "email": "ANN.OTHER@example.ORG"}, organisation=hub, actor=SYSTEM, at=NOW)


def test_a_closed_account_is_out_at_the_next_click(signed_in: Any, officer: User, administrator: User) -> None:
    client = signed_in(officer)
    deactivate_user(user=officer, actor=acting(administrator), at=NOW)
    deactivate_user(user=officer, actor=acting(administrator), at=NOW)
    assert verbs().count("user changed") == 1
    answer = client.get("/desk/")
    assert answer.status_code in (302, 404)
    assert not User.objects.get(pk=officer.pk).is_active
    from django.contrib.auth import get_user

    assert not get_user(client).is_authenticated


def test_a_token_is_shown_once_and_kept_as_a_digest(hub: Organisation) -> None:
    token, plain = make_token(organisation=hub, label="line 1", actor=SYSTEM, at=NOW)
    assert running_token(plain) == token
    assert plain not in str(Token.objects.values())
    assert plain not in "".join(Entry.objects.values_list("body", flat=True))
    revoke_token(token=token, actor=SYSTEM, at=NOW)
    revoke_token(token=token, actor=SYSTEM, at=NOW)
    assert running_token(plain) is None
    assert verbs() == ["token made", "token revoked"]


@pytest.mark.parametrize("code", ["", "a b", "-a", "a" * 41, "a\n"])
def test_a_code_is_plain(db: None, code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        make_organisation(code=code, name="X", actor=SYSTEM, at=NOW)


def test_the_hub_has_one_profile_that_can_be_changed(db: None) -> None:
    organisation = make_organisation(code="hub", name="Hub", kind="hub", actor=SYSTEM, at=NOW)
    set_hub(scope="national", organisation=organisation, holding_force="E23000001", actor=SYSTEM, at=NOW)
    set_hub(scope="force", organisation=organisation, force="E23000010", actor=SYSTEM, at=NOW)
    profile = HubProfile.objects.get()
    assert (profile.scope, profile.force, profile.holding_force) == ("force", "E23000010", "")
    assert queries.hub() == profile


@pytest.mark.parametrize(
    "change",
    [{"scope": "county"}, {"scope": "force"}, {"force": "E23000010"}, {"holding_force": "nowhere"}],
)
def test_a_profile_that_cannot_be_is_refused(hub: Organisation, change: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        set_hub(**{"scope": "national", **change}, organisation=hub, actor=SYSTEM, at=NOW)  # type: ignore[arg-type]


def test_a_hub_is_an_organisation_of_that_kind(db: None) -> None:
    other = make_organisation(code="x", name="X", actor=SYSTEM, at=NOW)
    with pytest.raises(ValueError, match="kind hub"):
        set_hub(scope="national", organisation=other, actor=SYSTEM, at=NOW)


def test_the_daily_limit_of_looks_is_set_kept_and_bounded(hub: Organisation) -> None:
    given: dict[str, Any] = {"scope": "national", "organisation": hub, "actor": SYSTEM, "at": NOW}
    assert set_hub(**given).daily_looks == 60
    assert set_hub(**given, daily_looks=25).daily_looks == 25
    assert set_hub(**given).daily_looks == 25, "what is not named stays"
    for wrong in (0, -1, 100_000):
        with pytest.raises(ValueError, match="between 1 and"):
            set_hub(**given, daily_looks=wrong)
