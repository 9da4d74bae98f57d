"""Keys under which the name of an account is found though it was typed a little differently."""

from hashlib import blake2b

from rapidfuzz.distance import OSA

from upstander.engines.matching.skeleton import skeleton

FEWEST = 5
"""Letters of a name below which only the name itself is found: of so few, one is half another name."""
ENDS = 5
"""Letters of a beginning or an end that are a key by themselves."""
FAR = 2
"""Letters by which a name may differ from the one that was typed, if it is not its beginning."""


def bare(name: str) -> str:
    """Return a name without what is written differently by custom or disguise: case, `@`, dots, digits for letters."""
    return skeleton(name.strip().lstrip("@")).text


def keys_of(name: str) -> set[int]:
    """Return every key of a name: itself, itself without each one of its letters, its beginning and its end.

    Two names that differ by one letter (left out, put in, another, two swapped) have a key in common.
    """
    name = bare(name)
    if not name:
        return set()
    keys = {_number("=", name)}
    if len(name) >= FEWEST:
        keys |= {_number("=", name[:at] + name[at + 1 :]) for at in range(len(name))}
        keys |= {_number("<", name[:ENDS]), _number(">", name[-ENDS:])}
    return keys


def close_keys(typed: str) -> tuple[set[int], set[int]]:
    """Return the keys of the names that differ by one letter at most, and those that share the beginning or the end."""
    name = bare(typed)
    ends = {_number("<", name[:ENDS]), _number(">", name[-ENDS:])} if len(name) >= FEWEST else set()
    return keys_of(typed) - ends, ends


def distance(typed: str, name: str) -> int | None:
    """Return by how many letters two names differ, 0 for a name that begins with what was typed; None: too many."""
    one, two = bare(typed), bare(name)
    if not one or not two:
        return None
    if one == two:
        return 0
    if len(one) < FEWEST:
        return None
    if two.startswith(one):
        return 0
    far = OSA.distance(one, two, score_cutoff=FAR)
    allowed = FAR if min(len(one), len(two)) >= 2 * FEWEST - 1 else 1
    return int(far) if far <= allowed else None


def _number(kind: str, text: str) -> int:
    digest = blake2b(f"{kind}{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
