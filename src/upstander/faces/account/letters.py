"""What someone is told when their way of signing in changes: the banner on the page and the letter to them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upstander.record.outbox.posting import Letter
from upstander.record.people.models import User


@dataclass(frozen=True)
class Change:
    """One change: its code in the journal, its sentence, and which kind of factor it proves to be at hand."""

    code: str
    sentence: Any
    proves: str = ""

    def letter(self, user: User) -> Letter:
        """Return the letter that tells the user."""
        text = _(
            "%(sentence)s\n\nIf it was you, there is nothing to do.\nIf it was not, tell your administrator at once."
        ) % {"sentence": self.sentence}
        return Letter(user.email, _("Your sign-in was changed"), text + "\n")


CHANGES = {
    "sign-on linked": Change(
        "sign-on linked",
        gettext_lazy("Your account was signed in to through your force's own sign-on for the first time."),
    ),
    "mfa/email/totp_activated": Change(
        "totp added", gettext_lazy("An authenticator app was set up for your account."), "totp"
    ),
    "mfa/email/totp_deactivated": Change(
        "totp removed", gettext_lazy("The authenticator app was removed from your account.")
    ),
    "mfa/email/webauthn_added": Change(
        "passkey added", gettext_lazy("A passkey or security key was added to your account."), "webauthn"
    ),
    "mfa/email/webauthn_removed": Change(
        "passkey removed", gettext_lazy("A passkey or security key was removed from your account.")
    ),
    "mfa/email/recovery_codes_generated": Change(
        "recovery codes made", gettext_lazy("New recovery codes were made for your account.")
    ),
    "account/email/password_changed": Change(
        "password changed", gettext_lazy("The password of your account was changed.")
    ),
}

BANNERS = {
    "account/messages/logged_out.txt": gettext_lazy("You are signed out."),
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Your passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Your passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "You have new recovery codes. The old ones no longer work."
    ),
}
