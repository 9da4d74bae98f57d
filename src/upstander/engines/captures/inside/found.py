"""What is found in a captured file: its parts, what it says of itself, whether its own hashes hold, what is wrong."""

from dataclasses import asdict, dataclass, field
from typing import Any

MOST_PARTS = 200
"""Names that are listed; all are counted."""
MOST_COUNTED = 10_000
"""Parts that are looked at; a file with more is said to have more."""
MOST_WORDS = 20_000
MOST_FAULTS = 20
LONGEST_SAID = 2_000


@dataclass
class Found:
    """What one file turned out to be."""

    kind: str
    title: str = ""
    words: str = ""
    parts: int = 0
    names: list[list[Any]] = field(default_factory=list)
    """Of the first parts: name and size."""
    says: dict[str, str] = field(default_factory=dict)
    """What it says of itself, by the fields of the capture record."""
    agree: int = 0
    """Of its own hashes: how many hold."""
    differ: int = 0
    faults: list[list[str]] = field(default_factory=list)
    """Code and detail of each thing that is wrong, or that must be known."""
    empty: bool = False
    """It captured nothing."""

    def wrong(self, code: str, detail: object = "") -> None:
        """Note a fault, each once."""
        one = [code, _plain(str(detail))[:200]]
        if one not in self.faults and len(self.faults) < MOST_FAULTS:
            self.faults.append(one)

    def part(self, name: object, size: int) -> None:
        """Count a part, and list it as long as there is room."""
        self.parts += 1
        if len(self.names) < MOST_PARTS:
            self.names.append([_plain(str(name))[:300], size])

    def say(self, name: str, value: object) -> None:
        """Keep what the file says of itself; the first saying stands."""
        said = _plain(str(value or "")).strip()[:LONGEST_SAID]
        if said and name not in self.says:
            self.says[name] = said

    def add_words(self, words: str) -> None:
        """Add to the words that can be read, as long as there is room."""
        if len(self.words) < MOST_WORDS and (said := _plain(words).strip()):
            self.words = (self.words + "\n" + said).strip()[:MOST_WORDS]

    def told(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        self.title = _plain(self.title).strip()[:300]
        return asdict(self)


def _plain(text: str) -> str:
    """Return text without what no database or page holds: half characters, NUL and other controls."""
    return "".join(
        char if char.isprintable() or char == "\n" else " " for char in text.encode("utf-8", "replace").decode()
    )
