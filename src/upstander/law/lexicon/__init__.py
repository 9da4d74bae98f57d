"""The words by which a text is read for the strand it may concern: dated, owned, and shown to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import Dated, in_force, load
from upstander.law.version import digest

FOLDER = Path(__file__).parent
LEXICON = FOLDER / "lexicon.yaml"

Kind = Literal["name", "place", "dress", "slur"]


@dataclass(frozen=True, kw_only=True)
class Words(Dated):
    """Words of one strand. A last `*` stands for any ending; `alone` is False for common words that need a noun for
    people beside them. `owner` answers for them."""

    id: str
    strand: str
    kind: Kind
    language: str
    owner: str
    words: tuple[str, ...]
    alone: bool = True


@cache
def all_words() -> tuple[Words, ...]:
    """Every entry in the file, of whatever date."""
    return load(LEXICON, Words)


def words(on: date) -> tuple[Words, ...]:
    """The entries that hold on the day `on`."""
    return in_force(all_words(), on)


@cache
def version() -> str:
    """Eight hexadecimal digits that name what the file says."""
    return digest(FOLDER)[:8]
