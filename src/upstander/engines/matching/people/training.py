"""Estimate the weights offline with Splink: `python -m upstander.engines.matching.people.training --help`."""

import argparse
import json
import logging
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from upstander.engines.matching.people import inventing
from upstander.engines.matching.people.described import Described, NotComparable, read
from upstander.engines.matching.people.evaluating import strangers_among
from upstander.engines.matching.people.keys import keys_of
from upstander.engines.matching.people.levels import LEVELS
from upstander.engines.matching.people.model import LEAST_BITS, MOST_BITS, SHIPPED, BadModel, best, made, weigh
from upstander.engines.matching.people.prepared import VERSION, Prepared, Terms, prepare
from upstander.engines.matching.people.splinking import settings

RARE_BELOW = 0.001
"""Share of the records under which a part of a name is rare; rarer ones are not written into the model."""
HANDLE_LEAST = 0.0005
"""Share that a handle counts with at least: how rare one is cannot be known from the few that a hub holds."""
FEWEST_HOLDERS = 5
"""Records that must hold a part of a name or a handle before the model names it: nobody is to be read out of it."""
PRIOR = 0.0001
"""How likely two descriptions that nothing is known of mean one person."""
ALLOWED = 0.002
"""Share of decided pairs that are not linked which the threshold may suggest."""

Pair = tuple[Described, Described]


class CannotTrain(Exception):
    """Training cannot be done; says why."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a model is trained on: pairs found to mean one person, pairs found not to, and any records beside them."""

    linked: Sequence[Pair]
    apart: Sequence[Pair]
    records: Sequence[Described]

    @property
    def all(self) -> list[Described]:
        """Every record: first those of the linked pairs, two by two."""
        return [one for pair in (*self.linked, *self.apart) for one in pair] + list(self.records)


def splink() -> Any:
    """Return Splink; raises CannotTrain where it is not installed."""
    try:
        import splink as library
    except ImportError as error:
        raise CannotTrain("Training needs Splink: pip install --require-hashes -r requirements/train.txt") from error
    return library


def terms_of(records: Iterable[Described]) -> Terms:
    """Return how often parts of names and handles occur, as shares of the records that have any."""
    parts: Counter[str] = Counter()
    handles: Counter[str] = Counter()
    named = handled = 0
    for one in records:
        ready = prepare(one, Terms({}, {}, RARE_BELOW, HANDLE_LEAST))
        parts.update(ready.name_parts)
        handles.update([ready.handle] if ready.handle else [])
        named, handled = named + bool(ready.name_parts), handled + bool(ready.handle)
    return Terms(
        _shares(parts, named, RARE_BELOW), _shares(handles, handled, HANDLE_LEAST), RARE_BELOW, HANDLE_LEAST
    )  # fmt: skip


def train(decided: Decided, *, trained_on: str, note: str, seed: int = 1, most_pairs: float = 1e7) -> dict[str, Any]:
    """Return a model as JSON holds it: m from the linked pairs, u from random pairs of all records, both by Splink.

    Raises CannotTrain without Splink or with too little to train on, BadModel where what comes out must not be used.
    """
    library = splink()
    if len(decided.linked) < 50 or len(decided.all) < 500:
        raise CannotTrain("There is too little to train on: 50 linked pairs and 500 records at least")
    terms = terms_of(decided.all)
    ready = [prepare(one, terms) for one in decided.all]
    how, many = settings(PRIOR), 2 * len(decided.linked)
    strangers = opened(ready[:many:2] + ready[len(ready) - len(decided.records) :], how)
    strangers.training.estimate_u_using_random_sampling(max_pairs=most_pairs, seed=seed, min_count_per_level=None)
    same = opened(ready[:many], how)
    labels = [{"unique_id_l": at, "unique_id_r": at + 1} for at in range(0, many, 2)]
    same.training.estimate_m_from_pairwise_labels(registered(same, labels, "decided_pairs"))
    model = {
        "format": 1,
        "levels": VERSION,
        "provenance": {
            "made": datetime.now(UTC).date().isoformat(),
            "checked": "verify",
            "trained_on": trained_on,
            "by": f"Splink {library.__version__} on DuckDB",
            "seed": seed,
            "records": len(decided.all),
            "linked_pairs": len(decided.linked),
            "note": note,
        },
        "prior": PRIOR,
        "threshold_bits": 60.0,
        "rare_below": RARE_BELOW,
        "handle_least": HANDLE_LEAST,
        "comparisons": _comparisons(_weights(same, "m"), _weights(strangers, "u"), len(decided.linked), most_pairs),
        "terms": {"name_parts": dict(terms.name_parts), "handles": dict(terms.handles)},
    }
    model["threshold_bits"] = _threshold(model, decided)
    made(model)
    return model


