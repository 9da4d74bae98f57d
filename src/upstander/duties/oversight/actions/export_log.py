"""Keep in the journal that an auditor took a part of it as a file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of


@action
def export_log(*, name: str, rows: int, sha256: str, about: Iterable[Any], actor: Actor, at: datetime) -> None:
    """Journal that the actor is given `rows` lines of the journal as a file; to be committed before it is sent.

    `about` are the pairs or rows that the list was about. Raises NotAllowed.
    """
    require_role(actor, Act.READ_JOURNAL)
    record(actor, Verb.EXPORTED, user_of(actor), at=at, about=about, list=name, count=rows, sha256=sha256)
