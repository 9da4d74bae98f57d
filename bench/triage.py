"""Measure the wording rules: what they find in published test sets, evenly by group or not, and CPU a text.

HateCheck (Röttger and others, CC BY 4.0; cases whose template number is even) and EDOS (Kirk and others, CC0; dev
rows) lie in the folder that UPSTANDER_BENCH_TEXTS names, or ../shared/data beside the repository.
"""

import csv
import gzip
import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.measuring import Measured, Target, at_most, middle
from upstander.engines.triage.evaluation import (
    AUTHORED,
    FAMILIES,
    GROUPS,
    HATEFUL,
    NOT_HATEFUL,
    THREAT,
    Case,
    evaluate,
    read,
)
from upstander.engines.triage.rules import RULES
from upstander.engines.triage.signals import signals
from upstander.law.lexicon import all_words
from upstander.record.cases.lexicon import lexicon_on

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = {"short": 3, "whole": 9}


def run(scale: str) -> Measured:
    """Evaluate on each set, then time the rules and a plain scan in turns on the same texts."""
    from datetime import UTC, datetime

    lexicon = lexicon_on(datetime.now(UTC).date())
    hatecheck, edos = _hatecheck(), _edos()
    of_hatecheck, of_edos, own = (evaluate(cases, lexicon) for cases in (hatecheck, edos, read(AUTHORED)))
    rows: list[dict[str, Any]] = [
        {"set": "HateCheck even", "what": f"strand suggested: {strand}", **rate}
        for strand, rate in of_hatecheck["strands"]["by_strand"].items()
    ]
    rows.append({"set": "HateCheck even", "what": "strand suggested: all", **of_hatecheck["strands"]["recall"]})
    rows += [
        {"set": "HateCheck even", "what": f"threat found: {group}", **rate}
        for group, rate in of_hatecheck["threats"]["by_group"].items()
    ]
    rows += [
        {"set": "HateCheck even", "what": "threat found: all", **of_hatecheck["threats"]["recall"]},
        {
            "set": "HateCheck even",
            "what": "brought forward, not hateful",
            **of_hatecheck["brought_forward"][NOT_HATEFUL],
        },
        {"set": "EDOS dev", "what": "threat found", **of_edos["threats"]["recall"]},
        {"set": "EDOS dev", "what": "brought forward, others", **of_edos["brought_forward"][NOT_HATEFUL]},
        {"set": "own cases", "what": "brought forward, benign", **own["brought_forward"]["benign"]},
    ]
    rows += [
        {"set": "own cases", "what": f"found: {family}", **own["families"][family]["found"]} for family in FAMILIES
    ]
    rows += [
        {"set": "own cases", "what": f"on benign: {family}", **own["families"][family]["on_benign"]}
        for family in FAMILIES
    ]
    texts = [case.text for case in (*hatecheck, *edos)]
    spent = _timed(texts, ROUNDS[scale], lexicon)
    rows += [{"set": "both", "what": f"CPU ms a text: {name}", "share": round(ms, 3)} for name, ms in spent.items()]
    rules, scan = spent["rules and strand words"], spent["plain re scan (peer)"]
    rows.append({"set": "both", "what": "ratio of the rules to the plain scan", "share": round(rules / scan, 2)})
    recall = of_hatecheck["threats"]["recall"]["share"]
    strands = of_hatecheck["strands"]["recall"]["share"]
    return Measured(
        rows,
        [
            Target("recall on HateCheck threats (at least 0.5)", recall, recall >= 0.5),
            at_most("gap of that recall between groups", of_hatecheck["threats"]["gap"], 0.10),
            at_most("brought forward though not hateful", of_hatecheck["brought_forward"][NOT_HATEFUL]["share"], 0.09),
            Target("strand suggested (at least 0.95)", strands, strands >= 0.95),
            at_most("CPU ms a text, rules and strand words", rules, 2),
        ],
    )


def _timed(texts: list[str], rounds: int, lexicon: Any) -> dict[str, float]:
    """Return the median CPU milliseconds a text; the ways take turns."""
    words = "|".join(re.escape(word.strip("*")) for entry in all_words() for word in entry.words)
    plain = [re.compile(rule.pattern.pattern, re.IGNORECASE) for rule in RULES] + [re.compile(rf"\b(?:{words})", re.I)]
    ways: dict[str, Callable[[str], object]] = {
        "rules and strand words": lambda text: signals(text, lexicon, language=False),
        "with language": lambda text: signals(text, lexicon),
        "plain re scan (peer)": lambda text: [pattern.findall(text) for pattern in plain],
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way("a first text, so that everything is loaded")
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.process_time()
            for text in texts:
                way(text)
            spent[name].append((time.process_time() - began) * 1000 / len(texts))
    return {name: middle(values) for name, values in spent.items()}


def _hatecheck() -> list[Case]:
    def label(row: dict[str, str]) -> str:
        if row["functionality"].startswith("threat_"):
            return THREAT
        return HATEFUL if row["label_gold"] == "hateful" else NOT_HATEFUL

    rows = _rows("hatecheck_even.csv")
    return [
        Case(row["test_case"], label(row), row["target_ident"] if row["target_ident"] in GROUPS else "") for row in rows
    ]


def _edos() -> list[Case]:
    rows = [row for row in _rows("edos_train_dev.csv.gz") if row["split"] == "dev"]
    return [Case(row["text"], THREAT if row["label_category"].startswith("1.") else NOT_HATEFUL) for row in rows]


def _rows(name: str) -> list[dict[str, str]]:
    path = Path(os.environ.get("UPSTANDER_BENCH_TEXTS", ROOT.parent / "shared" / "data")) / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there. Name the folder of the text sets in UPSTANDER_BENCH_TEXTS.")
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
