"""What a report says of a suspect or of a reported account: all that is ever compared, and nothing of a victim."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

Whom = Literal["suspect", "account"]

MOST = 20
"""Names, links, contact points or accounts of one description that are read."""
LONGEST = 2_000
"""Characters of one value that are read."""
_LISTS = ("names", "links", "contacts", "accounts")
_TEXTS = ("platform", "number", "handle", "display_name", "bio", "picture", "place", "outcode")


class NotComparable(ValueError):
    """A description that must not or cannot be compared; says why."""


@dataclass(frozen=True, slots=True)
class Described:
    """A suspect as a report names them, or an account as a report describes it. Every part may be missing.

    whom: only "suspect" or "account"; a victim, witness or complainant has no place here and raises NotComparable.
    names: the name as given, then other spellings and names. born: the date; born_from, born_to: the years of birth
    that a year or an age leaves open. place: a town; outcode: the first half of a postcode. platform, number, handle,
    display_name, bio: of the account; `number` is the platform's own, which stays when a handle is changed. picture:
    a hash of the profile picture, compared for equality alone (no face is looked at). links, contacts: websites, mail
    addresses, telephone numbers and the like given with it. accounts: (platform, handle) said to be theirs; a number
    stands there with `id:` before it.
    """

    whom: Whom
    names: tuple[str, ...] = ()
    born: date | None = None
    born_from: int | None = None
    born_to: int | None = None
    place: str = ""
    outcode: str = ""
    platform: str = ""
    number: str = ""
    handle: str = ""
    display_name: str = ""
    bio: str = ""
    picture: str = ""
    links: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.whom not in get_args(Whom):
            raise NotComparable("only suspects and reported accounts are compared, never anybody else")


def aged(age: int, on: date) -> tuple[int, int]:
    """Return the first and the last year of birth of somebody who is `age` years old on a day."""
    return on.year - age - 1, on.year - age


def read(said: Mapping[str, Any]) -> Described:
    """Read a description from what JSON holds; raises NotComparable for anything else than the fields above."""
    known = {field.name for field in fields(Described)}
    if strange := set(said) - known:
        raise NotComparable(f"nothing is compared that is called {', '.join(sorted(map(str, strange)))}")
    values: dict[str, Any] = {name: value for name, value in said.items() if value not in (None, "", [])}
    for name in _TEXTS:
        if not isinstance(values.get(name, ""), str):
            raise NotComparable(f"{name} is not a text")
    for name in ("born_from", "born_to"):
        if isinstance(year := values.get(name, 0), bool) or not isinstance(year, int):
            raise NotComparable(f"{name} is not a year")
    if "born" in values:
        try:
            values["born"] = date.fromisoformat(values["born"])
        except (TypeError, ValueError) as error:
            raise NotComparable("born is not a date (2001-12-31)") from error
    for name in _LISTS:
        values[name] = _listed(name, values.get(name, []))
    if "whom" not in values:
        raise NotComparable("it does not say whom it describes")
    return Described(**values)


def written(one: Described) -> dict[str, Any]:
    """Return a description as JSON holds it and `read` takes it, without what is not known."""
    said = {field.name: getattr(one, field.name) for field in fields(Described)}
    said["born"] = one.born.isoformat() if one.born else None
    return {name: value for name, value in said.items() if value not in (None, "", ())}


def _listed(name: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise NotComparable(f"{name} is not a list")
    if name == "accounts":
        if not all(isinstance(one, list | tuple) and len(one) == 2 for one in value):
            raise NotComparable("accounts are not pairs of a platform and a name")
        if not all(isinstance(part, str) for one in value for part in one):
            raise NotComparable("accounts are not pairs of texts")
        return tuple((one[0], one[1]) for one in value)
    if not all(isinstance(one, str) for one in value):
        raise NotComparable(f"{name} is not a list of texts")
    return tuple(value)
