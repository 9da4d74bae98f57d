"""The directory of specialist support, dated by who is funded when, with no contact detail that was not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import Dated, in_force, load


@dataclass(frozen=True, kw_only=True)
class Service(Dated):
    """One support organisation. `strands` empty: all of them. `area` is a nation or a place; `contact` is text.

    `funded`: "funded", "independent" (works without public funding), "unfunded" (the service named may be closed) or
    "not_known". `casework` says whether it takes referrals of single people.
    """

    id: str
    name: str
    strands: tuple[str, ...]
    area: str
    contact: str
    funded: Literal["funded", "independent", "unfunded", "not_known"]
    casework: bool = True


@cache
def all_services() -> tuple[Service, ...]:
    """Every service in the directory, of whatever date."""
    return load(Path(__file__).parent / "support.yaml", Service)


def services(on: date, *, strands: tuple[str, ...] = (), area: str | None = None) -> tuple[Service, ...]:
    """The services on the day `on` that take referrals for any of `strands` (none named: all), specialists first.

    `area` keeps services of that area and those of the whole of the United Kingdom or of England and Wales.
    """
    wanted = set(strands)
    held = [
        service
        for service in in_force(all_services(), on)
        if service.casework
        and (not service.strands or not wanted or wanted & set(service.strands))
        and (area is None or service.area in (area, "united_kingdom", "england_wales"))
    ]
    return tuple(sorted(held, key=lambda service: (not service.strands, service.funded == "unfunded")))
