"""How far two descriptions agree, comparison by comparison: the first level that holds counts."""

from collections.abc import Callable

from rapidfuzz.distance import JaroWinkler

from upstander.engines.matching.people.prepared import Prepared

CLOSE = 0.921
"""Jaro-Winkler similarity from which two names or handles are close: a letter wrong in ten, or two swapped.

No short words have just this one, so that two libraries that add up in another order agree.
"""
FEWEST_WORDS = 3
"""Words of a description of oneself below which it is not compared."""

_close = JaroWinkler.similarity

LEVELS: dict[str, tuple[tuple[str, str], ...]] = {
    "name": (
        ("not_known", "one of them is not named"),
        ("exact_rare", "the same name, and few people have it"),
        ("same_rare", "the same name spelt differently, and few people have it"),
        ("exact_common", "the same name, which many people have"),
        ("same_common", "the same name spelt differently, which many people have"),
        ("related_rare", "a short or foreign form of the same name, and few people have the rest of it"),
        ("related_common", "a short or foreign form of the same name, which many people have"),
        ("most_rare", "two or more parts of the name agree, one of them rare"),
        ("most_common", "two or more parts of the name agree, all of them common"),
        ("close", "one part of the name agrees, another differs by a letter or two"),
        ("initials_rare", "one rare part agrees, and an initial"),
        ("initials_common", "one common part agrees, and an initial"),
        ("single_rare", "one of them has a single name, rare, which the other has too"),
        ("single_common", "one of them has a single name, common, which the other has too"),
        ("part_rare", "one rare part of the name agrees, the rest does not"),
        ("part_common", "one common part of the name agrees, the rest does not"),
        ("other", "different names"),
    ),
    "birth": (
        ("not_known", "no date, year or age is known of one of them"),
        ("same_date", "the same date of birth"),
        ("swapped", "the same date of birth with day and month exchanged"),
        ("same_years", "years of birth that agree"),
        ("near", "years of birth at most two years apart"),
        ("other", "years of birth further apart"),
    ),
    "place": (
        ("not_known", "no place is known of one of them"),
        ("same_outcode", "the same postcode district"),
        ("same_area", "the same postcode area or town"),
        ("other", "different places"),
    ),
    "handle": (
        ("not_known", "no handle is known of one of them, or the handles say no more than the accounts do"),
        ("same_elsewhere", "the same handle elsewhere, where anybody may have taken it"),
        ("same_letters", "handles with the same letters, other digits or signs"),
        ("close", "handles that differ by a letter or two"),
        ("other", "different handles"),
    ),
    "display": (
        ("not_known", "no display name is known of one of them"),
        ("same_rare", "the same display name, and few people have it"),
        ("same_common", "the same display name, which many may have"),
        ("close", "display names that differ by a letter or two"),
        ("other", "different display names"),
    ),
    "picture": (
        ("not_known", "no profile picture is known of one of them"),
        ("same", "the same profile picture, equal as a file or by its hash"),
        ("other", "different profile pictures"),
    ),
    "bio": (
        ("not_known", "too few words of one of the descriptions are known"),
        ("most", "most words of one description of oneself stand in the other"),
        ("some", "three words or more of the descriptions agree"),
        ("other", "descriptions with other words"),
    ),
    "contact": (
        ("not_known", "no link or contact point is known of one of them"),
        ("same_contact", "the same mail address, telephone number or other contact point"),
        ("same_link", "the same link given with the account"),
        ("other", "different links and contact points"),
    ),
}
"""The levels of each comparison, best first, with the words that explain them."""

SHARES = {
    "name": ("name_share", frozenset({
        "exact_common", "same_common", "related_common", "most_common", "initials_common", "single_common",
    })),
    "handle": ("handle_share", frozenset({"same_elsewhere"})),
}  # fmt: skip
"""Levels at which it counts how many have that very name or handle (`Prepared.name_share`), not the level's average."""

KINDS = {
    "name": "name", "birth": "life", "place": "life", "handle": "name", "display": "name", "picture": "trace",
    "bio": "trace", "contact": "trace",
}  # fmt: skip
"""What kind of evidence each comparison is. Names and handles are one kind: they are chosen, shared and imitated."""


