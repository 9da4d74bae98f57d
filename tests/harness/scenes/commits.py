"""Take reports in one by one and acknowledge each on a file: what tests/harness/power.py cuts the power under."""

import os
import stat
from typing import Any


def play(reports: int, acks: str, synchronous: str = "", folders: bool = True) -> dict[str, Any]:
    """Return what the database says of its own durability.

    `synchronous` puts another level in place of the product's own; without `folders` no folder is ever synced. Both
    are faults, to see that they are found.
    """
    from django.db import connection

    from tests.harness.saying import receive_one

    if synchronous:
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] += f"PRAGMA synchronous={synchronous};"
    if not folders:
        _sync_no_folder()
    file = os.open(acks, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    for number in range(1, reports + 1):
        received = receive_one(number)
        os.write(file, f"{received.report.reference}\n".encode())
    with connection.cursor() as cursor:
        levels = {}
        for name in ("synchronous", "journal_mode"):
            cursor.execute(f"PRAGMA {name}")
            levels[name] = cursor.fetchone()[0]
    return levels


def _sync_no_folder() -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            real(descriptor)

    os.fsync = fsync  # type: ignore[assignment]
