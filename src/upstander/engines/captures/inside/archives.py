"""List what is in a ZIP archive without unpacking it, and read the few kinds of it that describe themselves."""

import zipfile

from . import wacz
from .found import MOST_COUNTED, Found

MOST_TIMES = 100
"""How much larger than its own bytes an archive may say that it unpacks to."""
LARGEST = 4 << 30
"""Bytes that an archive may say that it unpacks to."""
ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".wacz")
OFFICE = "[Content_Types].xml"
ENCRYPTED = 0x1


def read(path: str, found: Found) -> None:
    """List the archive; open a part of it only where it is a WACZ and its declared sizes are in bounds."""
    try:
        held = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        found.wrong("truncated" if _begins(path) else "unreadable")
        return
    with held:
        parts = [part for part in held.infolist() if not part.is_dir()]
        if _is_safe(parts, found) and any(part.filename == wacz.DESCRIPTION for part in parts):
            wacz.read(held, found)
        elif any(part.filename == OFFICE for part in parts):
            found.kind = "office document"


def _is_safe(parts: list[zipfile.ZipInfo], found: Found) -> bool:
    """List the parts and say whether any may be opened: what the archive says of their sizes decides it."""
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        found.part(name, part.file_size)
        if _leads_out(name) or part.external_attr >> 28 == 0xA:
            found.wrong("leads out")
        if name in seen:
            found.wrong("same name twice")
        if part.flag_bits & ENCRYPTED:
            found.wrong("locked")
        if name.lower().endswith(ARCHIVES) and not name.startswith("archive/"):
            found.wrong("archive inside")
        seen.add(name)
    declared, held = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    found.empty = not parts or declared == 0
    if len(parts) > MOST_COUNTED:
        found.wrong("too many parts", len(parts))
        return False
    if declared > LARGEST or declared > MOST_TIMES * max(held, 1):
        found.wrong("bomb", declared)
        return False
    return not any(code in ("locked", "same name twice") for code, _ in found.faults)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name[:3] or ".." in name.replace("\\", "/").split("/")


def _begins(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(4) == b"PK\x03\x04"
