"""The key table spread over several PostgreSQL servers: a table partitioned by hash whose parts are foreign tables.

All of its SQL is made here; docs/operators/many-servers.md says what to do with it, and what it costs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from upstander.engines.matching.ranking import DEEPEST
from upstander.record.keys import tables

WRAPPER = (
    "CREATE EXTENSION IF NOT EXISTS postgres_fdw",
    "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO {role}",
)
"""What a superuser says once in the hub's database; everything else the hub's own role may do."""
LOCAL, SPREAD, BEFORE, MOVED = "match_key", "match_key_spread", "match_key_before", "match_key_moved"
"""The table that is asked; the spread one while it is filled; the old one meanwhile; how far the filling got."""
BY_ITEM = (
    "CREATE INDEX IF NOT EXISTS match_key_item ON public.match_key USING brin (item int8_minmax_multi_ops)"
    " WITH (autosummarize = on)"
)
"""Items rise as rows are added, so a few bytes a block find the rows of one item, to forget it or to add to it."""
_OPTIONS = {
    "use_remote_estimate": "true",
    "fetch_size": str(DEEPEST + 1),
    "batch_size": "1000",
    "connect_timeout": "5",
    "tcp_user_timeout": "15000",
}
"""With estimates of its own the planner would fetch all holders of a key to sort them; with those of the server that
holds it, it has them sorted there by the key, and stops after one fetch: no more than DEEPEST + 1 travel for a key.
"""
_OWN = {"name", "user", "password"}
_CONNECTING = {
    "host", "hostaddr", "port", "dbname", "sslmode", "sslrootcert", "sslcrl", "connect_timeout", "tcp_user_timeout",
}  # fmt: skip


class NoShards(ValueError):
    """The keys cannot be spread as asked; the message is a sentence."""


@dataclass(frozen=True)
class Shard:
    """One server: its name here, how it is reached (as libpq names it), and who asks."""

    name: str
    reached: dict[str, str]
    user: str
    password: str

    def conninfo(self) -> str:
        """Return how to connect to it without a detour."""
        whole = {**self.reached, "user": self.user, "password": self.password}
        return make_conninfo("", **{"connect_timeout": _OPTIONS["connect_timeout"], **whole})


def read(text: str) -> list[Shard]:
    """Read the file of servers: a YAML list; the order decides which server holds what. Raises NoShards."""
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise NoShards(f"This is no YAML: {error}") from None
    if not isinstance(said, list) or len(said) < 2:
        raise NoShards("The file is a list of at least two servers.")
    shards = [_shard(one) for one in said]
    if len({shard.name for shard in shards}) < len(shards):
        raise NoShards("Two servers have the same name.")
    return shards


def _shard(said: Any) -> Shard:
    if not isinstance(said, dict) or not said.keys() >= _OWN or not said.keys() & {"host", "hostaddr"}:
        raise NoShards("Each server has a name, a host, a dbname, a user and a password.")
    if odd := sorted(said.keys() - _OWN - _CONNECTING):
        raise NoShards(f"Server {said['name']}: nothing is called {', '.join(odd)}.")
    plain = {key: str(value) for key, value in said.items()}
    if not plain["name"].isidentifier() or not plain["password"]:
        raise NoShards("A name has letters, digits and underscores, and a password is never empty.")
    reached = {key: plain[key] for key in plain.keys() - _OWN}
    return Shard(plain["name"], reached, plain["user"], plain["password"])


def on_each(place: int, of: int) -> tuple[Composable, ...]:
    """Return what makes part `place` of the table on its server: the same table, found by key and by item."""
    plain = tables.statement("postgresql").replace("TABLE match_key", "TABLE IF NOT EXISTS public.match_key")
    said = SQL("COMMENT ON TABLE public.match_key IS {}").format(Literal(name_of_part(place, of)))
    return (SQL(plain), SQL(BY_ITEM), said)


def name_of_part(place: int, of: int) -> str:
    """Return the comment by which a part is known again, so that no server is taken for another."""
    return f"part {place} of {of} of a hub's keys"


def here(shards: Sequence[Shard], *, hide: bool = False) -> Iterator[Composed]:
    """Yield what is said in the hub's database, in one transaction: nothing is asked of `match_key` until it is filled.

    Whoever looks or adds meanwhile gets an error, never an answer from half of the keys. `hide` leaves passwords out.
    """
    for shard in shards:
        options = _options({**_OPTIONS, **shard.reached})
        yield SQL("CREATE SERVER {} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ({})").format(
            Identifier(shard.name), options
        )
        known = _options({"user": shard.user, "password": "..." if hide else shard.password})
        yield SQL("CREATE USER MAPPING FOR CURRENT_USER SERVER {} OPTIONS ({})").format(Identifier(shard.name), known)
    yield SQL("CREATE TABLE {} (k bigint NOT NULL, item bigint NOT NULL) PARTITION BY HASH (k)").format(
        Identifier(SPREAD)
    )
    for place, shard in enumerate(shards):
        yield SQL(
            "CREATE FOREIGN TABLE {} PARTITION OF {} FOR VALUES WITH (MODULUS {}, REMAINDER {}) SERVER {}"
            " OPTIONS (schema_name 'public', table_name 'match_key')"
        ).format(
            Identifier(f"{LOCAL}_{place}"), Identifier(SPREAD), Literal(len(shards)), Literal(place),
            Identifier(shard.name),
        )  # fmt: skip
    yield SQL("ALTER TABLE {} RENAME TO {}").format(Identifier(LOCAL), Identifier(BEFORE))
    yield SQL("CREATE TABLE {} AS SELECT 0::bigint AS page").format(Identifier(MOVED))


def moving() -> Composed:
    """Return what moves the rows of some pages of the old table, given the first page and the one after the last.

    Done again it changes nothing: a commit on one server may outlive a crash before the others'.
    """
    return SQL(
        "INSERT INTO {} (k, item) SELECT k, item FROM {}"
        " WHERE ctid >= ('(' || %(first)s || ',0)')::tid AND ctid < ('(' || %(end)s || ',0)')::tid"
        " ON CONFLICT DO NOTHING"
    ).format(Identifier(SPREAD), Identifier(BEFORE))


def done() -> Iterator[Composed]:
    """Yield what puts the spread table in the old one's place, once both were found to hold the same number of rows."""
    yield SQL("DROP TABLE {}, {}").format(Identifier(BEFORE), Identifier(MOVED))
    yield SQL("ALTER TABLE {} RENAME TO {}").format(Identifier(SPREAD), Identifier(LOCAL))


def _options(said: dict[str, str]) -> Composable:
    return SQL(", ").join(SQL("{} {}").format(Identifier(key), Literal(value)) for key, value in sorted(said.items()))
