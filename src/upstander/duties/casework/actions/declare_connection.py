"""Declare a connection to a person, an account, a place or a case: what names it is closed to whoever declares it."""

from datetime import datetime
from json import dumps

from upstander.duties.assessment.actions.give_back import give_back_the_connected
from upstander.law.access import Act
from upstander.record.cases.conflicts import block, index_of
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case, Connection
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of
from upstander.record.vault import cipher

Kind = Connection.Kind
NOT_ENOUGH = {
    Kind.NAME: "Give the first and the last name.",
    Kind.EMAIL: "Give a whole e-mail address.",
    Kind.PHONE: "Give a whole telephone number.",
    Kind.POSTCODE: "Give a full postcode, alone or at the end of the address.",
    Kind.HANDLE: "Give the name of the account.",
}


class NotFound(ValueError):
    """Nothing in what was written could ever be compared; the message says what is wanted."""


@action
def declare_connection(
    *, kind: str, said: str = "", how: str = "", case: Case | None = None, actor: Actor, at: datetime
) -> Connection:
    """Keep a connection, encrypted, and close to the actor every case that it leads to, now and later.

    What they have claimed of those goes back into the queue. Nothing returned tells whether there is such a case.
    Declaring the same again changes nothing. Raises NotAllowed, NotFound.
    """
    require_role(actor, Act.DECLARE_CONFLICT)
    user = user_of(actor)
    if kind == Kind.CASE:
        if case is None:
            raise ValueError("a connection to a case names the case")
        require(actor, Act.SEE_CASE, case)
    elif not (index := index_of(kind, said)):
        raise NotFound(NOT_ENOUGH[Kind(kind)])
    named = {"case": case, "index": ""} if kind == Kind.CASE else {"case": None, "index": index}
    if same := Connection.objects.filter(by=user, kind=kind, ended_at=None, **named).first():
        return same
    made = Connection(by=user, kind=kind, declared_at=at, **named)
    plain = dumps({"said": said.strip(), "how": how.strip()}).encode()
    made.locked = cipher.lock(plain, table="connection", column="locked", row=str(made.uid))
    made.save(force_insert=True)
    record(actor, Verb.CONNECTION_DECLARED, made, at=at, kind=kind)
    for blocked in block(made, at=at):
        give_back_the_connected(case=blocked, at=at)
    return made
