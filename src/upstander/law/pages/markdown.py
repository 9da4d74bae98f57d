"""Headings, tables and the lists of sources of the pages, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from upstander.law.check import ROOMS
from upstander.law.dated import Dated
from upstander.law.plainly import held, name_of, value

TO_CHECK = "**to be checked**"
READ = "read"


@dataclass(frozen=True)
class Section:
    """A part of a page: the entries of one room as a table. A column is its heading and what it says of an entry."""

    title: str
    room: str
    columns: tuple[tuple[str, Callable[[Any], str]], ...]
    intro: str = ""


@dataclass(frozen=True)
class Page:
    """One page: `about` is its line in the index, `intro` stands at its top."""

    slug: str
    title: str
    about: str
    intro: str
    sections: tuple[Section, ...]

    def entries(self) -> tuple[Dated, ...]:
        """Every entry on the page."""
        return tuple(entry for each in self.sections for entry in ROOMS[each.room]())

    def counts(self) -> tuple[str, str]:
        """How many entries the page has, and how many of them are still to be checked."""
        held = self.entries()
        return str(len(held)), str(sum(entry.checked == "verify" for entry in held))


def heading(level: int, text: str) -> str:
    """A heading; level 1 is the page's own."""
    return f"{'#' * level} {text}"


def mark(entry: Dated) -> str:
    """Whether somebody has read the entry in its source."""
    return TO_CHECK if entry.checked == "verify" else READ


def count(entries: Sequence[Dated]) -> str:
    """How much of a page is still to be checked, in a sentence."""
    waiting = sum(entry.checked == "verify" for entry in entries)
    if not waiting:
        return f"All {len(entries)} entries were read in the source that they name."
    if waiting == len(entries):
        return f"All {waiting} entries are still **to be checked** against the official text."
    return f"{waiting} of {len(entries)} entries are still **to be checked** against the official text."


def cell(text: str) -> str:
    """Text as it may stand in a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table."""
    lines = [" | ".join(headings), " | ".join("---" for _ in headings)]
    lines += [" | ".join(cell(each) for each in row) for row in rows]
    return [f"| {line} |" for line in lines]


def section(part: Section, entries: Sequence[Dated]) -> list[str]:
    """The lines of a section: its table, and the sources and notes folded away below it."""
    headings = [title for title, _ in part.columns] + ["In force", "Checked"]
    rows = [(*(say(entry) for _, say in part.columns), _holds(entry), mark(entry)) for entry in entries]
    lines = [heading(2, part.title), ""]
    lines += [part.intro, ""] if part.intro else []
    return [*lines, *table(headings, rows), "", *sources(entries), ""]


def sources(entries: Sequence[Dated]) -> list[str]:
    """Where each entry was read and what is said of it, in a part that opens when it is asked for."""
    by_text: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        by_text.setdefault((entry.source, entry.note), []).append(name_of(entry))
    rows = [
        ("all of the above" if len(names) == len(entries) > 1 else "; ".join(dict.fromkeys(names)), source, note)
        for (source, note), names in by_text.items()
    ]
    body = table(("Entry", "Source", "Note"), rows)
    return ["<details><summary>Sources and notes</summary>", "", *body, "", "</details>"]


def _holds(entry: Dated) -> str:
    said = held(entry)
    if entry.extent not in ("england_wales", "united_kingdom"):
        said += f" ({value('extent', entry.extent)})"
    return said


def called(entry: Dated) -> str:
    """The name of an entry in bold, with its key."""
    name = name_of(entry)
    return f"**{name}**" if name == entry.key else f"**{name}** `{entry.key}`"


def name(entry: Dated) -> str:
    """The name of an entry in bold."""
    return f"**{name_of(entry)}**"


def get(field: str) -> Callable[[Any], str]:
    """A column that says what the field `field` of an entry says; empty where it says nothing."""

    def say(entry: Any) -> str:
        raw = getattr(entry, field)
        return "" if raw in (None, "", ()) else value(field, raw)

    return say


def words(field: str) -> Callable[[Any], str]:
    """A column of codes, written as words."""
    return lambda entry: get(field)(entry).replace("_", " ")


def items(field: str, part: str = "label") -> Callable[[Any], str]:
    """A column that lists the parts of a field, one below the other."""
    return lambda entry: "<br>".join(getattr(each, part) for each in getattr(entry, field))
