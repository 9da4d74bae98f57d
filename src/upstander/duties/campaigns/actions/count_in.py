"""Count a report in the campaign that it belongs to, if it belongs to one."""

from datetime import datetime

from upstander.duties.campaigns.counting_in import count
from upstander.record.cases.models import Report
from upstander.record.fence.viewer import action
from upstander.record.journal.writing import record_many


@action
def count_in(*, report: Report, at: datetime) -> None:
    """Let a report stand behind its campaign, or singly with the reasons kept. Called again, it changes nothing.

    A report that once stood singly is never put behind again by this, and one that is held, handed on, withdrawn or
    erased is left alone.
    """
    if deed := count(report, at=at):
        record_many([deed])
