"""Invented people and what reports might say of them, from a seed: for training while nothing is decided yet."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from upstander.engines.matching.people.described import Described
from upstander.engines.matching.people.romanising import romanised
from upstander.engines.matching.people.spoiling import birth_said, name_said, place_said

TODAY = date(2026, 1, 1)
_PLATFORMS = ("x", "instagram", "facebook", "telegram", "tiktok", "youtube", "reddit", "gab")
_RARE_GIVEN, _RARE_FAMILY = 0.12, 0.45
"""Share of people with a part of a name that stands in no list: made of two halves of names of their origin."""
_DAY_NOT_RECORDED = {"Somali": 0.25, "Tamil and Afghan": 0.25, "Arabic": 0.12}
_SYLLABLES = tuple(start + end for start in "bdfgklmnprstvz" for end in ("a", "e", "i", "o", "u", "an", "er", "in"))


@dataclass(frozen=True, slots=True)
class Origin:
    """What names of one origin are made of; names stand with the most common first."""

    name: str
    shape: str
    areas: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An account of an invented person."""

    platform: str
    number: str
    handle: str
    display_name: str
    bio: str
    picture: str
    links: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    origin: str
    name: tuple[str, ...]
    born: date
    outcode: str
    accounts: tuple[Account, ...]


@cache
def origins() -> tuple[Origin, ...]:
    """Return the origins of data/origins.txt."""
    found = []
    text = (Path(__file__).parent / "data" / "origins.txt").read_text(encoding="utf-8")
    for block in text.split("\n[")[1:]:
        name, _, rest = block.partition("]")
        said = dict(line.split(": ", 1) for line in rest.strip().splitlines())
        lists = (tuple(said[key].split()) for key in ("areas", "given", "family"))
        found.append(Origin(name, said["shape"], *lists))
    return tuple(found)


def person(pick: random.Random, origin: Origin) -> Person:
    """Invent one person of an origin."""
    name = _name(pick, origin)
    born = TODAY - timedelta(days=int(365.25 * (14 + 60 * pick.random() ** 1.6)))
    if pick.random() < _DAY_NOT_RECORDED.get(origin.name, 0.01):
        born = date(born.year, 1, 1)
    area = pick.choice(origin.areas) if pick.random() < 0.6 else pick.choice(pick.choice(origins()).areas)
    return Person(origin.name, name, born, f"{area}{pick.randint(1, 24)}", _accounts(pick, name, born))


def suspect(pick: random.Random, one: Person) -> Described:
    """Return what one report says of a person as its suspect: parts missing, parts wrong."""
    said = Described("suspect", names=name_said(pick, one.name))
    said = place_said(pick, birth_said(pick, said, one.born), one.outcode)
    if pick.random() < 0.35:
        account = pick.choice(one.accounts)
        said = replace(said, contacts=account.contacts if pick.random() < 0.6 else ())
        if pick.random() < 0.5:
            said = replace(said, platform=account.platform, handle=account.handle)
    return said


def account(pick: random.Random, one: Person, at: int) -> Described:
    """Return what one report says of an account of a person; the number is mostly not known."""
    of = one.accounts[at]

    def known(value: str, share: float) -> str:
        return value if pick.random() < share else ""

    return Described(
        "account", platform=of.platform, handle=of.handle, number=known(of.number, 0.2),
        display_name=known(of.display_name, 0.6), bio=known(of.bio, 0.4), picture=known(of.picture, 0.4),
        links=of.links if pick.random() < 0.5 else (), contacts=of.contacts if pick.random() < 0.5 else (),
        names=name_said(pick, one.name) if pick.random() < 0.2 else (),
    )  # fmt: skip


def two_reports(pick: random.Random, one: Person) -> tuple[Described, Described]:
    """Return what two reports say of one person: twice as a suspect, of two accounts, or one of each."""
    kind = pick.random()
    if kind < 0.5 or (len(one.accounts) < 2 and kind < 0.8):
        return suspect(pick, one), suspect(pick, one)
    if kind < 0.8:
        first, second = pick.sample(range(len(one.accounts)), 2)
        return account(pick, one, first), account(pick, one, second)
    return suspect(pick, one), account(pick, one, pick.randrange(len(one.accounts)))


