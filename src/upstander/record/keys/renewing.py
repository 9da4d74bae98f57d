"""File reports anew under the keys of this version of matching: what lies under those of another is found by nobody."""

from collections.abc import Iterator

from upstander.engines.matching.skeleton import VERSION
from upstander.record.keys import keeping
from upstander.record.keys.models import Item

AT_ONCE = 50
"""Reports that are filed anew in one transaction: under a second."""

_OUTDATED = Item.objects.exclude(version=VERSION).order_by("pk")


def oldest() -> Item | None:
    """Return the first item, with its report, that is filed under keys of another version, or None."""
    return _OUTDATED.select_related("report").first()


def renew() -> None:
    """File the first AT_ONCE such reports anew, in the caller's transaction."""
    for item in _OUTDATED.select_related("report")[:AT_ONCE]:
        keeping.keep(item.report)


def faults() -> Iterator[str]:
    """Yield how many reports are still to be filed anew."""
    if many := _OUTDATED.count():
        yield f"keys: {many} reports lie under keys of another version of matching; the worker files them anew"
