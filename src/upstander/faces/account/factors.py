"""Second factors: their secrets encrypted, their QR code drawn in the page, the last one never removed."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upstander.faces.kit.stamps import FACTORS
from upstander.record.people.models import User
from upstander.record.vault import cipher

_BOUND = {"table": "mfa_authenticator", "column": "data", "row": ""}


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What the sign-in library asks of the hub about second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("The code is not right, or was used already. Enter the code shown now"),
        "cannot_delete_authenticator": gettext_lazy("You cannot remove your only second factor. Add another one first"),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return b64encode(cipher.lock(text.encode(), **_BOUND)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that was encrypted. Raises Unreadable when it was changed."""
        return cipher.unlock(b64decode(encrypted_text), **_BOUND).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether another second factor stays."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as an element of the page: the content policy lets no image in from a data address."""
        import qrcode
        from qrcode.image.svg import SvgPathImage

        drawn: str = qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")
        return drawn.replace("<svg ", '<svg role="img" class="up-qr" aria-label="{}" '.format(_("QR code")), 1)

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """Return a name to suggest for a new passkey."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": held + 1}

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


def enrol_totp(user: User, secret: str = "") -> str:
    """Give a user an authenticator app and recovery codes without a page, for demo and tests; return the secret."""
    secret = secret or generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret
