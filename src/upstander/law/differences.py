"""Say what changed in the law between two days: what began, what ended, and which words of an entry are new."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from upstander.law.dated import Dated, in_force
from upstander.law.plainly import day, field, name_of, value

DATES = ("valid_from", "valid_to")
MACHINE = {
    "when": "how the facts are read for it",
    "gist": "which elements it is not advised without",
    "specific": "its place among the offences advised",
    "covered_by": "which offences leave it aside",
}
"""Fields that only the advice reads: that they changed is said, what they hold is not for the eye."""


@dataclasses.dataclass(frozen=True)
class Change:
    """One change of an entry. `lines` say what is new of one that goes on; empty where it began or ended."""

    room: str
    what: str
    name: str
    key: str
    on: date
    lines: tuple[str, ...] = ()


def changes(rooms: Mapping[str, Callable[[], tuple[Dated, ...]]], one: date, other: date) -> tuple[Change, ...]:
    """What changed in `rooms` from the earlier of two days to the later one, room by room.

    An entry holds on its last day, so that it is said to have ended only where the later day lies after that. What
    began and ended between the two days is said as both.
    """
    first, last = min(one, other), max(one, other)
    return tuple(change for room, load in rooms.items() for change in _of_room(room, load(), first, last))


def _of_room(room: str, entries: tuple[Dated, ...], first: date, last: date) -> Iterator[Change]:
    before = {each.key: each for each in in_force(entries, first)}
    after = {each.key: each for each in in_force(entries, last)}
    for key, entry in after.items():
        if key not in before:
            yield Change(room, "began", name_of(entry), key, entry.valid_from)
        elif before[key] is not entry:
            lines = tuple(_lines(before[key], entry))
            yield Change(room, "changed", name_of(entry), key, entry.valid_from, lines)
    for key, entry in before.items():
        if key not in after and entry.valid_to is not None:
            yield Change(room, "ended", name_of(entry), key, _last_day(entries, entry, last))
    for entry in entries:
        if entry.key not in before and entry.key not in after and first < entry.valid_from <= last:
            yield Change(room, "began", name_of(entry), entry.key, entry.valid_from)
            if entry.valid_to is not None:
                yield Change(room, "ended", name_of(entry), entry.key, entry.valid_to)


def _last_day(entries: tuple[Dated, ...], entry: Dated, last: date) -> date:
    """The last day of an entry, later versions of it included, that lies before the day `last`."""
    ends = [each.valid_to for each in entries if each.key == entry.key and each.valid_to and each.valid_to < last]
    return max(ends)


def _lines(old: Dated, new: Dated) -> Iterator[str]:
    general = {part.name for part in dataclasses.fields(Dated)}
    for part in sorted(dataclasses.fields(new), key=lambda each: each.name in general):
        was, now = getattr(old, part.name, None), getattr(new, part.name)
        if was == now or part.name in DATES:
            continue
        parts = _by_id(was), _by_id(now)
        if part.name in MACHINE:
            yield f"{MACHINE[part.name]}: changed"
        elif parts[0] is None or parts[1] is None:
            yield f'{field(part.name)}: was "{value(part.name, was)}", now "{value(part.name, now)}"'
        else:
            yield from _of_parts(field(part.name), parts[0], parts[1])


def _of_parts(name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for id in [*was, *(id for id in now if id not in was)]:
        if id not in now:
            yield f'{name}: no longer "{was[id]}"'
        elif id not in was:
            yield f'{name}: now also "{now[id]}"'
        elif was[id] != now[id]:
            yield f'{name}: was "{was[id]}", now "{now[id]}"'


def _by_id(raw: Any) -> dict[str, str] | None:
    """The parts of a field by their id, in words; None where a field has no such parts."""
    if isinstance(raw, Mapping):
        return {str(id): value("", each) for id, each in raw.items()}
    if isinstance(raw, tuple) and all(hasattr(each, "id") for each in raw):
        return {each.id: _without_id(each) for each in raw}
    return None


def _without_id(part: Any) -> str:
    said = [value(each.name, getattr(part, each.name)) for each in dataclasses.fields(part) if each.name != "id"]
    return ", ".join(said)


def in_words(found: tuple[Change, ...], one: date, other: date) -> list[str]:
    """The lines to print for `found`, grouped by room; one sentence where nothing changed."""
    first, last = min(one, other), max(one, other)
    if not found:
        return [f"Nothing changed from {day(first)} to {day(last)}."]
    lines = [f"From {day(first)} to {day(last)}:"]
    for room in dict.fromkeys(each.room for each in found):
        lines += ["", room.capitalize()]
        for each in (each for each in found if each.room == room):
            when = {"ended": f"ended, last held on {day(each.on)}"}.get(each.what, f"{each.what} on {day(each.on)}")
            name = each.name if each.name == each.key else f"{each.name} ({each.key})"
            lines.append(f"  {name} {when}")
            lines += [f"    - {line}" for line in each.lines]
    return lines
