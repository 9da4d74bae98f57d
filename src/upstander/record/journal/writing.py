"""Write an act or a look into the journal, in the transaction of the act itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

from django.db import connection
from django.utils import timezone

from upstander.engines.sealing.canonical import canonical
from upstander.engines.sealing.merkle import leaf_hash
from upstander.record.journal import clock
from upstander.record.journal.models import Entry
from upstander.record.journal.verbs import Verb

GENESIS = "0" * 64
CHAIN_LOCK = 0x6A6F75726E616C


ENTRIES = (
    "INSERT INTO journal_entry (seq, at, recorded_at, actor, verb, subject, body, leaf, head)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
TOUCHES = "INSERT INTO journal_touch (entry, kind, record) VALUES (%s, %s, %s)"
LOOKS = "INSERT INTO journal_consultation (entry, kind, record) VALUES (%s, %s, %s)"


class _Row(NamedTuple):
    """An entry as it is added."""

    seq: int
    at: Any
    recorded_at: Any
    actor: str
    verb: str
    subject: str
    body: str
    leaf: bytes
    head: str


class Acting(Protocol):
    """Whoever acts: a user, a partner, a complainant by code, or the system itself."""

    @property
    def key(self) -> str:
        """Return the kind and id, for example `user:12`."""


@dataclass(frozen=True)
class _Machine:
    """The hub's own machine, which says that its clock was set back."""

    key: str = "system:0"


@dataclass(frozen=True)
class Written:
    """What was appended: its place in the chain and the hash that the next entry will name."""

    seq: int
    head: str


class NotInTransaction(RuntimeError):
    """The journal was asked to write outside the transaction of the act it records."""


def record(
    actor: Acting,
    verb: Verb,
    subject: Any,
    *,
    at: datetime,
    about: Iterable[Any] = (),
    **data: str | int | bool | list[str] | list[int] | None,
) -> Written:
    """Append that `actor` did `verb` to `subject` at `at`, touching the records `about` as well.

    `subject` and `about` are model rows (or `(kind, id)` pairs); `data` holds ids, codes and digests only, never
    content: reasons and words live in rows that can be erased, the journal can not. Call it last of all locks.
    """
    named = _reference(subject)
    touched = sorted({named, *(_reference(row) for row in about)})
    seq, prev, read = _lock_the_chain()
    entry = _entry(seq, prev, actor, verb, named, touched, data, at=at, now=timezone.now(), read=read)
    _insert(ENTRIES, [entry])
    _insert(TOUCHES, [(entry.seq, kind, row) for kind, row in touched])
    return Written(seq=entry.seq, head=entry.head)


