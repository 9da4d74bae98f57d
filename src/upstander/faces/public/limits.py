"""Slow down whoever tries many codes: a small bucket of tries for each network address and each reference."""

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


BY_ADDRESS = Bucket("address", 20, 15)
BY_REFERENCE = Bucket("reference", 6, 120)


def try_again_in(bucket: Bucket, whose: str, *, at: datetime) -> float:
    """Take one try out of the bucket and return 0, or how many seconds are left until the next try.

    It is a brake and no lock: where the cache does not answer, the try is allowed.
    """
    key = f"tries:{bucket.name}:{cipher.blind(whose, purpose='rate limit')}"
    now = at.timestamp()
    try:
        left, since = cache.get(key, (float(bucket.size), now))
        left = min(float(bucket.size), left + max(0.0, now - since) / bucket.seconds)
        if left < 1:
            return float((1 - left) * bucket.seconds)
        cache.set(key, (left - 1, now), timeout=int(bucket.size * bucket.seconds) + 1)
    except DatabaseError:
        log.warning("tries could not be counted", exc_info=True)
    return 0.0
