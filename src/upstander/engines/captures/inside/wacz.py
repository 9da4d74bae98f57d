"""Check a WACZ: a web archive in a ZIP, with the hashes of its parts and a list of its pages."""

import hashlib
import io
import json
import zipfile
from typing import IO, Any

from . import web
from .found import Found

DESCRIPTION = "datapackage.json"
DESCRIPTION_DIGEST = "datapackage-digest.json"
LONGEST_DESCRIPTION = 4 << 20
MOST_PAGES = 50
MOST_LINES = 1_000


def read(held: zipfile.ZipFile, found: Found) -> None:
    """Compare the hash of each part with what the description says of it, then check the web archives inside."""
    found.kind = "wacz"
    raw = _head(held, DESCRIPTION)
    said = json.loads(raw)
    _description(said, found)
    _digest_of_the_description(held, raw, found)
    names = set(held.namelist())
    resources = [each for each in said.get("resources", []) if isinstance(each, dict)]
    for resource in resources:
        _resource(held, resource, names, found)
    described = {str(each.get("path")) for each in resources}
    for name in names - described - {DESCRIPTION, DESCRIPTION_DIGEST}:
        if not name.endswith("/"):
            found.wrong("not described", name)
    archives = sorted(name for name in names if name.startswith("archive/") and ".warc" in name)
    records = 0
    for name in archives:
        with held.open(name) as part:
            records += web.check(part, found)
    _pages(held, names, found)
    found.empty = records == 0


def _description(said: Any, found: Found) -> None:
    if not isinstance(said, dict):
        raise ValueError("its description is no object")
    found.title = str(said.get("title") or "")
    found.say("tool", said.get("software"))
    found.say("captured_at", said.get("mainPageDate") or said.get("created"))
    found.say("final_address", said.get("mainPageUrl") or said.get("mainPageURL"))


def _digest_of_the_description(held: zipfile.ZipFile, raw: bytes, found: Found) -> None:
    if DESCRIPTION_DIGEST not in held.namelist():
        return
    said = json.loads(_head(held, DESCRIPTION_DIGEST))
    _compare(str(said.get("hash", "")), hashlib.sha256(raw).hexdigest(), DESCRIPTION, found)


def _resource(held: zipfile.ZipFile, said: dict[str, Any], names: set[str], found: Found) -> None:
    name = str(said.get("path"))
    if name not in names:
        found.wrong("part missing", name)
        return
    algorithm, _, _digest = str(said.get("hash", "")).partition(":")
    if algorithm not in ("sha256", "md5", "sha1", "sha512"):
        found.wrong("no hash", name)
        return
    reckoned = hashlib.new(algorithm, usedforsecurity=False)
    try:
        with held.open(name) as part:
            while chunk := part.read(1 << 20):
                reckoned.update(chunk)
    except (zipfile.BadZipFile, EOFError, OSError):
        found.wrong("truncated", name)
        found.differ += 1
        return
    _compare(str(said["hash"]), reckoned.hexdigest(), name, found)


def _compare(said: str, reckoned: str, name: str, found: Found) -> None:
    if said.rpartition(":")[2].lower() == reckoned:
        found.agree += 1
    else:
        found.differ += 1
        found.wrong("hash differs", name)


def _pages(held: zipfile.ZipFile, names: set[str], found: Found) -> None:
    """Read which pages it holds; the first stands for the address and the time where nothing else was said."""
    for name in sorted(names & {"pages/pages.jsonl", "pages/extraPages.jsonl"}):
        with held.open(name) as part:
            _lines(part, found)


def _lines(part: IO[bytes], found: Found) -> None:
    text = io.TextIOWrapper(part, "utf-8", "replace")
    for _number in range(MOST_LINES):
        line = text.readline(1 << 20)
        if not line:
            return
        try:
            page = json.loads(line)
        except ValueError:
            continue
        if not isinstance(page, dict) or not page.get("url"):
            continue
        found.title = found.title or str(page.get("title") or "")
        found.say("final_address", page["url"])
        found.say("captured_at", page.get("ts"))
        found.add_words(f"{page.get('title') or ''}\n{page['url']}\n{page.get('text') or ''}")


def _head(held: zipfile.ZipFile, name: str) -> bytes:
    with held.open(name) as part:
        raw = part.read(LONGEST_DESCRIPTION + 1)
    if len(raw) > LONGEST_DESCRIPTION:
        raise ValueError("its description is too long")
    return raw
