"""Compare the keys that are held with those that the reports give, and mend what lacks or is too much."""

from collections.abc import Iterator

from django.db import connection, transaction

from upstander.engines.matching import keys as engine
from upstander.record.keys import keeping
from upstander.record.keys.models import Item, Key
from upstander.record.keys.reaching import reaching_keys

ITEMS = 500
"""Items that are compared at once."""


def faults(*, mend: bool = False) -> Iterator[str]:
    """Yield each report whose keys are not what its words give, and each number with keys and no report.

    Keys on other servers are committed there before the report is committed here: a crash in between leaves keys that
    lead nowhere, or takes away those of a report that was to be forgotten and was not. With `mend` both are put right,
    each report in a transaction of its own. It reads every report. Raises KeysOutOfReach.
    """
    last = 0
    while True:
        rows = list(Item.objects.filter(pk__gt=last).select_related("report").order_by("pk")[:ITEMS])
        held = _held(last, rows[-1].pk if len(rows) == ITEMS else None)
        for row in rows:
            wanted = set(engine.keys_of(keeping.item_of(row.report)).all)
            there = held.pop(row.pk, set())
            if wanted != there and _still(row, there, mend=mend):
                more, less = len(there - wanted), len(wanted - there)
                yield f"keys: {row.report.reference} lacks {less} of its keys and has {more} that are not its own"
        for number in held:
            if _leads_nowhere(number, mend=mend):
                yield f"keys: there are keys of number {number}, which is no report's"
        if len(rows) < ITEMS:
            return
        last = rows[-1].pk


def _held(after: int, to: int | None) -> dict[int, set[int]]:
    rows = Key.objects.filter(item__gt=after)
    held: dict[int, set[int]] = {}
    with reaching_keys():
        for key, item in (rows.filter(item__lte=to) if to else rows).values_list("k", "item").iterator(10_000):
            held.setdefault(item, set()).add(key)
    return held


@transaction.atomic
def _still(row: Item, held: set[int], *, mend: bool) -> bool:
    """Whether a report that lacked keys is still there; it may have been erased since it was read."""
    there = Item.objects.select_for_update().filter(pk=row.pk).exists()
    if there and mend:
        keeping.keep(row.report, there=held)
    return there


@transaction.atomic
def _leads_nowhere(number: int, *, mend: bool) -> bool:
    """Whether keys are nobody's, once every report that was just being received is committed or gone."""
    with reaching_keys(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE keys_item IN SHARE ROW EXCLUSIVE MODE")
        if Item.objects.filter(pk=number).exists():
            return False
        if mend:
            cursor.execute("DELETE FROM match_key WHERE item = %s", [number])
    return True
