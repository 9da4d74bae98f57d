"""Show an auditor who looked at whom, who was given what, and what one officer saw: references and names alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from upstander.duties.casework.reviewing import words_of
from upstander.duties.oversight.journal_reading import Read, first_since, with_records
from upstander.duties.oversight.models import AskedAct
from upstander.law.access import Act, may_ever
from upstander.record.cases.models import Case, IdentityLook, Membership, Report
from upstander.record.cases.references import normalise
from upstander.record.fence.viewer import unfenced
from upstander.record.journal.clock import SetBack, times_set_back
from upstander.record.journal.models import Consultation, Entry, Touch
from upstander.record.journal.processing import Processing, kind_of, verbs_of
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import Organisation, User

PAGE = 50
MOST_IN_A_FILE = 5_000
RECENT = timedelta(days=30)
"""How long a clock that was set back is shown to those who watch."""
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class AuditFilters:
    """What of the journal to show. Empty means everything."""

    since: date | None = None
    until: date | None = None
    """Both days count, as they were recorded."""
    kind: str = ""
    """A kind of processing of DPA 2018 s.62."""
    officer: int | None = None
    letters: bool = False
    """Among disclosures: the letters to people who reported, too. They are by far the most."""


@dataclass(frozen=True)
class Record:
    """A record that was shown or touched, as an auditor may know it: its kind and its reference or number."""

    kind: str
    id: int
    reference: str


@dataclass(frozen=True)
class AuditLine:
    """One entry of the journal for an auditor."""

    seq: int
    at: datetime
    actor: str
    name: str
    """Who it was: a name of staff, an organisation, or what kind of outsider."""
    organisation: str
    verb: str
    kind: Processing
    page: str
    records: tuple[Record, ...]
    reasons: tuple[str, ...]
    to: str
    """Who received it, where something was disclosed."""
    shown: int
    same_words: str = ""
    """For a search, a mark that is the same for the same words: the words themselves are not shown."""


@dataclass(frozen=True)
class AuditPage:
    """Up to fifty lines, the newest first, and the number before which the next page begins (0 on the last)."""

    lines: tuple[AuditLine, ...]
    next: int


@dataclass(frozen=True)
class Looked:
    """The case or report whose looks are shown."""

    kind: str
    id: int
    reference: str


def record_of(viewer: Actor, reference: str) -> Looked | None:
    """Return the case or report of a reference as somebody typed it, None where there is none. Raises NotAllowed."""
    require_role(viewer, Act.READ_JOURNAL)
    known = normalise(reference) or ""
    with unfenced():
        for kind, model in (("case", Case), ("report", Report)):
            pk = model.objects.filter(reference=known).values_list("pk", flat=True).first()
            if pk is not None:
                return Looked(kind, pk, known)
    return None


def about_record(
    viewer: Actor, looked: Looked, filters: AuditFilters, before: int = 0, *, most: int = PAGE
) -> AuditPage:
    """Return who saw a report or a case, or did anything to it, the newest first. Raises NotAllowed.

    Of a case, the looks at its reports count as well, while they counted under it and after.
    """
    require_role(viewer, Act.READ_JOURNAL)
    with unfenced():
        wanted = Q(kind=looked.kind, record=looked.id)
        if looked.kind == "case":
            reports = Membership.objects.filter(case=looked.id).values("report")
            wanted |= Q(kind="report", record__in=reports)
        seqs = Consultation.objects.filter(wanted).values("entry").union(Touch.objects.filter(wanted).values("entry"))
        return _page(Entry.objects.filter(seq__in=seqs), filters, before, most)


def by_officer(viewer: Actor, user: User, filters: AuditFilters, before: int = 0, *, most: int = PAGE) -> AuditPage:
    """Return everything that one member of staff saw or did, the newest first. Raises NotAllowed."""
    require_role(viewer, Act.READ_JOURNAL)
    with unfenced():
        return _page(Entry.objects.filter(actor=f"user:{user.pk}"), filters, before, most)


def disclosures(viewer: Actor, filters: AuditFilters, before: int = 0, *, most: int = PAGE) -> AuditPage:
    """Return what was given to anybody: downloads, lists, packages, offers, and letters where asked for.

    Raises NotAllowed.
    """
    require_role(viewer, Act.READ_JOURNAL)
    with unfenced():
        verbs = [verb for verb in verbs_of(Processing.DISCLOSURE) if filters.letters or verb != Verb.TOLD]
        rows = Entry.objects.filter(verb__in=verbs)
        return _page(rows, filters, before, most)


def clock_set_back(viewer: Actor) -> list[SetBack]:
    """Return when the machine's clock was set back in the last 30 days. Raises NotAllowed."""
    if not may_ever(viewer.role, Act.MANAGE_ACCOUNTS):
        require_role(viewer, Act.READ_JOURNAL)
    since = timezone.now() - RECENT
    return [back for back in times_set_back() if back.recorded_at > since]