@dataclass(frozen=True)
class Deed:
    """One of many acts that are written together: what `record` takes."""

    actor: Acting
    verb: Verb
    subject: Any
    at: datetime
    about: tuple[Any, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    shows: tuple[Any, ...] = ()
    """What a page showed, for a look: then verb, subject and `about` are those of `consulted`."""


def record_many(deeds: Iterable[Deed]) -> Written | None:
    """Append many acts and looks in one transaction, row for row as `record` and `consulted` would.

    For bulk loads and seeding. None for none.
    """
    (first, prev, read), now = _lock_the_chain(), timezone.now()
    entries: list[_Row] = []
    touches: list[Sequence[Any]] = []
    looks: list[Sequence[Any]] = []
    for seq, deed in enumerate(deeds, first):
        verb, named, touched, data = deed.verb, ("page", 0), [], deed.data
        if deed.shows:
            shown = sorted({_reference(row) for row in deed.shows})
            verb, data = Verb.CONSULTED, {**data, **_digested(shown)}
            looks += [(seq, kind, row) for kind, row in shown]
        else:
            named = _reference(deed.subject)
            touched = sorted({named, *(_reference(row) for row in deed.about)})
            touches += [(seq, kind, row) for kind, row in touched]
        entry = _entry(seq, prev, deed.actor, verb, named, touched, data, at=deed.at, now=now, read=read)
        entries.append(entry)
        prev = entry.head
    _insert(ENTRIES, entries)
    _insert(TOUCHES, touches)
    _insert(LOOKS, looks)
    return Written(seq=entries[-1].seq, head=prev) if entries else None


def consulted(actor: Acting, shows: Iterable[Any], *, page: str, at: datetime, **data: str | int | bool) -> Written:
    """Append one entry for a page view and one index row for each record that the page shows (DPA 2018 s.62)."""
    shown = sorted({_reference(row) for row in shows})
    seq, prev, read = _lock_the_chain()
    said = {**data, "page": page, **_digested(shown)}
    entry = _entry(seq, prev, actor, Verb.CONSULTED, ("page", 0), [], said, at=at, now=timezone.now(), read=read)
    _insert(ENTRIES, [entry])
    _insert(LOOKS, [(seq, kind, row) for kind, row in shown])
    return Written(seq=seq, head=entry.head)


def _digested(shown: list[tuple[str, int]]) -> dict[str, Any]:
    """Return what an entry says of the records that a page showed: how many, and the digest of their index rows."""
    digest = sha256(canonical([list(pair) for pair in shown])).hexdigest()
    return {"shown": len(shown), "digest": digest}


def _reference(row: Any) -> tuple[str, int]:
    if isinstance(row, tuple):
        return str(row[0]), int(row[1])
    return row._meta.model_name, int(row.pk)


def _entry(
    seq: int,
    prev: str,
    actor: Acting,
    verb: Verb,
    subject: tuple[str, int],
    about: list[tuple[str, int]],
    data: dict[str, Any],
    *,
    at: datetime,
    now: datetime,
    read: clock.Reading,
) -> _Row:
    """Return the row that follows the one whose head is `prev`."""
    body = canonical(
        {
            "seq": seq,
            "at": _instant(at),
            "recorded_at": _instant(now),
            "actor": actor.key,
            "verb": verb.value,
            "subject": "{}:{}".format(*subject),
            "about": ["{}:{}".format(*pair) for pair in about],
            "clock": str(read),
            "data": data,
            "prev": prev,
        }
    )
    return _Row(
        seq, _adapted(at), _adapted(now), actor.key, verb.value, "{}:{}".format(*subject), body.decode(),
        leaf_hash(body), sha256(body).hexdigest(),
    )  # fmt: skip


def _insert(table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Add rows as they are: through a model each would cost more than everything else that an entry costs."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(table, rows)


def _lock_the_chain() -> tuple[int, str, clock.Reading]:
    """Hold the chain until commit; return the next number, the head that it must name, and what the clocks say.

    SQLite's IMMEDIATE transactions already admit one writer; PostgreSQL takes an advisory lock. The clocks are read
    under the lock, so that they can only go forward from entry to entry; where they do not, an entry says so first.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("an act and its journal entry share one transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Entry.objects.order_by("-seq").values_list("seq", "head", "body").first()
    read = clock.read()
    if last is None:
        return 1, GENESIS, read
    seq, head, body = last
    before = clock.in_body(body)
    if before is None or not (back := clock.set_back_by(before, read)):
        return seq + 1, head, read
    now = timezone.now()
    entry = _entry(
        seq + 1, head, _Machine(), Verb.CLOCK_WENT_BACK, clock.CLOCK, [clock.CLOCK], clock.said(before, back, seq),
        at=now, now=now, read=read,
    )  # fmt: skip
    _insert(ENTRIES, [entry])
    _insert(TOUCHES, [(entry.seq, *clock.CLOCK)])
    return seq + 2, entry.head, read


@lru_cache(maxsize=256)
def _adapted(moment: datetime) -> Any:
    """Return a time as the database takes it; those of one batch are mostly the same."""
    return connection.ops.adapt_datetimefield_value(moment)


@lru_cache(maxsize=256)
def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
