"""Receive a report: one transaction for the report, its case, its keys, its journal entry and what is due next."""

from dataclasses import asdict, astuple, dataclass, replace
from datetime import datetime
from json import dumps
from typing import Any

from django.db import IntegrityError

from upstander.duties.intake.media import media_type
from upstander.duties.intake.models import Receipt
from upstander.duties.intake.scanning import is_set_up
from upstander.duties.intake.submission import SaidPost, SentFile, Submission
from upstander.engines.matching.posts import account_key, post_key
from upstander.engines.text import visible
from upstander.law.access import Act, Relation
from upstander.law.clocks import due as clock_end
from upstander.record.cases import capturing
from upstander.record.cases.conflicts import note
from upstander.record.cases.grants import grant
from upstander.record.cases.models import (
    Account,
    Addition,
    Case,
    Membership,
    Post,
    Report,
    ReportedFile,
    ReportedPost,
)
from upstander.record.cases.queue import settle, start_clock
from upstander.record.cases.references import grouped, new_reference, new_return_code
from upstander.record.cases.withholding import withhold_as_before
from upstander.record.cases.wording import bring_forward, tool
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.keys.keeping import keep as keep_keys
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.identity import Identity
from upstander.record.people.identity import keep as keep_identity
from upstander.record.people.models import HubProfile, Organisation
from upstander.record.search.keeping import keep as keep_words
from upstander.record.vault import cipher
from upstander.record.vault.keeping import path_of, register
from upstander.record.work.asking import due

ACTS = {
    Report.Channel.WEB: Act.REPORT,
    Report.Channel.API: Act.SEND_REPORTS,
    Report.Channel.IMPORT: Act.SEND_REPORTS,
    Report.Channel.OFFICER: Act.ENTER_REPORT,
}


@dataclass(frozen=True)
class Received:
    """What the sender may be told: only ever drawn from what was committed."""

    report: Report
    case: Case
    return_code: str
    """Kept only as a keyed digest. Sending again under the same key shows it again; under another key it is empty."""
    again: bool = False


@dataclass(frozen=True)
class Once:
    """A sender's promise not to send twice: the key they chose and the digest of what they sent."""

    scope: str
    key: str
    body_digest: str


class OtherBody(ValueError):
    """This key was used before, for something else."""


def receive(
    submission: Submission, *, channel: str, actor: Actor, at: datetime, once: Once | None = None,
    sender: Organisation | None = None,
) -> Received:  # fmt: skip
    """Take in one report whole and open a case of one for it; the reference exists only once this has committed.

    Files must lie in the vault already. Sending the same again (same key and body, or the same sender's reference and
    words) gives the first receipt. Raises NotAllowed, OtherBody.
    """
    try:
        return _receive(submission, channel=channel, actor=actor, at=at, once=once, sender=sender)
    except IntegrityError:
        # PostgreSQL: the same key was committed by another request between our look and our insert. Look again.
        return _receive(submission, channel=channel, actor=actor, at=at, once=once, sender=sender)


@action
def _receive(
    submission: Submission, *, channel: str, actor: Actor, at: datetime, once: Once | None, sender: Organisation | None
) -> Received:
    require_role(actor, ACTS[Report.Channel(channel)])
    if earlier := sent_before(submission, once=once, sender=sender):
        case = Case.objects.filter(memberships__report=earlier, memberships__until_at=None).first() or earlier.own_case
        return Received(earlier, case, _same_code(earlier, once), True)
    code = _code_for(once) if once else new_return_code()
    report = _keep_report(submission, code=code, channel=channel, actor=actor, at=at, sender=sender)
    add_material(report, submission.posts, submission.files, at=at)
    case = _open_case(report, at=at)
    for promise in _promises(submission, once, sender):
        Receipt.objects.create(scope=promise.scope, key=promise.key, body_digest=promise.body_digest, report=report)
    keep_keys(report)
    keep_words(report)
    places = (submission.home, submission.seen_from, submission.danger_place, submission.event_place)
    note(report, identity=submission.identity, places=places, at=at)
    record(
        actor, Verb.RECEIVED, report, at=at, about=[case], reference=report.reference, channel=channel,
        danger=report.danger, route=case.route, wording=case.wording, read_by=tool(),
    )  # fmt: skip
    due("tell_complainant", report=report, of="received", once=f"tell:received:{report.pk}")
    due("look_for_others", report=report)
    if submission.files:
        due("make_previews", report=report)
        due("read_captures", report=report)
        if is_set_up():
            due("scan_files", report=report)
    if case.route == Case.Route.FORCE:
        due("hand_over", case=case)
    return Received(report, case, code)


