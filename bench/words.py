"""Reports of words that mean nothing but are spread as words are, so that matching has its usual work with them."""

import random
from itertools import accumulate
from typing import Any

SHARED = 10
"""Every so many reports names a post that about nine others name too."""
_SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstvwz" for vowel in "aeiou"]
_PICK = random.Random(5)
WORDS = ["".join(_PICK.choice(_SYLLABLES) for _ in range(_PICK.randint(1, 4))) for _ in range(8000)]
"""Words that mean nothing, used as often as words are: the first ones much, most of them hardly ever."""
_OFTEN = list(accumulate(1 / (place + 10) for place in range(len(WORDS))))


def words(rng: random.Random, count: int) -> str:
    """Return a text of `count` words."""
    return " ".join(rng.choices(WORDS, cum_weights=_OFTEN, k=count))


def answers(rng: random.Random, number: int) -> dict[str, Any]:
    """Return one report in the names of the API."""
    return {
        "account": words(rng, 40),
        "why": words(rng, 15),
        "strands": ["religion"],
        "posts": [{"link": link_of(number), "text": words(rng, 40), "handle": f"@{rng.choice(WORDS)}{number}"}],
        "told_as": "victim",
        "targeted": "group",
        "seen_from": "LS1 1UR",
        "complainant_name": "Sample Person",
        "complainant_email": f"sample.{number}@example.org",
        "contact_means": "email",
    }


def link_of(number: int) -> str:
    """Return the link of the post that report `number` is about."""
    post = 10**18 + (number // (SHARED * SHARED) if number % SHARED == 0 else 10**9 + number)
    return f"https://x.com/someone/status/{post}"
