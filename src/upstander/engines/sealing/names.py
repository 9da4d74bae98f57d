"""Turn a file name as received into one that every system unpacks to the same place."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 80
SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}")
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{digit}" for digit in range(10)), *(f"lpt{digit}" for digit in range(10))]
)
"""Names that Windows keeps for devices, whatever extension follows."""


def is_safe(name: str) -> bool:
    """Say whether `name` (one path component) may stand in a package as it is."""
    return bool(SAFE.fullmatch(name)) and not name.endswith(".") and name.split(".")[0].lower() not in RESERVED


def is_safe_path(path: str) -> bool:
    """Say whether every component of `path` (joined by /) is safe; this excludes absolute paths and `..`."""
    return all(is_safe(part) for part in path.split("/"))


def safe_name(received: str, taken: Collection[str] = ()) -> str:
    """Return a name of at most 80 characters [A-Za-z0-9._-] for the file received as `received`.

    `taken` holds the names already used in that folder; one that differs only by case counts as taken.
    """
    name = unicodedata.normalize("NFC", received).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", name).lstrip(".-").rstrip(".")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = name, "", ""
    if not stem.strip("._"):
        stem = "file"
    if stem.split(".")[0].lower() in RESERVED:
        stem = f"_{stem}"
    used = {name.casefold() for name in taken}
    number, suffix = 1, ""
    while True:
        fitted = stem[: LONGEST - len(suffix) - len(dot) - len(extension)].rstrip(".") + suffix + dot + extension
        if fitted.casefold() not in used:
            return fitted
        number += 1
        suffix = f"-{number}"
