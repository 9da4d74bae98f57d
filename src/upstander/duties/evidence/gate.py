"""Look through a sealed package for what must not leave: who reported, remarks inside files, what is hidden."""

import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from upstander.duties.evidence.assembling.kept_apart import texts_of
from upstander.duties.evidence.assembling.pinning import Pinned
from upstander.duties.evidence.models import Package
from upstander.duties.evidence.reporters import search_for
from upstander.engines.disclosure.identity import Search, mask
from upstander.engines.disclosure.pieces import pieces_of
from upstander.record.cases.models import Report
from upstander.record.vault.keeping import path_of
from upstander.record.vault.models import File

MOST = 1_000
"""Findings that are kept of one package; with more, nobody could answer each."""
IDENTITY = "identity"
IN_CASE = re.compile(r"^exhibits\[(\d+)\]")
REPEATING = re.compile(r"^(accounts\[|summary)")
"""Where case.json repeats what exhibits say: that is evidence and not the hub's own words."""
READ_BY_READERS = (".pdf", ".docx", ".jpg")
NO_WORDS = (".p7s", ".tsr", ".pem")
EXHIBIT = re.compile(r"^data/exhibits/([A-Z]+-\d+)/")


@dataclass(frozen=True)
class Found:
    """One thing that somebody must answer; `bars` says that the hub wrote it itself, so no answer lets it leave."""

    kind: str
    place: str
    exhibit: str
    what: str
    bars: bool = False


@dataclass
class _Gathered:
    """What was found so far, each thing once, and what of it the exhibits themselves say."""

    search: Search
    held: dict[tuple[str, ...], Found] = field(default_factory=dict)
    quoted: set[tuple[str, str]] = field(default_factory=set)

    def add(self, found: Found) -> None:
        """Keep it once; a place may be a name of a file, and that may be somebody's."""
        place = self.search.without(found.place, parts=True)
        self.held.setdefault((found.kind, found.exhibit or place, found.what), replace(found, place=place))

    def words(
        self, texts: Sequence[tuple[str, str]], exhibit: str = "", *, quotes: bool = False, parts: bool = True
    ) -> None:
        """Look for the reporters in texts, each with its place; `quotes`: they repeat what an exhibit says.

        With `parts`, surnames by themselves count.
        """
        for place, hit in self.search.among(texts):
            if not hit.sure and not parts:
                continue
            if exhibit or quotes:
                self.quoted.add((hit.kind, hit.masked))
            elif (hit.kind, hit.masked) in self.quoted and not place.startswith("case.json"):
                continue
            bars = hit.sure and not exhibit and not quotes
            self.add(Found(IDENTITY, place, exhibit, f"{hit.kind}: {hit.masked}", bars))


def search_package(package: Package) -> list[Found]:
    """Return all that is found in the sealed file of `package`, exhibits first. Raises OSError, BadZipFile."""
    pinned = Pinned.load(package.pinned)
    reports = Report.objects.filter(reference__in=[each["reference"] for each in pinned.case["reports"]])
    gathered = _Gathered(search_for(reports.select_related("complainant")))
    originals = {f"data/{source.path}": source for source in pinned.sources}
    with zipfile.ZipFile(Path(settings.PACKAGES_FOLDER) / package.place) as archive:
        names = {info.filename.partition("/")[2]: info for info in archive.infolist()}
        for name in names:
            exhibit = EXHIBIT.match(name)
            gathered.words([(f"{name}: its name", name.rpartition("/")[2])], exhibit[1] if exhibit else "")
        _exhibits(gathered, originals)
        case = json.loads(archive.read(names["data/case.json"]))
        _case(gathered, case)
        ours = {name: info for name, info in names.items() if name not in originals}
        _ours(gathered, package.name, archive, ours)
    found = sorted(gathered.held.values(), key=lambda each: (not each.bars, each.kind != IDENTITY, each.exhibit))
    if len(found) > MOST:
        many = f"{len(found)} findings are more than can be answered"
        return [Found("unread", "the whole package", "", many, True), *found[: MOST - 1]]
    return found


def _exhibits(gathered: _Gathered, originals: Mapping[str, Any]) -> None:
    """Read every original in the sandbox: its words for who reported, its remarks for somebody to answer."""
    sources = list(originals.values())
    for piece in pieces_of([path_of(File(place=source.place)) for source in sources]):
        source = sources[piece.number]
        place = f"{source.path}: {piece.where}"[:300]
        if piece.kind == "text":
            gathered.words([(place, piece.what)], source.ref)
        else:
            gathered.add(Found(piece.kind, place, source.ref, masked(piece.kind, piece.what)))


def _case(gathered: _Gathered, case: Mapping[str, Any]) -> None:
    """Look through case.json: what exhibits say counts as theirs, what only repeats it is no bar, all else is ours."""
    of_exhibits: dict[str, list[tuple[str, str]]] = {}
    repeated: list[tuple[str, str]] = []
    ours: list[tuple[str, str]] = []
    for place, text in texts_of(case):
        named = (f"case.json: {place}", text)
        if number := IN_CASE.match(place):
            of_exhibits.setdefault(case["exhibits"][int(number[1])]["ref"], []).append(named)
        else:
            (repeated if REPEATING.match(place) else ours).append(named)
    for ref, texts in of_exhibits.items():
        gathered.words(texts, ref)
    gathered.words(repeated, quotes=True)
    gathered.words(ours)


def _ours(gathered: _Gathered, package: str, archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo]) -> None:
    """Read all that the hub wrote; what only repeats an exhibit's words is the exhibit's finding already."""
    read_apart = []
    for name, info in names.items():
        if name.endswith(READ_BY_READERS):
            read_apart.append((name, info))
        elif not name.endswith(NO_WORDS) and name != "data/case.json":
            text = archive.read(info).decode("utf-8", "replace")
            exhibit = EXHIBIT.match(name)
            gathered.words([(name, text)], exhibit[1] if exhibit else "", parts=False)
    clear(package)
    scratch = Path(tempfile.mkdtemp(prefix=f".gate-{package}-", dir=settings.PACKAGES_FOLDER))
    try:
        for start in range(0, len(read_apart), 40):
            part = read_apart[start : start + 40]
            files = []
            for number, (_, info) in enumerate(part):
                files.append(scratch / str(number))
                with archive.open(info) as source, files[-1].open("wb") as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)
            for piece in pieces_of(files, ours=True):
                _our_piece(gathered, part[piece.number][0], piece.kind, piece.where, piece.what)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _our_piece(gathered: _Gathered, name: str, kind: str, where: str, what: str) -> None:
    if kind == "text":
        gathered.words([(f"{name}: {where}", what)], parts=False)
    elif kind != "author":  # what the hub writes names the hub, and nobody else
        gathered.add(Found(kind, f"{name}: {where}"[:300], "", masked(kind, what), bars=kind != "unread"))


def clear(package: str) -> None:
    """Take away what a worker that died while it looked through the package of this name has left."""
    for path in Path(settings.PACKAGES_FOLDER).glob(f".gate-{package}-*"):
        shutil.rmtree(path, ignore_errors=True)


def masked(kind: str, what: str) -> str:
    """Return what was found as it may be shown: nobody's name, no place to a street; kinds and numbers as they are."""
    if kind in ("unread", "hidden"):
        return what[:200]
    if kind == "place":
        return re.sub(r"(\d\.\d)\d+", r"\1...", what)[:200]
    return mask(what)[:200]
