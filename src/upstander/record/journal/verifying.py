"""Verify the journal: chain, tree, guards, index rows, and every checkpoint, the hub's own and those held outside.

It reads blocks of rows, never a whole table, so that a long journal takes no more memory than a short one and nobody
who writes has to wait. What is added while it reads is left to the next time.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from heapq import merge
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection

from upstander.engines.sealing import checkpoint as signed_text
from upstander.engines.sealing.keys import load, load_public
from upstander.engines.sealing.merkle import EMPTY_ROOT, Growing
from upstander.engines.sealing.outside import Held
from upstander.record.journal import rows
from upstander.record.journal.models import Checkpoint
from upstander.record.journal.reading import size
from upstander.record.journal.tables import missing_guards
from upstander.record.journal.writing import GENESIS

Told = Callable[[int], None]
"""Told how many entries were read since the last time."""
OURS = "the database's own checkpoint"


@dataclass(frozen=True, order=True)
class _Stop:
    """A size at which somebody says what the root was: the database's own checkpoint, or one held outside."""

    size: int
    ours: bool
    held: Held
    frontier: str = ""


class Verification:
    """One reading of the journal; `faults` does it, and the other attributes say afterwards what was read."""

    def __init__(
        self, held: Iterable[Held] = (), *, key: Ed25519PublicKey | None = None, indexes: bool = True,
        told: Told = lambda _more: None,
    ) -> None:  # fmt: skip
        self._held = sorted((_Stop(each.size, False, each) for each in held), key=lambda stop: stop.size)
        self._key, self._indexes, self._told = key, indexes, told
        self._newest = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
        self.entries = size()
        """How many it read; later entries wait for the next time."""
        self.root = EMPTY_ROOT
        self.ours = 0
        """Checkpoints of the database that were looked at."""
        self.fitting: list[Held] = []
        """What is held outside and fits."""
        self._known = {True: 0, False: 0}
        """The largest size at which a checkpoint fitted: the database's, and those from outside."""

    def faults(self) -> Iterator[str]:
        """Yield in plain words everything that does not fit, and where."""
        yield from (f"journal: the guard {name} is missing" for name in missing_guards())
        tree, prev, after = Growing(), GENESIS, 0
        stops = merge(self._own(), iter(self._held), key=lambda stop: stop.size)
        stop = next(stops, None)
        while block := rows.block(after, self.entries):
            leaves: list[bytes] = []
            for number, row in enumerate(block, tree.size + 1):
                seq, body, stored, head = row[:4]
                if seq != after + 1:
                    yield _gap(after + 1, seq)
                raw = body.encode()
                leaf = sha256(b"\x00" + raw).digest()
                if leaf != stored or sha256(raw).hexdigest() != head:
                    yield f"journal: entry {seq} does not match its own hash"
                if not rows.agrees(row, prev):
                    yield from rows.disagreements(row, prev)
                leaves.append(leaf)
                prev, after = head, seq
                if stop and stop.size == number:
                    tree.extend(leaves)
                    leaves.clear()
                    while stop and stop.size == number:
                        yield from self._compared(stop, tree)
                        stop = next(stops, None)
            tree.extend(leaves)
            if self._indexes:
                yield from rows.index_faults(block)
            self._told(len(block))
        self.root = tree.root()
        while stop:
            yield from self._beyond(stop, tree) if stop.size else self._compared(stop, Growing())
            stop = next(stops, None)
        if self._indexes:
            yield from rows.orphans()

    def _own(self) -> Iterator[_Stop]:
        """Yield the database's checkpoints, the smallest first, those alone that stood there at the beginning."""
        after = 0
        while True:
            within = Checkpoint.objects.filter(size__gt=after, size__lte=self._newest).order_by("size")
            block = list(within.values_list("size", "text", "frontier")[: rows.BLOCK])
            if not block:
                return
            for number, text, frontier in block:
                self.ours += 1
                yield _Stop(number, True, Held(OURS, number, b"", text=text), frontier)
            after = block[-1][0]

    def _compared(self, stop: _Stop, tree: Growing) -> Iterator[str]:
        """Yield what does not fit at the size of `stop`, which is the size of `tree`."""
        held, frontier = stop.held, tree.frontier()
        root = frontier.root()
        try:
            said = self._signed(held) if held.text else None
        except (signed_text.BadCheckpoint, OSError, ValueError) as bad:
            yield f"journal: {_called(stop)}: {bad}"
            if stop.ours:
                return
            said = None
        if said is not None and stop.ours:
            held = Held(held.name, said.size, said.root)
        if not held.fits(frontier.size, root):
            since = self._known[stop.ours] + 1
            where = f"among entries {since} to {stop.size} something was changed, added or taken away"
            which = "" if stop.ours else f", as {held.name} says"
            yield f"journal: it is not the one that was signed when it had {stop.size} entries{which}: {where}"
            return
        if stop.ours and stop.frontier != frontier.serialise():
            yield f"journal: the frontier kept with {_called(stop)} is another: what is signed next would be wrong"
        self._known[stop.ours] = max(self._known[stop.ours], stop.size)
        if not stop.ours:
            self.fitting.append(held)

    def _beyond(self, stop: _Stop, tree: Growing) -> Iterator[str]:
        """Yield that a checkpoint speaks of entries that are not there."""
        try:
            if stop.held.text:
                self._signed(stop.held)
        except (signed_text.BadCheckpoint, OSError, ValueError) as bad:
            yield f"journal: {_called(stop)}: {bad}"
        which = "" if stop.ours else f", as {stop.held.name} says"
        gone = f"the last {stop.size - tree.size} were taken away" if tree.size else "they were taken away"
        yield (
            f"journal: it is not the one that was signed when it had {stop.size} entries{which}: it has {tree.size}, "
            f"so that at least {gone}"
        )

    def _signed(self, held: Held) -> signed_text.Checkpoint:
        if self._key is None:
            self._key = hub_key()
        return signed_text.verify(held.text, self._key)


def hub_key() -> Ed25519PublicKey:
    """Return the key that this hub's checkpoints are signed with. Raises KeysMissing."""
    folder = Path(settings.KEYS_FOLDER)
    return load_public(folder) or load(folder).journal_key.public_key()


def faults(held: Iterable[Held] = ()) -> Iterator[str]:
    """Yield in plain words everything that is wrong with the journal."""
    return Verification(held).faults()


def root_of(start: int, end: int) -> bytes:
    """Return the Merkle root of the entries after the first `start` up to the `end`th, from what they say."""
    tree, after = Growing(), start
    while block := rows.block(after, end):
        tree.extend(sha256(b"\x00" + row.body.encode()).digest() for row in block)
        after = block[-1].seq
    return tree.root()


def _called(stop: _Stop) -> str:
    return f"the checkpoint at {stop.size} entries" if stop.ours else stop.held.name


def _gap(expected: int, found: int) -> str:
    missing = f"entry {expected} is" if found == expected + 1 else f"entries {expected} to {found - 1} are"
    return f"journal: {missing} missing (the next is {found})"


def is_there() -> bool:
    """Whether this database has a journal at all."""
    return "journal_entry" in connection.introspection.table_names()
