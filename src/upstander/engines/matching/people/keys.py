"""The 64-bit keys under which suspects and accounts are filed, so that those which may be alike are found."""

import hashlib

from upstander.engines.matching.people.prepared import Prepared

TIER = "person"
"""Of these keys: no post, account, file or text ever has the same number."""
MOST_KEYS = 60


def keys_of(one: Prepared) -> tuple[int, ...]:
    """Return the keys of one description, at most MOST_KEYS; two that share none are not compared.

    A common part of a name is a key only together with a year of birth or a place: alone it would be a list
    of everybody. Only what `Described` takes can be prepared, and so nothing of a victim ever has a key.
    """
    common = one.name_parts - one.name_parts_rare
    years = [str(year) for year in range(one.year_from, one.year_to + 1)] if one.year_from else []
    where = [value for value in (one.area, one.town) if value]
    values = [f"account {name}" for name in sorted(one.numbers | one.account_names)]
    values += [f"whole {name}" for name in sorted(one.name_whole)]
    values += [f"whole {name}" for name in sorted(one.name_roots)]
    values += [f"bare {name}" for name in sorted(one.name_bare)]
    values += [f"contact {value}" for value in sorted(one.contacts)] + [f"link {value}" for value in sorted(one.links)]
    values += [f"picture {one.picture}"] if one.picture else []
    values += [f"handle {one.handle}"] if one.handle else []
    values += [f"letters {one.handle_letters}"] if one.handle_letters else []
    values += [f"display {one.display}"] if one.display else []
    values += [f"part {part}" for part in sorted(one.name_parts_rare)]
    values += [f"part {part} {value}" for part in sorted(common) for value in (*years[:3], *where)]
    values += [f"born {one.born} {part[0]}" for part in sorted(one.name_parts) if one.born]
    return tuple(dict.fromkeys(map(_number, values)))[:MOST_KEYS]


def _number(value: str) -> int:
    """A signed 64-bit number, made as `matching.keys.key_number` makes those of its tiers."""
    digest = hashlib.blake2b(f"{TIER}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
