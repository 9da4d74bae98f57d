"""Have workers do due work while they are killed again and again, each at a place drawn at random."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from tests.harness.doomed import AFTER, BEFORE, LEASE, Doom, Place, forked, outcome

ANY_WORK = (
    Place("upstander.record.work.worker:_claim", 3, (AFTER,)),
    Place("upstander.record.work.worker:_mark_done", 3),
    Place("django.db.backends.base.base:BaseDatabaseWrapper.commit", 8),
)
"""Where any work may be cut off: claimed, marked but not committed, before and after any commit."""
MOST_ROUNDS = 50


def work(*, broken: str = "") -> None:
    """Be `upstander work --once`, with a short lease; `broken` names a fault of BROKEN to put in."""
    from upstander.config.command import main
    from upstander.record.work import worker

    worker.LEASE = LEASE
    if broken:
        BROKEN[broken]()
    main(["work", "--once"])


def under_fire(
    places: Sequence[Place], *, kills: int, seed: int, more: Callable[[], Any], broken: str = ""
) -> dict[str, Any]:
    """Kill workers until `kills` have died at their work, asking `more()` for work whenever all is done.

    A worker that died is followed by the next one at once or, every fourth time, only when its lease has ended.
    """
    from upstander.record.work import worker

    rng, died, idle = random.Random(seed), Counter[str](), 0
    while died.total() < kills:
        assert idle < MOST_ROUNDS, "the chosen places are never reached"
        if not _due():
            more()
        doom = rng.choice(places).draw(rng)
        if outcome(forked(lambda: work(broken=broken), doom=doom)):
            died[str(doom)] += 1
            idle = 0
        else:
            idle += 1
        if died.total() % 4 == 3:
            time.sleep(LEASE.total_seconds())
        else:
            worker.reclaim_all()
    worker.reclaim_all()
    assert outcome(forked(lambda: work(broken=broken))) == 0
    assert not _due(), "work is left after a worker has ended by itself"
    return {"kills": died.total(), "places": dict(died)}


def frozen_and_overtaken(place: Place, *, seed: int) -> None:
    """Freeze a worker at `place`, let another do its work when the lease has ended, then let the first go on."""
    import os
    import signal

    doom = Doom(place.name, AFTER if AFTER in place.whens else BEFORE, 1, signal.SIGSTOP)
    first = forked(work, doom=doom)
    _, status = os.waitpid(first, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    time.sleep(LEASE.total_seconds() * 1.2)
    assert outcome(forked(work)) == 0
    os.kill(first, signal.SIGCONT)
    assert outcome(first) == 0


def _due() -> bool:
    from django.db.models import Q
    from django.utils import timezone

    from upstander.record.work.models import Item

    return Item.objects.filter(Q(state="ready", due_at__lte=timezone.now()) | Q(state="running")).exists()


def _marked_afterwards() -> None:
    """Do the work in one transaction and mark it done in the next: what dies between them is done twice."""
    from django.db import transaction

    from upstander.record.work import worker
    from upstander.record.work.asking import HANDLERS

    def do(claim: worker.Claim) -> None:
        handler = HANDLERS[claim.item.name]
        with transaction.atomic():
            finish = handler.run(**claim.item.about)
            if handler.long and finish:
                finish()
        with transaction.atomic():
            worker._mark_done(claim)

    worker._do = do


def _marked_before() -> None:
    """Mark work done and only then do it: what dies between is lost."""
    from django.db import transaction

    from upstander.record.work import worker
    from upstander.record.work.asking import HANDLERS

    def do(claim: worker.Claim) -> None:
        handler = HANDLERS[claim.item.name]
        with transaction.atomic():
            worker._mark_done(claim)
        with transaction.atomic():
            finish = handler.run(**claim.item.about)
            if handler.long and finish:
                finish()

    worker._do = do


def _sent_without_a_mark() -> None:
    """Send letters without saying so before: one handed over just before the end is handed over again."""
    from django.utils.module_loading import autodiscover_modules

    from upstander.record.outbox.due import State, _marked
    from upstander.record.outbox.models import Message
    from upstander.record.outbox.posting import opened
    from upstander.record.outbox.transport import transport
    from upstander.record.work.asking import HANDLERS, Handler

    def send(*, message: int) -> Callable[[], None]:
        row = Message.objects.get(pk=message)
        transport().deliver(opened(row), f"{row.uid}@localhost")
        return _marked(row, State.SENT)

    autodiscover_modules("due")
    HANDLERS["send_message"] = Handler(send, long=True)


BROKEN: dict[str, Callable[[], None]] = {
    "marked afterwards": _marked_afterwards,
    "marked before": _marked_before,
    "sent without a mark": _sent_without_a_mark,
}
"""Faults that the harness puts in to see that it would find them."""
