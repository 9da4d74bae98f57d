"""Find counts so small that they point at somebody, in a table that is about to leave; and take them out."""

from collections.abc import Mapping
from dataclasses import dataclass

THRESHOLD = 5
"""Counts below it, but for nought, are small: the usual rule of official statistics."""
HIDDEN = f"fewer than {THRESHOLD}"
BESIDE = "not shown"


@dataclass(frozen=True)
class SmallCount:
    """One cell of a table: its row, its column, and the count."""

    row: str
    column: str
    count: int


def small_counts(table: Mapping[str, Mapping[str, int]], *, threshold: int = THRESHOLD) -> list[SmallCount]:
    """Return the cells of a table of counts (row to column to count) that are small: more than nought, too few."""
    return [
        SmallCount(row, column, count)
        for row, cells in table.items()
        for column, count in cells.items()
        if 0 < count < threshold
    ]


def suppressed(
    table: Mapping[str, Mapping[str, int]], *, threshold: int = THRESHOLD
) -> dict[str, dict[str, int | str]]:
    """Return the table without small counts, and where a row or column had one gap alone, without its next smallest.

    With the totals known, a single gap could be worked out; so none is single.
    """
    hidden = {(each.row, each.column) for each in small_counts(table, threshold=threshold)}
    small = set(hidden)
    columns = list(dict.fromkeys(column for cells in table.values() for column in cells))
    lines = [[(row, column) for column in cells] for row, cells in table.items()]
    lines += [[(row, column) for row in table if column in table[row]] for column in columns]
    for _ in range(len(lines)):
        lone = [line for line in lines if sum(cell in hidden for cell in line) == 1]
        for line in lone:
            others = [cell for cell in line if cell not in hidden and table[cell[0]][cell[1]] > 0]
            if others and sum(cell in hidden for cell in line) == 1:
                hidden.add(min(others, key=lambda cell: table[cell[0]][cell[1]]))
        if not lone:
            break
    return {
        row: {
            column: HIDDEN if (row, column) in small else BESIDE if (row, column) in hidden else count
            for column, count in cells.items()
        }
        for row, cells in table.items()
    }
