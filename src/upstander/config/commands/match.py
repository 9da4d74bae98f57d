"""Find for each new record which held ones may be the same, and say why; needs no hub and no database.

HELD and NEW are files of JSON lines: {"id": ..., "text": ..., "links": [...], "accounts": [...], "image": path}, an id
and at least one of the others. For each new record one line of JSON is printed: the likely held ones, the strongest
first, each with its tier, its weight in bits, whether it would be proposed to an officer, and the evidence.
Exit code: 0 every record was matched, 2 a file could not be used, 130 it was stopped.
docs/developers/matching.md describes both.
"""

import argparse
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upstander.config.stopping import stopping

if TYPE_CHECKING:
    from upstander.engines.matching.embedded import Embedded
    from upstander.engines.matching.records import Record

TOLD_EVERY = 10_000
"""Records between two lines of progress where there is no terminal."""
KEPT_EVERY = 1_000
"""Held records between two commits of an index that is kept."""
MOST = 100
"""Candidates of one record that may be asked for."""


class _Stopped(Exception):
    """Somebody asked to stop; says what was done by then."""


class _Unusable(ValueError):
    """A file cannot be used; says which and why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the two files, how many candidates are wanted, and where the index is kept."""
    parser.add_argument("--held", type=Path, required=True, metavar="HELD.jsonl", help="the records that are held")
    parser.add_argument("--new", type=Path, required=True, metavar="NEW.jsonl", help="the records to look for")
    parser.add_argument("--top", type=_top, default=10, metavar="N", help=f"candidates a record, 1 to {MOST}; 10")
    parser.add_argument(
        "--index", type=Path, metavar="FILE", help="keep the index of the held records, to go on or to match again"
    )


def run(args: argparse.Namespace) -> int:
    """Match the files; what is printed is whole lines, however it ends."""
    from upstander.engines.matching.embedded import Embedded, NotAnIndex
    from upstander.engines.matching.records import BadRecord

    try:
        with stopping() as asked, closing(Embedded(args.index)) as index:
            _fill(index, args.held, asked)
            _match(index, args.new, args.top, asked)
    except _Stopped as stopped:
        print(stopped, file=sys.stderr)  # noqa: T201
        return 130
    except (BadRecord, _Unusable) as error:
        return _unusable(str(error))
    except BrokenPipeError:
        raise  # whoever read it has seen enough
    except OSError as error:
        what = f"{error.filename} cannot be read" if error.filename else "It could not go on"
        return _unusable(f"{what}: {error.strerror or error}.")
    except (NotAnIndex, sqlite3.Error) as error:
        return _unusable(f"The index{f' {args.index}' if args.index else ''} cannot be used: {error}.")
    return 0


def _fill(index: "Embedded", path: Path, asked: list[int]) -> None:
    """Add the held records; of an index that is kept, only those that it lacks."""
    count = 0
    with _read(path) as records:
        for count, record in enumerate(_seen(records, lambda one: index.known(one.id) is None), 1):
            if asked:
                index.commit()
                raise _Stopped(f"Stopped after {count - 1:,} held records. Nothing was matched.")
            _add(index, path, record)
            if count % KEPT_EVERY == 0:
                index.commit()
    index.commit()
    if not index.settle(lambda: bool(asked)):
        raise _Stopped(f"Stopped while the keys of {count:,} held records were sorted. Nothing was matched.")
    if index.total() > count:
        raise _Unusable(f"The index holds records that {path} does not: it was made from another file.")


def _add(index: "Embedded", path: Path, record: "Record") -> None:
    known = index.known(record.id)
    if known is None:
        index.add(record.id, record.item, line=record.line, digest=record.digest, later=True)
    elif known[0] < record.line:
        raise _Unusable(f"{path}, line {record.line}: the id {record.id!r} stands in line {known[0]} already.")
    elif known != (record.line, record.digest):
        raise _Unusable(f"{path}, line {record.line}: the index was made from another file or from an older one.")


def _match(index: "Embedded", path: Path, top: int, asked: list[int]) -> None:
    from upstander.engines.matching.finding import CLOSE_LOOKS, best, find

    with _read(path) as records:
        for count, record in enumerate(_seen(records, lambda _: True)):
            if asked:
                raise _Stopped(f"Stopped after {count:,} new records; a line was printed for each of them.")
            if (first := index.first_asked(record.id, record.line)) != record.line:
                raise _Unusable(f"{path}, line {record.line}: the id {record.id!r} stands in line {first} already.")
            match = find(record.item, index, close_looks=max(top, CLOSE_LOOKS), explain_all=True)
            said: dict[str, Any] = {
                "id": record.id,
                "campaign": match.campaign,
                "candidates": [
                    {
                        "id": index.name_of(one.item), "tier": one.tier, "weight_bits": round(one.weight, 1),
                        "linked": one.linked,
                        "reasons": [
                            {"tier": reason.tier, "sentence": reason.sentence, "evidence": reason.evidence}
                            for reason in one.reasons
                        ],
                    }
                    for one in best(match, index, top=top)
                ],
            }  # fmt: skip
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()


def _seen(records: Iterator["Record"], wanted: Callable[["Record"], bool]) -> Iterator["Record"]:
    """Yield the records with what is seen on their pictures, if this machine has a sandbox to decode them in."""
    from upstander.engines.matching.records import pictured
    from upstander.engines.previews.sandbox import ABSENT, has_sandbox

    told: list[str] = []

    def wants(record: "Record") -> bool:
        if has_sandbox():
            return wanted(record)
        if not told:
            told.append(record.id)
            print(f"Pictures are matched by their bytes alone: {ABSENT['why']}.", file=sys.stderr)  # noqa: T201
        return False

    return pictured(records, wants)


@contextmanager
def _read(path: Path) -> Iterator[Iterator["Record"]]:
    """Yield the records of a file, with a bar on a terminal, else a line on standard error now and then."""
    from tqdm import tqdm

    from upstander.engines.matching.records import read

    size = path.stat().st_size
    off = not sys.stderr.isatty()
    with tqdm(total=size, unit="B", unit_scale=True, disable=off, file=sys.stderr, desc=path.name) as bar:
        yield _told(read(path), bar.update if not off else None, path.name)


def _told(records: Iterator["Record"], moved: Callable[[int], Any] | None, name: str) -> Iterator["Record"]:
    before = 0
    for count, record in enumerate(records, 1):
        yield record
        if moved is not None:
            moved(record.end - before)
            before = record.end
        elif count % TOLD_EVERY == 0:
            print(f"{name}: {count:,} records", file=sys.stderr, flush=True)  # noqa: T201


def _top(value: str) -> int:
    number = int(value)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"it must be from 1 to {MOST}")
    return number


def _unusable(why: str) -> int:
    print(why, file=sys.stderr)  # noqa: T201
    return 2