def _promises(submission: Submission, once: Once | None, sender: Organisation | None) -> list[Once]:
    """Return every key under which this may have come before: the one of this call, and the sender's own reference."""
    promises = [once] if once else []
    if sender and submission.sender_ref:
        promises.append(Once(f"org:{sender.pk}:ref", submission.sender_ref, content_digest(submission)))
    return promises


def sent_before(
    submission: Submission, *, once: Once | None = None, sender: Organisation | None = None
) -> Report | None:
    """Return the report that was made when this was sent before; nothing need be stored then. Raises OtherBody."""
    for promise in _promises(submission, once, sender):
        if receipt := Receipt.objects.filter(scope=promise.scope, key=promise.key).first():
            if receipt.body_digest != promise.body_digest:
                raise OtherBody("This key or reference was used before for another report.")
            return receipt.report
    return None


def content_digest(submission: Submission) -> str:
    """Return a keyed digest of what is said, in whatever bytes; fields that later versions add change nothing."""
    plain, said = asdict(Submission()), asdict(replace(submission, raw=None, substituted=False))
    for post in said["posts"]:
        for name in OF_LATER:
            if not post[name]:
                del post[name]
    words = {name: value for name, value in said.items() if value != plain[name]}
    return cipher.blind(dumps(words, sort_keys=True, default=str), purpose="submission")


OF_LATER = ("display_name", "account_number", "capture")
"""Fields of a post that were added since: one that is empty changes no digest that is kept."""


def _code_for(once: Once) -> str:
    """Return the return code that belongs to a key, so that sending the same again gives the whole receipt again."""
    number = int(cipher.blind(f"{once.scope} {once.key}", purpose="code of a key"), 16)
    return grouped(f"{number % 10**16:016}")


def _same_code(report: Report, once: Once | None) -> str:
    """Return the code that the first receipt showed, or nothing when it belonged to another key."""
    code = _code_for(once) if once else ""
    return code if code and code_digest(code) == report.return_code else ""


def _keep_report(
    submission: Submission, *, code: str, channel: str, actor: Actor, at: datetime, sender: Organisation | None
) -> Report:
    words = {name: visible(getattr(submission, name))[0] for name in WORDS}
    return Report.objects.create(
        reference=new_reference("R"), channel=channel, received_at=at,
        told_policing_at=min(submission.told_policing_at or at, at), language=submission.language,
        complainant=keep_identity(_visible_identity(submission.identity)), told_as=submission.told_as,
        contact_means=submission.contact_means, contact_hours=submission.contact_hours, return_code=code_digest(code),
        strands=list(submission.strands), targeted=submission.targeted, danger=submission.danger,
        knows_poster=submission.knows_poster, future_event=submission.future_event,
        named_force=submission.named_force, sender=sender,
        sender_ref=submission.sender_ref, raw=register(submission.raw, at=at) if submission.raw else None,
        substituted=submission.substituted or holds_unstorable(submission),
        entered_by=actor.user if channel == Report.Channel.OFFICER else None, **words,
    )  # fmt: skip


WORDS = (
    "account", "why", "target_note", "seen_from", "home", "danger_place", "poster_note", "poster_name", "poster_age",
    "poster_place", "event_note", "event_place", "found_how", "authority",
)  # fmt: skip
"""The fields of free text; each is stored as the sender wrote it, with marks for what a database cannot hold."""


