"""Read the journal: a record's timeline, its looks, the acts of one verb."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import Any

from django.db.models import Max

from upstander.record.journal.models import Consultation, Entry, Touch
from upstander.record.journal.verbs import Verb

REACH = 5_000
"""Acts of one record that a timeline goes back; the journal itself has them all."""


@dataclass(frozen=True)
class Line:
    """One act as the timeline shows it."""

    seq: int
    at: datetime
    actor: str
    verb: str
    subject: str
    data: dict[str, Any]


def timeline(kind: str, record: int, *, newest: int | None = 200, after: int = 0) -> list[Line]:
    """Return the acts that touched a record, newest first; those behind the entry `after` alone if one is named."""
    touches = Touch.objects.filter(kind=kind, record=record, entry__gt=after)
    seqs = touches.order_by("-entry").values_list("entry", flat=True)[:newest]
    return [
        Line(entry.seq, entry.at, entry.actor, entry.verb, entry.subject, loads(entry.body)["data"])
        for entry in Entry.objects.filter(seq__in=list(seqs)).order_by("-seq")
    ]


@dataclass(frozen=True)
class Reel:
    """One page of a timeline, and how many lines it has in all; `cut` where older ones than REACH were left out."""

    lines: list[Line]
    count: int
    cut: bool = False


def reel(kind: str, record: int, *, verbs: Collection[str], looks: bool = False, page: int = 1, size: int = 50) -> Reel:
    """Return one page of what touched a record, newest first, of these verbs alone; with `looks`, page views as well.

    The acts are found by the record and then sifted, so that the cost is that of one record's history.
    """
    return reel_of([(kind, record)], verbs=verbs, looked_at=[(kind, record)] if looks else [], page=page, size=size)


def reel_of(
    records: Collection[tuple[str, int]], *, verbs: Collection[str], looked_at: Collection[tuple[str, int]] = (),
    page: int = 1, size: int = 50,
) -> Reel:  # fmt: skip
    """Return one page of what touched any of these records, and of the page views of those `looked_at`."""
    by_record = [_newest(Touch, kind, record) for kind, record in records]
    by_look = [_newest(Consultation, kind, record) for kind, record in looked_at]
    touched = sorted({seq for seqs in by_record for seq in seqs}, reverse=True)
    viewed = {seq for seqs in by_look for seq in seqs}
    wanted = [seq for seq, verb in _verbs_of(touched) if verb in verbs]
    seqs = sorted({*wanted, *viewed}, reverse=True)
    start = (max(page, 1) - 1) * size
    lines = [
        Line(entry.seq, entry.at, entry.actor, entry.verb, entry.subject, loads(entry.body)["data"])
        for entry in Entry.objects.filter(seq__in=seqs[start : start + size]).order_by("-seq")
    ]
    return Reel(lines, len(seqs), REACH in map(len, [*by_record, *by_look]))


def _newest(index: type[Touch] | type[Consultation], kind: str, record: int) -> list[int]:
    rows = index.objects.filter(kind=kind, record=record).order_by("-entry")
    return list(rows.values_list("entry", flat=True)[:REACH])


def _verbs_of(seqs: list[int]) -> Iterator[tuple[int, str]]:
    for start in range(0, len(seqs), 500):
        yield from Entry.objects.filter(seq__in=seqs[start : start + 500]).values_list("seq", "verb")


def last_touch(kind: str, record: int) -> int:
    """Return the newest entry that touched a record, 0 where none did."""
    return int(Touch.objects.filter(kind=kind, record=record).aggregate(last=Max("entry"))["last"] or 0)


def looks_of(actor: str, kind: str, record: int, *, since: datetime, until: datetime | None = None) -> list[Line]:
    """Return the page views in which `actor` was shown a record between two times, oldest first."""
    shown = Consultation.objects.filter(kind=kind, record=record).values("entry")
    rows = Entry.objects.filter(seq__in=shown, actor=actor, verb=Verb.CONSULTED, at__gte=since)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return [
        Line(entry.seq, entry.at, entry.actor, entry.verb, entry.subject, loads(entry.body)["data"])
        for entry in rows.order_by("seq")
    ]


def acts(verb: Verb) -> Iterator[dict[str, Any]]:
    """Yield the body of every entry of one verb, oldest first."""
    for body in Entry.objects.filter(verb=verb).order_by("seq").values_list("body", flat=True).iterator(2000):
        yield loads(body)


def size() -> int:
    """Return how many entries the journal holds."""
    return int(Entry.objects.aggregate(last=Max("seq"))["last"] or 0)
