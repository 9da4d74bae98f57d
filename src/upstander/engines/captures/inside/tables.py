"""Read tables: what their columns are and how many rows they have."""

import csv

from .found import MOST_WORDS, Found

MOST_ROWS = 100_000
SNIFFED = 20_000
SHOWN = 50


def read_csv(path: str, found: Found) -> None:
    """Name the columns, count the rows and show the first of them."""
    csv.field_size_limit(1 << 20)
    with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
        head = file.read(SNIFFED)
        file.seek(0)
        semicolons = head.partition("\n")[0].count(";") > head.partition("\n")[0].count(",")
        rows = csv.reader(file, delimiter=";" if semicolons else ",")
        columns = next(rows, [])
        for name in columns:
            found.part(name, 0)
        count = 0
        for row in rows:
            count += 1
            if count <= SHOWN and len(found.words) < MOST_WORDS:
                found.add_words(" | ".join(row))
            if count > MOST_ROWS:
                found.wrong("too many parts")
                break
    found.title = f"{count} rows, {len(columns)} columns"
    found.empty = count == 0
