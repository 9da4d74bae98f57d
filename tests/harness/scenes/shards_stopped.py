"""A move of the keys to other servers that ends in the middle, as a machine that stops ends it."""

from pathlib import Path
from typing import Any


class Stop(Exception):
    """The machine stops."""


def play(file: str, pages: int) -> dict[str, Any]:
    """Move keys until so many pages are moved, and once more rows of which the hub forgets that they were moved."""
    from django.db import connection

    from upstander.record.keys import sharding, spreading

    def told(done: int, _all: int) -> None:
        if done >= pages:
            raise Stop

    spreading.PAGES = pages // 2
    try:
        spreading.spread(sharding.read(Path(file).read_text()), told=told)
    except Stop:
        with connection.cursor() as cursor:  # one-phase: the servers have committed, the hub has not
            cursor.execute(f"UPDATE {sharding.MOVED} SET page = %s", [pages // 2])
        return {}
    raise AssertionError("there were not so many pages")
