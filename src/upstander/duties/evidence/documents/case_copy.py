"""The machine copy of a case (case.json) and the published schema that every copy keeps."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA_FILE = Path(__file__).with_name("case_schema.json")


class NotACase(ValueError):
    """The value does not keep the schema; the message names the first place that does not."""


def schema_bytes() -> bytes:
    """Return the schema as it goes into a package as data/case.schema.json."""
    return SCHEMA_FILE.read_bytes()


def check_case(case: Mapping[str, Any]) -> None:
    """Raise NotACase unless `case` keeps the schema."""
    errors = sorted(_validator().iter_errors(case), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        place = ".".join(str(part) for part in errors[0].absolute_path) or "the case"
        raise NotACase(f"{place}: {errors[0].message}" + (f" (and {len(errors) - 1} more)" if errors[1:] else ""))


def case_bytes(case: Mapping[str, Any]) -> bytes:
    """Return `case` as data/case.json: checked, UTF-8, in lines for people, the same bytes for the same case."""
    check_case(case)
    return lines_of(case)


def lines_of(value: Mapping[str, Any]) -> bytes:
    """Return JSON with a line for each member, and one for each item of a member that is a list.

    Indented as a whole it would take the slow encoder, a fifth of the time of a build.
    """
    lines = []
    for name, held in value.items():
        if isinstance(held, list) and held:
            lines.append(f" {_line(name)}: [\n  " + ",\n  ".join(_line(each) for each in held) + "\n ]")
        else:
            lines.append(f" {_line(name)}: {_line(held)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_bytes())
    return Draft202012Validator(_spelt_out(schema, schema["$defs"]))


def _spelt_out(part: Any, definitions: Mapping[str, Any]) -> Any:
    """Return the schema with every reference replaced by what it names: following them took half of the checking."""
    if isinstance(part, list):
        return [_spelt_out(each, definitions) for each in part]
    if not isinstance(part, dict):
        return part
    named = definitions[part["$ref"].removeprefix("#/$defs/")] if "$ref" in part else {}
    return {key: _spelt_out(value, definitions) for key, value in {**named, **part}.items() if key != "$ref"}
