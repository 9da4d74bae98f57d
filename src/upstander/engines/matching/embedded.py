"""An index for matching in one SQLite file, for those who have no hub: its key table, and what it verifies by."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from upstander.engines.matching.explain import Reason, explain_picture
from upstander.engines.matching.finding import EVERYTHING, Stored
from upstander.engines.matching.fingerprints import fingerprints, to_blob
from upstander.engines.matching.keys import Item, keys_of
from upstander.engines.matching.media.held import Held
from upstander.engines.matching.media.laying import alike, thumbnail
from upstander.engines.matching.media.picture import Hashes
from upstander.engines.matching.people import described
from upstander.engines.matching.skeleton import VERSION

_MAGIC = 0x75706D33
"""What marks a SQLite file as such an index."""
_TABLES = """
CREATE TABLE match_key (k INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (k, item)) WITHOUT ROWID;
CREATE TABLE unsorted (k INTEGER NOT NULL, item INTEGER NOT NULL);
CREATE TABLE item (
    id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, line INTEGER NOT NULL, digest BLOB NOT NULL,
    texts TEXT NOT NULL, skeleton BLOB NOT NULL, fingerprints BLOB, people TEXT, times TEXT
);
CREATE TABLE picture (id INTEGER PRIMARY KEY, item INTEGER NOT NULL, hashes BLOB NOT NULL, small BLOB NOT NULL);
"""
_ASKED = "CREATE TEMP TABLE asked (name BLOB PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID"
_CACHE = 64 * 1024
"""Kibibytes of the file that are held in memory, whatever its size."""
_ONE_KEY = (
    "SELECT json_group_array(item)"
    " FROM (SELECT item FROM match_key WHERE k = ? AND item < ? ORDER BY item DESC LIMIT ?)"
)
"""One row a key, whoever holds it: handing thousands of rows over takes longer than finding them."""

_STEPS = 1_000_000
"""Of SQLite's machine, some hundredths of a second, after which it is asked whether to stop."""
_SKELETONS = "SELECT id, skeleton FROM item WHERE id IN (SELECT value FROM json_each(?))"

