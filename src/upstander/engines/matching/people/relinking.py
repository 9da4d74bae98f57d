"""Weigh every pair that shares a key, all at once, by Splink on DuckDB or on Spark: `python -m ...relinking --help`.

For a hub of many million descriptions after a new model; what comes in one by one is weighed by `model.weigh`. Both
engines are given one and the same settings, written beside what is found.
"""

import argparse
import json
import os
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from upstander.engines.matching.people.described import Described, NotComparable, read
from upstander.engines.matching.people.keys import keys_of
from upstander.engines.matching.people.model import Model, load, shipped
from upstander.engines.matching.people.prepared import Prepared, prepare
from upstander.engines.matching.people.speaking import in_spark, teach
from upstander.engines.matching.people.splinking import COUNTED, settings
from upstander.engines.matching.people.training import CannotTrain, splink
from upstander.engines.matching.ranking import CAP

ROWS = 50_000
"""Of one file of prepared rows: what is held in memory at once."""
SHARES = {"name_key": "name_share", "handle": "handle_share"}


def how(model: Model) -> dict[str, Any]:
    """Return Splink's settings for a model: pairs that share a key, and those that reach its threshold."""
    said = settings(2**model.prior / (1 + 2**model.prior), model.weights)
    said["retain_intermediate_calculation_columns"] = False
    said["blocking_rules_to_generate_predictions"] = [
        {"blocking_rule": "l.keys = r.keys", "sql_dialect": "duckdb", "arrays_to_explode": ["keys"]}
    ]
    return said


def lay_out(records: Iterable[Described], model: Model, folder: Path) -> int:
    """Write prepared rows and the shares of names and handles as Parquet into a folder; return how many rows.

    A key that more than CAP records have is left out, as when one report is looked up: it tells nobody from others.
    A `unique_id` is the place of its record, from 0.
    """
    kept = folder / "prepared"
    kept.mkdir(parents=True)
    held: Counter[int] = Counter()
    of_each: list[array[int]] = []
    shares: dict[str, dict[str, float]] = {column: {} for column in SHARES}
    for first, some in enumerate(_some(records, ROWS)):
        ready = [prepare(one, model.terms) for one in some]
        of_each += [array("q", keys_of(one)) for one in ready]
        for keys in of_each[-len(ready) :]:
            held.update(keys)
        for column, share in SHARES.items():
            shares[column] |= {getattr(one, column): getattr(one, share) for one in ready if getattr(one, column)}
        rows = [{"unique_id": first * ROWS + at, **one.columns()} for at, one in enumerate(ready)]
        _write(rows, kept / f"{first:05}.parquet", _schema())
    keyed = folder / "keys"
    keyed.mkdir()
    numbered = ({"unique_id": at, "keys": [key for key in keys if held[key] <= CAP]} for at, keys in enumerate(of_each))
    for first, some_keys in enumerate(_some(numbered, ROWS)):
        _write(some_keys, keyed / f"{first:05}.parquet", _schema(keys_alone=True))
    for column, found in shares.items():
        rows = [{column: value, f"tf_{column}": share} for value, share in found.items()]
        _write(rows or [{column: "-", f"tf_{column}": 1.0}], folder / f"{column}.parquet", None)
    return len(of_each)


def on_duckdb(folder: Path, said: dict[str, Any], least_bits: float) -> Iterator[tuple[int, int, float]]:
    """Yield (one, other, bits) of the pairs that reach `least_bits`, from what `lay_out` wrote, by DuckDB."""
    library = splink()
    import duckdb

    database = duckdb.connect(str(folder / "duckdb"))
    database.execute(
        f"CREATE VIEW shown AS {_JOINED.format(rows=_table(folder, 'prepared'), keys=_table(folder, 'keys'))}"
    )
    api = library.DuckDBAPI(connection=database)
    linker = library.Linker(api.register(database.table("shown")), library.SettingsCreator(**said))
    for column in COUNTED.values():
        shares = database.read_parquet(str(folder / f"{column}.parquet"))
        table = linker.table_management.register_table(shares, f"shares_of_{column}")
        linker.table_management.register_term_frequency_lookup(table, column)
    found = linker.inference.predict(threshold_match_weight=least_bits)
    asked = database.execute(_FOUND.format(found.physical_name))
    while rows := asked.fetchmany(ROWS):
        yield from rows


