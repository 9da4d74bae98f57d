"""Check a parsed JSON document against its JSON Schema, and say in plain sentences what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

LONGEST = 200
MOST = 100
"""Suspects, victims or other items in one list."""

_JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "array": (list, tuple),
    "object": Mapping,
    "null": type(None),
}


class BadFacts(ValueError):
    """The facts cannot be read; `problems` lists everything wrong with them in plain sentences."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def problems_of(raw: Any, schema: Mapping[str, Any], where: str = "") -> list[str]:
    """Everything in which `raw` departs from the part of JSON Schema that the facts use."""
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    name = where or "the facts"
    if not any(_is(raw, kind) for kind in allowed):
        return [f"{name}: {' or '.join(allowed)} is expected, not {shown(raw)}"]
    if "enum" in schema and raw not in schema["enum"]:
        return [f"{name}: must be one of {', '.join(str(each) for each in schema['enum'])}, not {shown(raw)}"]
    if isinstance(raw, str) and len(raw) > schema.get("maxLength", len(raw)):
        return [f"{name}: longer than {schema['maxLength']} characters"]
    if _is(raw, "integer") and not schema.get("minimum", raw) <= raw <= schema.get("maximum", raw):
        return [f"{name}: must be from {schema['minimum']} to {schema['maximum']}, not {shown(raw)}"]
    if isinstance(raw, Mapping):
        return _of_object(raw, schema["properties"], where) + _lacking(raw, schema, name)
    if isinstance(raw, (list, tuple)):
        return _of_list(raw, schema, name, where)
    return []


def shown(raw: Any) -> str:
    """A value as it was given, cut to a length that a message can bear."""
    return repr(raw)[:60]


def _is(raw: Any, kind: str) -> bool:
    if kind == "integer" and isinstance(raw, bool):
        return False
    return isinstance(raw, _JSON_TYPES[kind])


def _of_object(raw: Mapping[Any, Any], known: Mapping[str, Any], where: str) -> list[str]:
    problems: list[str] = []
    for key, value in raw.items():
        path = f"{where}.{key}" if where else str(key)
        if key in known:
            problems += problems_of(value, known[key], path)
        else:
            near = get_close_matches(str(key), known, n=1)
            problems.append(f"{path[:LONGEST]}: no such fact" + (f"; is {near[0]} meant?" if near else ""))
    return problems


def _lacking(raw: Mapping[Any, Any], schema: Mapping[str, Any], name: str) -> list[str]:
    return [f"{name}: {key} is needed" for key in schema.get("required", ()) if key not in raw]


def _of_list(raw: Any, schema: Mapping[str, Any], name: str, where: str) -> list[str]:
    if len(raw) > schema.get("maxItems", len(raw)):
        return [f"{name}: more than {schema['maxItems']} items"]
    problems: list[str] = []
    for number, item in enumerate(raw):
        problems += problems_of(item, schema["items"], f"{where}[{number}]")
    return problems
