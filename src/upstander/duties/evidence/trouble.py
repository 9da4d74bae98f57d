"""Word what went wrong with a build: a code for the journal, the exhibit to blame, a sentence for the officer."""

import errno
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from upstander.duties.evidence.assembling.build_info import SelfTestFailed
from upstander.duties.evidence.documents.case_copy import NotACase
from upstander.duties.evidence.documents.render import MissingGlyph, NotTypeset
from upstander.duties.evidence.pressing import Ended
from upstander.engines.sealing.bag import FileChanged, NotVerified
from upstander.engines.sealing.checkpoint import BadCheckpoint
from upstander.engines.sealing.custody import BadExtract
from upstander.engines.sealing.keys import KeysMissing
from upstander.engines.sealing.pdf_signing import NotSigned

TELL = "Tell whoever runs this hub."
SENTENCES = {
    "file changed": "{exhibit} is not what came in: the hub's copy was changed since. Nothing was sealed. " + TELL,
    "file missing": "The hub's copy of {exhibit} is not there. Nothing was sealed. " + TELL,
    "missing glyph": "{exhibit} holds characters that no bundled font can print: {detail} " + TELL,
    "keys missing": "The hub has no keys to seal packages with. " + TELL,
    "disk full": "There is no room left on the disk. Ask again when there is. " + TELL,
    "storage": "The disk did not take or give a file ({detail}). Ask again; if it stays so: " + TELL,
    "not verified": "The finished package did not pass its own check and was thrown away. " + TELL,
    "journal": "The journal's extract could not be proven. Nothing was sealed. " + TELL,
    "self-test": "The software did not pass its self-test ({detail}). Nothing was sealed. " + TELL,
    "signature": "The report could not be signed ({detail}). Nothing was sealed. " + TELL,
    "report": "The report could not be printed ({detail}). " + TELL,
    "ended": "The process that makes packages ended before it was done. Ask again; if it stays so: " + TELL,
    "unexpected": "Something unforeseen happened ({detail}). Ask again; if it stays so: " + TELL,
}
KINDS: tuple[tuple[type[Exception], str], ...] = (
    (FileChanged, "file changed"),
    (MissingGlyph, "missing glyph"),
    (KeysMissing, "keys missing"),
    (FileNotFoundError, "file missing"),
    (NotVerified, "not verified"),
    (BadExtract, "journal"),
    (BadCheckpoint, "journal"),
    (SelfTestFailed, "self-test"),
    (NotSigned, "signature"),
    (NotTypeset, "report"),
    (NotACase, "report"),
    (Ended, "ended"),
    (OSError, "storage"),
)
LONGEST = 300
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Trouble:
    """What went wrong: a code of SENTENCES, the exhibit's number or nothing, and the sentence."""

    kind: str
    exhibit: str
    sentence: str


def trouble_of(error: Exception, exhibits: Sequence[tuple[str, str]]) -> Trouble:
    """Return the words for `error`; `exhibits` are the numbers in order, each with where its file lies or nothing."""
    kind = next((name for cls, name in KINDS if isinstance(error, cls)), "unexpected")
    if _says_disk_full(error):
        kind = "disk full"
    exhibit = _exhibit_in(error, exhibits)
    if kind == "file missing" and not exhibit:
        kind = "storage"
    detail = str(error).splitlines()[0][:LONGEST] if str(error) else ""
    if kind == "unexpected":
        detail = type(error).__name__
    elif kind == "missing glyph":
        detail = detail.partition("can print: ")[2] + "."
    elif kind == "storage" and isinstance(error, OSError):
        detail = error.strerror or type(error).__name__
    return Trouble(kind, exhibit, SENTENCES[kind].format(exhibit=exhibit or "The case", detail=detail))


def _says_disk_full(error: Exception) -> bool:
    """Whether there was no room: by the error's number, or, of a program that was called, by what it said of it."""
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, NotTypeset | NotSigned | Ended) and any(os.strerror(code) in str(error) for code in FULL)


def _exhibit_in(error: Exception, exhibits: Sequence[tuple[str, str]]) -> str:
    """Return the exhibit that the error is about: by its place in the list, in the package or in the vault."""
    said = str(error)
    if match := re.match(r"exhibits\[(\d+)\]", said):
        return exhibits[int(match[1])][0]
    if match := re.match(r"exhibits/([A-Z]+-\d+)/", said):
        return match[1]
    filename = str(getattr(error, "filename", "") or "")
    return next((ref for ref, place in exhibits if place and filename.endswith(place)), "")
