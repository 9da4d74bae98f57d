"""Add to a report from the tracking page: the same form sent twice adds once."""

from datetime import datetime

from upstander.duties.intake.actions.add import add
from upstander.duties.intake.models import Receipt
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.record.cases.models import Report
from upstander.record.fence.viewer import action
from upstander.record.people.actors import Actor
from upstander.record.vault.keeping import StoredFile


@action
def add_once(
    *, report: Report, key: str, text: str, posts: tuple[SaidPost, ...] = (), files: tuple[SentFile, ...] = (),
    raw: StoredFile | None = None, actor: Actor, at: datetime,
) -> bool:  # fmt: skip
    """Add to `report` under the form's key and return True; False when that key added before. Raises NotAllowed."""
    scope = f"addition:{report.pk}"
    _, first = Receipt.objects.get_or_create(scope=scope, key=key[:200], defaults={"body_digest": "", "report": report})
    if first:
        add(report=report, text=text, posts=posts, files=files, raw=raw, actor=actor, at=at)
    return first
