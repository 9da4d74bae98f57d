"""Turn a plain value into the one sequence of bytes that is hashed and signed."""

import json
from collections.abc import Mapping

Canonical = None | bool | int | str | list["Canonical"] | tuple["Canonical", ...] | Mapping[str, "Canonical"]


class NotCanonical(ValueError):
    """The value holds what has no single written form: a float, a date, a lone surrogate, a key that is no text."""


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=dict
)  # fmt: skip
_PLAIN = frozenset({str, int, bool, type(None)})


def canonical(obj: Canonical) -> bytes:
    """Return `obj` as canonical JSON: UTF-8, keys sorted by code point, no spaces, nothing escaped that need not be.

    Only None, bool, int, str, list, tuple and mappings with str keys are taken. Raises NotCanonical for anything else.
    """
    _check(obj, ("value",))
    try:
        return _ENCODER.encode(obj).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"a lone surrogate at character {error.start} has no UTF-8 form") from error


def _check(obj: object, where: tuple[object, ...]) -> None:
    """Refuse what has no single form; `where` is the way to it, which is put into words only for a refusal."""
    if obj is None or isinstance(obj, (bool, int, str)):
        return
    if isinstance(obj, (list, tuple)):
        for index, item in enumerate(obj):
            if type(item) not in _PLAIN:
                _check(item, (*where, f"[{index}]"))
        return
    if isinstance(obj, Mapping):
        for key, item in obj.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{_told(where)} has the key {key!r}, which is not text")
            if type(item) not in _PLAIN:
                _check(item, (*where, ".", key))
        return
    raise NotCanonical(f"{_told(where)} is a {type(obj).__name__}, which has no canonical form")


def _told(where: tuple[object, ...]) -> str:
    return "".join(map(str, where))
