"""The hub's own items and keys as the index in which matching looks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from upstander.engines.matching import keys as engine
from upstander.engines.matching.finding import Stored
from upstander.engines.matching.fingerprints import from_blob
from upstander.record.keys.keeping import holders, item_of, total
from upstander.record.keys.models import Item


class Held:
    """Everything that the hub holds, whoever may see it: what is found is filtered by whoever asks."""

    def __init__(self) -> None:
        self._rows: dict[int, Item] = {}

    def holders(self, keys: Iterable[int], *, before: int) -> Mapping[int, list[int]]:
        """Return the items under each key, newest first."""
        return holders(keys, before=before)

    def total(self) -> int:
        """Return about how many items are held."""
        return total()

    def stored(self, items: Sequence[int]) -> Iterator[Stored]:
        """Return what is kept of these items: one query, which brings their reports along for `item`."""
        for row in Item.objects.filter(pk__in=items).select_related("report"):
            self._rows[row.pk] = row
            yield Stored(row.pk, row.skeleton, frozenset(from_blob(bytes(row.fingerprints))))

    def item(self, number: int) -> engine.Item:
        """Return the whole item. Raises KeyError for one that `stored` was not asked for."""
        return item_of(self._rows[number].report)
