"""Which tests the PostgreSQL half of the suite leaves to the other: those that open no database (docs/adr/0009)."""

from collections.abc import Collection
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "upstander"
NO_DJANGO = (PACKAGE / "law", PACKAGE / "engines")
"""The floors that know no Django; the import linter holds them to it."""
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
"""Fixtures that open the database of the run."""


def runs_once(path: Path, fixtures: Collection[str], marks: Collection[str]) -> bool:
    """Return whether a test runs on SQLite alone: it asks for no database, and its floor or its mark says so too."""
    asks = "django_db" in marks or not DATABASE.isdisjoint(fixtures)
    return not asks and ("once" in marks or any(floor in path.parents for floor in NO_DJANGO))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs once; loaded by tests/on_postgres.py and nowhere else."""
    left = [
        item
        for item in items
        if runs_once(item.path, getattr(item, "fixturenames", ()), {mark.name for mark in item.iter_markers()})
    ]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]
