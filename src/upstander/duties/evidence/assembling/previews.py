"""Bring the small copies of pictures into a package: those made at intake, and in the sandbox what is missing."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from upstander.engines.previews.sandbox import ABSENT, HOW, PICTURES, has_sandbox, maker, small_copies
from upstander.record.cases.models import ReportedFile
from upstander.record.vault import keeping, previews
from upstander.record.vault.cipher import Unreadable
from upstander.record.vault.models import File, Preview
from upstander.record.work.asking import due

__all__ = ["ABSENT", "HOW", "PICTURES", "Previews", "make_previews"]
log = logging.getLogger("upstander.evidence")


@dataclass(frozen=True)
class Previews(Mapping[str, bytes]):
    """The previews made, by exhibit; read from disk one at a time. `refused` says why a picture has none."""

    sandboxed: bool
    made: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, ref: str) -> bytes:
        return self.made[ref].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.made)

    def __len__(self) -> int:
        return len(self.made)


def make_previews(pictures: Sequence[tuple[str, str]], folder: Path) -> Previews:
    """Put previews of `pictures` (exhibit and place in the vault) into `folder`.

    A copy made at intake is taken where the same maker would make it now, byte for byte; the others are made in the
    sandbox, and not at all where there is none. Intake is then asked to make them anew too, for the next version.
    """
    found = Previews(sandboxed=True)
    kept = previews.made_of((place for _, place in pictures), maker=maker())
    lacking = [(ref, place) for ref, place in pictures if not _taken(ref, kept.get(place), found, folder)]
    if lacking and not has_sandbox():
        if not found.made:
            return Previews(sandboxed=False)
        found.refused.update((ref, ABSENT["why"]) for ref, _ in lacking)
    elif lacking:
        paths = [keeping.path_of(File(place=place)) for _, place in lacking]
        for (ref, _), small in zip(lacking, small_copies(paths), strict=True):
            _put(ref, small.content, small.refused, found, folder)
        _ask_intake([place for _, place in lacking])
    return found


def _ask_intake(places: Sequence[str]) -> None:
    reports = ReportedFile.objects.filter(file__place__in=places).values_list("report", flat=True).distinct()
    with transaction.atomic():
        for report in reports:
            due("make_previews", report=report, once=f"make_previews:{report}:{maker()}")


def _taken(ref: str, row: Preview | None, found: Previews, folder: Path) -> bool:
    """Take the copy that was made at intake, and say whether there was one, or a refusal, of the present maker."""
    if row is None:
        return False
    try:
        content = keeping.read(row.content) if row.content else b""
    except (OSError, Unreadable):
        log.warning("the small copy of exhibit %s cannot be read and is made anew", ref)
        return False
    _put(ref, content, row.refused, found, folder)
    return True


def _put(ref: str, content: bytes, refused: str, found: Previews, folder: Path) -> None:
    if content:
        path = folder / f"preview-{ref}.jpg"
        path.write_bytes(content)
        found.made[ref] = path
    else:
        found.refused[ref] = refused
