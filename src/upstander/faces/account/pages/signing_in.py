"""Sign-in pages that differ from the library's own: the demo's code, the last passkey that stays, no first password."""

from typing import Any

from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from upstander.faces.account import demo
from upstander.faces.account.pages.sign_on import providers

TOO_MANY, WAIT = "too_many_login_attempts", 300


class SignInPage(LoginView):  # type: ignore[misc]
    """Ask for e-mail address and password, or lead to a force's own sign-on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the identity providers that the operator has named."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {**found, "sign_ons": providers(self.request), "next": found.get("redirect_field_value") or ""}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong; with too many tries the answer says so to machines as well."""
        return _limited(super().form_invalid(form), form)


class CodePage(AuthenticateView):  # type: ignore[misc]
    """Ask for the second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the code of a demo account."""
        return {**super().get_context_data(**kwargs), "demo_code": demo.code_for(self.stage.login.user)}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong; with too many tries the answer says so to machines as well."""
        return _limited(super().form_invalid(form), form)


class PasswordPage(PasswordChangeView):  # type: ignore[misc]
    """Change the password of someone who has one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; Http404 for an account without a password, which only an administrator may give it."""
        if not request.user.is_authenticated or not request.user.has_usable_password():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey, unless it is the only second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why not."""
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.get_object()):
            return super().form_valid(form)  # type: ignore[no-any-return]
        messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
        return HttpResponseRedirect(reverse("mfa_index"))


def _limited(answer: HttpResponse, form: Any) -> HttpResponse:
    if any(error.code == TOO_MANY for errors in form.errors.as_data().values() for error in errors):
        answer.status_code = 429
        answer["Retry-After"] = str(WAIT)
    return answer
