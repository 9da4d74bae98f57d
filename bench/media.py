"""Measure matching of pictures: what is found of edited copies, what is wrongly found, and what one look costs.

The photographs (Berkeley Segmentation Data Set BSDS500; for measuring only, never shipped) lie in the folder `photos`
of the one that UPSTANDER_BENCH_TEXTS names, or of ../shared/data beside the repository. Beside ours stand plain PDQ, as
platforms exchange it, and one pHash of the whole; where PDQ's own package is installed (it needs a compiler), the two
PDQs are compared bit by bit.
"""

import os
import random
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from bench.measuring import Measured, Target, at_most, middle
from upstander.engines.matching.media import pdq, phash
from upstander.engines.matching.media.held import Held
from upstander.engines.matching.media.laying import could_be_cut, cut_from
from upstander.engines.matching.media.picture import Hashes, hashes_of, likeness
from upstander.engines.matching.tests.pictures import captioned, cut, encoded, in_a_page

ROOT = Path(__file__).resolve().parents[1]
PHOTOGRAPHS = {"short": 20, "whole": 80}
HELD = {"short": (10_000,), "whole": (100_000, 1_000_000)}
LOOKS = 5
Edit = Callable[[Image.Image, random.Random], Image.Image]


def run(scale: str) -> Measured:
    """Hold the photographs, look for edited copies of each, then time a look among more and more pictures."""
    photographs = [Image.open(path).convert("RGB") for path in _paths()[: PHOTOGRAPHS[scale]]]
    if not photographs:
        raise RuntimeError("there are no photographs: UPSTANDER_BENCH_TEXTS names the folder that holds `photos`")
    held = [hashes_of(each) for each in photographs]
    rows, targets = [], []
    for name, edit in EDITS.items():
        chance = random.Random(name)
        edited = [edit(each, chance) for each in photographs]
        asked = [hashes_of(each, turned=True) for each in edited]
        pairs = list(zip(asked, held, strict=True))
        alike = [
            [_alike(one, kept, edited[at], photographs[place]) for place, kept in enumerate(held)]
            for at, one in enumerate(asked)
        ]
        found = [row[at] for at, row in enumerate(alike)]
        wrong = sum(map(sum, alike)) - sum(found)
        plain = [pdq.distance(one.whole.bytes, kept.whole.bytes) <= pdq.NEAR for one, kept in pairs]
        whole = [pdq.distance(one.parts[0], kept.parts[0]) <= phash.NEAR for one, kept in pairs]
        rows.append({
            "copies": name, "number": len(found), "found": _share(found), "wrong pairs": wrong,
            "plain PDQ": _share(plain), "pHash of the whole": _share(whole),
        })  # fmt: skip
        if name in LEAST:
            value = _share(found)
            targets.append(Target(f"{name}: found (at least {LEAST[name]:g})", value, value >= LEAST[name]))
    targets.append(at_most("pairs wrongly found", sum(row["wrong pairs"] for row in rows), 0))
    differs = [_differs(each) for each in photographs] if find_spec("pdqhash") else []
    if differs:
        targets.append(at_most("bits in which a hash differs from that of PDQ's own package", max(differs), 0))
    rows += [_looked(photographs[0], number) for number in HELD[scale]]
    return Measured(rows, targets)


def _alike(asked: Hashes, held: Hashes, edited: Image.Image, photograph: Image.Image) -> bool:
    if likeness(asked, held):
        return True
    apart = could_be_cut(asked, held)
    return apart is not None and cut_from(edited, photograph, apart) is not None


def _looked(picture: Image.Image, number: int) -> dict[str, Any]:
    """Time what it takes to hash a picture, and to look for it among `number` that chance made up."""
    chance = np.random.default_rng(number)
    kept = Held()
    kept.add((at, _made_up(chance)) for at in range(number))
    hashing, plain, turned = [], [], []
    for _ in range(LOOKS):
        began = time.process_time()
        asked = hashes_of(picture, turned=True)
        hashing.append(time.process_time() - began)
        for spent, one in ((turned, asked), (plain, Hashes(asked.whole, asked.inner, asked.parts))):
            began = time.process_time()
            kept.near(one)
            spent.append(time.process_time() - began)
    return {
        "copies": f"one look among {number:,}", "number": LOOKS, "hashing_ms": round(middle(hashing) * 1e3, 1),
        "look_ms": round(middle(plain) * 1e3, 1), "look_turned_too_ms": round(middle(turned) * 1e3, 1),
    }  # fmt: skip


def _made_up(chance: np.random.Generator) -> Hashes:
    inner = (pdq.Hash(chance.bytes(32), 100),) if chance.random() < 0.5 else ()
    parts = chance.bytes(80)
    return Hashes(pdq.Hash(chance.bytes(32), 100), inner, tuple(parts[at : at + 8] for at in range(0, 80, 8)))


def _differs(picture: Image.Image) -> int:
    """Return in how many bits our hash of a picture differs from that of PDQ's own package."""
    import pdqhash

    grey = np.asarray(picture.convert("L"))
    theirs, _ = pdqhash.compute(np.stack([grey] * 3, axis=2))
    return pdq.distance(np.packbits(theirs).tobytes(), pdq.pdq(grey.astype(np.float32)).bytes)


def _over(picture: Image.Image, _: random.Random) -> Image.Image:
    made = picture.copy()
    drawn = ImageDraw.Draw(made)
    for top, words in ((10, "WHEN THE LETTERS"), (picture.height - 50, "COME AGAIN")):
        drawn.text((20, top), words, fill="white", stroke_width=2, stroke_fill="black", font_size=36)
    return encoded(made)


def _cut_by(share: float) -> Edit:
    return lambda picture, chance: cut(picture, share, left=chance.random(), top=chance.random())


EDITS: dict[str, Edit] = {
    "half the size, JPEG 30": lambda picture, _: encoded(picture.resize((picture.width // 2, picture.height // 2)), 30),
    "captioned memes": lambda picture, _: captioned(picture),
    "words over it": _over,
    "in a screenshot of a page": lambda picture, _: in_a_page(picture),
    "5 % cut off": _cut_by(0.05),
    "10 % cut off": _cut_by(0.10),
    "20 % cut off": _cut_by(0.20),
    "mirrored": lambda picture, _: ImageOps.mirror(picture),
    "turned by a quarter": lambda picture, _: picture.rotate(90, expand=True),
    "turned by 3 degrees": lambda picture, _: picture.rotate(3),
}
LEAST = {"captioned memes": 0.85, "10 % cut off": 0.95}


def _paths() -> list[Path]:
    folder = Path(os.environ.get("UPSTANDER_BENCH_TEXTS", ROOT.parent / "shared" / "data"))
    return sorted((folder / "photos").glob("*.jpg"))


def _share(found: list[bool]) -> float:
    return round(sum(found) / len(found), 3)
