"""What `bench keys` does inside a hub's own process: fill the key table alone, and look keys up."""

import random
import time
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from bench.measuring import group_cpu, middle, p95
from bench.texts import made_of, posts
from upstander.engines.matching.keys import Item, Keys, keys_of
from upstander.engines.matching.ranking import CAP, DEEPEST

WARM = 10


def play(do: str, **said: Any) -> dict[str, Any]:
    """Do one of the two things below and return what it saw."""
    return {"fill": fill, "ask": ask}[do](**said)


def fill(size: int) -> dict[str, Any]:
    """Give so many items their keys, in order, without the reports that they would come from."""
    from django.db import connection

    real = posts(seed=7)
    texts = islice(chain(real, made_of(real, max(0, size - len(real)), seed=8)), size)
    rows = 0
    with connection.cursor() as cursor:
        with cursor.copy("COPY match_key (k, item) FROM STDIN") as copy:
            for number, text in enumerate(texts, 1):
                for key in keys_of(_item(text)).all:
                    copy.write_row((key, number))
                    rows += 1
        cursor.execute("VACUUM ANALYZE match_key")
    return {"keys": rows}


def ask(size: int, looks: int, servers: list[int]) -> dict[str, Any]:
    """Look up posts that are held; return CPU of this process and of all processes of the servers, by postmaster."""
    real = posts(seed=7)
    dice, digest, spent, found = random.Random(9), sha256(), [], 0
    asked = [keys_of(_item(real[dice.randrange(min(size, len(real)))])) for _ in range(looks)]
    for keys in asked[:WARM]:
        _looked_up(keys)
    there, here = sum(map(group_cpu, servers)), time.process_time()
    for keys in asked:
        began = time.perf_counter()
        held = _looked_up(keys)
        spent.append((time.perf_counter() - began) * 1000)
        found += sum(map(len, held.values()))
        digest.update(repr(sorted(held.items())).encode())
    cpu = sum(map(group_cpu, servers)) - there + time.process_time() - here
    return {
        "holders_a_look": round(found / looks), "cpu_ms_a_look": round(1000 * cpu / looks, 2),
        "wall_p50_ms": round(middle(spent), 2), "wall_p95_ms": round(p95(spent), 2), "digest": digest.hexdigest(),
    }  # fmt: skip


def _looked_up(keys: Keys) -> dict[int, list[int]]:
    """Look keys up in the two queries in which `finding.find` does."""
    from upstander.record.keys.keeping import holders

    exact = holders(sorted({*keys.all}.difference(keys.lexical)), most=CAP + 1, before=2**62)
    return {**exact, **holders(keys.lexical, most=DEEPEST + 1, before=2**62)}


def _item(text: str) -> Item:
    return Item(texts=(("post 1", text),))