def _one_of(pick: random.Random, names: tuple[str, ...], rare: float) -> str:
    if pick.random() < rare:
        first, second = pick.choice(names), pick.choice(names)
        middle = pick.choice(_SYLLABLES) if pick.random() < 0.7 else ""
        return first[: max(2, len(first) // 2)] + middle + second[len(second) // 2 :].replace(" ", "")
    return pick.choices(names, cum_weights=_weights(len(names)))[0]


@cache
def _weights(many: int) -> list[float]:
    return [*accumulate(1 / (rank + 4) for rank in range(many))]


def _name(pick: random.Random, origin: Origin) -> tuple[str, ...]:
    given, family = _one_of(pick, origin.given, _RARE_GIVEN), _one_of(pick, origin.family, _RARE_FAMILY)
    second = _one_of(pick, origin.given, _RARE_GIVEN)
    match origin.shape:
        case "single" if pick.random() < 0.35:
            return (given,)
        case "sikh":
            return (given, pick.choice(("Singh", "Kaur"))) if pick.random() < 0.4 else (given, family)
        case "muslim" if pick.random() < 0.4:
            return (pick.choices(("Mohammed", second), (1, 2))[0], given, family)
        case "three":
            return (given, second, family)
        case "arabic" if pick.random() < 0.35:
            return (given, second, family)
        case "patronymic" if pick.random() < 0.4:
            return (given, romanised(second).capitalize().rstrip("aeiouy") + pick.choice(("ovych", "ivna")), family)
        case "ap" if pick.random() < 0.08:
            return (given, "ap", second)
        case "middle" if pick.random() < 0.3:
            return (given, second, family)
        case "chinese":
            return (family, given)
    if pick.random() < 0.05:
        return (given, f"{family}-{_one_of(pick, origin.family, _RARE_FAMILY)}")
    return (given, family)


def _accounts(pick: random.Random, name: tuple[str, ...], born: date) -> tuple[Account, ...]:
    plain = [part for part in (romanised(part).replace("-", "").replace("'", "") for part in name) if part]
    word = pick.choice(_SYLLABLES) + pick.choice(_SYLLABLES) + pick.choice(_SYLLABLES)
    base = pick.choice((
        "".join(plain), f"{plain[0]}{born.year % 100}", f"{plain[0]}_{plain[-1]}", f"{plain[0][0]}{plain[-1]}",
        plain[0], f"{word}{pick.randint(1, 99)}", word, f"{word}_{plain[0]}",
    ))  # fmt: skip
    shown = pick.choice(
        (" ".join(name), name[0], f"{name[0]} {name[-1][0]}", word.capitalize(), "🔥🔥", f"{name[0]} {word}")
    )
    words = pick.sample(_bio_words(), 8)
    picture, contact = _hash(pick), _contact(pick, base)
    many = pick.choices((1, 2, 3), (3, 4, 2))[0]
    made = []
    for platform in pick.sample(_PLATFORMS, many):
        same = pick.random()
        handle = base if same < 0.35 else f"{base}{pick.randint(1, 999)}" if same < 0.55 else f"{word}{_hash(pick)[:4]}"
        kept = pick.choice((8, 8, 8, 3, 0))
        bio = [*words[:kept], *pick.sample(_bio_words(), 8 - kept)]
        links: tuple[str, ...] = (f"https://{pick.choice(_campaigns())}",) if pick.random() < 0.06 else ()
        links += (f"https://{base.replace('_', '-')}-{word}.example",) if pick.random() < 0.2 else ()
        made.append(Account(
            platform, str(pick.randint(10**8, 10**12)), handle, shown if pick.random() < 0.55 else word, " ".join(bio),
            picture if pick.random() < 0.45 else _hash(pick), links,
            () if pick.random() < 0.5 else (contact,) if pick.random() < 0.75 else (_contact(pick, word),),
        ))  # fmt: skip
    return tuple(made)


@cache
def _bio_words() -> tuple[str, ...]:
    pick = random.Random(5)  # noqa: S311
    return tuple(sorted({"".join(pick.choices(_SYLLABLES, k=3)) for _ in range(500)}))


@cache
def _campaigns() -> tuple[str, ...]:
    return tuple(f"campaign-{number}.example" for number in range(8))


def _contact(pick: random.Random, base: str) -> str:
    if pick.random() < 0.5:
        return f"07700 9{pick.randint(0, 99999):05d}"
    return f"{base}{pick.randint(1, 9999)}@mail.example"


def _hash(pick: random.Random) -> str:
    return f"{pick.getrandbits(256):064x}"
