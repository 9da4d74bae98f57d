"""Add something to a report that was received: it is never edited, only added to."""

from datetime import datetime

from upstander.duties.intake.actions.receive import add_material
from upstander.duties.intake.scanning import is_set_up
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.engines.text import visible
from upstander.law.access import Act
from upstander.record.cases.conflicts import note_accounts
from upstander.record.cases.grants import locked_case_of, require
from upstander.record.cases.models import Addition, Report
from upstander.record.cases.queue import settle
from upstander.record.cases.wording import bring_forward, tool
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.keys.keeping import keep as keep_keys
from upstander.record.people.actors import Actor
from upstander.record.search.keeping import keep as keep_words
from upstander.record.vault.keeping import StoredFile, register
from upstander.record.work.asking import due


@action
def add(
    *, report: Report, text: str, posts: tuple[SaidPost, ...] = (), files: tuple[SentFile, ...] = (),
    raw: StoredFile | None = None, actor: Actor, at: datetime,
) -> Addition:  # fmt: skip
    """Keep further information with `report`, mark its case for the officer and look for matches anew.

    Raises NotAllowed.
    """
    case = locked_case_of(report)
    require(actor, Act.ADD_TO_REPORT, case)
    shown, _ = visible(text)
    addition = Addition.objects.create(
        report=report, received_at=at, text=shown, raw=register(raw, at=at) if raw else None
    )
    add_material(report, posts, files, at=at, addition=addition)
    keep_keys(report)
    keep_words(report)
    note_accounts(report, at=at)
    case.marks = sorted({*case.marks, "added to"})
    bring_forward(case, report)
    settle(case)
    record(actor, Verb.ADDED, report, at=at, about=[case, addition], wording=case.wording, read_by=tool())
    due("look_for_others", report=report)
    if files:
        due("make_previews", report=report)
        due("read_captures", report=report)
        if is_set_up():
            due("scan_files", report=report)
    due("package_stale", case=case)
    due("tell_complainant", report=report, of="added", once=f"tell:added:{addition.pk}")
    return addition
