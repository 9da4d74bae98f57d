"""Cut what frames a picture: the bars of a caption, the borders of a screenshot.

Two ways, for neither finds every frame: the busiest part (a picture in a page), and what is left once flat edges are
cut (bars above and below). Of 80 photographs with a caption bar the first finds 85 of 100 again, the second 92, both
together all; of those in a screenshot of a page both together find 89 of 100 (bench/media.py).
"""

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]

LEVELS = 12
"""Levels of grey from the middle one of its line from which a pixel is not flat."""
BUSY = 0.35
"""The share of a line that is not flat from which the line belongs to the picture."""
FLAT = 0.9
"""The share of an outermost line that has one level, if it is to be a frame."""
FRAME = 0.3
"""The share of a line that has the level of the outermost one, if it is to be cut too: a line with words on it has."""
LEAST = 0.2
"""The share of the height, and of the width, under which nothing is cut: what is left would not be the picture."""


def cuts(grey: Grey) -> list[Grey]:
    """Return what each way leaves of a picture; a way that would cut nothing, or too much, is left out."""
    return [cut for cut in (_busiest(grey), _unframed(grey)) if cut.shape != grey.shape]


def _busiest(grey: Grey) -> Grey:
    rows = _busy_run(grey)
    if rows is None:
        return grey
    columns = _busy_run(grey[rows].T)
    return grey[rows] if columns is None else grey[rows, columns]


def _busy_run(grey: Grey) -> slice | None:
    """Return the longest unbroken run of busy lines, None where it is too short."""
    middle = np.median(grey, axis=1, keepdims=True)
    busy = (np.abs(grey - middle) > LEVELS).mean(axis=1) > BUSY
    edges = np.flatnonzero(np.diff(np.concatenate(([0], busy.astype(np.int8), [0]))))
    if not edges.size:
        return None
    starts, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - starts))
    if ends[longest] - starts[longest] < LEAST * grey.shape[0]:
        return None
    return slice(int(starts[longest]), int(ends[longest]))


def _unframed(grey: Grey) -> Grey:
    left = grey
    for _ in range(2):  # a bar, and the border that lay inside it
        # Above and below first: beside a bar, a column of the picture would look half flat.
        left = _without_flat_ends(_without_flat_ends(left).T).T
    kept = left.shape[0] >= LEAST * grey.shape[0] and left.shape[1] >= LEAST * grey.shape[1]
    return left if kept else grey


def _without_flat_ends(grey: Grey) -> Grey:
    top = grey[_flat_lines(grey) :]
    return top[: len(top) - _flat_lines(top[::-1])]


def _flat_lines(grey: Grey) -> int:
    """Return how many lines from the top on are of one level; none of a picture that is of one level throughout."""
    level = np.median(grey[0])
    if np.mean(np.abs(grey[0] - level) <= LEVELS) < FLAT:
        return 0
    framed = (np.abs(grey - level) <= LEVELS).mean(axis=1) >= FRAME
    return 0 if framed.all() else int(np.argmin(framed))
