"""Offer for a capture record what a captured file says of itself: a proposal, until an officer takes it over."""

import email.utils
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from upstander.engines.captures.reading import Reading
from upstander.engines.moments import NotATime, read_local

AS_IT_IS = ("final_address", "platform", "account_handle", "post_id", "tool", "posted_shown")
"""What a file says in the words of the capture record."""
WHAT = {
    "warc": "archive", "wacz": "archive", "mhtml": "page", "text/html": "page", "e-mail": "message",
    "BalanceTesHaters posts": "bundle", "application/pdf": "document",
}  # fmt: skip
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def proposal(found: Reading | None) -> dict[str, str]:
    """Return the fields of a capture record that the file speaks to, with what it says."""
    if found is None:
        return {}
    says = found.says
    offered = {name: says[name] for name in AS_IT_IS if says.get(name)}
    if not _is_address(offered.get("final_address", "http://x")):
        del offered["final_address"]
    if found.kind in WHAT:
        offered["what"] = WHAT[found.kind]
    offered |= _moment("captured", says.get("captured_at", "") or says.get("captured_shown", ""))
    offered |= _moment("posted", says.get("posted_at", "") or _of_mail(found, says))
    return offered


def _of_mail(found: Reading, says: Mapping[str, str]) -> str:
    return says.get("posted_shown", "") if found.kind == "e-mail" else ""


def _moment(name: str, said: str) -> dict[str, str]:
    """Return a time with the zone that stands with it; one without a zone says no moment, and none is guessed."""
    moment = _read(said)
    if moment is None:
        return {}
    local = moment.replace(tzinfo=None).isoformat(" ", "seconds")
    try:
        read_local(local)
    except NotATime:
        return {}
    return {f"{name}_local": local, f"{name}_zone": _offset(moment), f"{name}_utc": moment.astimezone(UTC).isoformat()}


def _read(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said) if _ISO.match(said) else email.utils.parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _offset(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    if not offset:
        return "UTC"
    sign, minutes = ("-" if offset < timedelta() else "+"), int(abs(offset).total_seconds()) // 60
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def _is_address(text: str) -> bool:
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return False
