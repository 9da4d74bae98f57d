"""What is told to whom: the updates that verbs bring, and what is kept from people who are not the victim."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from upstander.record.cases.models import Report
from upstander.record.journal.verbs import Verb

RECEIPT = "received"
CLOSING_NOTE = "closing_note"
CLOSING = frozenset({"closed", "no_positive_line", "accepted", "handed_on"})
"""Updates that reach someone who is not the victim as one closing note."""
OF_ONES_OWN = frozenset({"review_asked", "review_upheld", "review_not_upheld"})
"""Updates that answer what the reporter asked for themselves: theirs to hear whoever was targeted."""
ONCE_ONLY = frozenset({"received", "claimed", CLOSING_NOTE})
"""Updates that a report brings once, however often the step is taken (a case may be claimed, given back, claimed)."""


class NoSuchUpdate(LookupError):
    """No verb brings an update of this name."""


def is_victim(report: Report) -> bool:
    """Whether the person who reported is the one who was targeted, and so is told of every step (Victims' Code)."""
    return report.told_as == Report.Told.VICTIM


def letter_for(report: Report, of: str) -> str | None:
    """Return the letter in which this reporter hears of the step `of`, None where it is not theirs to hear.

    Someone who is not the victim hears that the report came and that it is finished, and nothing between: whatever
    else is told would be about somebody else. Raises NoSuchUpdate.
    """
    if of not in names():
        raise NoSuchUpdate(of)
    if is_victim(report) or of in OF_ONES_OWN:
        return of
    if of == RECEIPT:
        return "received_not_victim"
    return CLOSING_NOTE if of in CLOSING else None


def updates() -> dict[Verb, tuple[str, ...]]:
    """Return the updates that each verb may bring; an empty tuple for a verb of which nobody is told."""
    table = _table()
    return {Verb(verb): tuple(table["updates"].get(verb, ())) for verb in {**table["updates"], **table["none"]}}


@cache
def names() -> frozenset[str]:
    """Return the names of all updates."""
    return frozenset(name for brought in _table()["updates"].values() for name in brought)


@cache
def _table() -> dict[str, Any]:
    text = files("upstander.duties.care").joinpath("updates.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=yaml.CSafeLoader))
