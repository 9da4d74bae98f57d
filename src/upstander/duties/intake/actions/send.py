"""Send what was answered: the draft becomes a report, once, and keeps only its receipt."""

from dataclasses import asdict, dataclass
from datetime import datetime

from upstander.duties.intake.actions.keep_draft import close_draft
from upstander.duties.intake.actions.receive import Once, content_digest, receive
from upstander.duties.intake.drafts import SENT, files, row_of, unlocked
from upstander.duties.intake.models import Receipt
from upstander.duties.intake.submission import Submission
from upstander.record.cases.models import Case, Report
from upstander.record.fence.viewer import action
from upstander.record.people.actors import Actor

SCOPE = "web"
TOLD_CLOCKS = ("hand_over", "first_look")
"""Clocks that the sender is told of; that of danger is the hub's own and would promise help that 999 gives."""


@dataclass(frozen=True)
class Confirmation:
    """What the page after sending shows: the reference, the return code, what happens next and by when (ISO time)."""

    reference: str
    return_code: str
    danger: bool
    named_force: str
    handed_to_force: bool
    next_by: str
    victim: bool
    email: bool
    files: list[dict[str, str]]
    """Name, SHA-256 and SHA-512 of each file that was kept with it."""


@action
def send(uid: str, submission: Submission, *, key: str, actor: Actor, at: datetime) -> Confirmation:
    """Receive the report of a draft; asked again, by whatever button, it gives the first confirmation.

    The draft is locked until commit, so that two presses at once make one report. Raises DraftGone, NotAllowed.
    """
    row = row_of(uid, at=at, lock=True)
    if earlier := unlocked(row).get(SENT):
        return Confirmation(**earlier)
    received = receive(
        submission, channel=Report.Channel.WEB, actor=actor, at=at, once=Once(SCOPE, key, content_digest(submission))
    )
    clock = received.case.clocks.filter(name__in=TOLD_CLOCKS).order_by("due_at").first()
    confirmation = Confirmation(
        reference=received.report.reference,
        return_code=received.return_code,
        danger=received.report.danger,
        named_force=received.report.named_force,
        handed_to_force=received.case.route == Case.Route.FORCE,
        next_by=clock.due_at.isoformat() if clock else "",
        victim=received.report.told_as == Report.Told.VICTIM,
        email=received.report.contact_means == Report.Means.EMAIL,
        files=[{"name": each.name, "sha256": each.stored.sha256, "sha512": each.stored.sha512} for each in files(uid)],
    )
    close_draft(row, asdict(confirmation), key=key, at=at)
    return confirmation


def sent_before(key: str) -> str | None:
    """Return the reference of the report that was sent under a form's key, None when none was."""
    receipt = Receipt.objects.filter(scope=SCOPE, key=key).select_related("report").first()
    return receipt.report.reference if receipt else None
