"""Other engines on the same skeletons as ours: the trigrams of SQLite and PostgreSQL, and two MinHash libraries."""

import atexit
import importlib.util
import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Protocol

import psycopg
from tests.postgres import server

from bench.measuring import cpu_of

TOP = 10
_SHINGLE = 4
_RAREST = 16


class Peer(Protocol):
    """An engine that is given skeletons and returns the numbers of its ten best candidates."""

    name: str
    in_memory: bool

    def add(self, number: int, letters: str) -> None: ...

    def done(self) -> None: ...

    def query(self, letters: str) -> list[int]: ...

    def bytes_on_disk(self) -> int: ...

    def elsewhere(self) -> float:
        """Return the CPU seconds spent for it so far in another process."""
        return 0.0


def _shingles(letters: str) -> list[str]:
    return sorted({letters[at : at + _SHINGLE] for at in range(max(1, len(letters) - _SHINGLE + 1))})


class Trigrams(Peer):
    """FTS5 with its trigram tokenizer: the sixteen rarest trigrams of the query, ordered by bm25."""

    name, in_memory = "SQLite FTS5 trigram", False

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("CREATE VIRTUAL TABLE held USING fts5(letters, tokenize = 'trigram')")
        self._db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(held, 'row')")

    def add(self, number: int, letters: str) -> None:
        self._db.execute("INSERT INTO held (rowid, letters) VALUES (?, ?)", [number, letters])

    def done(self) -> None:
        self._db.commit()

    def query(self, letters: str) -> list[int]:
        grams = {letters[at : at + 3] for at in range(len(letters) - 2)}
        marks = ", ".join("?" * len(grams))
        held = self._db.execute(f"SELECT doc, term FROM terms WHERE term IN ({marks})", [*grams])
        rarest = [term for _, term in sorted(held)[:_RAREST]]
        if not rarest:
            return []
        asked = " OR ".join('"' + term.replace('"', '""') + '"' for term in rarest)
        found = self._db.execute("SELECT rowid FROM held WHERE held MATCH ? ORDER BY bm25(held) LIMIT ?", [asked, TOP])
        return [row[0] for row in found]

    def bytes_on_disk(self) -> int:
        (pages,), (size,) = (self._db.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
        return int(pages) * int(size)


class NearestTrigrams(Peer):
    """PostgreSQL's pg_trgm: the ten texts nearest by their trigrams, in the order of a GiST index."""

    name, in_memory = "PostgreSQL pg_trgm GiST", False

    def __init__(self) -> None:
        self._stack = ExitStack()
        atexit.register(self._stack.close)
        self._db = psycopg.connect(self._stack.enter_context(server()), autocommit=True)
        self._db.execute("CREATE EXTENSION pg_trgm")
        self._db.execute("CREATE TABLE held (number bigint, letters text)")
        self._copy = self._stack.enter_context(ExitStack())
        self._cursor = self._copy.enter_context(self._db.cursor())
        self._rows = self._copy.enter_context(self._cursor.copy("COPY held FROM STDIN"))

    def add(self, number: int, letters: str) -> None:
        self._rows.write_row([number, letters])

    def done(self) -> None:
        self._copy.close()
        self._db.execute("CREATE INDEX held_near ON held USING gist (letters gist_trgm_ops(siglen = 64))")
        self._db.execute("SET enable_seqscan = off")

    def query(self, letters: str) -> list[int]:
        found = self._db.execute("SELECT number FROM held ORDER BY letters <-> %s LIMIT %s", [letters, TOP])
        return [row[0] for row in found]

    def bytes_on_disk(self) -> int:
        row = self._db.execute("SELECT pg_total_relation_size('held')").fetchone()
        return int(row[0]) if row else 0

    def elsewhere(self) -> float:
        return cpu_of(self._db.info.backend_pid)


class Datasketch(Peer):
    """MinHash of 128 values, LSH at 0.5, the signatures kept to rank."""

    name, in_memory = "datasketch", True

    def __init__(self) -> None:
        import datasketch

        self._make: Callable[[], Any] = lambda: datasketch.MinHash(num_perm=128, seed=1)
        self._lsh, self._held = datasketch.MinHashLSH(threshold=0.5, num_perm=128), {}

    def _hash(self, letters: str) -> Any:
        made = self._make()
        made.update_batch([shingle.encode() for shingle in _shingles(letters)])
        return made

    def add(self, number: int, letters: str) -> None:
        self._held[number] = made = self._hash(letters)
        self._lsh.insert(number, made)

    def done(self) -> None: ...

    def query(self, letters: str) -> list[int]:
        made = self._hash(letters)
        return sorted(self._lsh.query(made), key=lambda number: -made.jaccard(self._held[number]))[:TOP]

    def bytes_on_disk(self) -> int:
        return 0


class Rensa(Peer):
    """R-MinHash of 128 values in 32 bands, the signatures kept to rank."""

    name, in_memory = "rensa", True

    def __init__(self) -> None:
        import rensa

        self._make: Callable[[], Any] = lambda: rensa.RMinHash(num_perm=128, seed=1)
        self._lsh, self._held = rensa.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), {}

    def _hash(self, letters: str) -> Any:
        made = self._make()
        made.update(_shingles(letters))
        return made

    def add(self, number: int, letters: str) -> None:
        self._held[number] = made = self._hash(letters)
        self._lsh.insert(number, made)

    def done(self) -> None: ...

    def query(self, letters: str) -> list[int]:
        made = self._hash(letters)
        return sorted(self._lsh.query(made), key=lambda number: -made.jaccard(self._held[number]))[:TOP]

    def bytes_on_disk(self) -> int:
        return 0


def installed() -> list[Callable[[], Peer]]:
    """Return the peers that can be measured here; `pip install datasketch rensa` adds two.

    UPSTANDER_BENCH_PEERS=all adds PostgreSQL's trigrams, which take fifty times as long; =none leaves all out.
    """
    if os.environ.get("UPSTANDER_BENCH_PEERS") == "none":
        return []
    found: list[Callable[[], Peer]] = [Trigrams]
    found += [NearestTrigrams] if os.environ.get("UPSTANDER_BENCH_PEERS") == "all" else []
    found += [Rensa] if importlib.util.find_spec("rensa") else []
    found += [Datasketch] if importlib.util.find_spec("datasketch") else []
    return found


def link_peers() -> dict[str, Callable[[str], str]]:
    """Return the normalisers of links that are installed, each as one function."""
    found: dict[str, Callable[[str], str]] = {}
    if importlib.util.find_spec("url_normalize"):
        from url_normalize import url_normalize

        found["url-normalize"] = _or_itself(url_normalize)
    if importlib.util.find_spec("w3lib"):
        from w3lib.url import canonicalize_url

        found["w3lib"] = _or_itself(canonicalize_url)
    if importlib.util.find_spec("courlan"):
        from courlan import clean_url

        found["courlan"] = _or_itself(lambda link: clean_url(link) or link)
    return found


def _or_itself(normalise: Callable[[str], Any]) -> Callable[[str], str]:
    """A link that a normaliser refuses (one made unclickable, say) stays what it is."""

    def way(link: str) -> str:
        try:
            return str(normalise(link))
        except ValueError:
            return link

    return way
