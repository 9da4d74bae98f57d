"""Read rows of the journal by blocks, as they lie in the database, and say where columns and index rows are untrue."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from json import loads
from typing import Any, NamedTuple

from django.db import connection

from upstander.record.journal.verbs import Verb

BLOCK = 5_000
"""Rows in memory at a time: some five megabytes."""
_COLUMNS = "seq, body, leaf, head, actor, verb, subject, at, recorded_at"
_BLOCK = f"SELECT {_COLUMNS} FROM journal_entry WHERE seq > %s AND seq <= %s ORDER BY seq LIMIT {BLOCK}"  # noqa: S608
_INDEX = "SELECT entry, kind, record FROM {} WHERE entry > %s AND entry <= %s"
_ORPHANS = (
    "SELECT entry FROM {} WHERE entry > (SELECT coalesce(max(seq), 0) FROM journal_entry) OR entry < 1"
    " ORDER BY entry LIMIT 20"
)
TOUCHES, LOOKS = "journal_touch", "journal_consultation"


class Row(NamedTuple):
    """An entry as it lies in the database; the times in the form of a body."""

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
    with connection.cursor() as cursor:
        cursor.execute(_BLOCK, [after, last])
        found = cursor.fetchall()
    written = _of_sqlite if connection.vendor == "sqlite" else _of_postgresql
    return [
        Row(seq, body, bytes(leaf), head, actor, verb, subject, written(at), written(recorded_at))
        for seq, body, leaf, head, actor, verb, subject, at, recorded_at in found
    ]


def agrees(row: Row, prev: str) -> bool:
    """Whether an entry names `prev` before it and its columns say what its body says.

    A body is canonical JSON, whose keys stand in one order: both can be seen without reading it as JSON, which would
    take longer than all the hashing.
    """
    return (
        row.body.endswith(
            f',"prev":"{prev}","recorded_at":"{row.recorded_at}","seq":{row.seq},"subject":"{row.subject}"'
            f',"verb":"{row.verb}"}}'
        )
        and f'],"actor":"{row.actor}","at":"{row.at}","' in row.body
    )


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
    if said != (row.verb, row.actor, row.subject, str(row.seq), row.at, row.recorded_at):
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


def _of_sqlite(text: Any) -> str:
    written = str(text)
    return f"{written[:10]}T{written[11:]}{'.000000' if len(written) == 19 else ''}+00:00"


def _of_postgresql(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
