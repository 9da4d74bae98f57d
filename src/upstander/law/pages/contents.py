"""Which pages there are, in their order, and which rooms stand on none."""

from __future__ import annotations

from upstander.law.check import ROOMS
from upstander.law.pages import deciding, working

PAGES = (*deciding.PAGES, *working.PAGES)
LEFT_OUT = {
    "words": "the lists of words are for machines and hold what nobody need read",
    "questions of fact": "docs/officers/offences.md asks them all",
    "means": "part of the questions of fact",
    "audiences": "part of the questions of fact",
    "contradictions": "part of the questions of fact",
    "sentences of advice": "they are read with the advice",
    "hand-overs": "they are read with the advice",
    "what advice points to": "it is read with the advice",
}


def missing() -> list[str]:
    """The rooms that stand on no page and are not left out for a reason."""
    shown = {each.room for page in PAGES for each in page.sections} | {"offences", "grounds of aggravation"}
    return [room for room in ROOMS if room not in shown and room not in LEFT_OUT]
