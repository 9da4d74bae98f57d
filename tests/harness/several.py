"""A hub on a PostgreSQL server of its own, and three more servers for a part of its tables."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import yaml

from tests.harness.scratch import ScratchHub, scratch
from tests.postgres import Server, running

SERVERS, PASSWORD = 3, "only-for-the-tests"


def as_keeper(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Say something to the database at `url` as the superuser of the tests' own servers."""
    import psycopg

    there = urlsplit(url)
    url = urlunsplit(there._replace(netloc=there.netloc.replace("hub@", "keeper@")))
    with psycopg.connect(url, autocommit=True) as held:
        made = held.execute(statement)
        return made.fetchall() if made.description else []


@contextmanager
def hub_apart() -> Iterator[tuple[Server, ScratchHub]]:
    """Yield a hub on a server of its own, whatever database the run has."""
    before = os.environ.get("DATABASE_URL")
    with running() as one:
        os.environ["DATABASE_URL"] = one.url
        try:
            with scratch() as hub:
                yield one, hub
        finally:
            os.environ.pop("DATABASE_URL")
            if before:
                os.environ["DATABASE_URL"] = before


@contextmanager
def three(folder: Path) -> Iterator[tuple[Path, list[Server]]]:
    """Yield three servers of our own that ask for a password, and the file that names them."""
    with ExitStack() as held:
        servers = [held.enter_context(running()) for _ in range(SERVERS)]
        said = []
        for place, one in enumerate(servers):
            as_keeper(one.url, f"ALTER ROLE hub PASSWORD '{PASSWORD}'")
            rules = one.data / "pg_hba.conf"
            rules.write_text("local all hub scram-sha-256\n" + rules.read_text())
            as_keeper(one.url, "SELECT pg_reload_conf()")
            reached = {"name": f"keys_{place}", "host": str(one.folder), "dbname": "hub"}
            said.append({**reached, "user": "hub", "password": PASSWORD})
        file = folder / "servers.yaml"
        file.write_text(yaml.safe_dump(said))
        yield file, servers
