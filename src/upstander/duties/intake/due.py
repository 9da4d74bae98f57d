"""What the background worker does for intake: forget drafts that nobody finished."""

from django.utils import timezone

from upstander.duties.intake.actions.keep_draft import forget_draft
from upstander.duties.intake.drafts import ends
from upstander.duties.intake.models import Draft
from upstander.record.work.asking import due, handles


@handles("forget_draft")
def forget_when_old(*, draft: str) -> None:
    """Delete the draft if nothing was answered for a day, else look again when that day is over."""
    row = Draft.objects.filter(uid=draft).first()
    if row is None:
        return
    if (end := ends(row)) > timezone.now():
        due("forget_draft", at=end, draft=draft)
    else:
        forget_draft(draft)
