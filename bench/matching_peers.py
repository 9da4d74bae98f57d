"""Other engines on the same skeletons as ours: SQLite's trigram search, and two MinHash libraries where installed."""

import importlib.util
import sqlite3
from collections.abc import Callable
from typing import Any, Protocol

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


def _shingles(letters: str) -> list[str]:
    return sorted({letters[at : at + _SHINGLE] for at in range(max(1, len(letters) - _SHINGLE + 1))})


class Trigrams:
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


class Datasketch:
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


class Rensa:
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
    """Return the peers that can be measured here; `pip install datasketch rensa` adds two."""
    found: list[Callable[[], Peer]] = [Trigrams]
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
    return found


def _or_itself(normalise: Callable[[str], Any]) -> Callable[[str], str]:
    """A link that a normaliser refuses (one made unclickable, say) stays what it is."""

    def way(link: str) -> str:
        try:
            return str(normalise(link))
        except ValueError:
            return link

    return way
