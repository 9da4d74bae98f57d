"""Read stored files again and say which are not what came in: a share each night, so that all are read in a round."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from io import BytesIO
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from upstander.engines.sealing.digests import digest_file, digest_stream
from upstander.record.vault import cipher, keeping
from upstander.record.vault.models import File, Round

AT_ONCE = 200
"""Files whose rows are held at a time."""
LOCKED_MORE = 12 + 16
"""Bytes that a locked body is longer than what it holds: nonce and tag."""


class Fault(StrEnum):
    """What is wrong with a stored file."""

    MISSING = "missing"
    SHORT = "short"
    """Another number of bytes than came in."""
    ALTERED = "altered"
    UNREADABLE = "unreadable"
    """The disk does not give it."""
    LOCKED = "locked"
    """Its own key does not open with this hub's master key, so that nobody can say."""


SENTENCES = {
    Fault.MISSING: "is missing",
    Fault.SHORT: "is not what was stored: it has another length",
    Fault.ALTERED: "is not what was stored",
    Fault.UNREADABLE: "cannot be read from the disk",
    Fault.LOCKED: "has a key that does not open with the hub's master key",
}
SET_ASIDE = (Fault.SHORT, Fault.ALTERED)
"""Faults of bytes that lie there and must not be used."""


@dataclass(frozen=True)
class Marked:
    """A file of which a reading found something else than the one before: a fault, or none any more."""

    file: int
    fault: str


def look(file: File) -> str:
    """Read one file whole and return what is wrong with it, nothing where it is what came in.

    Raises OSError where the hub's keys are not there: that is no fault of the file.
    """
    try:
        key = None if file.locked_key is None else keeping.data_key_of(file)
    except cipher.Unreadable:
        return Fault.LOCKED
    path, more = keeping.path_of(file), 0 if key is None else LOCKED_MORE
    try:
        if path.stat().st_size != file.size + more:
            return Fault.SHORT
        digests = digest_file(path) if key is None else digest_stream(BytesIO(keeping.read(file)))
    except FileNotFoundError:
        return Fault.MISSING
    except cipher.Unreadable:
        return Fault.ALTERED
    except OSError:
        return Fault.UNREADABLE
    same = (digests.sha256, digests.sha512, digests.size) == (file.sha256, file.sha512, file.size)
    return "" if same else Fault.ALTERED


def faults() -> Iterator[str]:
    """Read every file that the database knows and yield in plain words what is missing or changed."""
    for file in File.objects.filter(erased_at=None).order_by("pk").iterator(AT_ONCE):
        if found := look(file):
            kept = f" (set aside as {file.fault})" if found == Fault.MISSING and file.fault in SET_ASIDE else ""
            yield f"vault: file {file.pk} ({file.place}) {SENTENCES[Fault(found)]}{kept}"


def batch(after: int, *, most: int | None) -> list[File]:
    """Return the files behind the row `after` that are read next: so many bytes at most, but one at least."""
    rows = File.objects.filter(erased_at=None, pk__gt=after).order_by("pk")[:AT_ONCE]
    chosen: list[File] = []
    size = 0
    for file in rows:
        if chosen and most is not None and size + file.size > most:
            break
        chosen.append(file)
        size += file.size
    return chosen


def mark(file: File, *, at: datetime) -> Marked | None:
    """Look once more with the row held, mark what is found, and set aside what must not be used, in a transaction.

    None where nothing is new: the row was erased since, or is marked so already.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a file is marked in the transaction of the act that marks it")
    row = File.objects.select_for_update().filter(pk=file.pk, erased_at=None).first()
    if row is None:
        return None
    found = look(row)
    known = row.fault if found == Fault.MISSING and row.fault in SET_ASIDE else found
    if known == row.fault:
        return None
    row.fault, row.fault_at = found, at if found else None
    row.save(update_fields=["fault", "fault_at"])
    if found in SET_ASIDE:
        keeping.set_aside(row)
    return Marked(row.pk, found)


def begin(*, at: datetime, anew: bool = False) -> Round:
    """Return the round under way, or a new one, in the caller's transaction; `anew` ends the one under way unread."""
    running = Round.objects.filter(ended_at=None).order_by("-pk").first()
    if running and not anew:
        return running
    Round.objects.filter(ended_at=None).update(ended_at=at)
    return Round.objects.create(began_at=at, due_by=at + timedelta(days=settings.SCRUB_DAYS))


def share(running: Round, *, at: datetime) -> int:
    """Return how many bytes must be read tonight for every file to have been read when the round is due."""
    left = File.objects.filter(erased_at=None, pk__gt=running.reached).aggregate(size=Sum("size"))["size"] or 0
    nights = max(1, ceil((running.due_by - at) / timedelta(days=1)))
    return ceil(left / nights)


def advance(running: Round, files: list[File], *, faulty: int, at: datetime) -> bool:
    """Keep how far the round is, in the caller's transaction; False where somebody else has gone on with it."""
    ours = Round.objects.filter(pk=running.pk, reached=running.reached, ended_at=None)
    running.reached, running.read_at = files[-1].pk, at
    running.files += len(files)
    running.size += sum(file.size for file in files)
    running.faulty += faulty
    return bool(
        ours.update(reached=running.reached, read_at=at, files=running.files, size=running.size, faulty=running.faulty)
    )


def end(running: Round, *, at: datetime) -> None:
    """Say that every file was read."""
    running.ended_at = at
    running.save(update_fields=["ended_at"])
