"""Slow down whoever tries too often: a bucket of tries that fills again, kept where every process sees it."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import DatabaseError

from upstander.record.vault import cipher

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bucket:
    """So many tries at once; one comes back every `seconds`."""

    name: str
    size: int
    seconds: float


def try_again_in(bucket: Bucket, whose: str, *, at: datetime, take: bool = True) -> float:
    """Take one try out of the bucket and return 0, or how many seconds are left until the next try.

    Without `take` it only looks: for tries of which only those that fail are counted.

    It is a brake and no lock: where the cache does not answer, the try is allowed.
    """
    key = f"tries:{bucket.name}:{cipher.blind(whose, purpose='rate limit')}"
    now = at.timestamp()
    try:
        left, since = cache.get(key, (float(bucket.size), now))
        left = min(float(bucket.size), left + max(0.0, now - since) / bucket.seconds)
        if left < 1:
            return float((1 - left) * bucket.seconds)
        if take:
            cache.set(key, (left - 1, now), timeout=int(bucket.size * bucket.seconds) + 1)
    except DatabaseError:
        log.warning("tries could not be counted", exc_info=True)
    return 0.0
