"""Whose account somebody who signed on through their force is: one that an administrator made, or nobody's."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from upstander.faces.account import letters
from upstander.faces.account.backend import runs
from upstander.faces.kit import sessions
from upstander.record.journal import writing as journal
from upstander.record.journal.verbs import Verb
from upstander.record.outbox.posting import post
from upstander.record.people.actors import PUBLIC, acting
from upstander.record.people.models import User

KIND = "sign-on"
"""The type of a second factor that the force's provider vouches for."""
JUST_NOW = 60
"""Seconds between the provider's word and the end of the same sign-in."""


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What the sign-in library asks of the hub about people whom a force's provider sends."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Return the providers of the operator's file. A row in the database makes none."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: accounts are made by an administrator."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account, or refuse; say to the library whether the second factor was shown at the provider."""
        said, claims = sociallogin.provider.app.settings, sociallogin.claims
        again = bool(sociallogin.state.get("again"))
        user, why = _account(sociallogin, said, claims)
        if user is None or (request.user.is_authenticated and again and request.user.pk != user.pk):
            raise ImmediateHttpResponse(refused(request, why or "somebody else"))
        if not sociallogin.is_existing:
            _link(sociallogin, user)
        vouched = _vouched(said, claims)
        if again and request.user.is_authenticated:
            if not vouched:
                raise ImmediateHttpResponse(refused(request, "no second factor"))
            _record(request, user)
            wanted = sociallogin.get_redirect_url(request) or ""
            local = wanted if url_has_allowed_host_and_scheme(wanted, None) else ""
            raise ImmediateHttpResponse(HttpResponseRedirect(local or reverse("home")))
        if request.user.is_authenticated:
            sessions.end(request, because="signed on again")
        if vouched:
            _record(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Write a failed sign-on into the journal and lead back to the sign-in page with a sentence."""
        raise ImmediateHttpResponse(refused(request, "not proved"))


class OwnFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Ask for our own second factor, unless the force's provider has just vouched for one."""

    urlname = "mfa_authenticate"

    def _should_handle(self, request: HttpRequest) -> bool:
        vouched = self.login.user is not None and vouched_for(request, self.login.user, within=JUST_NOW)
        return not vouched and bool(super()._should_handle(request))


def vouched_for(request: HttpRequest, user: Any, *, within: float = float("inf")) -> bool:
    """Return whether the force's provider vouched for the second factor of this user in this session."""
    shown = [one for one in get_authentication_records(request, user) if one.get("type") == KIND]
    return any(time.time() - one["at"] <= within for one in shown)


def refused(request: HttpRequest, why: str) -> HttpResponseRedirect:
    """Return to the sign-in page: one sentence whatever was wrong, since whoever reads it may be nobody of ours."""
    with transaction.atomic():
        journal.record(PUBLIC, Verb.SIGN_IN_FAILED, ("user", 0), at=timezone.now(), step=KIND, because=why)
    messages.error(
        request,
        _("Signing on through your force did not work. Try again, or ask your administrator if you have an account."),
    )
    return HttpResponseRedirect(reverse("account_login"))


def _account(sociallogin: Any, said: dict[str, Any], claims: dict[str, Any]) -> tuple[User | None, str]:
    """Return the account, or None and the code of what is wrong."""
    if sociallogin.is_existing:
        user = User.objects.select_related("organisation").get(pk=sociallogin.user.pk)
    else:
        email = str(claims.get(said["email_claim"]) or "").strip().lower()
        if not (said["emails_are_verified"] or claims.get("email_verified") is True):
            return None, "email not verified"
        if email.count("@") != 1 or email.rpartition("@")[2] not in said["email_domains"]:
            return None, "other email domain"
        found = User.objects.select_related("organisation").filter(email__iexact=email).first()
        if found is None:
            return None, "no account"
        if SocialAccount.objects.filter(user=found, provider=sociallogin.account.provider).exists():
            return None, "linked to another"
        user = found
    if user.organisation.code != said["organisation"]:
        return None, "other organisation"
    return (user, "") if runs(user) else (None, "account closed")


def _link(sociallogin: Any, user: User) -> None:
    """Tie the account to the number that the provider knows its owner by: from now on that number, not an address."""
    at, change = timezone.now(), letters.CHANGES["sign-on linked"]
    with transaction.atomic():
        sociallogin.user = sociallogin.account.user = user
        sociallogin.account.save()
        journal.record(acting(user), Verb.FACTOR_CHANGED, user, at=at, change=change.code)
        post(change.letter(user), kind="sign-in changed", about=user, not_before=at)


def _vouched(said: dict[str, Any], claims: dict[str, Any]) -> bool:
    """Return whether the claims prove a second factor, by what the operator wrote down that proves one."""
    ways = claims.get("amr")
    shown = {str(way) for way in ways} if isinstance(ways, list) else set()
    return bool(shown & set(said["mfa_amr"])) or str(claims.get("acr", "")) in said["mfa_acr"]


def _record(request: HttpRequest, user: User) -> None:
    record_authentication(request, user, "mfa", type=KIND)
