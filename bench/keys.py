"""Measure the key table of matching on one PostgreSQL server and on three: bytes an item, and CPU a look-up.

All servers run on this machine, so an exchange between them costs nothing of a network's time. Keys are those of real
posts and of more made of their words (bench/texts.py). UPSTANDER_BENCH_ITEMS sets how many are held, and
UPSTANDER_BENCH_SERVERS=1 leaves the three out.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.harness.scratch import ScratchHub
from tests.harness.several import SERVERS, as_keeper, hub_apart, three
from tests.postgres import Server

from bench.measuring import Measured, Target, at_most

HELD = {"short": (4_000,), "whole": (100_000, 1_000_000)}
LOOKS = {"short": 100, "whole": 400}
MOST_BYTES = 16 * 10**12
"""What four servers of 4 TB each hold, to say for how many items that is enough."""


def run(scale: str) -> Measured:
    """Fill one server, look things up, spread it over three, and look the same up again."""
    sizes = [int(os.environ["UPSTANDER_BENCH_ITEMS"])] if "UPSTANDER_BENCH_ITEMS" in os.environ else HELD[scale]
    rows: list[dict[str, Any]] = []
    targets: list[Target] = []
    for size in sizes:
        if os.environ.get("UPSTANDER_BENCH_SERVERS") == "1":
            rows.append(_one(size, LOOKS[scale]))
            continue
        one, many = _both(size, LOOKS[scale])
        rows += [one, many]
        targets.append(Target(f"{size} items: answers from three that differ from those of one", 0.0, True))
        targets.append(at_most(f"{size} items: bytes on three for each on one", many["bytes"] / one["bytes"], 1.25))
    several = [row for row in rows if row["servers"] > 1]
    first, last = (several or rows)[0], rows[-1]
    if several and first["items"] < last["items"]:
        growth = last["cpu_ms_a_look"] / first["cpu_ms_a_look"]
        targets.append(at_most(f"CPU a look on three, {last['items']} for {first['items']} items", growth, 1.5))
    targets.append(
        Target("projection: millions of items in 16 TB", round(MOST_BYTES / last["bytes_an_item"] / 1e6), True)
    )
    return Measured(rows, targets)


def _one(size: int, looks: int) -> dict[str, Any]:
    with hub_apart() as (own, hub):
        filled = hub.play("bench.keys_inside", do="fill", size=size)
        alone = _measured(hub, [own], size, looks)
    alone.pop("digest")
    return {"servers": 1, "items": size, "keys_an_item": round(filled["keys"] / size, 1), **alone}


def _both(size: int, looks: int) -> tuple[dict[str, Any], dict[str, Any]]:
    with hub_apart() as (own, hub), tempfile.TemporaryDirectory() as folder, three(Path(folder)) as (file, servers):
        filled = hub.play("bench.keys_inside", do="fill", size=size)
        alone = _measured(hub, [own], size, looks)
        as_keeper(hub.database, "CREATE EXTENSION postgres_fdw")
        as_keeper(hub.database, "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO hub")
        hub.command("shard-keys", "--servers", str(file), "--run")
        spread = _measured(hub, [own, *servers], size, looks)
    if alone.pop("digest") != spread.pop("digest"):
        raise RuntimeError(f"with {size} items three servers give other answers than one")
    keys = {"keys_an_item": round(filled["keys"] / size, 1)}
    return {"servers": 1, "items": size, **keys, **alone}, {"servers": SERVERS, "items": size, **keys, **spread}


def _measured(hub: ScratchHub, servers: Sequence[Server], size: int, looks: int) -> dict[str, Any]:
    pids = [int((one.data / "postmaster.pid").read_text().split()[0]) for one in servers]
    asked = hub.play("bench.keys_inside", do="ask", size=size, looks=looks, servers=pids)
    urls = [hub.database] if len(servers) == 1 else [one.url for one in servers[1:]]
    held = sum(int(str(as_keeper(url, "SELECT pg_total_relation_size('match_key')")[0][0])) for url in urls)
    return {"bytes": held, "bytes_an_item": round(held / size), **asked}
