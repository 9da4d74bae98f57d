"""Enter an organisation that owns cases, sends reports or receives offers."""

import re
from datetime import datetime

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import Organisation

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


class AlreadyThere(ValueError):
    """Something of this name exists; nothing was changed."""


@action
def make_organisation(
    *, code: str, name: str, kind: str = Organisation.Kind.OUTSIDE, email: str = "", parent: Organisation | None = None,
    actor: Actor, at: datetime,
) -> Organisation:  # fmt: skip
    """Enter an organisation under a code of its own; for a force, its code in law.places.

    Raises NotAllowed, AlreadyThere, ValueError for a code, kind or name that cannot be.
    """
    require_role(actor, Act.MANAGE_ACCOUNTS)
    if not CODE.fullmatch(code):
        raise ValueError("A code has up to 40 letters, digits, dots, dashes and underlines.")
    if not name.strip() or len(name) > 200 or not name.isprintable():
        raise ValueError("Give the organisation a name of up to 200 printable characters.")
    if kind not in Organisation.Kind.values:
        raise ValueError(f"The kind of an organisation is one of {', '.join(Organisation.Kind.values)}.")
    if Organisation.objects.filter(code=code).exists():
        raise AlreadyThere(f"An organisation has the code {code} already.")
    organisation = Organisation.objects.create(
        code=code, name=name.strip(), kind=kind, email=email, parent=parent, valid_from=at.date()
    )
    record(actor, Verb.ORGANISATION_MADE, organisation, at=at, kind=organisation.kind, code=code)
    return organisation
