"""Say who vouches for the time of a package: the authority that the hub asks, or in words that nobody does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from upstander.engines.sealing.authority import authority_at
from upstander.engines.sealing.stamping import Authority, NoStamp

NOT_SET_UP = "no time-stamping authority is set up at this hub"
SILENT = "the time-stamping authority gave no token that holds when this was made"
LIMIT = "No time stamp of an outside authority proves when this was made: the time in the seal is the hub's own claim."
STAMPED = "RFC 3161 tokens over the seal and in the signature of each volume of the report"


@dataclass(frozen=True)
class Vouching:
    """The authority and how the signing process reaches it (address, path of its root), or why there is none."""

    asked: tuple[str, Path] | None
    why: str = ""
    authority: Authority | None = None

    @property
    def level(self) -> str:
        """How the report is signed, as bag-info.txt says it (ETSI EN 319 142-1)."""
        return "PAdES B-T" if self.authority else "PAdES B-B"

    @property
    def absent(self) -> list[dict[str, str]]:
        """What the package lacks, for its own list of that."""
        return [] if self.authority else [{"what": "Time stamp (RFC 3161)", "why": self.why}]

    @property
    def limits(self) -> list[str]:
        """What the package cannot show, for its own list of that."""
        return [] if self.authority else [LIMIT]

    @property
    def said(self) -> dict[str, Any]:
        """What build.json says of it."""
        return {"time_stamp": STAMPED if self.authority else f"none: {self.why}", "report_signature": self.level}


def chosen() -> Vouching:
    """Return what the operator set up. Raises NoStamp when the authority's root certificate cannot be read."""
    address, anchor = settings.TIME_AUTHORITY, Path(settings.TIME_ANCHOR)
    if not address:
        return Vouching(None, NOT_SET_UP)
    try:
        return Vouching((address, anchor), authority=authority_at(address, anchor))
    except (OSError, ValueError) as error:
        raise NoStamp(f"the time-stamping authority is set up wrongly: {error}") from error
