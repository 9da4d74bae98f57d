"""Keep what a session holds unreadable in the database: an officer's half-made decision is in it."""

from json import dumps, loads
from typing import Any

from upstander.record.vault import cipher


class LockedSerializer:
    """Encrypts a session as one value; Django signs what comes out."""

    def dumps(self, held: dict[str, Any]) -> bytes:
        """Return the session encrypted."""
        return cipher.lock(dumps(held, separators=(",", ":")).encode(), table="session", column="data", row="")

    def loads(self, locked: bytes) -> dict[str, Any]:
        """Return the session in the clear. Raises Unreadable, which Django takes for no session at all."""
        opened: dict[str, Any] = loads(cipher.unlock(locked, table="session", column="data", row=""))
        return opened
