"""Shades of grey as numbers: a picture at a size, the same without its large shapes, and sums over squares of it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Rows = NDArray[np.float32]


def pixels(picture: Image.Image, wide: int, high: int) -> Rows:
    """Return the shades of a picture brought to a size."""
    return np.asarray(picture.resize((wide, high), Image.Resampling.BOX), np.float32)


def without_shapes(levels: Rows) -> Rows:
    """Return each pixel less the mean of the 5 by 5 around it: letters and edges stay, backgrounds go."""
    left: Rows = levels - (sums_of(np.pad(levels, 2, mode="edge"), 5) / 25).astype(np.float32)
    return left


def sums_of(levels: Rows, side: int) -> NDArray[np.float64]:
    """Return the sum of each square of `side` by `side` pixels, in each layer."""
    *layers, high, wide = levels.shape
    running = np.zeros((*layers, high + 1, wide + 1))
    running[..., 1:, 1:] = levels
    running = running.cumsum(-2).cumsum(-1)
    upper, lower = running[..., :-side, :], running[..., side:, :]
    sums: NDArray[np.float64] = (lower - upper)[..., side:] - (lower - upper)[..., :-side]
    return sums
