"""Make a first password that can be read out: words of sounds, with enough chance in them that nobody guesses it."""

import secrets

_FIRST, _SECOND = "bdfghjklmnprstvz", "aeiou"
SYLLABLES, WORDS = 3, 5
"""Fifteen syllables of eighty each: 94 bits."""


def first_password() -> str:
    """Return a password of five made-up words, to be changed at the first sign-in."""
    return "-".join("".join(_syllable() for _ in range(SYLLABLES)) for _ in range(WORDS))


def _syllable() -> str:
    return secrets.choice(_FIRST) + secrets.choice(_SECOND)