def name(a: Prepared, b: Prepared) -> int:
    """Return the level at which two names agree."""
    if not a.name_parts or not b.name_parts:
        return 0
    if not a.name_whole.isdisjoint(b.name_whole) or not a.name_exact.isdisjoint(b.name_exact):
        if not a.name_exact_rare.isdisjoint(b.name_exact_rare):
            return 1
        if not a.name_whole_rare.isdisjoint(b.name_whole_rare):
            return 2
        return 4 if a.name_exact.isdisjoint(b.name_exact) else 3
    shared = a.name_parts & b.name_parts
    rare = bool(shared) and not shared.isdisjoint(a.name_parts_rare)
    if not a.name_roots.isdisjoint(b.name_roots):
        return 5 if rare else 6
    if len(shared) >= 2:
        return 7 if rare else 8
    if _written_closely(a, b, shared):
        return 9
    if not shared:
        return 16
    if not (
        a.initialled.isdisjoint(b.could_be_initialled)
        and b.initialled.isdisjoint(a.could_be_initialled)
        and a.initialled.isdisjoint(b.initialled)
    ):
        return 10 if rare else 11
    if a.name_single or b.name_single:
        return 12 if rare else 13
    return 14 if rare else 15


def _written_closely(a: Prepared, b: Prepared, shared: frozenset[str]) -> bool:
    """Judged part by part: whole names that share a common part would look close though the people differ."""
    if (a.name_hides_vowels or b.name_hides_vowels) and not a.name_bare.isdisjoint(b.name_bare):
        return True
    if shared:
        others = b.name_parts - shared
        for one in a.name_parts - shared:
            for other in others:
                if _close(one, other, score_cutoff=CLOSE):
                    return True
    return False


def birth(a: Prepared, b: Prepared) -> int:
    """Return the level at which dates or years of birth agree."""
    if not a.year_from or not b.year_from:
        return 0
    if a.born and b.born:
        if a.born == b.born:
            return 1
        if a.born_swapped == b.born:
            return 2
    if a.year_from <= b.year_to and b.year_from <= a.year_to:
        return 3
    return 4 if a.year_from <= b.year_to + 2 and b.year_from <= a.year_to + 2 else 5


def place(a: Prepared, b: Prepared) -> int:
    """Return the level at which places agree."""
    if a.outcode and b.outcode:
        if a.outcode == b.outcode:
            return 1
        if a.area == b.area:
            return 2
    if a.town and b.town:
        return 2 if a.town == b.town else 3
    return 3 if a.outcode and b.outcode else 0


def handle(a: Prepared, b: Prepared) -> int:
    """Return the level at which handles agree; the same one on one platform is the same account, not a likeness."""
    if not a.handle or not b.handle:
        return 0
    if a.handle == b.handle:
        return 0 if a.platform and a.platform == b.platform else 1
    if a.handle_letters and a.handle_letters == b.handle_letters:
        return 2
    return 3 if _close(a.handle, b.handle, score_cutoff=CLOSE) else 4


def display(a: Prepared, b: Prepared) -> int:
    """Return the level at which display names agree."""
    if not a.display or not b.display:
        return 0
    if a.display == b.display:
        return 1 if a.display_rare else 2
    return 3 if _close(a.display, b.display, score_cutoff=CLOSE) else 4


def picture(a: Prepared, b: Prepared) -> int:
    """Return whether two profile pictures have the same hash."""
    if not a.picture or not b.picture:
        return 0
    return 1 if a.picture == b.picture else 2


def bio(a: Prepared, b: Prepared) -> int:
    """Return the level at which the words of two descriptions of oneself agree: words copied, never a style."""
    fewer = min(len(a.bio), len(b.bio))
    if fewer < FEWEST_WORDS:
        return 0
    shared = len(a.bio & b.bio)
    if shared < FEWEST_WORDS:
        return 3
    return 1 if shared >= 4 and shared * 10 >= fewer * 6 else 2


def contact(a: Prepared, b: Prepared) -> int:
    """Return the level at which links and contact points agree."""
    if not (a.contacts or a.links) or not (b.contacts or b.links):
        return 0
    if not a.contacts.isdisjoint(b.contacts):
        return 1
    return 3 if a.links.isdisjoint(b.links) else 2


COMPARE: dict[str, Callable[[Prepared, Prepared], int]] = {
    "name": name, "birth": birth, "place": place, "handle": handle, "display": display, "picture": picture,
    "bio": bio, "contact": contact,
}  # fmt: skip
"""The comparisons, in the order in which they are shown."""
