"""What the sign-in library asks of the hub: journal every sign-in, refuse the inactive, send letters by the outbox."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.core import context as library
from allauth.core.internal.ratelimit import get_ip as network_of
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upstander.faces.account import letters
from upstander.faces.account.backend import runs
from upstander.faces.account.sign_on.accounts import vouched_for
from upstander.faces.kit import sessions, stamps
from upstander.record.journal import writing as journal
from upstander.record.journal.verbs import Verb
from upstander.record.outbox.posting import post
from upstander.record.people.actors import PUBLIC, acting
from upstander.record.people.models import User
from upstander.record.vault import cipher

WAYS = {
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
    "sign_on": _("Use your force's sign-on"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in by e-mail address and password; nobody signs up, and no page sends a letter with a link."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email address or the password is not right"),
        "incorrect_password": _("The password is not right"),
        "enter_current_password": _("Enter the password you use now"),
        "incorrect_code": _("The code is not right"),
        "too_many_login_attempts": _("There were too many attempts. Wait 5 minutes and try again, or use a passkey"),
        "rate_limited": _("There were too many attempts. Wait 5 minutes and try again"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by an administrator."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user of these credentials; an inactive one is refused in the same words as a wrong password."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None and not runs(user):
            self.authentication_failed(request, **credentials)
            return None
        return user

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and network: nobody locks an officer out from somewhere else."""
        return f"{network_of(request)}|{str(credentials.get('email', '')).strip().lower()}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Put a wrong address or password into the journal, under a keyed digest, whoever it was."""
        tried = cipher.blind(str(credentials.get("email", "")).strip().lower(), purpose="sign-in")
        with transaction.atomic():
            journal.record(PUBLIC, Verb.SIGN_IN_FAILED, ("user", 0), at=timezone.now(), tried=tried, step="password")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse an account that does not run, whichever way it came in."""
        if not runs(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return None

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Send someone with a passkey and no running account back to the sign-in page."""
        failed_factor(user)
        self.add_message(request, messages.ERROR, message=_("You cannot sign in with this passkey."))
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: User) -> None:
        """Start the session, once the journal holds it."""
        shown = [record for record in get_authentication_records(request, user) if record["method"] == "mfa"]
        factor = str(shown[-1]["type"]) if shown else "none"
        with transaction.atomic():
            journal.record(acting(user), Verb.SIGNED_IN, user, at=timezone.now(), factor=factor)
        super().login(request, user)
        sessions.begin(request)

    def logout(self, request: HttpRequest) -> None:
        """End the session and write it into the journal."""
        sessions.end(request, because="")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who it is, unless proved in the last ten minutes; by the second factor where there is one."""
        user = self.request.user
        enrolled = is_mfa_enabled(user, stamps.FACTORS)
        proved = [
            record["at"]
            for record in get_authentication_records(self.request, user)
            if record["method"] == "mfa" or not enrolled
        ]
        return not proved or time.time() - max(proved) > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return how someone proves again who they are: the password counts only while there is no factor.

        Someone whose force vouched for their factor in this session shows it there.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        methods = [{**method, "description": WAYS.get(method["id"], method["description"])} for method in methods]
        factors = [method for method in methods if method["id"] != "reauthenticate"]
        if vouched_for(self.request, user):
            here = {"id": "sign_on", "url": reverse("account:sign_on_again"), "description": WAYS["sign_on"]}
            factors.append(here)
        return factors or methods

    def get_login_stages(self) -> list[str]:
        """Return the steps of signing in: our own factor is not asked for where the force's was just shown."""
        own, stage = "allauth.mfa.stages.AuthenticateStage", "upstander.faces.account.sign_on.accounts.OwnFactorStage"
        return [stage if path == own else path for path in super().get_login_stages()]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the page to show after a change of password."""
        return reverse("mfa_index")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: Any = None,
    ) -> None:
        """Say what was done, in the hub's own words; the library's other remarks are left out."""
        if words := message or letters.BANNERS.get(message_template or ""):
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Write a change of factor or password into the journal and tell its owner, by the outbox."""
        change = letters.CHANGES[template_prefix]
        now = timezone.now()
        with transaction.atomic():
            journal.record(acting(user), Verb.FACTOR_CHANGED, user, at=now, change=change.code)
            post(change.letter(user), kind="sign-in changed", about=user, not_before=now)
        if change.proves:
            self._note_proof(user, change.proves)
        sessions.restamp(library.request)

    def _note_proof(self, user: User, kind: str) -> None:
        """Setting up a factor shows it: without this the session that did so would have to sign in again."""
        request = library.request
        factor = Authenticator.objects.filter(user_id=user.pk, type=kind).order_by("-created_at").first()
        record_authentication(request, user, "mfa", type=kind, id=factor.pk if factor else None)
        request.session.cycle_key()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: no page of the hub sends such a letter. Raises RuntimeError, so that a new one is noticed."""
        raise RuntimeError(f"{template_prefix} is not among the letters of the hub")


def failed_factor(user: User) -> None:
    """Put a wrong code or key after a right password into the journal."""
    with transaction.atomic():
        journal.record(PUBLIC, Verb.SIGN_IN_FAILED, user, at=timezone.now(), step="factor")
