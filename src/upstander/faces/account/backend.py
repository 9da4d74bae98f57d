"""Read who is signed in with what every request must know of them, and let only running accounts in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from upstander.faces.kit.stamps import with_factors
from upstander.record.people.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The library's own, with the account's organisation and factors read in one query."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the user of a session, None once the account or its organisation is closed."""
        user = with_factors(User.objects.select_related("organisation")).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        """Return whether the account runs, and its organisation with it."""
        return runs(user)


def runs(user: User) -> bool:
    """Return whether an account is open and its organisation has not ended."""
    ended = user.organisation.valid_to
    return user.is_active and (ended is None or timezone.localdate() <= ended)
