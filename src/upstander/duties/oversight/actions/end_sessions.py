"""End every session of one person, or of everybody in an organisation: refused at their very next request."""

from datetime import datetime

from django.db.models import F

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import Organisation, User


@action
def end_sessions(*, user: User, actor: Actor, at: datetime) -> User:
    """End all sessions of `user`, in every browser; they may sign in again. Raises NotAllowed.

    Everybody may end their own (a lost laptop); those of others only who manages accounts.
    """
    if actor.user is None or actor.user.pk != user.pk:
        require_role(actor, Act.MANAGE_ACCOUNTS)
    _ended([user.pk])
    record(actor, Verb.SESSIONS_ENDED, user, at=at)
    user.refresh_from_db(fields=["sessions_ended"])
    return user


@action
def end_sessions_of(*, organisation: Organisation, actor: Actor, at: datetime) -> int:
    """End all sessions of everybody in `organisation` and the units below it; return of how many people.

    Raises NotAllowed.
    """
    require_role(actor, Act.MANAGE_ACCOUNTS)
    bodies = _with_units(organisation)
    people = list(User.objects.filter(organisation__in=bodies).order_by("pk").values_list("pk", flat=True))
    _ended(people)
    record(actor, Verb.SESSIONS_ENDED, organisation, at=at, about=bodies[1:], people=len(people))
    return len(people)


def _ended(people: list[int]) -> None:
    User.objects.filter(pk__in=people).update(sessions_ended=F("sessions_ended") + 1)


def _with_units(organisation: Organisation) -> list[Organisation]:
    found, newest = [organisation], [organisation]
    while newest:
        newest = list(Organisation.objects.filter(parent__in=newest).exclude(pk__in=[one.pk for one in found]))
        found += newest
    return found
