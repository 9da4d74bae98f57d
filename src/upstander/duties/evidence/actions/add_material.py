"""Add to a case what an officer captured or was given for it: a report of their own, with its capture records."""

from collections.abc import Mapping
from datetime import datetime

from upstander.duties.bundling.actions.join import join
from upstander.duties.evidence.actions.record_capture import record_capture
from upstander.duties.intake.actions.receive import receive
from upstander.duties.intake.submission import Submission
from upstander.law.access import Act
from upstander.record.cases.capturing import Item
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case, Report, ReportedFile, ReportedPost
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.people.actors import Actor


@action
def add_material(
    *, case: Case, submission: Submission, said: Mapping[str, str], reason: str = "", actor: Actor, at: datetime
) -> Report:
    """Receive `submission` as the officer's report, join it to `case`, and keep `said` as the record of all in it.

    What came to the hub by another hand keeps saying so: a report is never edited. Files must lie in the vault already.
    Raises NotAllowed (with `needs_reason` where the case is decided), Outdated, WrongState, and as record_capture.
    """
    case = locked(case.pk)
    require(actor, Act.RECORD_CAPTURE, case)
    if not submission.posts and not submission.files:
        raise WrongState("Give a link, the words of a post or a file.")
    report = receive(submission, channel=Report.Channel.OFFICER, actor=actor, at=at).report
    join(report=report, case=case, actor=actor, reason=reason, at=at)
    for item in _items(report):
        own = {"original_address": item.link, "platform": item.platform} if isinstance(item, ReportedPost) else {}
        own |= {"authority": report.authority}
        record_capture(case=case, item=item, said={**own, **said}, actor=actor, at=at)
    return report


def _items(report: Report) -> list[Item]:
    posts = ReportedPost.objects.filter(report=report).select_related("report", "post").order_by("position")
    files = ReportedFile.objects.filter(report=report).select_related("report", "file").order_by("position")
    return [*posts, *files]
