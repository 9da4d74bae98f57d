"""Random references and return codes: Crockford base32 with a check character, never sequential."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = ALPHABET + "*~$=U"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RANDOM = 9
"""45 random bits: enough that a reference is not found by trying, short enough to read out."""
_CODE_DIGITS = 16


def new_reference(kind: str) -> str:
    """Return a fresh reference such as R-4F7K-9QXM-2C: `kind` (R report, C case), nine random ones and a check."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    whole = body + _check(body)
    return f"{kind}-{whole[:4]}-{whole[4:8]}-{whole[8:]}"


def normalise(typed: str) -> str | None:
    """Return the reference that was meant by what somebody typed, or None when it cannot be one."""
    text = "".join(typed.upper().split()).replace("-", "").replace("\u2013", "")
    kind, rest = text[:1], text[1:].translate(_LOOKALIKES)
    if kind not in ("R", "C") or len(rest) != _RANDOM + 1 or not set(rest[:-1]) <= set(ALPHABET):
        return None
    return f"{kind}-{rest[:4]}-{rest[4:8]}-{rest[8:]}" if _check(rest[:-1]) == rest[-1] else None


def near(typed: str) -> list[str]:
    """Return the references that somebody may have meant who mistyped one character, or swapped two.

    Empty for a right one, and for what has not the shape of a reference at all.
    """
    text = "".join(typed.upper().split()).replace("-", "").replace("\u2013", "")
    kind, rest = text[:1], text[1:].translate(_LOOKALIKES)
    if kind not in ("R", "C") or len(rest) != _RANDOM + 1 or normalise(typed):
        return []
    meant = {rest[:at] + rest[at + 1] + rest[at] + rest[at + 2 :] for at in range(_RANDOM)}
    for at in range(_RANDOM):
        meant |= {rest[:at] + other + rest[at + 1 :] for other in ALPHABET}
    if set(rest[:-1]) <= set(ALPHABET):
        meant.add(rest[:-1] + _check(rest[:-1]))
    return sorted(found for found in (normalise(kind + body) for body in meant) if found)


def new_return_code() -> str:
    """Return sixteen random digits in groups of four, easy to keep and to conceal (53 bits)."""
    return grouped("".join(secrets.choice("0123456789") for _ in range(_CODE_DIGITS)))


def grouped(digits: str) -> str:
    """Return digits in groups of four, as a return code is shown."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _check(body: str) -> str:
    value = 0
    for character in body:
        value = value * 32 + ALPHABET.index(character)
    return ALPHABET[value % 31]
