"""Turn a plain value into the one sequence of bytes that is hashed and signed."""

import json
from collections.abc import Mapping

Canonical = None | bool | int | str | list["Canonical"] | tuple["Canonical", ...] | Mapping[str, "Canonical"]


class NotCanonical(ValueError):
    """The value holds what has no single written form: a float, a date, a lone surrogate, a key that is no text."""


def canonical(obj: Canonical) -> bytes:
    """Return `obj` as canonical JSON: UTF-8, keys sorted by code point, no spaces, nothing escaped that need not be.

    Only None, bool, int, str, list, tuple and mappings with str keys are taken. Raises NotCanonical for anything else.
    """
    _check(obj, "value")
    text = json.dumps(obj, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=dict)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"a lone surrogate at character {error.start} has no UTF-8 form") from error


def _check(obj: object, where: str) -> None:
    if obj is None or isinstance(obj, (bool, int, str)):
        return
    if isinstance(obj, (list, tuple)):
        for index, item in enumerate(obj):
            _check(item, f"{where}[{index}]")
        return
    if isinstance(obj, Mapping):
        for key, item in obj.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{where} has the key {key!r}, which is not text")
            _check(item, f"{where}.{key}")
        return
    raise NotCanonical(f"{where} is a {type(obj).__name__}, which has no canonical form")
