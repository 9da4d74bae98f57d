"""Where the hub keeps what it writes: one folder, named by UPSTANDER_HOME."""

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of this hub's database, vault, keys and development mail (default: ./var)."""
    return Path(os.environ.get("UPSTANDER_HOME", "var")).resolve()
