"""An administrator makes, changes and closes accounts, organisations and tokens, and never sees a case."""

from collections.abc import Callable
from re import search

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse

from upstander.law.access import Role
from upstander.record.journal.models import Entry
from upstander.record.people.models import HubProfile, Organisation, Token, User
from upstander.record.people.tokens import running_token

Clients = Callable[[User], Client]


@pytest.fixture
def admin(administrator: User, signed_in: Clients) -> Client:
    return signed_in(administrator)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def code_in(page: str) -> str:
    found = search(r'<span class="up-code[^"]*">([^<]+)</span>', page)
    assert found
    return found[1]


def test_an_account_is_made_with_a_password_that_is_shown_once(admin: Client, hub: Organisation) -> None:
    said = {"name": "Ann Other", "email": "ann@example.org", "role": "hub_officer", "organisation": str(hub.pk)}
    page = text(admin.post(reverse("oversight:account_make"), said))
    user = User.objects.get(email="ann@example.org")
    assert check_password(code_in(page), user.password)
    assert code_in(page) not in text(admin.get(reverse("oversight:account", args=[user.pk])))
    again = text(admin.post(reverse("oversight:account_make"), said))
    assert "exists already" in again
    assert not any(code_in(page) in body for body in Entry.objects.values_list("body", flat=True))


def test_a_role_that_does_not_belong_is_refused_in_words(admin: Client, hub: Organisation) -> None:
    said = {"name": "A B", "email": "a@example.org", "role": "force_officer", "organisation": str(hub.pk)}
    assert "does not belong" in text(admin.post(reverse("oversight:account_make"), said))


def test_a_new_role_ends_the_sessions(admin: Client, officer: User, hub: Organisation, signed_in: Clients) -> None:
    theirs = signed_in(officer)
    assert theirs.get("/desk/").status_code == 200
    admin.post(reverse("oversight:account_change", args=[officer.pk]), {"role": "auditor", "organisation": str(hub.pk)})
    assert User.objects.get(pk=officer.pk).role == Role.AUDITOR
    assert theirs.get("/desk/").status_code == 302


def test_sessions_end_at_once_and_a_closed_account_is_out(
    admin: Client, officer: User, other_officer: User, signed_in: Clients
) -> None:
    theirs, others = signed_in(officer), signed_in(other_officer)
    admin.post(reverse("oversight:account_sessions", args=[officer.pk]))
    assert theirs.get("/desk/").status_code == 302
    admin.post(reverse("oversight:account_close", args=[other_officer.pk]))
    assert others.get("/desk/").status_code == 302
    admin.post(reverse("oversight:account_open", args=[other_officer.pk]))
    assert User.objects.get(pk=other_officer.pk).is_active


def test_lost_factors_are_taken_away_with_a_new_password(admin: Client, officer: User) -> None:
    page = text(admin.post(reverse("oversight:account_reset", args=[officer.pk])))
    assert check_password(code_in(page), User.objects.get(pk=officer.pk).password)


def test_nobody_changes_their_own_account_here(admin: Client, administrator: User, hub: Organisation) -> None:
    page = text(admin.get(reverse("oversight:account", args=[administrator.pk])))
    assert "Another administrator" in page
    said = {"role": "supervisor", "organisation": str(hub.pk)}
    assert admin.post(reverse("oversight:account_change", args=[administrator.pk]), said).status_code == 403
    assert User.objects.get(pk=administrator.pk).role == Role.ADMINISTRATOR


def test_a_token_is_shown_once_and_revoked(admin: Client, hub: Organisation) -> None:
    body = Organisation.objects.create(kind="outside", code="trust", name="The trust")
    page = text(admin.post(reverse("oversight:token_make"), {"organisation": str(body.pk), "label": "line 1"}))
    plain = code_in(page)
    assert running_token(plain)
    assert plain not in text(admin.get(reverse("oversight:tokens")))
    admin.post(reverse("oversight:token_revoke", args=[Token.objects.get().pk]))
    assert running_token(plain) is None


def test_an_organisation_is_entered_and_the_hub_is_set(admin: Client, hub: Organisation) -> None:
    said = {"name": "A trust", "code": "trust", "kind": "outside", "email": ""}
    admin.post(reverse("oversight:organisation_make"), said)
    assert "A trust" in text(admin.get(reverse("oversight:organisations")))
    assert "already" in text(admin.post(reverse("oversight:organisation_make"), said))
    profile = {"organisation": str(hub.pk), "scope": "force", "force": "E23000010", "holding_force": ""}
    admin.post(reverse("oversight:hub_change"), {**profile, "daily_looks": "60"})
    assert HubProfile.objects.get().force == "E23000010"
    assert "West Yorkshire" in text(admin.get(reverse("oversight:hub")))


def test_the_limit_of_looks_is_asked_for_shown_and_kept(admin: Client, hub: Organisation) -> None:
    there = reverse("oversight:hub_change")
    profile = {"organisation": str(hub.pk), "scope": "national", "force": "", "holding_force": "E23000001"}
    assert 'name="daily_looks"' in text(admin.get(there))
    assert 'value="60"' in text(admin.get(there))
    for wrong in ("0", "1001", "-5", "6 0", "\u00b2", "many", ""):
        assert "There is a problem" in text(admin.post(there, {**profile, "daily_looks": wrong})), wrong
    assert HubProfile.objects.get().daily_looks == 60
    assert admin.post(there, {**profile, "daily_looks": "25"}).status_code == 302
    assert HubProfile.objects.get().daily_looks == 25
    assert "<dd>25</dd>" in text(admin.get(reverse("oversight:hub")))
    assert 'value="25"' in text(admin.get(there))


def test_the_list_is_filtered_and_takes_no_more_questions_for_more_accounts(
    admin: Client, make_user: Callable[..., User], django_assert_max_num_queries
) -> None:
    for number in range(60):
        make_user(Role.HUB_OFFICER, f"PC Number {number}")
    admin.get(reverse("oversight:accounts"))
    with django_assert_max_num_queries(14):
        page = text(admin.get(reverse("oversight:accounts")))
    assert page.count('role="row"') == 51
    assert text(admin.get(reverse("oversight:accounts"), {"name": "Number 7"})).count('role="row"') == 2


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
@pytest.mark.parametrize("name", ["accounts", "account_make", "organisations", "tokens", "token_make", "hub_change"])
def test_nobody_else_opens_them(name: str, who: str, request: pytest.FixtureRequest, signed_in: Clients) -> None:
    assert signed_in(request.getfixturevalue(who)).get(reverse(f"oversight:{name}")).status_code == 403


def test_each_lands_on_the_page_of_their_work(admin: Client, auditor: User, signed_in: Clients) -> None:
    assert admin.get(reverse(settings.LOGIN_REDIRECT_URL), follow=True).request["PATH_INFO"] == reverse(
        "oversight:accounts"
    )
    assert signed_in(auditor).get(reverse(settings.LOGIN_REDIRECT_URL), follow=True).request["PATH_INFO"] == reverse(
        "oversight:audit"
    )
