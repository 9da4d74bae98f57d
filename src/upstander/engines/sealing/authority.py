"""Speak with a time-stamping authority over HTTP (RFC 3161, 3.4): the one place of sealing that uses a network."""

import urllib.request
from pathlib import Path

from .stamping import Authority, NoStamp

PATIENCE = 15
"""Seconds: a package does not wait longer, and then says that it has no token."""
LARGEST = 1 << 20
"""Bytes of an answer; tokens have a few thousand."""
KINDS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Go nowhere but to the address that the operator set."""
        return


def authority_at(address: str, anchor: Path) -> Authority:
    """Return the authority at `address` (http or https) whose root stands in `anchor`. Raises ValueError, OSError."""
    if not address.startswith(("https://", "http://")):
        raise ValueError(f"{address!r} is not the address of a time-stamping authority")
    opener = urllib.request.build_opener(_NoRedirects)

    def ask(request: bytes) -> bytes:
        asked = urllib.request.Request(address, data=request, headers=KINDS, method="POST")  # noqa: S310 - the scheme is checked above
        with opener.open(asked, timeout=PATIENCE) as answer:
            found = bytes(answer.read(LARGEST + 1))
        if len(found) > LARGEST:
            raise NoStamp("the time-stamping authority's answer is too large")
        return found

    return Authority(anchor.read_bytes(), ask)
