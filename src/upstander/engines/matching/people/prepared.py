"""A description made ready to be compared many times: normalised once, so that a pair costs microseconds."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from upstander.engines.matching.people import names
from upstander.engines.matching.people.described import LONGEST, MOST, Described
from upstander.engines.matching.people.romanising import romanised
from upstander.engines.matching.posts import account_key, platform_code, post_key

VERSION = 1
"""Of what is prepared and of the levels; a model trained for another version is refused."""
MOST_NAMES = 4
"""Names of one description that are compared."""

_WORD = re.compile(r"[^\W\d_]{4,30}")
_OUTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_NUMBER = re.compile(r"[\w-]{1,100}", re.ASCII)
_NOT_ONE_SITE = frozenset({"", "forum", "web"})
_YEARS = range(1900, 2101)


def _words(said: str) -> list[str]:
    return said.split()


_EVERYDAY = frozenset(_words(
    "about also and are been from have here just like love more only over that the their them then they this what "
    "when will with your account official page views mine follow proud likes tweets opinions retweets"
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is compared of one description. Sets are empty and texts `` where it is not known, years 0."""

    name_exact_rare: frozenset[str] = frozenset()
    name_exact: frozenset[str] = frozenset()
    name_whole_rare: frozenset[str] = frozenset()
    name_whole: frozenset[str] = frozenset()
    name_roots: frozenset[str] = frozenset()
    name_parts: frozenset[str] = frozenset()
    name_parts_rare: frozenset[str] = frozenset()
    name_bare: frozenset[str] = frozenset()
    name_hides_vowels: bool = False
    name_single: bool = False
    name_key: str = ""
    name_share: float = 0.0
    initialled: frozenset[str] = frozenset()
    initialled_rare: frozenset[str] = frozenset()
    could_be_initialled: frozenset[str] = frozenset()
    born: str = ""
    born_swapped: str = ""
    year_from: int = 0
    year_to: int = 0
    outcode: str = ""
    area: str = ""
    town: str = ""
    platform: str = ""
    handle: str = ""
    handle_letters: str = ""
    handle_share: float = 0.0
    display: str = ""
    display_rare: bool = False
    picture: str = ""
    bio: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    account_names: frozenset[str] = frozenset()
    own_number: str = ""

    def columns(self) -> dict[str, Any]:
        """Return it as a row for a database: sets as sorted lists; what is counted there is None if missing."""
        row = {
            field.name: sorted(value) if isinstance(value := getattr(self, field.name), frozenset) else value
            for field in fields(self)
        }
        return row | {"handle": self.handle or None, "name_key": self.name_key or None}


@dataclass(frozen=True, slots=True)
class Terms:
    """How often parts of names and handles occur: a share of the records. What is missing in them is rare.

    rare_below: the share under which a part of a name is rare. handle_least: the share that a handle counts with at
    least, however rare it is.
    """

    name_parts: Mapping[str, float]
    handles: Mapping[str, float]
    rare_below: float
    handle_least: float

    def share(self, parts: Iterable[str]) -> float:
        """About how many have all these parts in their name: the rarest counts whole, the next by its root.

        Parts of a name go together by language and community: who is called the one is often called the other, and a
        product of the two shares would make a common name look rare.
        """
        shares = sorted(max(self.name_parts.get(part, 0.0), self.rare_below / 4) for part in parts)
        return shares[0] * shares[1] ** 0.5 if len(shares) > 1 else shares[0]

    def is_rare(self, part: str) -> bool:
        """Whether few people have this part in their name."""
        return self.name_parts.get(part, 0.0) < self.rare_below


def prepare(said: Described, terms: Terms, handle_share: float | None = None) -> Prepared:
    """Make a description ready to be compared. Never raises; what cannot be read counts as not known.

    handle_share: the share of the accounts held that have this handle, where the caller knows it; the larger of it and
    the model's own counts.
    """
    handle = _handle(said)
    letters = "".join(re.findall("[a-z]+", romanised(handle)))
    display, is_rare = _display(said.display_name, terms)
    platform = _site(said.platform)
    own = _number(platform, said.number)
    accounts = _accounts(said, platform, handle)
    share = max(terms.handles.get(handle, 0.0), handle_share or 0.0, terms.handle_least)
    return Prepared(
        **_names(said, terms), **_birth(said), **_place(said), platform=platform, handle=handle,
        handle_letters=letters if len(letters) >= 5 else "", handle_share=share,
        display=display, display_rare=is_rare, picture=_picture(said.picture), bio=_bio(said.bio),
        contacts=frozenset(filter(None, map(_contact, said.contacts[:MOST]))),
        links=frozenset(filter(None, map(_link, said.links[:MOST]))),
        numbers=frozenset(filter(None, (own, *(name for name in accounts if ":id:" in name)))),
        account_names=frozenset(name for name in accounts if ":id:" not in name), own_number=own,
    )  # fmt: skip


