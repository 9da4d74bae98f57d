"""Spread the key table over several servers, page by page, so that a stop at any moment is gone on from."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import Error, connection, transaction

from upstander.record.keys import sharding, tables
from upstander.record.keys.sharding import BEFORE, LOCAL, MOVED, SPREAD, NoShards, Shard

PAGES = 256
"""Pages of 8 KiB that are moved in one transaction: some 40,000 rows."""
_HAS_WRAPPER = (
    "SELECT EXISTS (SELECT FROM pg_foreign_data_wrapper WHERE fdwname = 'postgres_fdw'"
    " AND has_foreign_data_wrapper_privilege(oid, 'USAGE'))"
)
_IDENTITY = "SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || current_database()"
_PARTS = (
    "SELECT c.relname, s.srvname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
    " JOIN pg_foreign_table f ON f.ftrelid = c.oid JOIN pg_foreign_server s ON s.oid = f.ftserver"
    " WHERE i.inhparent = to_regclass(%s) ORDER BY length(c.relname), c.relname"
)


def standing() -> str:
    """Return how the key table stands: `one` server, `moving`, or `spread` over several."""
    if connection.vendor != "postgresql":
        return "one"
    if _value("SELECT to_regclass(%s) IS NOT NULL", [BEFORE]):
        return "moving"
    return "spread" if parts() else "one"


def parts(table: str = LOCAL) -> dict[str, str]:
    """Return the foreign tables that the key table is made of, each with the name of its server."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [table])
        return dict(cursor.fetchall())


def faults() -> Iterator[str]:
    """Yield in plain words what is wrong with a spread key table: a server that does not answer, a move not ended."""
    if standing() == "moving":
        yield "keys: they are being moved to other servers, and nothing can be received: run `upstander shard-keys` on"
        return
    for table, server in parts().items():
        try:
            with transaction.atomic():
                _value(f"SELECT count(*) FROM (SELECT FROM {table} LIMIT 1) AS one")  # noqa: S608 - a name of our own
        except Error as error:
            yield f"keys: the server {server} does not answer ({str(error).splitlines()[0]})"


def refuse(shards: Sequence[Shard]) -> None:
    """Raise NoShards, with the sentence to show, where the keys cannot be spread over these servers now."""
    if connection.vendor != "postgresql":
        raise NoShards("The keys are spread over PostgreSQL servers, and this hub's database is SQLite.")
    if standing() == "spread":
        raise NoShards(f"The keys are spread already, over {', '.join(parts().values())}.")
    if standing() == "moving" and [*parts(SPREAD).values()] != [shard.name for shard in shards]:
        raise NoShards(f"A move is under way to other servers: {', '.join(parts(SPREAD).values())}.")
    if not _value(_HAS_WRAPPER):
        role = _value("SELECT current_user")
        said = ";\n  ".join(sharding.WRAPPER).format(role=connection.ops.quote_name(role))
        raise NoShards(f"A superuser has to say this once in the hub's database:\n  {said};")


def spread(shards: Sequence[Shard], *, told: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Move all keys to these servers and return how many there are; go on where an earlier run stopped.

    `told` hears how many pages of all are moved. Until the end, whoever looks or adds gets an error (the table is not
    there): stop the hub first. Raises NoShards, and what the databases raise.
    """
    refuse(shards)
    with _reached(shards) as servers:
        _make_parts(servers)
        if standing() == "one":
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in sharding.here(shards):
                    cursor.execute(statement)
        _move(told)
        return _end(servers)


@transaction.atomic
def bring_home() -> bool:
    """Let go of the servers, without a word to them, and return whether keys lay there: the hub has none of those now.

    For a database that was put back from a backup: other servers' tables are in none, only their addresses.
    """
    state, servers = standing(), {**parts(), **parts(SPREAD)}.values()
    with connection.cursor() as cursor:
        for server in servers:
            cursor.execute(f"DROP SERVER {connection.ops.quote_name(server)} CASCADE")
        if state == "moving":
            cursor.execute(f"DROP TABLE {SPREAD}, {MOVED}")
            cursor.execute(f"ALTER TABLE {BEFORE} RENAME TO {LOCAL}")
        elif state == "spread":
            cursor.execute(f"DROP TABLE {LOCAL}")
            cursor.execute(tables.statement("postgresql"))
    return state == "spread"


def _make_parts(servers: Sequence[Any]) -> None:
    """Make the part of each server, once all of them are known to be what they should be."""
    known = {_value(_IDENTITY): "the hub's own database"}
    for place, server in enumerate(servers):
        one = server.execute(_IDENTITY).fetchone()[0]
        if one in known:
            raise NoShards(f"Server {place + 1} of the file is {known[one]}.")
        known[one] = f"server {place + 1} as well"
        wanted = sharding.name_of_part(place, len(servers))
        said = server.execute("SELECT obj_description(to_regclass('public.match_key'))").fetchone()[0]
        there = server.execute("SELECT to_regclass('public.match_key') IS NOT NULL").fetchone()[0]
        if there and said != wanted:
            raise NoShards(f"On server {place + 1} of the file is a table match_key that is not {wanted}.")
    for place, server in enumerate(servers):
        with server.transaction():
            for statement in sharding.on_each(place, len(servers)):
                server.execute(statement)


def _move(told: Callable[[int, int], None]) -> None:
    pages = int(_value(f"SELECT pg_relation_size('{BEFORE}') / current_setting('block_size')::int"))
    first = int(_value(f"SELECT page FROM {MOVED}"))  # noqa: S608
    while first < pages:
        end = min(first + PAGES, pages)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sharding.moving(), {"first": first, "end": end})
            cursor.execute(f"UPDATE {MOVED} SET page = %s", [end])  # noqa: S608
        first = end
        told(first, pages)


def _end(servers: Sequence[Any]) -> int:
    """Put the spread table in place, if as many keys are there as were here. Raises NoShards."""
    there = 0
    for server in servers:
        there += server.execute("SELECT count(*) FROM public.match_key").fetchone()[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {BEFORE}")  # noqa: S608
        if (here := int(cursor.fetchone()[0])) != there:
            raise NoShards(f"There are {here} keys here and {there} on the servers; nothing was put in place.")
        for statement in sharding.done():
            cursor.execute(statement)
    for server in servers:
        server.execute("VACUUM ANALYZE public.match_key")
    return there


@contextmanager
def _reached(shards: Sequence[Shard]) -> Iterator[list[Any]]:
    """Yield a connection to each server. Raises NoShards, which names the one that does not answer."""
    import psycopg

    with ExitStack() as held:
        servers = []
        for shard in shards:
            try:
                servers.append(held.enter_context(psycopg.connect(shard.conninfo(), autocommit=True)))
            except psycopg.OperationalError as error:
                raise NoShards(f"The server {shard.name} does not answer: {error}") from None
        yield servers


def _value(statement: str, said: Sequence[Any] = ()) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, said or None)
        return cursor.fetchone()[0]
