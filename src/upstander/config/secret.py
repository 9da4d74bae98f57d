"""The secret key that signs sessions: made once, kept in the hub's own folder, never in the code."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Return UPSTANDER_SECRET_KEY, or the key kept in `home`, making it (mode 0600) on the first start."""
    if key := os.environ.get("UPSTANDER_SECRET_KEY"):
        return key
    path = home / "keys" / "session.key"
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_urlsafe(64)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(key)
    except FileExistsError:  # another process of this hub was first
        return path.read_text()
    return key