def staff(viewer: Actor) -> QuerySet[User]:
    """Return everybody who has or had an account, by name. Raises NotAllowed."""
    require_role(viewer, Act.READ_JOURNAL)
    return User.objects.select_related("organisation").order_by("name", "pk")


def _page(rows: QuerySet[Entry], filters: AuditFilters, before: int, most: int) -> AuditPage:
    found = list(_filtered(rows, filters, before).order_by("-seq")[: most + 1])
    return AuditPage(tuple(lines(found[:most])), found[most - 1].seq if len(found) > most else 0)


def _filtered(rows: QuerySet[Entry], filters: AuditFilters, before: int) -> QuerySet[Entry]:
    if filters.since:
        rows = rows.filter(seq__gte=first_since(_midnight(filters.since)))
    if filters.until:
        rows = rows.filter(seq__lt=first_since(_midnight(filters.until + timedelta(days=1))))
    if filters.officer is not None:
        rows = rows.filter(actor=f"user:{filters.officer}")
    if filters.kind:
        rows = rows.filter(verb__in=verbs_of(Processing(filters.kind)))
    return rows.filter(seq__lt=before) if before else rows


def lines(entries: Iterable[Entry]) -> list[AuditLine]:
    """Return entries as an auditor reads them, in the order given; the caller has asked whether they may."""
    reads = with_records(entries)
    names, records, reasons = _names(reads), _references(reads), _reasons(reads)
    return [
        AuditLine(
            seq=read.seq, at=read.at, actor=read.actor, verb=read.verb, kind=kind_of(read.verb),
            name=names.get(read.actor, ("", ""))[0], organisation=names.get(read.actor, ("", ""))[1],
            page=str(read.data.get("page", "")), shown=int(read.data.get("shown", 0) or 0),
            records=tuple(
                Record(kind, number, records[kind, number])
                for kind, number in read.records
                if (kind, number) in records
            ),
            reasons=tuple(reasons[pair] for pair in read.records if reasons.get(pair)),
            to=str(read.data.get("force", "")),
            same_words=str(read.data.get("digest", ""))[:6] if read.verb == Verb.SEARCHED else "",
        )
        for read in reads
    ]  # fmt: skip


def _names(reads: Iterable[Read]) -> dict[str, tuple[str, str]]:
    ids: dict[str, set[int]] = {}
    for read in reads:
        kind, _, number = read.actor.partition(":")
        ids.setdefault(kind, set()).add(int(number or 0))
    users = User.objects.filter(pk__in=ids.get("user", ())).select_related("organisation")
    bodies = Organisation.objects.filter(pk__in=ids.get("partner", ()))
    reports = Report.objects.filter(pk__in=ids.get("complainant", ())).values_list("pk", "reference")
    return {
        **{f"user:{user.pk}": (user.name, user.organisation.name) for user in users},
        **{f"partner:{body.pk}": (body.name, "") for body in bodies},
        **{f"complainant:{pk}": (reference, "") for pk, reference in reports},
    }


def _references(reads: Iterable[Read]) -> dict[tuple[str, int], str]:
    """Return the references of the cases and reports among the records; other kinds stand in the entry alone."""
    found: dict[tuple[str, int], str] = {}
    rows = list(reads)
    for kind, model in (("case", Case), ("report", Report)):
        ids = sorted({number for read in rows for number in read.of(kind)})
        for start in range(0, len(ids), 500):
            part = model.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", "reference")
            found |= {(kind, pk): reference for pk, reference in part}
    return found


def _reasons(reads: Iterable[Read]) -> dict[tuple[str, int], str]:
    """Return what people said why: for opening an identity, for breaking the glass, for an act of two people."""
    rows = list(reads)

    def ids(kind: str) -> set[int]:
        return {number for read in rows for number in read.of(kind)}

    looks = IdentityLook.objects.filter(pk__in=ids("identitylook"))
    said = {("identitylook", look.pk): " - ".join(part for part in (look.code, look.reason) if part) for look in looks}
    asked = AskedAct.objects.filter(pk__in=ids("askedact")).values_list("pk", "reason")
    said |= {("askedact", pk): reason for pk, reason in asked}
    return said | {("review", pk): words for pk, words in words_of(ids("review")).items()}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
