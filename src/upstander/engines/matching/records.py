"""Read records to be matched from a file of JSON lines: id, and any of text, links, accounts, suspects and image."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from upstander.engines.matching.keys import Item
from upstander.engines.matching.media import picture
from upstander.engines.matching.people.described import Described, NotComparable
from upstander.engines.matching.people.described import read as described
from upstander.engines.previews.sandbox import AT_ONCE, small_copies

LONGEST_LINE = 16 * 2**20
"""Bytes of one record."""
PARTS = ("text", "links", "accounts", "suspects", "image")
"""What a record may be matched by; `at`, the day it came in, is not enough."""
OF_ACCOUNT = ("platform", "number", "display_name", "bio", "picture", "place", "links", "contacts")
"""What may be said of an account besides its name: fields of `people.described`."""


class BadRecord(ValueError):
    """A line that is no record; says the file, the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its id, what is matched, and the line that it stood in; `end` is where that ends, in bytes.

    `image` is the file of its picture, of which `item` holds the digest; what is seen on it comes by `pictured`.
    """

    id: str
    item: Item
    line: int
    digest: bytes
    end: int
    image: Path | None = None


def read(path: Path) -> Iterator[Record]:
    """Read the records of a file one by one; a picture's path counts from the folder of the file.

    Raises BadRecord at the first line that is none, and OSError where the file cannot be read.
    """
    end = 0
    with path.open("rb") as file:
        for line, raw in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 1):
            end += len(raw)
            text = raw.removeprefix(b"\xef\xbb\xbf") if line == 1 else raw
            if not text.strip():
                continue
            try:
                if len(raw) > LONGEST_LINE:
                    raise BadRecord(f"the line is longer than {LONGEST_LINE:,} bytes")
                said = _said(text)
                item = _item(said, path.parent)
                digest = hashlib.blake2b(text.strip(), digest_size=12).digest()
                image = path.parent / said["image"] if said.get("image") else None
                yield Record(_id(said), item, line, digest, end, image)
            except BadRecord as error:
                raise BadRecord(f"{path}, line {line}: {error}.") from error


def pictured(records: Iterator[Record], wanted: Callable[[Record], bool]) -> Iterator[Record]:
    """Yield the records with what is seen on the pictures of those that are `wanted`, decoded in the sandbox.

    What is no picture, or cannot be decoded, is matched by its bytes alone. Without a sandbox nothing is decoded: ask
    `engines.previews.sandbox.has_sandbox` before.
    """
    left: BadRecord | None = None
    while left is None:
        some: list[Record] = []
        try:
            some.extend(islice(records, AT_ONCE))
        except BadRecord as error:
            left = error  # once what stands before it is matched
        if not some and left is None:
            return
        asked = [record for record in some if record.image is not None and wanted(record)]
        small = dict(zip((record.line for record in asked), small_copies([_path(each) for each in asked]), strict=True))
        for record in some:
            copy = small.get(record.line)
            seen = (picture.read(copy.content),) if copy and copy.content else ()
            yield replace(record, item=replace(record.item, pictures=seen)) if seen else record
    raise left


def _path(record: Record) -> Path:
    if record.image is None:
        raise ValueError("the record has no picture")
    return record.image.resolve()


def of_image(path: Path) -> tuple[str, ...]:
    """The SHA-256 of the file of a picture."""
    try:
        if path.exists() and not path.is_file():
            raise BadRecord(f"the image {path} is no file")
        with path.open("rb") as file:
            return (hashlib.file_digest(file, "sha256").hexdigest(),)
    except OSError as error:
        raise BadRecord(f"the image {path} cannot be read ({error.strerror or error})") from error
    except BadRecord:
        raise
    except ValueError as error:  # a NUL in it
        raise BadRecord(f"the image is no path ({error})") from error


def _said(text: bytes) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except UnicodeDecodeError as error:
        raise BadRecord("it is not UTF-8") from error
    except RecursionError as error:
        raise BadRecord("it is nested too deeply") from error
    except ValueError as error:
        raise BadRecord(f"it is not JSON ({error})") from error
    if not isinstance(said, dict):
        raise BadRecord("it is JSON but no object")
    return said


def _id(said: dict[str, Any]) -> str:
    value = said.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise BadRecord("it has no id (a text or a whole number)")
    return str(value)


def _item(said: dict[str, Any], folder: Path) -> Item:
    _id(said)
    text, links, accounts, suspects, image = (said.get(part) for part in PARTS)
    if not (text or links or accounts or suspects or image):
        raise BadRecord(f"it has none of {', '.join(PARTS)}")
    if text is not None and not isinstance(text, str):
        raise BadRecord("its text is not a text")
    if links is not None and not (isinstance(links, list) and all(isinstance(link, str) for link in links)):
        raise BadRecord("its links are not a list of texts")
    if image is not None and not isinstance(image, str):
        raise BadRecord("its image is not a path")
    return Item(
        texts=(("text", text),) if text else (),
        links=tuple(links or ()),
        accounts=tuple(_account(account) for account in _listed("accounts", accounts)),
        file_sha256s=of_image(folder / image) if image else (),
        times=_times(said.get("at")),
        people=(
            *(_described("suspect", one) for one in _listed("suspects", suspects)),
            *(_described("account", _owner(one)) for one in _listed("accounts", accounts) if isinstance(one, dict)),
        ),
    )


def _times(at: Any) -> tuple[date, ...]:
    if at is None:
        return ()
    try:
        return (date.fromisoformat(at[:10]),)
    except (TypeError, ValueError) as error:
        raise BadRecord("its at is no day such as 2026-11-18") from error


def _listed(part: str, said: Any) -> list[Any]:
    if said is None or isinstance(said, list):
        return said or []
    raise BadRecord(f"its {part} are not a list")


def _owner(account: dict[str, Any]) -> dict[str, Any]:
    """An account as a description of whoever has it: its `name` is the handle. Other fields are passed over."""
    return {"handle": account.get("name"), **{name: account[name] for name in OF_ACCOUNT if name in account}}


def _described(whom: str, said: Any) -> Described:
    if not isinstance(said, dict):
        raise BadRecord(f"its {whom}s are no objects")
    try:
        return described({"whom": whom, **said})
    except NotComparable as error:
        raise BadRecord(f"one of its {whom}s cannot be compared: {error}") from error


def _account(said: Any) -> tuple[str, str]:
    """An account as {"platform": ..., "name": ...}, as [platform, name], or as a link to its profile."""
    if isinstance(said, str):
        return "", said
    if isinstance(said, dict):
        said = [said.get("platform"), said.get("name")]
    if isinstance(said, list) and len(said) == 2 and all(isinstance(part, str) for part in said):
        return said[0], said[1]
    raise BadRecord("one of its accounts is no platform with a name")
