"""Name the police forces of a place and their numbers, for someone who may be in danger."""

from dataclasses import dataclass

from django.utils.translation import gettext

from upstander.law.places import force, resolve

MOST = 4


@dataclass(frozen=True)
class Near:
    """A force to call, and its number in words."""

    name: str
    phone: str


def near(place: str) -> list[Near]:
    """Return the forces that a place may lie in, the likeliest first; none where nothing is known of it."""
    found = resolve(place) if place.strip() else None
    if found is None:
        return []
    codes = [found.force] if found.force else [each.force for each in found.candidates[:MOST]]
    return [Near(gettext(force(code).name), gettext(force(code).phone)) for code in codes]
