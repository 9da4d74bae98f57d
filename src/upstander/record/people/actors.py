"""Who acts: a user, a partner's machine, a complainant by code, or the system. Every action takes one."""

from dataclasses import dataclass
from typing import Any

from upstander.law.access import Act, Relation, Role, judge
from upstander.record.people.models import Token, User


class NotAllowed(Exception):
    """The act is refused; the message is the sentence to show. `needs_reason` means: ask for one and try again."""

    def __init__(self, sentence: str, *, needs_reason: bool = False) -> None:
        super().__init__(sentence)
        self.needs_reason = needs_reason


@dataclass(frozen=True)
class Actor:
    """Someone or something that acts, with the role and organisation that decide what it may do."""

    kind: str
    id: int
    role: Role
    organisation: int | None = None
    user: User | None = None

    @property
    def key(self) -> str:
        """Return the kind and id that the journal names."""
        return f"{self.kind}:{self.id}"


SYSTEM = Actor("system", 0, Role.SYSTEM)
PUBLIC = Actor("public", 0, Role.PUBLIC)


def acting(user: User) -> Actor:
    """Return the actor for someone who is signed in."""
    return Actor("user", user.pk, Role(user.role), user.organisation_id, user)


def partner(token: Token) -> Actor:
    """Return the actor for a partner's machine."""
    return Actor("partner", token.organisation_id, Role.PARTNER, token.organisation_id)


def complainant(report: Any) -> Actor:
    """Return the actor for someone who follows `report` by reference and return code."""
    return Actor("complainant", report.pk, Role.COMPLAINANT)


def user_of(actor: Actor) -> User:
    """Return the person who acts; refuse machines and complainants what a named person must answer for.

    Raises NotAllowed.
    """
    if actor.user is None:
        raise NotAllowed("Only a person who is signed in can do this.")
    return actor.user


def require_role(actor: Actor, act: Act) -> None:
    """Refuse an act that needs no relation to a case (such as seeing the queue). Raises NotAllowed."""
    verdict = judge(actor.role, act, [Relation.ANY])
    if not verdict.allowed:
        raise NotAllowed(verdict.sentence, needs_reason=verdict.needs_reason)