def opened(ready: Sequence[Prepared], how: dict[str, Any]) -> Any:
    """Return a linker over prepared records; `unique_id` is their place, `pair` half of it. Raises CannotTrain."""
    library = splink()
    api = library.DuckDBAPI()
    rows = [{"unique_id": at, "pair": at // 2, **one.columns()} for at, one in enumerate(ready)]
    return library.Linker(api.register(_arrow(rows)), library.SettingsCreator(**how), log_level=logging.CRITICAL)


def invented(seed: int, people: int) -> Decided:
    """Return invented records to train on: two reports of each person, one of as many others, and strangers alike.

    The pairs apart are strangers of one origin who share a part of a name or another key: what officers would refuse.
    """
    pick = random.Random(seed)  # noqa: S311
    linked, others, apart = [], [], []
    for origin in inventing.origins():
        many = people // len(inventing.origins())
        own = [inventing.two_reports(pick, inventing.person(pick, origin)) for _ in range(many)]
        linked += own
        others += [inventing.two_reports(pick, inventing.person(pick, origin))[0] for _ in range(many)]
        alike = strangers_among([prepare(a, Terms({}, {}, RARE_BELOW, HANDLE_LEAST)) for a, _ in own])
        apart += [(own[a][0], own[b][0]) for a, b in pick.sample(alike, min(len(alike), 400))]
    return Decided(linked, apart, others)


def read_decided(decided: Path, records: Path | None) -> Decided:
    """Read JSON lines: {"a": {...}, "b": {...}, "linked": true} and, beside them, one record a line.

    Raises CannotTrain at the first line that is none. The fields of a record are those of `Described`.
    """
    linked: list[Pair] = []
    apart: list[Pair] = []
    for line, said in _lines(decided):
        try:
            pair = read(said["a"]), read(said["b"])
            (linked if {True: 1, False: 0}[said["linked"]] else apart).append(pair)
        except (KeyError, TypeError, AttributeError, NotComparable) as error:
            raise CannotTrain(f"{decided}, line {line}: it is no decided pair ({error})") from error
    others = []
    for line, said in _lines(records) if records else ():
        try:
            others.append(read(said))
        except (TypeError, AttributeError, NotComparable) as error:
            raise CannotTrain(f"{records}, line {line}: it is no record ({error})") from error
    return Decided(linked, apart, others)


def main() -> int:
    """Train and write a model; 1 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--decided", type=Path, help="JSON lines of decided pairs")
    parser.add_argument(
        "--records", type=Path, help="JSON lines of other records, for how often things agree by chance"
    )
    parser.add_argument("--invented", type=int, metavar="PEOPLE", help="train on this many invented people instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    args = parser.parse_args()
    if bool(args.decided) == bool(args.invented):
        parser.error("either --decided or --invented")
    try:
        if args.invented:
            source, note = invented(args.seed, args.invented), NOTE_INVENTED
            model = train(source, trained_on="invented records", note=note, seed=args.seed)
        else:
            source = read_decided(args.decided, args.records)
            model = train(source, trained_on="decided pairs", note=NOTE_DECIDED, seed=args.seed)
    except (CannotTrain, BadModel, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    args.out.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


NOTE_INVENTED = (
    "Trained on people invented from a seed, for there are no decisions yet. They show that the method works and "
    "say nothing of real reports: train again on the hub's own decisions, and look at the rates by origin of names."
)
NOTE_DECIDED = "Trained on decided pairs. Look at the rates by origin of names before it is used."


def _shares(counted: Counter[str], of: int, least: float) -> dict[str, float]:
    kept = {term: count / of for term, count in counted.items() if count >= FEWEST_HOLDERS and count / of >= least}
    return {term: round(kept[term], 6) for term in sorted(kept)}


def _weights(linker: Any, which: str) -> list[list[float]]:
    """The m or u that Splink estimated, by comparison and level; 0 for a level that it never met."""
    return [
        [value if isinstance(value := level.get(f"{which}_probability"), float) else 0.0 for level in one[1:]]
        for one in (comparison["comparison_levels"] for comparison in linker.misc.save_model_to_json()["comparisons"])
    ]


def _comparisons(
    of_m: list[list[float]], of_u: list[list[float]], pairs: int, most_pairs: float
) -> list[dict[str, Any]]:
    """Our form of the weights: a level never met counts as half a pair, and none adds more than MOST_BITS."""
    found = []
    for name, ms, us in zip(LEVELS, of_m, of_u, strict=True):
        levels = []
        for (level, _), m, u in zip(LEVELS[name][1:], ms, us, strict=True):
            u = max(u, 0.5 / most_pairs)
            m = max(m, 0.5 / pairs, u * 2**LEAST_BITS)
            u = max(u, m / 2**MOST_BITS)
            levels.append({"level": level, "m": round(m, 10), "u": round(u, 12)})
        found.append({"name": name, "levels": levels})
    return found


def _threshold(model: dict[str, Any], decided: Decided) -> float:
    """The bits that ALLOWED of the compared pairs apart reach at most, and more than any comparison has by itself."""
    weights = made(model)
    alone = max(best(one, weights.terms) for one in weights.outcomes)
    ready = ((prepare(a, weights.terms), prepare(b, weights.terms)) for a, b in decided.apart)
    compared = [(a, b) for a, b in ready if not set(keys_of(a)).isdisjoint(keys_of(b))]
    apart = sorted(weigh(a, b, weights).bits for a, b in compared)
    reached = apart[int(len(apart) * (1 - ALLOWED))] if apart else 0.0
    return round(max(reached, weights.prior + alone, 0.0) + 0.05, 2)


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise CannotTrain(f"{path}, line {number}: it is not JSON") from error


def _arrow(rows: list[dict[str, Any]]) -> Any:
    import pyarrow

    return pyarrow.Table.from_pylist(rows)


def registered(linker: Any, rows: list[dict[str, Any]], name: str) -> Any:
    """Return rows as a table of a linker's database."""
    return linker.table_management.register_table(_arrow(rows), name, overwrite=True)


if __name__ == "__main__":
    sys.exit(main())
