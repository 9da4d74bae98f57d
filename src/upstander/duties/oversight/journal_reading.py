"""Read the journal for those who watch over it: whose entry, about which cases, since when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from json import loads
from typing import Any

from upstander.record.journal.models import Consultation, Entry, Touch

AT_ONCE = 400
"""Entries whose rows are fetched in one go: SQLite takes only so many parameters."""


@dataclass(frozen=True)
class Read:
    """One entry with the records that it names: those it was about, or those that the page showed."""

    seq: int
    at: datetime
    actor: str
    verb: str
    data: Mapping[str, Any]
    records: tuple[tuple[str, int], ...] = field(default=())

    @property
    def user(self) -> int:
        """Return the id of the user who did it, 0 for anybody else."""
        kind, _, number = self.actor.partition(":")
        return int(number) if kind == "user" else 0

    def of(self, kind: str) -> tuple[int, ...]:
        """Return the ids of the named records of one kind."""
        return tuple(record for name, record in self.records if name == kind)


def with_records(entries: Iterable[Entry]) -> list[Read]:
    """Return these entries with their records, in the order given; a few queries for hundreds of them."""
    rows = list(entries)
    named: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for start in range(0, len(rows), AT_ONCE):
        seqs = [row.seq for row in rows[start : start + AT_ONCE]]
        for table in (Consultation, Touch):
            for entry, kind, record in table.objects.filter(entry__in=seqs).values_list("entry", "kind", "record"):
                named[entry].append((kind, record))
    return [
        Read(row.seq, row.at, row.actor, row.verb, loads(row.body)["data"], tuple(sorted(named[row.seq])))
        for row in rows
    ]


def first_since(moment: datetime) -> int:
    """Return the number of the first entry that was written at or after `moment`; one more than the last for none.

    Numbers are dense and written in the order of time, so a few looks find it, however long the journal is.
    """
    low, high = 1, (Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        if Entry.objects.values_list("recorded_at", flat=True).get(seq=middle) < moment:
            low = middle + 1
        else:
            high = middle
    return low
