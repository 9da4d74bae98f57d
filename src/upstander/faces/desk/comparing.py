"""Cut two reports' words into what they share and what they do not, at the exact places that matching found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from upstander.duties.bundling.queries import SuggestionLine
from upstander.engines.matching.keys import Item, read_by_machine
from upstander.engines.text import visible
from upstander.record.cases.models import Report
from upstander.record.keys.keeping import item_of, texts_of

AROUND = 240
"""Characters of unshared words that are shown beside a shared run."""

FEWEST_LETTERS = 5
"""Of a run that goes from one field into the next, a shorter end says nothing."""


@dataclass(frozen=True)
class Piece:
    """Some words of one side: shared (to be marked), not shared, or left out; `machine` before what was read by one."""

    text: str
    shared: bool = False
    cut: bool = False
    machine: bool = False


@dataclass(frozen=True)
class Pair:
    """The words of the case's own report and of the other one."""

    own: tuple[Piece, ...]
    other: tuple[Piece, ...]


def compared(line: SuggestionLine) -> Pair | None:
    """Return both sides in pieces, None where the reports share no words (a link, an account or a file alone)."""
    runs = [run for evidence in line.evidence for run in evidence.get("runs", [])]
    if not runs:
        return None
    items = item_of(line.own), item_of(line.report)
    own, other = items[0].text, items[1].text
    # The look that made the suggestion began at one of the two; the words it kept say at which.
    sides = (
        ("query", "candidate")
        if _fit(own, runs, "query") and _fit(other, runs, "candidate")
        else ("candidate", "query")
    )
    places = _places(own, runs, sides[0]), _places(other, runs, sides[1])
    return Pair(_by_whom(items[0], places[0]), _by_whom(items[1], places[1]))


def own_places(report: Report, line: SuggestionLine) -> Iterator[tuple[str, int, int]]:
    """Yield where the words that `report` shares by this suggestion stand: field of matching, start, end in the field.

    Nothing is yielded where what was added since has moved them. The report comes with posts and additions prefetched.
    """
    runs = [run for evidence in line.evidence for run in evidence.get("runs", [])]
    posts = sorted(report.posts.all(), key=lambda post: (post.position, post.pk))
    texts = texts_of(report, posts, sorted(report.additions.all(), key=lambda each: each.pk))
    whole = "\n".join(text for _, text in texts)
    side = next((each for each in ("query", "candidate") if runs and _fit(whole, runs, each)), None)
    for start, end in _merged(tuple(run[side]) for run in runs) if side else ():
        at = 0
        for field, text in texts:
            a, b = max(start - at, 0), min(end - at, len(text))
            if sum(map(str.isalnum, text[max(a, 0) : max(b, 0)])) >= FEWEST_LETTERS:
                yield field, a, b
            at += len(text) + 1


def _fit(text: str, runs: Sequence[dict[str, Any]], side: str) -> bool:
    return all(visible(text[run[side][0] : run[side][1]])[0] == run[f"{side}_text"] for run in runs)


def _places(text: str, runs: Sequence[dict[str, Any]], side: str) -> list[tuple[int, int]]:
    """Return where the runs stand in the text; one that something added later has moved is looked up by its words."""
    found = []
    for run in runs:
        start, end = run[side]
        if visible(text[start:end])[0] != run[f"{side}_text"]:
            start = visible(text)[0].find(run[f"{side}_text"])
            end = start + len(run[f"{side}_text"])
        if start >= 0:
            found.append((start, end))
    return _merged(found)


def _merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _by_whom(item: Item, places: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return the pieces of what people wrote, then those of each picture on which a machine read something shared."""
    pieces: list[Piece] = []
    at = 0
    written = "\n".join(text for name, text in item.texts if not read_by_machine(name))
    read = [text for name, text in item.texts if read_by_machine(name)]
    for number, text in enumerate([written, *read]):
        end = at + len(text)
        here = [(max(a, at) - at, min(b, end) - at) for a, b in places if a < end and b > at]
        if here or (number == 0 and text):
            pieces += [Piece("", machine=True)] if number else []
            pieces += _pieces(text, here)
        at = end + (1 if text or number else 0)
    return tuple(pieces)


def _pieces(text: str, places: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for start, end in places:
        pieces += _between(text[at:start], first=at == 0)
        pieces.append(Piece(text[start:end], shared=True))
        at = end
    pieces += _between(text[at:], last=True)
    return tuple(pieces)


def _between(text: str, *, first: bool = False, last: bool = False) -> list[Piece]:
    """Return unshared words, with the middle of long ones left out."""
    if len(text) <= 2 * AROUND:
        return [Piece(text)] if text else []
    head = [] if first else [Piece(text[:AROUND])]
    tail = [] if last else [Piece(text[-AROUND:])]
    return [*head, Piece("", cut=True), *tail]