def on_spark(folder: Path, said: dict[str, Any], least_bits: float, session: Any) -> Iterator[tuple[int, int, float]]:
    """Yield the same by Spark: `session` has Splink's functions on its path, as `local_session` makes one."""
    library = splink()
    from splink.backends.spark import SparkAPI

    teach(session)
    tables = {name: session.read.parquet(str(folder / name)) for name in ("prepared", "keys")}
    shown = tables["prepared"].join(tables["keys"], "unique_id")
    api = SparkAPI(spark_session=session, break_lineage_method="parquet", num_partitions_on_repartition=16)
    linker = library.Linker(api.register(shown), library.SettingsCreator(**in_spark(said)))
    for column in COUNTED.values():
        shares = session.read.parquet(str(folder / f"{column}.parquet"))
        table = linker.table_management.register_table(shares, f"shares_of_{column}")
        linker.table_management.register_term_frequency_lookup(table, column)
    found = linker.inference.predict(threshold_match_weight=least_bits)
    asked = session.sql(_FOUND.format(found.physical_name))
    for row in asked.toLocalIterator():
        yield row[0], row[1], row[2]


def local_session(folder: Path, cores: int, memory: str = "4g") -> Any:
    """Return a Spark of this machine alone, which listens to nobody else and keeps its files in `folder`."""
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # read when the session is made, and by nothing else
    made = SparkSession.builder.master(f"local[{cores}]").appName("relinking")
    for name, value in {
        "spark.jars": similarity_jar_location(), "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1", "spark.driver.memory": memory, "spark.ui.enabled": "false",
        "spark.local.dir": str(folder / "spark"), "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.shuffle.partitions": "16", "spark.default.parallelism": "16", "spark.sql.caseSensitive": "true",
    }.items():  # fmt: skip
        made = made.config(name, value)
    session = made.getOrCreate()
    session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
    return session


def _some(each: Iterable[Any], many: int) -> Iterator[list[Any]]:
    left = iter(each)
    while found := list(islice(left, many)):
        yield found


_FOUND = "SELECT unique_id_l, unique_id_r, match_weight FROM {}"
_JOINED = "SELECT * FROM {rows} AS described JOIN {keys} AS filed USING (unique_id)"


def _table(folder: Path, name: str) -> str:
    return f"read_parquet('{str(folder / name).replace(chr(39), chr(39) * 2)}/*.parquet')"


def _schema(*, keys_alone: bool = False) -> Any:
    import pyarrow

    if keys_alone:
        return pyarrow.schema([("unique_id", pyarrow.int64()), ("keys", pyarrow.list_(pyarrow.int64()))])
    kinds = {
        list: pyarrow.list_(pyarrow.string()),
        bool: pyarrow.bool_(),
        int: pyarrow.int64(),
        float: pyarrow.float64(),
    }
    columns = {name: kinds.get(type(value), pyarrow.string()) for name, value in Prepared().columns().items()}
    return pyarrow.schema([("unique_id", pyarrow.int64()), *columns.items()])


def _write(rows: Sequence[dict[str, Any]], path: Path, schema: Any) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows), schema=schema), path)


def _read(path: Path, names: list[str]) -> Iterator[Described]:
    """Yield the records of a file, and keep their names; raises CannotTrain at the first line that is none."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                said = json.loads(line)
                names.append(str(said.pop("id")))
                yield read(said)
            except (ValueError, KeyError, TypeError, AttributeError, NotComparable) as error:
                raise CannotTrain(f"{path}, line {number}: it is no record ({error})") from error


def _kept(found: Iterable[tuple[int, int, float]], names: list[str], path: Path) -> int:
    pairs = 0
    with path.open("w", encoding="utf-8") as file:
        for one, other, bits in found:
            file.write(json.dumps({"a": names[one], "b": names[other], "bits": round(bits, 6)}) + "\n")
            pairs += 1
    return pairs


def main() -> int:
    """Weigh all pairs of a file; 1 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="relinking", description=__doc__)
    parser.add_argument("--records", type=Path, required=True, help='JSON lines: {"id": "...", "whom": "suspect", ...}')
    parser.add_argument("--model", type=Path, help="the model; without it, the one that ships")
    parser.add_argument("--on", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--cores", type=int, default=2, help="of this machine that Spark may use")
    parser.add_argument("--out", type=Path, required=True, help="a folder that is not there yet")
    args = parser.parse_args()
    names: list[str] = []
    try:
        splink()
        model = load(args.model) if args.model else shipped()
        args.out.mkdir(parents=True)
        many = lay_out(_read(args.records, names), model, args.out)
        said = how(model)
        (args.out / "settings.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        if args.on == "duckdb":
            found = on_duckdb(args.out, said, model.threshold)
        else:
            found = on_spark(args.out, said, model.threshold, local_session(args.out, args.cores))
        pairs = _kept(found, names, args.out / "pairs.jsonl")
    except (CannotTrain, OSError, ImportError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{many} records, {pairs} pairs: {args.out / 'pairs.jsonl'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
