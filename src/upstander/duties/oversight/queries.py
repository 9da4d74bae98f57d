"""Look up accounts, tokens and the hub's profile for those who manage them."""

from django.db.models import Q, QuerySet

from upstander.law.access import Act
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import HubProfile, Organisation, Token, User


def organisation_of(viewer: Actor, code: str) -> Organisation | None:
    """Return the organisation of this code. Raises NotAllowed."""
    return organisations(viewer).filter(code=code).first()


def organisations(viewer: Actor) -> QuerySet[Organisation]:
    """Return every organisation, by kind and name. Raises NotAllowed."""
    require_role(viewer, Act.MANAGE_ACCOUNTS)
    return Organisation.objects.order_by("kind", "name")


def users(viewer: Actor, *, name: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Return the accounts with their organisations, by name: all, or those that fit. Raises NotAllowed.

    `name` is a part of a name or e-mail address; `state` is open or closed.
    """
    require_role(viewer, Act.MANAGE_ACCOUNTS)
    rows = User.objects.select_related("organisation").order_by("name", "pk")
    if name:
        rows = rows.filter(Q(name__icontains=name) | Q(email__icontains=name))
    if role:
        rows = rows.filter(role=role)
    return rows.filter(is_active=state == "open") if state else rows


def tokens(viewer: Actor) -> QuerySet[Token]:
    """Return every token with its organisation, the newest first. Raises NotAllowed."""
    require_role(viewer, Act.MANAGE_ACCOUNTS)
    return Token.objects.select_related("organisation").order_by("-made_at", "-pk")


def hub() -> HubProfile | None:
    """Return what hub this is, None before `set_hub`; anyone may know."""
    return HubProfile.objects.select_related("organisation").first()
