"""How reports get names, dates and places wrong: other spellings, other letters, short forms, slips, gaps."""

import random
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from upstander.engines.matching.people.described import Described, aged
from upstander.engines.matching.people.romanising import romanised

_LETTERS = "aeioulnrst"


def name_said(pick: random.Random, name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that one report gives for a person, most of the time one."""
    if pick.random() < 0.05:
        return ()
    said = [_otherwise_spelt(pick, part) for part in name]
    if len(said) > 2 and pick.random() < 0.5:
        del said[1 if said[1] != "ap" else 0]
    chance = pick.random()
    if len(said) > 1:
        if chance < 0.07:
            said[0] = said[0][0] + "."
        elif chance < 0.15:
            said = [said[0]] if pick.random() < 0.5 else [said[-1]]
        elif chance < 0.25:
            said = [f"{said[-1]},", *said[:-1]]
    if pick.random() < 0.1:
        at = pick.randrange(len(said))
        said[at] = _slip(pick, said[at])
    written = " ".join(said)
    if pick.random() < 0.5:
        written = romanised(written).title()
    if pick.random() < 0.04:
        return written, " ".join(_otherwise_spelt(pick, part) for part in name)
    return (written,)


def birth_said(pick: random.Random, said: Described, born: date) -> Described:
    """Return the description with what one report says of a birth: the date, the year, a guessed age or nothing."""
    chance = pick.random()
    if pick.random() < 0.02:
        born = date(born.year + pick.choice((-10, -5, 5, 10)), born.month, min(born.day, 28))
    if chance < 0.33:
        if pick.random() < 0.04:
            if born.day <= 12:
                return replace(said, born=date(born.year, born.day, born.month))
            return replace(said, born=date(born.year, born.month, pick.randint(1, 28)))
        return replace(said, born=born)
    if chance < 0.5:
        year = born.year + (pick.choice((-1, 1)) if pick.random() < 0.08 else 0)
        return replace(said, born_from=year, born_to=year)
    if chance < 0.75:
        on = date(2026, pick.randint(1, 12), 15)
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        first, last = aged(age + pick.choices((0, -1, 1, -2, 2), (14, 2, 2, 1, 1))[0], on)
        return replace(said, born_from=first, born_to=last)
    return said


def place_said(pick: random.Random, said: Described, outcode: str) -> Described:
    """Return the description with a postcode district, a town or nothing; some have moved."""
    area = outcode.rstrip("0123456789")
    if pick.random() < 0.08:
        area = pick.choice(("LS", "M", "B", "E", "CF", "EH", "BT", "NR"))
    elif pick.random() < 0.1:
        outcode = f"{area}{pick.randint(1, 24)}"
    chance = pick.random()
    if chance < 0.45:
        return replace(said, outcode=outcode if outcode.startswith(area) else f"{area}{pick.randint(1, 24)}")
    return replace(said, place=f"Town {area}") if chance < 0.75 else said


def _otherwise_spelt(pick: random.Random, part: str) -> str:
    same, related = _groups()
    plain, chance = romanised(part), pick.random()
    if chance < 0.28 and plain in same:
        return pick.choice(same[plain]).capitalize()
    if chance < 0.34 and plain in related:
        return pick.choice(related[plain]).capitalize()
    return part


def _slip(pick: random.Random, word: str) -> str:
    """One letter left out, doubled, exchanged with the next or replaced by another."""
    if len(word) < 4:
        return word
    at = pick.randrange(1, len(word) - 1)
    return pick.choice((
        word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + pick.choice(_LETTERS) + word[at + 1 :],
    ))  # fmt: skip


@cache
def _groups() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    same: dict[str, list[str]] = {}
    related: dict[str, list[str]] = {}
    text = (Path(__file__).parent / "data" / "name_variants.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line[:2] in ("= ", "~ "):
            names = line[2:].split()
            for name in names:
                (same if line[0] == "=" else related).setdefault(romanised(name), names)
    return same, related
