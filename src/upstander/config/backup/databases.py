"""The two databases as a backup sees them: one moment of them to ask and to copy, and an empty one to fill."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from django.db import connection

from upstander.engines.archive.snapshot import snapshot

PIECE = 1024 * 1024
SQLITE, POSTGRESQL = "sqlite", "postgresql"


class NoProgram(RuntimeError):
    """A program of PostgreSQL is not on this machine; the message names the package."""


class Unfinished(RuntimeError):
    """A program of PostgreSQL ended with an error; the message is what it said."""


class Moment(Protocol):
    """A database as it was at one moment."""

    size: int
    """How large it is, about."""

    def ask(self, sql: str) -> Iterable[tuple[Any, ...]]:
        """Yield the rows that a statement reads at that moment."""

    def tables(self) -> list[str]:
        """Return the names of its tables."""

    def image(self) -> Iterator[bytes]:
        """Yield a copy that a `Filling` of the same kind takes."""


@contextmanager
def moment() -> Iterator[Moment]:
    """Hold the hub's database still for one reader; the hub runs on."""
    if connection.vendor == SQLITE:
        with snapshot(Path(connection.settings_dict["NAME"])) as taken:
            yield _Sqlite(taken.ask, taken.length, taken.pages)
    else:
        with _postgresql() as taken:
            yield taken


@contextmanager
def opened(path: Path) -> Iterator[Moment]:
    """Ask a SQLite database that nobody uses, such as one that was just written; it cannot be copied."""
    held = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        yield _Sqlite(held.execute, 0, lambda: iter(()))
    finally:
        held.close()


class _Sqlite:
    def __init__(self, ask: Any, size: int, image: Any) -> None:
        self.size, self._ask, self._image = size, ask, image

    def ask(self, sql: str) -> Iterable[tuple[Any, ...]]:
        return self._ask(sql)  # type: ignore[no-any-return]

    def tables(self) -> list[str]:
        rows = self.ask(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
        return [str(name) for (name,) in rows if not str(name).startswith("sqlite_")]

    def image(self) -> Iterator[bytes]:
        return self._image()  # type: ignore[no-any-return]


class _Postgresql:
    def __init__(self, held: Any, exported: str, size: int) -> None:
        self.size, self._held, self._exported = size, held, exported

    def ask(self, sql: str) -> Iterable[tuple[Any, ...]]:
        return self._held.execute(sql)  # type: ignore[no-any-return]

    def tables(self) -> list[str]:
        # What lies on other servers is in no dump: the keys of matching, which are made again from the reports.
        ours = "relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        rows = self.ask(f"SELECT relname FROM pg_class WHERE {ours} ORDER BY relname")  # noqa: S608 - words of our own
        return [str(name) for (name,) in rows]

    def image(self) -> Iterator[bytes]:
        dump = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--enable-row-security"]
        process = subprocess.Popen(
            [*dump, f"--snapshot={self._exported}"], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout
        assert process.stderr
        try:
            while chunk := process.stdout.read(PIECE):
                yield chunk
        except BaseException:
            process.kill()
            raise
        finally:
            said = process.stderr.read()
            process.wait()
        if process.returncode:
            raise Unfinished(f"pg_dump: {said.decode(errors='replace').strip()}")


@contextmanager
def _postgresql() -> Iterator[_Postgresql]:
    import psycopg

    program("pg_dump")
    # A connection of its own, which says that the hub itself looks: row-level security would hide everything else.
    with psycopg.connect(**_parameters(), options="-c hub.viewer=hub") as held:
        held.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = held.execute("SELECT pg_export_snapshot(), pg_database_size(current_database())").fetchone()
        assert row
        yield _Postgresql(held, row[0], row[1])
        held.rollback()


def is_empty() -> bool:
    """Whether the hub's database has no tables, or is not there."""
    if connection.vendor == SQLITE:
        return not Path(connection.settings_dict["NAME"]).exists()
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


@contextmanager
def filling() -> Iterator[BinaryIO]:
    """Yield where the image is written to that fills the hub's empty PostgreSQL database: all of it, or nothing."""
    restore = [program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    process = subprocess.Popen(
        # A comment on an extension is its owner's to make, who is not the hub.
        [*restore, "--no-comments", f"--dbname={_parameters()['dbname']}"], env=environment(), stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stderr
    try:
        with suppress(BrokenPipeError):  # it says itself why it ended
            yield cast(BinaryIO, process.stdin)
            process.stdin.close()
    except BaseException:
        process.kill()
        raise
    finally:
        said = process.stderr.read()
        process.wait()
    if process.returncode:
        raise Unfinished(f"pg_restore: {said.decode(errors='replace').strip()}")


def program(name: str) -> str:
    """Return where a program of PostgreSQL lies, the newest there is. Raises NoProgram."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    installed = sorted(versions, key=lambda path: float(path.parts[4]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        raise NoProgram(f"{name} is not on this machine. On Debian: sudo apt-get install postgresql-client")
    return found


def environment() -> dict[str, str]:
    """Return what PostgreSQL's programs need to reach the hub's database, and to see all of it."""
    said = _parameters()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    known = {name: str(said[key]) for key, name in names.items() if said.get(key)}
    return {**os.environ, **known, "PGOPTIONS": "-c hub.viewer=hub"}


def _parameters() -> dict[str, Any]:
    held = connection.get_connection_params()
    return {key: held[key] for key in ("host", "port", "user", "password", "dbname") if held.get(key)}
