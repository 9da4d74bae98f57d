"""Join links that lead to the same post: by our rules, and by the normalisers of links that are installed."""

import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

from bench.matching_peers import link_peers
from upstander.engines.matching.posts import post_key
from upstander.engines.matching.tests.link_groups import SAME_THING


def links() -> tuple[list[dict[str, Any]], float, int]:
    """How many pairs of links are joined that should be, and that should not, by ours and by what is installed."""
    ways: dict[str, Callable[[str], object]] = {"Upstander, links": _place, **link_peers()}
    rows = []
    for name, way in ways.items():
        began = time.process_time()
        keys = {link: way(link) for group in SAME_THING for link in group}
        spent = (time.process_time() - began) * 1e6 / len(keys)
        same = [keys[one] == keys[two] for group in SAME_THING for one, two in combinations(group, 2)]
        mixed = sum(keys[one] == keys[two] for a, b in combinations(SAME_THING, 2) for one in a for two in b)
        joined = round(sum(same) / len(same), 3)
        rows.append(
            {
                "engine": name,
                "items": len(keys),
                "same_joined": joined,
                "different_joined": mixed,
                "cpu_us": round(spent, 1),
            }
        )
    return rows, float(rows[0]["same_joined"]), int(rows[0]["different_joined"])


def _place(link: str) -> object:
    key = post_key(link)
    return (key.platform, key.kind, key.value) if key else link
