"""Draw figures as SVG, without a library: groups of bars from 0 to 1."""

from collections.abc import Mapping
from html import escape

_COLOURS = ("#1d70b8", "#f47738", "#00703c", "#912b88", "#505a5f")
_HEIGHT, _BAR, _GAP, _LEFT, _TOP = 240, 14, 24, 50, 60


def bars(title: str, series: Mapping[str, Mapping[str, float]]) -> str:
    """Return a picture with one group of bars for each name that the series share, one bar for each series."""
    groups = list(next(iter(series.values())))
    group = _BAR * len(series) + _GAP
    width = _LEFT + group * len(groups) + _GAP
    size = f'width="{width}" height="{_TOP + _HEIGHT + 60}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="15" font-weight="bold">{escape(title)}</text>',
    ]
    for step in range(0, 11, 2):
        y = _TOP + _HEIGHT * (1 - step / 10)
        parts.append(f'<line x1="{_LEFT}" x2="{width - _GAP}" y1="{y}" y2="{y}" stroke="#b1b4b6"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{step / 10:.1f}</text>')
    x = _LEFT
    for place, (name, values) in enumerate(series.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        parts.append(f'<rect x="{x}" y="32" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 17}" y="42">{escape(name)}</text>')
        x += 30 + 8 * len(name)
        for at, label in enumerate(groups):
            tall = _HEIGHT * values[label]
            left = _LEFT + _GAP / 2 + at * group + place * _BAR
            parts.append(
                f'<rect x="{left}" y="{_TOP + _HEIGHT - tall}" width="{_BAR - 2}" height="{tall}" fill="{colour}">'
                f"<title>{escape(name)}, {escape(label)}: {values[label]:.3f}</title></rect>"
            )
    for at, label in enumerate(groups):
        middle = _LEFT + _GAP / 2 + at * group + _BAR * len(series) / 2
        parts.append(f'<text x="{middle}" y="{_TOP + _HEIGHT + 18}" text-anchor="middle">{escape(label)}</text>')
    return "\n".join([*parts, "</svg>", ""])
