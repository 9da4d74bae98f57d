"""What docs/operators/readable.md says of the columns of the database; run it to print the rows that it lacks."""

import os
import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operators" / "readable.md"
PARTS = ("Encrypted", "Words", "Codes")
_ROW = re.compile(r"^\| `(\w+)` \| (.+?) \|", re.M)
_COLUMN = re.compile(r"`(\w+)`")


def said() -> dict[str, set[tuple[str, str]]]:
    """Return for each part of the page the (table, column) pairs that it lists."""
    text = PAGE.read_text(encoding="utf-8")
    found = {}
    for part in PARTS:
        body = text.split(f"\n## {part}", 1)[1].split("\n## ", 1)[0]
        found[part] = {(table, column) for table, columns in _ROW.findall(body) for column in _COLUMN.findall(columns)}
    return found


def there() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the columns that hold text, and those that hold bytes, of every table that Django knows."""
    from django.apps import apps
    from django.db import models

    text, blobs = set(), set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                text.add((model._meta.db_table, field.column))
            elif isinstance(field, models.BinaryField):
                blobs.add((model._meta.db_table, field.column))
    return text, blobs


def main() -> int:
    """Print what is there and not on the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upstander.config.settings_test")
    import django

    django.setup()
    text, blobs = there()
    known = set().union(*said().values())
    lacking: dict[str, list[str]] = {}
    for table, column in sorted((text | blobs) - known):
        lacking.setdefault(table, []).append(f"`{column}`")
    for table, columns in lacking.items():
        print(f"| `{table}` | {', '.join(columns)} | ? |")
    for table, column in sorted(known - text - blobs):
        print(f"not there any more: {table}.{column}")
    return bool(lacking)


if __name__ == "__main__":
    sys.exit(main())