def _names(said: Described, terms: Terms) -> dict[str, Any]:
    read = [name for name in map(names.read, said.names[:MOST_NAMES]) if name.parts]
    parts = frozenset(part.folded for name in read for part in name.parts)
    several = [name for name in read if len(name.parts) > 1]
    rare = [name for name in several if any(terms.is_rare(part.folded) for part in name.parts)]
    shares = {name.folded: terms.share(part.folded for part in name.parts) for name in read}
    key = max(shares, key=lambda name: (shares[name], name), default="")
    initialled = [(part.folded, start) for name in read for part in name.parts for start in name.initials]
    return {
        "name_exact_rare": frozenset(name.written for name in rare),
        "name_exact": frozenset(name.written for name in several),
        "name_whole_rare": frozenset(name.folded for name in rare),
        "name_whole": frozenset(name.folded for name in several),
        "name_roots": frozenset(name.root for name in several),
        "name_parts": parts,
        "name_parts_rare": frozenset(filter(terms.is_rare, parts)),
        "name_bare": frozenset(filter(None, (name.consonants for name in several))),
        "name_hides_vowels": any(name.hides_vowels for name in read),
        "name_single": bool(read) and all(len(name.parts) == 1 and not name.initials for name in read),
        "name_key": key,
        "name_share": shares.get(key, 0.0),
        "initialled": frozenset(f"{part} {start}" for part, start in initialled),
        "initialled_rare": frozenset(f"{part} {start}" for part, start in initialled if terms.is_rare(part)),
        "could_be_initialled": frozenset(
            f"{one.folded} {other.written[0]}"
            for name in read for one in name.parts for other in name.parts if one is not other
        ),
    }  # fmt: skip


def _birth(said: Described) -> dict[str, Any]:
    """1 January is what registries write for people whose birthday nobody recorded: it says the year alone."""
    if said.born and said.born.year in _YEARS:
        year = said.born.year
        if (said.born.month, said.born.day) == (1, 1):
            return {"year_from": year, "year_to": year}
        swapped = date(year, said.born.day, said.born.month).isoformat() if said.born.day <= 12 else ""
        return {"born": said.born.isoformat(), "born_swapped": swapped, "year_from": year, "year_to": year}
    first, last = said.born_from or said.born_to, said.born_to or said.born_from
    if first in _YEARS and last in _YEARS and first is not None and last is not None and 0 <= last - first <= 10:
        return {"year_from": first, "year_to": last}
    return {}


def _place(said: Described) -> dict[str, Any]:
    found = _OUTCODE.match(said.outcode.strip().upper()[:10])
    outcode = found[0] if found else ""
    return {
        "outcode": outcode,
        "area": outcode.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789") if outcode else "",
        "town": " ".join(romanised(said.place[:100]).split()),
    }


def _handle(said: Described) -> str:
    key = account_key(said.platform[:LONGEST] or "web", said.handle[:LONGEST]) if said.handle else None
    return key.partition(":")[2] if key else ""


def _accounts(said: Described, platform: str, handle: str) -> list[str]:
    named = [f"{platform}:{handle}"] if platform and handle else []
    for site, name in said.accounts[:MOST]:
        plain = name.strip()[:LONGEST]
        if plain.startswith("id:"):
            named += [_number(_site(site), plain.removeprefix("id:"))]
        elif (key := account_key(site[:LONGEST], plain)) and key.partition(":")[0] not in _NOT_ONE_SITE:
            named += [key]
    return list(filter(None, named))


def _site(platform: str) -> str:
    """The code of a platform on which a handle is one account; `` for forums and the like, of which there are many."""
    code = platform_code(platform[:LONGEST])
    return "" if code in _NOT_ONE_SITE else code


def _number(platform: str, number: str) -> str:
    plain = number.strip()
    return f"{platform}:id:{plain}" if platform and _NUMBER.fullmatch(plain) else ""


def _display(text: str, terms: Terms) -> tuple[str, bool]:
    """A display name as it is compared, and whether it is one that few have."""
    name = names.read(text)
    if not name.parts:
        shown = " ".join(unicodedata.normalize("NFKC", text[: names.LONGEST]).casefold().split())
        return ("" if len(shown) < 2 or not shown.isprintable() else shown), False
    return name.folded, len(name.parts) > 1 and any(terms.is_rare(part.folded) for part in name.parts)


def _picture(text: str) -> str:
    value = text.strip().lower()
    return value if 16 <= len(value) <= 128 and value.isalnum() and len(set(value)) > 2 else ""


def _bio(text: str) -> frozenset[str]:
    words = {word for word in _WORD.findall(romanised(text[:LONGEST])) if word not in _EVERYDAY}
    return frozenset(sorted(words)[:60])


def _contact(text: str) -> str:
    """A mail address without case, a telephone number in its international form, anything else as it is."""
    value = " ".join(unicodedata.normalize("NFKC", text[:LONGEST]).casefold().split())
    if "@" in value[1:]:
        return value.removeprefix("mailto:")
    digits = re.sub(r"[^0-9]", "", value.replace("(0)", ""))
    if len(digits) >= 7 and not re.search(r"[^\W\d_]", value.removeprefix("tel:")):
        return "+" + (digits[2:] if digits.startswith("00") else re.sub("^0", "44", digits))
    return value if len(value) >= 5 and any(map(str.isalnum, value)) else ""


def _link(text: str) -> str:
    thing = post_key(text[:LONGEST])
    if thing is None or not (thing.names_a_thing or platform_code(thing.value) == thing.value):
        return ""  # the front page of a platform
    return f"{thing.platform}:{thing.value}"
