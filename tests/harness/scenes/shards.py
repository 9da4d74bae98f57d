"""Matching keys on one server and on several: what is asked, what it gives, and what it takes."""

import random
import time
from hashlib import sha256
from typing import Any

from tests.harness.saying import receive_one

STREWN = 10**9
"""From this number on items have keys and no report: so many reports would take an hour."""


def play(do: str, **said: Any) -> Any:
    """Do one of the functions below."""
    return {"fill": fill, "strew": strew, "sweep": sweep, "ask": ask, "plan": plan, "receive": receive, "work": work}[
        do
    ](**said)


def fill(reports: int) -> dict[str, Any]:
    """Take in reports and look for others."""
    for number in range(1, reports + 1):
        receive_one(number)
    return work()


def strew(items: int, seed: int) -> dict[str, Any]:
    """Add items whose keys are as frequent as the words of a language: some are held by far more than are ever read."""
    from django.db import connection

    dice = random.Random(seed)
    with connection.cursor() as cursor:
        for start in range(0, items, 1000):
            rows = {(_key(dice), STREWN + at) for at in range(start, min(start + 1000, items)) for _ in range(8)}
            keys, numbers = zip(*sorted(rows), strict=True)
            cursor.execute(
                "INSERT INTO match_key SELECT * FROM unnest(%s::bigint[], %s::bigint[])", [list(keys), list(numbers)]
            )
    return {}


def sweep() -> dict[str, Any]:
    """Take them away again, by item: from every server."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM match_key WHERE item >= %s", [STREWN])
        return {"rows": cursor.rowcount}


def ask(times: int, seed: int) -> dict[str, Any]:
    """Look up lists of keys and all reports; return a digest of the answers, and milliseconds a list of 30 keys."""
    from upstander.duties.bundling.looking import look
    from upstander.record.cases.models import Report
    from upstander.record.keys.keeping import holders
    from upstander.record.keys.models import Key

    dice, digest, hot, found, spent = random.Random(seed), sha256(), 0, 0, []
    real = sorted(set(Key.objects.filter(item__lt=STREWN).values_list("k", flat=True)))
    for _ in range(times):
        keys = {*dice.sample(real, 10), *(_key(dice) for _ in range(18)), dice.getrandbits(62), -dice.getrandbits(62)}
        before = dice.choice([2**62, STREWN + dice.randrange(20_000)])
        began = time.perf_counter()
        held = holders(keys, before=before)
        spent.append((time.perf_counter() - began) * 1000)
        hot += sum(len(items) == 401 for items in held.values())
        found += sum(len(items) for items in held.values())
        digest.update(repr(sorted((key, list(items)) for key, items in held.items())).encode())
    looks = 0
    for report in Report.objects.order_by("pk"):
        likely = look(report, report.memberships.get(until_at=None).case)
        looks += len(likely.likely)
        digest.update(repr(likely).encode())
    middle = sorted(spent)[len(spent) // 2]
    return {"digest": digest.hexdigest(), "hot": hot, "found": found, "looks": looks, "ms": round(middle, 2)}


def plan(keys: int, shard: int) -> dict[str, Any]:
    """Explain a look-up of keys that all lie on one server, and run it."""
    from django.db import connection

    from upstander.record.keys import keeping

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT k FROM match_key_{shard} ORDER BY k LIMIT %s", [keys])
        there = [row[0] for row in cursor.fetchall()]
        cursor.execute(f"EXPLAIN (VERBOSE, ANALYZE, TIMING OFF) {keeping._ALL_AT_ONCE}", [2**62, 401, there])
        return {"plan": [row[0] for row in cursor.fetchall()]}


def receive(number: int) -> dict[str, Any]:
    """Take in one report; return what stopped it, and how many there are."""
    from upstander.record.cases.models import Report

    wrong = ""
    try:
        receive_one(number)
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}"
    return {"wrong": wrong, "reports": Report.objects.count()}


def work(again: bool = False) -> dict[str, Any]:
    """Do what is due and return how the looks stand; `again` asks for all of them anew, with nothing suggested."""
    from django.db import transaction
    from django.utils import timezone

    from upstander.duties.bundling.models import Suggestion
    from upstander.record.cases.models import Report
    from upstander.record.work import worker
    from upstander.record.work.asking import due
    from upstander.record.work.models import Item

    if again:
        Suggestion.objects.all().delete()
        Item.objects.all().delete()
        with transaction.atomic():
            for report in Report.objects.order_by("pk"):
                due("look_for_others", report=report)
    Item.objects.filter(state=Item.State.READY).update(due_at=timezone.now())  # nobody waits here for another try
    worker.run_all()
    looks = Item.objects.filter(name="look_for_others")
    return {
        "suggestions": Suggestion.objects.count(),
        "states": sorted(set(looks.values_list("state", flat=True))),
        "trouble": sorted({row.split(" at ")[0] for row in looks.values_list("trouble", flat=True)}),
    }


def _key(dice: random.Random) -> int:
    """A key among 20,000, the first ones far more often: rank by a power law, spread over all 64 bits."""
    rank = int(20_000 ** dice.random())
    return int.from_bytes(sha256(str(rank).encode()).digest()[:8], "big", signed=True)
