"""Print the evidence report (report.pdf) from the machine copy of a case."""

import json
import shutil
import tempfile
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from upstander.engines.matching.links import defang

from .case_copy import check_case
from .glyphs import missing_glyphs, printable
from .typeset import STANDARDS, NotTypeset, typeset_all

__all__ = ["Laid", "MissingGlyph", "NotTypeset", "RenderInfo", "Volume", "lay_out", "render_report"]
TEMPLATE = Path(__file__).with_name("report.typ")
EXHIBITS_A_VOLUME = 100
ROOM, PICTURE, LISTED = 150, 3, 5
"""How the typesetter is kept below 150 MB: an exhibit takes 0.65 MB of the 100 beside what it holds anyway, a picture
three times as much, and five lines of the schedule of all exhibits, which is in the first volume, as much as one."""
ADDRESSES = (
    ("origin", "original_address"), ("origin", "final_address"), ("thread", "answers_address"), ("thread", "address"),
)  # fmt: skip
"""Where an exhibit holds addresses."""
LONGEST_RUN = 32
"""Characters without a place to break a line, after which one is made."""


class MissingGlyph(ValueError):
    """A field holds characters that no bundled font can print; the message names both."""


@dataclass(frozen=True)
class Laid:
    """One volume that can be typeset: the folder with all that goes into it, its file's name, the exhibits it shows."""

    root: Path
    file: str
    exhibits: tuple[str, ...]


@dataclass(frozen=True)
class Volume:
    """One file of the report and the exhibits it shows (none: an empty tuple)."""

    path: Path
    exhibits: tuple[str, ...]


@dataclass(frozen=True)
class RenderInfo:
    """What was printed: the volumes in order and the standards that the typesetter claims for them."""

    volumes: tuple[Volume, ...]
    standards: tuple[str, ...] = STANDARDS


def render_report(
    data: Mapping[str, Any], out: Path, previews: Mapping[str, bytes] | None = None, *, checked: bool = False
) -> RenderInfo:
    """Print the case `data` to `out`, and further volumes to `out` with -2, -3 before .pdf; see `lay_out`.

    Raises NotACase, MissingGlyph, NotTypeset.
    """
    with tempfile.TemporaryDirectory(prefix="report-", dir=out.parent) as scratch:
        laid = lay_out(data, Path(scratch), previews, checked=checked, name=out.name)
        volumes = tuple(Volume(out.with_name(each.file), each.exhibits) for each in laid)
        pairs = [(each.root, volume.path) for each, volume in zip(laid, volumes, strict=True)]
        for _ in typeset_all(pairs, made_at(data)):
            pass
    return RenderInfo(volumes)


def lay_out(
    data: Mapping[str, Any],
    folder: Path,
    previews: Mapping[str, bytes] | None = None,
    *,
    checked: bool = False,
    name: str = "report.pdf",
) -> list[Laid]:
    """Put what each volume of the case `data` (as in case.json) is typeset from into a folder of its own in `folder`.

    `previews` holds a JPEG or PNG for the references of exhibits that have one. The same input gives the same bytes.
    `checked` says that the caller has checked it. Raises NotACase, MissingGlyph.
    """
    if not checked:
        check_case(data)
    shown = _prepare(data)
    _check_glyphs(shown)
    stem, _, ending = name.rpartition(".")
    parts = _parts(shown["exhibits"], previews or {})
    files = [name, *(f"{stem}-{number}.{ending}" for number in range(2, len(parts) + 1))]
    laid = [
        Laid(folder / f"volume-{number}", file, tuple(each["ref"] for each in part))
        for number, (file, part) in enumerate(zip(files, parts, strict=True), 1)
    ]
    index = [{"file": each.file, "exhibits": _span(each.exhibits)} for each in laid]
    for number, (each, part) in enumerate(zip(laid, parts, strict=True), 1):
        about = {"volume": number, "volumes": len(parts), "volume_index": index, "shown_exhibits": part}
        _lay({**shown, "exhibits": shown["exhibits"] if number == 1 else [], **about}, each.root, previews or {})
    return laid