def holds_unstorable(submission: Submission) -> bool:
    """Whether any word holds what a database cannot (NUL, half a character): then only the raw body is the original."""
    said = [getattr(submission, name) for name in WORDS] + list(astuple(submission.identity))
    for post in submission.posts:
        said += [word for word in astuple(replace(post, capture=())) if isinstance(word, str)]
        said += [word for _name, word in post.capture]
    return any(visible(word)[1] for word in said)


def _visible_identity(identity: Identity) -> Identity:
    return Identity(*(visible(text)[0] for text in (identity.name, identity.email, identity.phone, identity.note)))


def code_digest(code: str) -> str:
    """Return the keyed digest under which a return code is kept, however it was spaced when typed."""
    return cipher.blind("".join(filter(str.isdigit, code)), purpose="return code")


def add_material(
    report: Report, posts: tuple[SaidPost, ...], files: tuple[SentFile, ...], *, at: datetime,
    addition: Addition | None = None,
) -> None:  # fmt: skip
    """Keep the posts and files that came with a report, or with an addition to it."""
    place = ReportedPost.objects.filter(report=report).count() if addition else 0
    for position, said in enumerate(posts, place + 1):
        held = ReportedPost.objects.create(
            report=report, addition=addition, position=position, link=visible(said.link)[0], text=visible(said.text)[0],
            handle=visible(said.handle)[0], display_name=visible(said.display_name)[0][:300],
            account_number=visible(said.account_number)[0][:100], **_known(said),
        )  # fmt: skip
        if said.capture:
            _keep_capture(held, said, at=at)
    place = ReportedFile.objects.filter(report=report).count() if addition else 0
    for position, sent in enumerate(files, place + 1):
        file = register(sent.stored, at=at)
        came = ReportedFile.objects.create(
            report=report, addition=addition, position=position, file=file, name_given=visible(sent.name)[0][:255],
            media_type=media_type(path_of(file)),
        )  # fmt: skip
        withhold_as_before(came)


def _keep_capture(held: ReportedPost, said: SaidPost, *, at: datetime) -> None:
    """Keep what the sender says of how a post was captured, beside what the report tells of it anyway."""
    sent = {name: capturing.Known(visible(value)[0], capturing.PARTNER) for name, value in said.capture}
    capturing.keep(held, {**capturing.told(held).fields, **sent}, by=None, at=at)


def _known(said: SaidPost) -> dict[str, Any]:
    """Return the platform, post and account rows that a link and a handle lead to."""
    key = post_key(said.link) if said.link else None
    platform = key.platform if key and key.kind != "page" else said.platform
    post = account = None
    if key and key.kind == "post":
        post, _ = Post.objects.get_or_create(platform=key.platform, value=key.value[:500])
    if said.handle and (named := account_key(platform, said.handle)):
        code, _, handle = named.partition(":")
        account, _ = Account.objects.get_or_create(platform=code, value=handle[:500])
    return {"platform": platform, "post": post, "by": account}


def _open_case(report: Report, *, at: datetime) -> Case:
    hub = HubProfile.objects.select_related("organisation").get().organisation
    platforms = sorted({post.platform for post in ReportedPost.objects.filter(report=report) if post.platform})
    to_a_force = report.knows_poster or report.future_event
    case = Case.objects.create(
        reference=new_reference("C"), opened_at=at, opened_by=report, owner_organisation=hub, last_report_at=at,
        route=Case.Route.FORCE if to_a_force else Case.Route.HUB, danger=report.danger, strands=report.strands,
        platforms=platforms,
    )  # fmt: skip
    Membership.objects.create(report=report, case=case, from_at=at)
    grant(case, to=hub, relation=Relation.HUB, at=at)
    start_clock(case, "recording", due_at=clock_end("recording", report.told_policing_at), at=at)
    first = "danger" if report.danger else "hand_over" if to_a_force else "first_look"
    for name in dict.fromkeys([first, "hand_over"] if to_a_force else [first]):
        start_clock(case, name, due_at=clock_end(name, at), at=at)
    bring_forward(case, report)
    settle(case)
    return case
