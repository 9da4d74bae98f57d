"""The platforms on which posts are reported: names, host names and how a notice reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from upstander.law.dated import Dated, in_force, load


class UnknownPlatform(LookupError):
    """No platform has this id on that day."""


@dataclass(frozen=True, kw_only=True)
class Platform(Dated):
    """One platform. `hosts` are lower-case host names, subdomains understood; `route` says how a notice is sent."""

    id: str
    name: str
    hosts: tuple[str, ...]
    route: str


@cache
def all_platforms() -> tuple[Platform, ...]:
    """Every platform in the file, of whatever date."""
    return load(Path(__file__).parent / "platforms.yaml", Platform)


def platforms(on: date) -> tuple[Platform, ...]:
    """The platforms that may be chosen on the day `on`, the commonest first, "other" last."""
    return in_force(all_platforms(), on)


@lru_cache(maxsize=4096)
def platform(id: str, on: date) -> Platform:
    """The platform `id` on the day `on`. Raises UnknownPlatform."""
    for entry in platforms(on):
        if entry.id == id:
            return entry
    raise UnknownPlatform(f"no platform is called {id!r} on {on}")
