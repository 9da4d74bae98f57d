"""Make an account for someone who signs in."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from upstander.duties.oversight.actions.make_organisation import AlreadyThere
from upstander.law.access import Act, Role
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import Organisation, User

WITHOUT_ACCOUNT = frozenset({Role.PUBLIC, Role.COMPLAINANT, Role.SYSTEM})
ROLES = tuple(role for role in Role if role not in WITHOUT_ACCOUNT)
_OF_FORCES = frozenset({Role.FORCE_OFFICER, Role.FORCE_COORDINATOR})
_OF_HUB = frozenset({Role.HUB_OFFICER, Role.SUPERVISOR, Role.SENIOR_INVESTIGATOR})


@action
def make_user(
    *, email: str, name: str, role: Role, organisation: Organisation, password: str, actor: Actor, at: datetime
) -> User:
    """Make an account with one role in one organisation; the second factor is set up at the first sign-in.

    Raises NotAllowed, AlreadyThere, ValueError with a sentence for an address, name, role or password that cannot be.
    """
    require_role(actor, Act.MANAGE_ACCOUNTS)
    user = User(email=email.strip().lower(), name=name.strip(), role=role.value, organisation=organisation, made_at=at)
    _check(user, role, password)
    if User.objects.filter(email__iexact=user.email).exists():
        raise AlreadyThere("An account with this e-mail address exists already.")
    user.set_password(password)
    user.save(force_insert=True)
    record(actor, Verb.USER_MADE, user, at=at, about=[organisation], role=role.value)
    return user


def require_fitting(role: Role, organisation: Organisation) -> None:
    """Refuse a role that nobody signs in as, or that does not belong to such an organisation. Raises ValueError."""
    if role in WITHOUT_ACCOUNT:
        raise ValueError(f"Nobody signs in as {role}. The roles are {', '.join(ROLES)}.")
    kind = organisation.kind
    if (role in _OF_FORCES and kind == Organisation.Kind.HUB) or (role in _OF_HUB and kind != Organisation.Kind.HUB):
        raise ValueError(f"The role {role} does not belong to an organisation of the kind {kind}.")


def _check(user: User, role: Role, password: str) -> None:
    require_fitting(role, user.organisation)
    if not user.name or len(user.name) > 120 or not user.name.isprintable():
        raise ValueError("Give a name of up to 120 printable characters.")
    try:
        validate_email(user.email)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None
    check_password(password, user)


def check_password(password: str, user: User) -> None:
    """Refuse a password that is too easy to guess. Raises ValueError with the sentences that say why."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None
