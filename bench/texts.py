"""The published posts that measurements run on, read where they lie, never printed; and more made of their words.

Davidson and others (2017, MIT), EDOS (Kirk and others, CC0), HatemojiBuild (Kirk and others, CC BY 4.0) and HateCheck
(Röttger and others, CC BY 4.0) lie in the folder that UPSTANDER_BENCH_TEXTS names, or ../shared/data beside the
repository.
"""

import csv
import gzip
import io
import os
import random
from collections.abc import Iterator
from pathlib import Path

from upstander.engines.matching.skeleton import skeleton

ROOT = Path(__file__).resolve().parents[1]
_COLUMNS = {
    "davidson_tweets.csv.gz": "tweet", "edos_train_dev.csv.gz": "text", "hatemojibuild_train.csv": "text",
    "hatecheck_even.csv": "test_case",
}  # fmt: skip
SHORTEST = 40
"""Letters of the skeleton of a post that is copied and looked for; shorter ones are matched exactly only, or hardly."""


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one file. Raises FileNotFoundError with what to do."""
    path = Path(os.environ.get("UPSTANDER_BENCH_TEXTS", ROOT.parent / "shared" / "data")) / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there. Name the folder of the text sets in UPSTANDER_BENCH_TEXTS.")
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))


def posts(seed: int) -> list[str]:
    """Return all posts whose letters differ, in an order that the seed decides."""
    by_letters = {
        letters: row[column]
        for name, column in _COLUMNS.items()
        for row in rows(name)
        if len(letters := skeleton(row[column]).text) >= SHORTEST and len(row[column].split()) >= 8
    }
    found = list(by_letters.values())
    random.Random(seed).shuffle(found)
    return found


def made_of(texts: list[str], count: int, seed: int) -> Iterator[str]:
    """Yield texts whose every three words in a row stand so in a post: many half-copies, harder than real ones."""
    dice = random.Random(seed)
    follows: dict[tuple[str, str], list[str]] = {}
    begins: list[tuple[str, str]] = []
    for text in texts:
        words = text.split()
        begins.append((words[0], words[1]))
        for one, two, three in zip(words, words[1:], words[2:], strict=False):
            follows.setdefault((one, two), []).append(three)
    for _ in range(count):
        words = [*dice.choice(begins)]
        length = len(dice.choice(texts).split())
        while len(words) < length:
            words.append(dice.choice(follows.get((words[-2], words[-1])) or dice.choice(texts).split()))
        yield " ".join(words)
