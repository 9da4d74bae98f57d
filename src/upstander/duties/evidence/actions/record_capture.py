"""Set down how a post or file was captured: a new record behind the one before, which stays as it is."""

from collections.abc import Collection, Mapping
from datetime import datetime

from upstander.duties.evidence.proposing import proposal
from upstander.engines.moments import read_local, utc_of, zone_of
from upstander.engines.text import visible
from upstander.law.access import Act
from upstander.record.cases import capturing
from upstander.record.cases.capturing import ALL, CODES, FROM_FILE, OFFICER, Capture, Item, Known
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import reports_of, require
from upstander.record.cases.models import CaptureRecord, Case, ReportedFile, ReportedPost
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.cases.withholding import withheld_from
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.vault.captures import found_in
from upstander.record.work.asking import due

DERIVED = ("posted_utc", "captured_utc")


@action
def record_capture(
    *, case: Case, item: Item, said: Mapping[str, str], taken: Collection[str] = (), why: str = "", actor: Actor,
    at: datetime,
) -> CaptureRecord:  # fmt: skip
    """Keep what is known of how `item` was captured as its newest record; a field that is empty is unknown.

    `taken` names the fields whose value is what the file says of itself. Moments in UTC are derived from the time as
    it was shown and its zone. Raises NotAllowed, Outdated, WrongState (nothing is different, no reason for a
    correction, not of this case), and the errors of engines.moments.
    """
    case = locked(case.pk)
    require(actor, Act.RECORD_CAPTURE, case)
    report = reports_of(case).filter(pk=item.report_id).first()
    if report is None:
        raise WrongState("This is not part of the case any more.")
    before = capturing.newest(item)
    current = capturing.read(before) if before else capturing.told(item)
    fields = _fields(case, item, said, taken, current, actor)
    if fields == dict(current.fields) and before is not None:
        raise WrongState("Nothing is different from the record that stands.")
    if before is not None and not why.strip():
        raise WrongState("Say why the record before was wrong or not enough.")
    row = capturing.keep(item, fields, by=user_of(actor), why=visible(why.strip())[0], at=at, before=before)
    changed = [name for name in ALL if fields.get(name) != current.fields.get(name)]
    record(
        actor, Verb.CAPTURE_RECORDED, row, at=at, about=[case, report, item], number=row.number, fields=changed,
        before=before.pk if before else None,
    )  # fmt: skip
    due("package_stale", case=case)
    settle(case)
    return row


def _fields(
    case: Case, item: Item, said: Mapping[str, str], taken: Collection[str], current: Capture, actor: Actor
) -> dict[str, Known]:
    """Return every known field with who says it: what was not touched keeps its source."""
    offered = _offered(item, actor) if taken else {}
    fields: dict[str, Known] = {}
    for name in ALL:
        value = visible(said.get(name, "").strip())[0]
        if name in DERIVED or not value:
            continue
        if value == current[name]:
            fields[name] = current.fields[name]
        else:
            fields[name] = Known(value, FROM_FILE if name in taken and offered.get(name) == value else OFFICER)
    if wrong := [name for name, codes in CODES.items() if name in fields and fields[name].value not in codes]:
        raise WrongState(f"There is no such answer to: {', '.join(wrong)}.")
    _check_answer(case, item, fields)
    for name in ("posted", "captured"):
        if moment := _derived(name, fields, current):
            fields[f"{name}_utc"] = moment
    return fields


def _offered(item: Item, actor: Actor) -> dict[str, str]:
    if not isinstance(item, ReportedFile) or withheld_from(actor, item):
        return {}
    return proposal(found_in(item.file))


def _derived(name: str, fields: Mapping[str, Known], current: Capture) -> Known | None:
    """Return the moment in UTC: derived where a time and a zone are known, else as whoever sent it gave it."""
    local, zone = fields.get(f"{name}_local"), fields.get(f"{name}_zone")
    if local and zone:
        which = fields.get(f"{name}_which")
        moment = utc_of(read_local(local.value), zone_of(zone.value), which.value if which else "")
        return Known(moment.isoformat(), local.source)
    sent = current.fields.get(f"{name}_utc")
    return sent if sent and not local and f"{name}_local" not in current.fields else None


def _check_answer(case: Case, item: Item, fields: Mapping[str, Known]) -> None:
    """Refuse to let a post answer itself, or one of another case."""
    if "answers_post" not in fields:
        return
    named = fields["answers_post"].value
    posts = ReportedPost.objects.filter(report__in=reports_of(case))
    if isinstance(item, ReportedPost):
        posts = posts.exclude(pk=item.pk)
    if not named.isdecimal() or not posts.filter(pk=named).exists():
        raise WrongState("The post that it answers is not one of this case.")
