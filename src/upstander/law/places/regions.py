"""The ten regions of England and Wales and which force belongs to which, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from upstander.law.dated import Dated, in_force, load

REGIONS = Path(__file__).parent / "regions.yaml"


class UnknownRegion(LookupError):
    """No region has this id on that day."""


@dataclass(frozen=True, kw_only=True)
class Region(Dated):
    """A region. `unit` is the short name of its organised crime unit, empty for London; `successor` takes over."""

    id: str
    name: str
    unit: str = ""
    successor: str | None = None


@dataclass(frozen=True, kw_only=True)
class Membership(Dated):
    """That a force, by its code, belongs to a region."""

    force: str
    region: str

    @property
    def key(self) -> str:
        """The code of the force: it belongs to one region at a time."""
        return self.force


@cache
def all_regions() -> tuple[Region, ...]:
    """Every region in the file, of whatever date."""
    return load(REGIONS, Region, section="regions")


@cache
def all_memberships() -> tuple[Membership, ...]:
    """Every membership in the file, of whatever date."""
    return load(REGIONS, Membership, section="memberships")


def regions(on: date) -> tuple[Region, ...]:
    """The regions that exist on the day `on`."""
    return in_force(all_regions(), on)


def region_of(force: str, on: date) -> Region | None:
    """The region to which the force with this code belongs on the day `on`.

    None for a force outside the ten: Scotland, Northern Ireland, the islands, and those of defence and nuclear sites.
    """
    for each in in_force(all_memberships(), on):
        if each.force == force:
            return next((region for region in regions(on) if region.id == each.region), None)
    return None


def forces_of(region: str, on: date) -> tuple[str, ...]:
    """The codes of the forces that belong to a region on the day `on`. Raises UnknownRegion."""
    if region not in {each.id for each in regions(on)}:
        raise UnknownRegion(f"no region is called {region!r} on {on}")
    return tuple(each.force for each in in_force(all_memberships(), on) if each.region == region)
