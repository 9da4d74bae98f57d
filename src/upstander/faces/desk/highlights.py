"""Mark places of a text that came from outside: at exact offsets, numbered, with what each number says below it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from upstander.engines.text import escape_controls, escape_pieces

KINDS = ("wording", "shared", "strand")
"""Strongest first: where places overlap, the strongest gives the look; every one keeps its number."""


@dataclass(frozen=True)
class Mark:
    """One place `text[a:b]`: its kind, and what it is in plain words."""

    a: int
    b: int
    kind: str
    says: str


@dataclass(frozen=True)
class Marked:
    """A text as HTML, and what its numbers say: (number, kind, words)."""

    html: Markup
    notes: tuple[tuple[int, str, str], ...] = field(default=())


def marked(text: str, marks: Iterable[Mark] = ()) -> Marked:
    """Return the text escaped, with each marked place in `<mark>` and its number behind it.

    Nothing is told by colour alone: the number stands in the text, and for screen readers with its words.
    """
    places = sorted((each for each in marks if 0 <= each.a < each.b <= len(text)), key=lambda each: (each.a, each.b))
    numbers: dict[tuple[str, str], int] = {}
    for each in places:
        numbers.setdefault((each.kind, each.says), len(numbers) + 1)
    cuts = sorted({place for each in places for place in (each.a, each.b)})
    pieces, ends = escape_pieces(text, cuts), [*cuts, len(text)]
    shown = []
    for piece, end, start in zip(pieces, ends, [0, *cuts], strict=True):
        over = [each for each in places if each.a <= start and end <= each.b]
        shown.append(_piece(piece, over) if piece else Markup())
        ending = dict.fromkeys((each.kind, each.says) for each in places if each.b == end)
        shown += [_number(numbers[key], key[1]) for key in ending]
    notes = tuple((number, kind, says) for (kind, says), number in numbers.items())
    return Marked(Markup("").join(shown), notes)


def _piece(piece: str, over: list[Mark]) -> Markup:
    if not over:
        return escape(piece)
    kind = min((each.kind for each in over), key=KINDS.index)
    return Markup('<mark class="up-hit up-hit--{}">{}</mark>').format(kind, piece)


def _number(number: int, says: str) -> Markup:
    spoken = _("(note %(number)d: %(says)s)") % {"number": number, "says": says}
    return Markup(
        '<sup class="up-hit__number"><span aria-hidden="true">{}</span>'
        '<span class="govuk-visually-hidden"> {} </span></sup>'
    ).format(number, escape_controls(spoken))
