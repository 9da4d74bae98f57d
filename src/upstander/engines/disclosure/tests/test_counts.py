"""Small counts are found, and taken out so that none can be worked out from the totals."""

from upstander.engines.disclosure.counts import BESIDE, HIDDEN, small_counts, suppressed

TABLE = {
    "Leeds": {"race": 12, "religion": 3, "disability": 0},
    "Kent": {"race": 40, "religion": 9, "disability": 7},
    "Gwent": {"race": 31, "religion": 22, "disability": 11},
}


def test_small_counts_are_found_and_nought_is_none() -> None:
    assert [(each.row, each.column, each.count) for each in small_counts(TABLE)] == [("Leeds", "religion", 3)]
    assert small_counts(TABLE, threshold=10)[0].count == 3
    assert not small_counts({"Kent": TABLE["Kent"]})


def test_no_gap_stands_alone_in_a_row_or_column_with_something_to_work_out() -> None:
    shown = suppressed(TABLE)
    assert shown["Leeds"]["religion"] == HIDDEN
    gaps = {(row, column) for row, cells in shown.items() for column, said in cells.items() if said in (HIDDEN, BESIDE)}
    for row in TABLE:
        assert len([gap for gap in gaps if gap[0] == row]) != 1
    for column in TABLE["Leeds"]:
        assert len([gap for gap in gaps if gap[1] == column]) != 1


def test_a_table_without_small_counts_stays_as_it_is() -> None:
    table = {row: TABLE[row] for row in ("Kent", "Gwent")}
    assert suppressed(table) == table
