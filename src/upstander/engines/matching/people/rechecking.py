"""Let Splink itself weigh pairs with the weights of a model: what the walk over them must agree with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upstander.engines.matching.people.levels import LEVELS
from upstander.engines.matching.people.model import Model
from upstander.engines.matching.people.prepared import Prepared
from upstander.engines.matching.people.splinking import settings
from upstander.engines.matching.people.training import opened, registered

Pair = tuple[Prepared, Prepared]


@dataclass(frozen=True, slots=True)
class Theirs:
    """Splink's weight of one pair in bits, and the level of each comparison."""

    bits: float
    levels: Mapping[str, str]


def linker_of(pairs: Sequence[Pair], model: Model) -> Any:
    """Return Splink's linker over the records of pairs, with a model's weights; raises CannotTrain without Splink."""
    prior = 2**model.prior / (1 + 2**model.prior)
    how = settings(prior, model.weights)
    how["blocking_rules_to_generate_predictions"] = [{"blocking_rule": "l.pair = r.pair", "sql_dialect": "duckdb"}]
    records = [one for pair in pairs for one in pair]
    linker = opened(records, how)
    for column, shares in (
        ("handle", {one.handle: one.handle_share for one in records if one.handle}),
        ("name_key", {one.name_key: one.name_share for one in records if one.name_key}),
    ):
        rows = [{column: value, f"tf_{column}": share} for value, share in shares.items()]
        table = registered(linker, rows or [{column: "-", f"tf_{column}": 1.0}], f"shares_of_{column}")
        linker.table_management.register_term_frequency_lookup(table, column)
    return linker


def weighed_by_splink(pairs: Sequence[Pair], model: Model) -> list[Theirs]:
    """Return what Splink makes of each pair, in their order; raises CannotTrain without Splink."""
    found: dict[int, Theirs] = {}
    for row in linker_of(pairs, model).inference.predict().as_record_list():
        levels = {
            name: levels[0 if row[f"gamma_{name}"] < 0 else len(levels) - 1 - row[f"gamma_{name}"]][0]
            for name, levels in LEVELS.items()
        }
        found[row["unique_id_l"] // 2] = Theirs(float(row["match_weight"]), levels)
    return [found[at] for at in range(len(pairs))]
