"""Change the rules of offences one small thing at a time, and count the changes that cases and edges notice."""

from collections import Counter
from typing import Any

from bench.measuring import Measured, Target
from upstander.law.advice.tests.mutations import caught, mutants

EVERY = {"short": 10, "whole": 1}
AIM = 0.9


def run(scale: str) -> Measured:
    """Try the changes, all of them or one in ten; a row for each kind of change, with what was not noticed."""
    tried, missed, alone = Counter[str](), Counter[str](), Counter[str]()
    left: dict[str, list[str]] = {}
    for mutant in list(mutants())[:: EVERY[scale]]:
        tried[mutant.kind] += 1
        alone[mutant.kind] += caught(mutant, worked_alone=True)
        if not caught(mutant):
            missed[mutant.kind] += 1
            left.setdefault(mutant.kind, []).append(mutant.what.split(" ")[0])
    rows: list[dict[str, Any]] = [
        {
            "change": kind, "tried": count, "caught": count - missed[kind], "by_worked_cases_alone": alone[kind],
            "not_caught": " ".join(left.get(kind, [])),
        }
        for kind, count in sorted(tried.items())
    ]  # fmt: skip
    every = tried.total()
    share = 1 - missed.total() / every
    rows.append(
        {"change": "all", "tried": every, "caught": every - missed.total(), "by_worked_cases_alone": alone.total()}
    )
    return Measured(rows, [Target(f"share caught (at least {AIM:g})", round(share, 3), share >= AIM)])