def made_at(data: Mapping[str, Any]) -> int:
    """Return the one date that gets into the files, in seconds since 1970."""
    return int(datetime.fromisoformat(data["made_at"]).timestamp())


def _parts(exhibits: Sequence[Any], pictured: Collection[str]) -> list[list[Any]]:
    """Return which exhibits each volume shows: as many as there is room for, and less of it in the first."""
    parts: list[list[Any]] = [[]]
    room = ROOM - len(exhibits) // LISTED
    for each in exhibits:
        takes = 1 + PICTURE * (each["ref"] in pictured)
        if parts[-1] and (takes > room or len(parts[-1]) == EXHIBITS_A_VOLUME):
            parts.append([])
            room = ROOM
        parts[-1].append(each)
        room -= takes
    return parts


def _span(refs: Sequence[str]) -> str:
    return f"{refs[0]} to {refs[-1]}" if len(refs) > 1 else "".join(refs)


def _lay(volume: dict[str, Any], root: Path, previews: Mapping[str, bytes]) -> None:
    root.mkdir()
    shutil.copyfile(TEMPLATE, root / "report.typ")
    for number, exhibit in enumerate(volume["shown_exhibits"]):
        picture = previews.get(exhibit["ref"])
        exhibit["picture"] = f"preview-{number}.{_kind(picture)}" if picture else None
        if picture:
            (root / exhibit["picture"]).write_bytes(picture)
    (root / "case.json").write_text(json.dumps(volume, ensure_ascii=False), encoding="utf-8")


def _prepare(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the case as it is printed: nothing unseen, addresses that no program makes clickable, lines that break."""
    listed = [{**each, "contents": each["contents"] and {**each["contents"], "names": []}} for each in data["exhibits"]]
    # The names of parts of archives stand in case.json: nobody need read them here, in whatever script they are.
    shown: dict[str, Any] = _printable({**data, "exhibits": listed})
    for offence in shown["decision"]["offences"]:
        for element in offence["elements"]:
            element["exhibits"] = _runs(element["exhibits"], [each["ref"] for each in shown["exhibits"]])
    for exhibit in shown["exhibits"]:
        exhibit["right_to_left"] = _is_right_to_left(exhibit["text"] or "")
        for part, key in ADDRESSES:
            address = exhibit[part][key]
            exhibit[part][key] = address and _breakable(defang(address.replace("\u200b", "")))
    return shown


def _runs(refs: Sequence[str], every: Sequence[str]) -> list[str]:
    """Return three or more exhibits that follow each other as the first to the last: a case may have hundreds."""
    order = {ref: number for number, ref in enumerate(every)}
    runs: list[list[str]] = []
    for ref in sorted(refs, key=lambda ref: order.get(ref, len(order))):
        if runs and order.get(ref) == order.get(runs[-1][-1], -2) + 1:
            runs[-1].append(ref)
        else:
            runs.append([ref])
    return [part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run)]


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return _breakable(printable(value))
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_printable(item) for item in value]
    return value


def _breakable(text: str) -> str:
    """Allow a line break in runs of characters that have none: long links, hashes, ten thousand letters a."""
    words = text.split(" ")
    if all(len(word) <= LONGEST_RUN for word in words):
        return text
    return " ".join(
        word
        if len(word) <= LONGEST_RUN
        else "\u200b".join(word[i : i + LONGEST_RUN] for i in range(0, len(word), LONGEST_RUN))
        for word in words
    )


def _is_right_to_left(text: str) -> bool:
    """Say whether the first letter with a direction runs from right to left (Unicode bidirectional algorithm, P2)."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _check_glyphs(shown: Mapping[str, Any]) -> None:
    for field, text in _texts(shown, ""):
        if missing := missing_glyphs(text.replace("\u200b", "")):
            named = ", ".join(f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in sorted(missing))
            raise MissingGlyph(f"{field} has characters that no bundled font can print: {named}")


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{field}.{key}" if field else key)
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            yield from _texts(item, f"{field}[{index}]")


def _kind(picture: bytes) -> str:
    return "png" if picture.startswith(b"\x89PNG") else "jpg"
