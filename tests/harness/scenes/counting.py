"""Work whose whole effect is one journal entry, done by workers that are killed: every entry once."""

from collections import Counter
from itertools import count
from json import loads
from typing import Any

from tests.harness.doomed import AFTER, Place
from tests.harness.workers import ANY_WORK, frozen_and_overtaken, under_fire

BATCH = 10


def play(kills: int, seed: int, broken: str = "", freeze: bool = False) -> dict[str, Any]:
    """Return how many effects were asked for, and which of them are missing or doubled."""
    from django.db import transaction
    from django.utils import timezone

    from upstander.record.journal.models import Entry
    from upstander.record.journal.verbs import Verb
    from upstander.record.journal.writing import record
    from upstander.record.people.actors import SYSTEM
    from upstander.record.work.asking import due, handles

    @handles("harness")
    def entered(*, number: int) -> None:
        record(SYSTEM, Verb.SETTLED, ("harness", number), at=timezone.now())

    @handles("harness long", long=True)
    def entered_at_the_end(*, number: int) -> Any:
        return lambda: entered(number=number)

    asked = count(1)

    def more() -> None:
        with transaction.atomic():
            for number in (next(asked) for _ in range(BATCH)):
                due("harness long" if number % 2 else "harness", number=number)

    if freeze:
        more()
        frozen_and_overtaken(Place("upstander.record.work.worker:_claim", 1, (AFTER,)), seed=seed)
        fire: dict[str, Any] = {"kills": 0}
    else:
        fire = under_fire(ANY_WORK, kills=kills, seed=seed, more=more, broken=broken)
    wanted = next(asked) - 1
    bodies = Entry.objects.filter(verb=Verb.SETTLED).values_list("body", flat=True)
    seen = Counter(int(loads(body)["subject"].split(":")[1]) for body in bodies)
    return fire | {
        "asked": wanted,
        "lost": [number for number in range(1, wanted + 1) if not seen[number]],
        "double": [number for number, times in seen.items() if times > 1],
    }
