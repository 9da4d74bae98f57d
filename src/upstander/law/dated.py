"""Load dated entries of law and policy from YAML, checked field by field, and pick those in force on a day."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

Checked = Literal["sourced", "verify"]

EARLIEST = date(1861, 1, 1)


class BadLaw(ValueError):
    """A law file does not say what it must; the message names the file, the entry and the field."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Dated:
    """What every entry of law or policy carries: when it holds, where, who says so and whether a person checked it.

    `valid_to` is the last day on which the entry holds; None means until further notice. `checked` is "sourced" when
    the statement was read in `source`, "verify" when a person must still check it against the official text.
    """

    valid_from: date
    valid_to: date | None = None
    extent: str = "england_wales"
    source: str
    checked: Checked
    note: str = ""

    @property
    def key(self) -> str:
        """The name under which versions of the same entry belong together."""
        for name in ("id", "code", "name"):
            value = getattr(self, name, None)
            if isinstance(value, str):
                return value
        raise BadLaw(f"{type(self).__name__} has no id, code or name")

    def holds_on(self, on: date) -> bool:
        """Whether the entry is in force on the day `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


Entry = TypeVar("Entry", bound=Dated)


def in_force(entries: Iterable[Entry], on: date) -> tuple[Entry, ...]:
    """The entries that hold on the day `on`, in the order of the file."""
    return tuple(entry for entry in entries if entry.holds_on(on))


def read(path: Path) -> dict[str, Any]:
    """The mapping in the YAML file `path`; raises BadLaw when it is not a mapping or not YAML."""
    import yaml  # here, so that importing a room costs nothing until its law is asked for

    try:
        with path.open("rb") as file:
            content = yaml.load(file, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise BadLaw(f"{path.name}: {error}") from error
    if not isinstance(content, dict):
        raise BadLaw(f"{path.name}: a mapping is expected at the top")
    return content


def load(
    path: Path,
    kind: type[Entry],
    *,
    section: str = "entries",
    convert: Mapping[str, Callable[[Any], Any]] | None = None,
) -> tuple[Entry, ...]:
    """The entries of one section of a law file as frozen dataclasses of the type `kind`.

    The file's `defaults` are laid under each entry. `convert` turns a field's raw value into the value kept.
    Raises BadLaw that lists all that is wrong in the section: unknown, missing or ill-typed fields, no source, dates
    reversed.
    """
    content = read(path)
    rows = content.get(section)
    if not isinstance(rows, list) or not rows:
        raise BadLaw(f"{path.name}: the section {section!r} must be a list that is not empty")
    entries: list[Entry] = []
    wrong: list[str] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            wrong.append(f"{path.name} {section} {number}: a mapping is expected")
            continue
        try:
            entries.append(build({**content.get("defaults", {}), **row}, kind, convert or {}))
        except BadLaw as error:
            name = row.get("id") or row.get("code") or row.get("name") or number
            wrong.append(f"{path.name} {section} {name}: {error}")
    if wrong:
        raise BadLaw("\n".join(wrong))
    return tuple(entries)


def build(row: Mapping[str, Any], kind: type[Entry], convert: Mapping[str, Callable[[Any], Any]]) -> Entry:
    """One entry from its raw mapping; raises BadLaw that says which fields are wrong."""
    fields = {field.name: field for field in dataclasses.fields(kind)}
    wrong = [f"unknown field {name!r}" for name in row if name not in fields]
    wrong += [f"missing field {name!r}" for name, field in fields.items() if name not in row and _required(field)]
    values: dict[str, Any] = {}
    for name, raw in row.items():
        try:
            values[name] = convert[name](raw) if name in convert else _frozen(raw)
        except (TypeError, ValueError, KeyError) as error:
            wrong.append(f"field {name!r}: {error}")
        else:
            wrong += _ill_typed(name, values[name], str(fields[name].type) if name in fields else "")
    wrong += _ill_dated(values)
    if wrong:
        raise BadLaw("; ".join(wrong))
    return kind(**values)


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _frozen(raw: Any) -> Any:
    """Lists become tuples, so that what is loaded cannot be changed."""
    if isinstance(raw, list):
        return tuple(_frozen(item) for item in raw)
    return raw


_PLAIN_TYPES: dict[str, type] = {"str": str, "bool": bool, "int": int, "date": date}


def _ill_typed(name: str, value: Any, annotation: str) -> list[str]:
    """A complaint when a field of a plain type holds something else (YAML turns `no` and `1.0` into other things)."""
    allowed = [part.strip() for part in annotation.split("|")]
    if value is None:
        may_be_none = "None" in allowed or not set(allowed) & set(_PLAIN_TYPES)
        return [] if may_be_none else [f"field {name!r} must not be empty"]
    plain = [_PLAIN_TYPES[part] for part in allowed if part in _PLAIN_TYPES]
    others = [part for part in allowed if part not in _PLAIN_TYPES and part != "None"]
    if plain and not others and type(value) not in plain:
        return [f"field {name!r} must be {annotation}, not {value!r}"]
    if annotation == "tuple[str, ...]" and not (isinstance(value, tuple) and all(isinstance(v, str) for v in value)):
        return [f"field {name!r} must be a list of texts, not {value!r}"]
    return []


def _ill_dated(values: Mapping[str, Any]) -> list[str]:
    wrong = []
    if not str(values.get("source") or "").strip():
        wrong.append("no source")
    if values.get("checked") not in ("sourced", "verify"):
        wrong.append("checked must be 'sourced' or 'verify'")
    start, end = values.get("valid_from"), values.get("valid_to")
    if isinstance(start, date) and start < EARLIEST:
        wrong.append(f"valid_from {start} is before {EARLIEST}")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        wrong.append(f"valid_to {end} is before valid_from {start}")
    return wrong
