"""The sign-in library's forms in the hub's own words, with codes that work once and failures that are journalled."""

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from upstander.faces.account.adapter import failed_factor
from upstander.record.people.models import User

Words = tuple[Any, Any, Any]
"""Label, what to say when it is missing, hint."""

EMAIL: Words = (_("Email address"), _("Enter your email address"), "")
PASSWORD: Words = (_("Password"), _("Enter your password"), "")
CODE: Words = (
    _("Code"),
    _("Enter the code"),
    _("6 digits from your authenticator app, or one of your recovery codes."),
)
NEW: Words = (
    _("New password"),
    _("Enter a new password"),
    _("At least 14 characters. Three or four words that do not belong together are a good password."),
)


class _Worded(forms.Form):
    """Labels, hints and messages as on every other page; no placeholders."""

    words: ClassVar[dict[str, Words]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, missing, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.width = "govuk-input--width-10"  # type: ignore[attr-defined]
                field.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class SignIn(_Worded, LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    words: ClassVar[dict[str, Words]] = {"login": EMAIL, "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["invalid"] = _(
            "Enter an email address in the correct format, like name@example.com"
        )
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class PasswordAgain(_Worded, ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a first second factor is set up."""

    words: ClassVar[dict[str, Words]] = {"password": PASSWORD}


class NewPassword(_Worded, ChangePasswordForm):  # type: ignore[misc]
    """The password of now, and the new one twice."""

    words: ClassVar[dict[str, Words]] = {
        "oldpassword": (_("Password you use now"), _("Enter the password you use now"), ""),
        "password1": NEW,
        "password2": (_("New password again"), _("Enter the new password again"), ""),
    }


class _Once(_Worded):
    """A code signs in once, also within the whole time for which it is right; a wrong one stands in the journal."""

    words: ClassVar[dict[str, Words]] = {"code": CODE}
    user: User

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError when it is wrong or was used."""
        try:
            code = str(super().clean_code())  # type: ignore[misc]
            if not cache.add(_key(self.user, code), "used", timeout=_lasting()):
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError:
            failed_factor(self.user)
            raise
        return code


class Code(_Once, factor.AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class CodeAgain(_Once, factor.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something sensitive."""


class FirstCode(_Worded, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    words: ClassVar[dict[str, Words]] = {
        "code": (_("Code shown in the app"), _("Enter the code shown in the app"), _("6 digits."))
    }


class NewKey(_Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey or security key, with a name."""

    words: ClassVar[dict[str, Words]] = {
        "name": (_("Name of the passkey"), _("Enter a name"), _("To tell it from others, for example “Work phone”.")),
        "passwordless": (_("Sign in with this passkey alone, without email address and password"), "", ""),
    }


class KeyName(_Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    words: ClassVar[dict[str, Words]] = {"name": (_("Name of the passkey"), _("Enter a name"), "")}


class KeyAtSignIn(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey or security key instead of the code."""

    def clean_credential(self) -> Any:
        """Return the key. Raises ValidationError when it is not one of this user's."""
        try:
            return super().clean_credential()
        except ValidationError:
            failed_factor(self.user)
            raise


def was_used(user: User, code: str) -> bool:
    """Return whether a code of this user signed in a moment ago."""
    return cache.get(_key(user, code)) is not None


def _key(user: User, code: str) -> str:
    return f"factor.used:{user.pk}:{normalize_user_code(code)}"


def _lasting() -> int:
    return int(app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1))
