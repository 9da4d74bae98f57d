"""Read rows of the journal by blocks, as they lie in the database, and say where columns and index rows are untrue."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from json import loads
from typing import NamedTuple

from django.db import connection

from upstander.record.journal.verbs import Verb

BLOCK = 5_000
"""Rows in memory at a time: some five megabytes."""
_TIMES = {"sqlite": "CAST({0} AS TEXT)", "postgresql": "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"}
"""A time as text: to make it of what a driver reads takes longer than to hash the entry."""
_BLOCK = (
    "SELECT seq, body, leaf, head, actor, verb, subject, {at}, {recorded_at}"
    " FROM journal_entry WHERE seq > %s AND seq <= %s ORDER BY seq LIMIT {block}"
)
_INDEX = "SELECT entry, kind, record FROM {} WHERE entry > %s AND entry <= %s"
_ORPHANS = (
    "SELECT entry FROM {} WHERE entry > (SELECT coalesce(max(seq), 0) FROM journal_entry) OR entry < 1"
    " ORDER BY entry LIMIT 20"
)
TOUCHES, LOOKS = "journal_touch", "journal_consultation"


class Row(NamedTuple):
    """An entry as it lies in the database; the times as text, in UTC."""

    seq: int
    body: str
    leaf: bytes
    head: str
    actor: str
    verb: str
    subject: str
    at: str
    recorded_at: str


def block(after: int, last: int) -> list[Row]:
    """Return up to BLOCK entries whose numbers lie after `after` and are not above `last`, in order."""
    time = _TIMES[connection.vendor]
    asked = _BLOCK.format(at=time.format("at"), recorded_at=time.format("recorded_at"), block=BLOCK)
    with connection.cursor() as cursor:
        cursor.execute(asked, [after, last])
        return list(map(Row._make, cursor.fetchall()))


def agrees(row: Row, prev: str) -> bool:
    """Whether an entry names `prev` before it and its columns say what its body says.

    A body is canonical JSON, whose keys stand in one order: both can be seen without reading it as JSON, which would
    take longer than all the hashing.
    """
    seq, body, _, _, actor, verb, subject, at, recorded_at = row
    ends, more = recorded_at[11:], at[11:]
    return body.endswith(
        f',"prev":"{prev}","recorded_at":"{recorded_at[:10]}T{ends}{"" if len(ends) > 8 else ".000000"}+00:00",'
        f'"seq":{seq},"subject":"{subject}","verb":"{verb}"}}'
    ) and (
        f'],"actor":"{actor}","at":"{at[:10]}T{more}{"" if len(more) > 8 else ".000000"}+00:00","' in body
    )  # fmt: skip


def disagreements(row: Row, prev: str) -> Iterator[str]:
    """Yield in plain words what `agrees` has seen, from the body read as JSON."""
    try:
        body = loads(row.body)
        said = tuple(str(body[name]) for name in ("verb", "actor", "subject", "seq", "at", "recorded_at"))
        before = body["prev"]
    except (ValueError, KeyError, TypeError):
        yield f"journal: the body of entry {row.seq} cannot be read"
        return
    if before != prev:
        yield f"journal: entry {row.seq} does not follow the one before it"
    if said != (row.verb, row.actor, row.subject, str(row.seq), _written(row.at), _written(row.recorded_at)):
        yield f"journal: the columns of entry {row.seq} differ from its body"


def index_faults(rows: Sequence[Row]) -> Iterator[str]:
    """Yield where the rows of timelines and looks are not those that these entries were written with."""
    first, last = rows[0].seq - 1, rows[-1].seq
    touched, shown = _index(TOUCHES, first, last), _index(LOOKS, first, last)
    for row in rows:
        about = ",".join(f'"{kind}:{record}"' for kind, record in sorted(touched.pop(row.seq, ())))
        if not row.body.startswith(f'{{"about":[{about}],"actor":'):
            yield f"journal: the records that entry {row.seq} is about are not those of its timeline rows"
        looks = shown.pop(row.seq, None)
        if row.verb == Verb.CONSULTED or looks:
            pairs = ",".join(f'["{kind}",{record}]' for kind, record in sorted(looks or ()))
            digest = sha256(f"[{pairs}]".encode()).hexdigest()
            if row.verb != Verb.CONSULTED or f'"digest":"{digest}"' not in row.body:
                yield f"journal: the records shown under entry {row.seq} are not those that were recorded"
    for seq in sorted({*touched, *shown}):
        yield f"journal: a record names entry {seq}, which is not there"


def orphans() -> Iterator[str]:
    """Yield index rows that name entries after the last."""
    for table in (TOUCHES, LOOKS):
        with connection.cursor() as cursor:
            cursor.execute(_ORPHANS.format(table))
            found = sorted({seq for (seq,) in cursor.fetchall()})
        yield from (f"journal: a record names entry {seq}, which is not there" for seq in found)


def _index(table: str, after: int, last: int) -> dict[int, list[tuple[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute(_INDEX.format(table), [after, last])
        found = cursor.fetchall()
    by_entry: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for entry, kind, record in found:
        by_entry[entry].append((kind, record))
    return by_entry


def _written(time: str) -> str:
    """Return a time of the database in the form of a body."""
    return f"{time[:10]}T{time[11:]}{'' if len(time) > 19 else '.000000'}+00:00"