_ADD_KEY, _ADD_LATER = "INSERT INTO match_key VALUES (?, ?)", "INSERT INTO unsorted VALUES (?, ?)"
_ADD_ITEM = (
    "INSERT INTO item (name, line, digest, texts, skeleton, fingerprints, people, times)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


class NotAnIndex(ValueError):
    """The file is something else, or was made by another version of the engine."""


class Embedded:
    """Items and their keys, in `path` or, without one, in a file of SQLite's own that is gone when it is closed.

    What is added is kept once `commit` is called; `synchronous` is SQLite's (FULL is durable through power loss).
    Raises NotAnIndex, or sqlite3.Error where the file cannot be used.
    """

    def __init__(self, path: Path | None = None, *, synchronous: str = "NORMAL") -> None:
        # An empty name is SQLite's own temporary file, which touches the disk only once memory is not enough.
        self._db = sqlite3.connect(path or "", isolation_level="DEFERRED")
        self._pictures = Held()
        try:
            self._open(synchronous)
        except Exception:
            self._db.close()
            raise

    def _open(self, synchronous: str) -> None:
        magic, version = (
            self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if magic == 0 and not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(
                f"BEGIN; PRAGMA application_id = {_MAGIC}; PRAGMA user_version = {VERSION}; {_TABLES} COMMIT"
            )
        elif magic != _MAGIC:
            raise NotAnIndex("it is no index of this command")
        elif version != VERSION:
            raise NotAnIndex(f"it was made by version {version} of the matching engine, and this is version {VERSION}")
        for statement in (f"PRAGMA synchronous = {synchronous}", f"PRAGMA cache_size = -{_CACHE}", _ASKED):
            self._db.execute(statement)
        self._db.commit()
        rows = self._db.execute("SELECT id, hashes FROM picture ORDER BY id")
        self._pictures.add((at, Hashes.from_bytes(hashes)) for at, hashes in rows)

    def close(self) -> None:
        """Let go of the file; what was not committed is lost."""
        self._db.close()

    def commit(self) -> None:
        """Keep what was added."""
        self._db.commit()

    def add(self, name: str, item: Item, *, line: int = 0, digest: bytes = b"", later: bool = False) -> int:
        """Add an item under a name of its own and return its number. Raises sqlite3.IntegrityError for a known name.

        `later`: it is found once `settle` was called, not before. Keys of one item lie all over the table: of millions
        of items each would cost the writing of twenty pages.
        """
        keys = keys_of(item)
        # Of one field they can be made again from the skeleton, and take three times its room.
        odd = tuple(fingerprints(keys.skeleton.text)) != keys.lexical
        row = (
            _bytes(name), line, digest, json.dumps(item.texts), _bytes(keys.skeleton.text),
            to_blob(keys.lexical) if odd else None,
            # What can never be weighed is not held: who knows one kind of evidence alone has no key either.
            json.dumps([described.written(one) for one in item.people]) if keys.people else None,
            json.dumps([[each.isoformat()[:10] for each in item.times], item.places]) if item.times else None,
        )  # fmt: skip
        number = self._db.execute(_ADD_ITEM, row).lastrowid
        self._db.executemany(_ADD_LATER if later else _ADD_KEY, [(key, number) for key in sorted(set(keys.all))])
        for picture in item.pictures:
            kept = (number, picture.hashes.to_bytes(), thumbnail(picture.small))
            at = self._db.execute("INSERT INTO picture (item, hashes, small) VALUES (?, ?, ?)", kept).lastrowid
            self._pictures.add([(int(at or 0), picture.hashes)])
        return int(number or 0)

    def settle(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Let what was added for later be found, in the order of its keys, and commit.

        Returns False where `stop`, which is asked again and again, said so: everything is then as it was before.
        """
        self._db.set_progress_handler(stop, _STEPS)
        try:
            self._db.execute("INSERT INTO match_key SELECT k, item FROM unsorted ORDER BY k, item")
            self._db.execute("DELETE FROM unsorted")
            self._db.commit()
        except sqlite3.OperationalError:
            self._db.rollback()
            if not stop():
                raise
            return False
        finally:
            self._db.set_progress_handler(None, 0)
        return True

    def known(self, name: str) -> tuple[int, bytes] | None:
        """Return the line and digest with which a name was added, or None."""
        row = self._db.execute("SELECT line, digest FROM item WHERE name = ?", [_bytes(name)]).fetchone()
        return (int(row[0]), bytes(row[1])) if row else None

    def first_asked(self, name: str, line: int) -> int:
        """Return the line at which a name was first asked about: `line` itself where it is new."""
        self._db.execute("INSERT OR IGNORE INTO asked VALUES (?, ?)", [_bytes(name), line])
        return int(self._db.execute("SELECT line FROM asked WHERE name = ?", [_bytes(name)]).fetchone()[0])

    def name_of(self, number: int) -> str:
        """Return the name of an item. Raises KeyError."""
        row = self._db.execute("SELECT name FROM item WHERE id = ?", [number]).fetchone()
        if row is None:
            raise KeyError(number)
        return bytes(row[0]).decode("utf-8", "surrogatepass")

    def holders(self, keys: Iterable[int], *, most: int, before: int = EVERYTHING) -> Mapping[int, list[int]]:
        """Return the items under each key, newest first: one bounded B-tree read a key."""
        found = ((key, self._db.execute(_ONE_KEY, (key, before, most)).fetchone()[0]) for key in keys)
        return {key: json.loads(items) for key, items in found if items != "[]"}

    def total(self) -> int:
        """Return how many items are held: nothing is ever taken out."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM item").fetchone()[0])

    def skeletons(self, items: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Return the skeletons of these items, in one read."""
        for number, letters in self._db.execute(_SKELETONS, [json.dumps(items)]):
            yield number, letters.decode("utf-8", "surrogatepass")

    def stored(self, items: Sequence[int]) -> Iterator[Stored]:
        """Return what is kept of these items."""
        for number in items:
            row = self._db.execute("SELECT skeleton, fingerprints FROM item WHERE id = ?", [number]).fetchone()
            yield Stored(number, bytes(row[0]).decode("utf-8", "surrogatepass"), row[1])

    def item(self, number: int) -> Item:
        """Return the texts of an item, which is what is explained, and when and where it was."""
        texts, told = self._db.execute("SELECT texts, times FROM item WHERE id = ?", [number]).fetchone()
        days, places = json.loads(told or "[[], []]")
        times = tuple(date.fromisoformat(each) for each in days)
        return Item(texts=tuple((name, text) for name, text in json.loads(texts)), times=times, places=tuple(places))

    def alike(self, item: Item, *, own: int | None) -> Iterator[tuple[int, Reason]]:
        """Yield the items with a picture that looks like one of this item, which brings its own, the nearest first."""
        for place, asked in enumerate(item.pictures):
            near = {at: self._picture(at) for at in self._pictures.near(asked.hashes)}
            held = ((at, Hashes.from_bytes(hashes)) for at, (of, hashes, _) in near.items() if of != own)
            for at, agrees in alike(asked, held, self._small_copies):
                yield near[at][0], explain_picture(agrees, (place, at))

    def people(self, items: Sequence[int]) -> Iterator[tuple[int, tuple[described.Described, ...]]]:
        """Yield what these items say of whoever posted."""
        for number in items:
            (said,) = self._db.execute("SELECT people FROM item WHERE id = ?", [number]).fetchone()
            yield number, tuple(described.read(one) for one in json.loads(said or "[]"))

    def _small_copies(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        return ((number, self._picture(number)[2]) for number in numbers)

    def _picture(self, number: int) -> tuple[int, bytes, bytes]:
        """Return the item of a picture, its hashes and its small copy."""
        row = self._db.execute("SELECT item, hashes, small FROM picture WHERE id = ?", [number]).fetchone()
        return int(row[0]), row[1], row[2]


def _bytes(text: str) -> bytes:
    """Any string, lone surrogates included, as SQLite can keep it."""
    return text.encode("utf-8", "surrogatepass")
