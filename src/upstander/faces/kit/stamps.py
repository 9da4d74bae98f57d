"""What ties a session to the account as it was when it began, and to the family of browser in which it began."""

from allauth.mfa.models import Authenticator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from upstander.record.people.models import User

FACTORS = ("totp", "webauthn")
"""What counts as a second factor of its own; recovery codes stand in for one, they never are the only one."""
FAMILIES = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung"), ("FxiOS", "Firefox"), ("Firefox", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""What stands in a user agent, the telling marks before those that others carry too."""


def with_factors(users: "QuerySet[User]") -> "QuerySet[User]":
    """Return these users with what `stamp` needs to know of their second factors, in the same query."""
    held = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS).order_by().values("user")
    counted = {"factors_held": Count("pk"), "factors_sum": Sum("pk")}
    return users.annotate(
        **{
            name: Coalesce(Subquery(held.annotate(found=what).values("found")), 0, output_field=IntegerField())
            for name, what in counted.items()
        }
    )


def stamp(user: User, *, fresh: bool = False) -> str:
    """Return what a session must still find unchanged: role, organisation, factors, and how often all were ended.

    `fresh` reads the account again. A changed password is the session framework's own to notice.
    """
    if fresh or not hasattr(user, "factors_held"):
        user = with_factors(User.objects.filter(pk=user.pk)).get()
    factors = f"{user.factors_held}.{user.factors_sum}"  # type: ignore[attr-defined]
    return f"{user.role}|{user.organisation_id}|{factors}|{user.sessions_ended}"


def browser_of(request: HttpRequest) -> str:
    """Return the family of browser that asks; empty for one that names none of those known."""
    said = request.headers.get("User-Agent", "")
    return next((family for mark, family in FAMILIES if mark in said), "")
