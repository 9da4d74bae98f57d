"""The background worker: claim, heartbeat, do, mark done; a killed worker's work is taken over when its lease ends."""

import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from upstander.record.work.asking import HANDLERS
from upstander.record.work.models import Item

LEASE = timedelta(seconds=60)
ATTEMPTS = 6
"""After so many failures the work is stuck and shown to a person; waits double from 5 seconds."""
log = logging.getLogger("upstander.work")


class LostLease(RuntimeError):
    """Another worker has taken this work over; nothing of this attempt may be kept."""


@dataclass(frozen=True)
class Claim:
    """The right to do one item, valid while the fence is unchanged."""

    item: Item
    fence: int


def run_forever(stop: threading.Event, *, pause: float = 0.5) -> None:
    """Do due work until `stop` is set; wait `pause` seconds when there is none."""
    autodiscover_modules("due")
    while not stop.is_set():
        close_old_connections()
        try:
            busy = run_one()
        except OperationalError:
            log.warning("the database did not answer; trying again", exc_info=True)
            busy = False
        if not busy:
            stop.wait(pause)


def run_all(*, limit: int = 10_000) -> int:
    """Do everything that is due now and return how much that was (for the demo, the importer and the tests)."""
    autodiscover_modules("due")
    done = 0
    while done < limit and run_one():
        done += 1
    return done


def run_one(*, once: str | None = None) -> bool:
    """Claim and do one item, or the one asked for under the key `once`; return False when nothing such is due.

    Whoever stops it by hand gives the item back: the next worker need not wait for the lease to end.
    """
    claim = _claim(once)
    if claim is None:
        return False
    try:
        _do(claim)
    except KeyboardInterrupt:
        _give_back(claim)
        raise
    except LostLease:
        log.warning("%s %s was taken over by another worker", claim.item.name, claim.item.pk)
    except Exception as error:
        log.exception("%s %s failed", claim.item.name, claim.item.pk)
        _put_back(claim, error)
    return True


@transaction.atomic
def _claim(once: str | None = None) -> Claim | None:
    now = timezone.now()
    free = Q(state=Item.State.READY, due_at__lte=now) | Q(state=Item.State.RUNNING, lease_until__lt=now)
    waiting = Item.objects.filter(free).order_by("due_at", "pk")
    if once:
        waiting = waiting.filter(once=once)
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    item = waiting.first()
    if item is None:
        return None
    item.state, item.fence, item.attempts = Item.State.RUNNING, item.fence + 1, item.attempts + 1
    item.lease_until = now + LEASE
    item.save(update_fields=["state", "fence", "attempts", "lease_until"])
    return Claim(item, item.fence)


def _do(claim: Claim) -> None:
    handler = HANDLERS[claim.item.name]
    if not handler.long:
        with transaction.atomic():
            _mark_done(claim)
            handler.run(**claim.item.about)
        return
    with _Heartbeat(claim):
        finish: Callable[[], None] | None = handler.run(**claim.item.about)
    with transaction.atomic():
        _mark_done(claim)
        if finish:
            finish()


def _mark_done(claim: Claim) -> None:
    """Mark done if the lease is still ours; the first statement of the transaction, so that the effect hangs on it."""
    ours = Item.objects.filter(pk=claim.item.pk, fence=claim.fence, state=Item.State.RUNNING)
    if not ours.update(state=Item.State.DONE, done_at=timezone.now(), lease_until=None, trouble=""):
        raise LostLease


def _put_back(claim: Claim, error: Exception) -> None:
    stuck = claim.item.attempts >= ATTEMPTS
    place = traceback.extract_tb(error.__traceback__)[-1]
    Item.objects.filter(pk=claim.item.pk, fence=claim.fence, state=Item.State.RUNNING).update(
        state=Item.State.STUCK if stuck else Item.State.READY,
        due_at=timezone.now() + timedelta(seconds=5 * 2 ** (claim.item.attempts - 1)),
        lease_until=None,
        trouble=f"{type(error).__name__} at {place.name}:{place.lineno}",
    )


def _give_back(claim: Claim) -> None:
    Item.objects.filter(pk=claim.item.pk, fence=claim.fence, state=Item.State.RUNNING).update(
        state=Item.State.READY, due_at=timezone.now(), lease_until=None, attempts=F("attempts") - 1
    )


class _Heartbeat:
    """Lengthen the lease from a thread of its own while long work goes on; it ends with the process."""

    def __init__(self, claim: Claim) -> None:
        self._claim, self._stop = claim, threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(LEASE.total_seconds() / 3):
            try:
                Item.objects.filter(pk=self._claim.item.pk, fence=self._claim.fence).update(
                    lease_until=timezone.now() + LEASE
                )
            except OperationalError:
                log.warning("a heartbeat was missed", exc_info=True)
        connection.close()


def reclaim_all() -> int:
    """Give back at once what running workers held; only for a start at which no other worker can be alive."""
    return Item.objects.filter(state=Item.State.RUNNING).update(
        state=Item.State.READY, lease_until=None, fence=F("fence") + 1
    )
