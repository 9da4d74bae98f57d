"""Read PDF documents: their words, who made them, remarks and files inside. Needs pypdf; without it they are unread."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from . import MOST_TEXT, TEXT, Piece

PEOPLE = ("/Author", "/Company", "/Manager", "/SourceModified")
MOST_PAGES = 2_000
REMARKS = ("/Text", "/FreeText", "/Highlight", "/StrikeOut", "/Underline", "/Popup", "/Stamp", "/Caret", "/Ink")


def read_pdf(stream: BinaryIO) -> Iterator[Piece]:
    """Yield what a PDF holds, page by page, until enough was read."""
    try:
        from pypdf import PdfReader
    except ImportError:
        yield "unread", "document", "this machine has no reader of PDF"
        return
    reader = PdfReader(stream)
    if reader.is_encrypted:
        yield "unread", "document", "it is encrypted"
        return
    yield from _properties(reader)
    read = 0
    for number, page in enumerate(reader.pages, 1):
        if number > MOST_PAGES or read > MOST_TEXT:
            yield "unread", f"page {number} and on", "it is too long"
            return
        text = page.extract_text()
        read += len(text)
        yield TEXT, f"page {number}", text
        yield from _remarks(page, number)


def _properties(reader: Any) -> Iterator[Piece]:
    for name, said in (reader.metadata or {}).items():
        yield TEXT, f"properties: {name}", str(said)
        if name in PEOPLE and str(said).strip():
            yield "author", f"properties: {name}", str(said)
    for name in reader.attachments:
        yield TEXT, "files inside", str(name)
        yield "hidden", "files inside", str(name)


def _remarks(page: Any, number: int) -> Iterator[Piece]:
    for each in page.get("/Annots") or ():
        note = each.get_object()
        if note.get("/Subtype") in REMARKS and (note.get("/Contents") or note.get("/T")):
            said = f"{note.get('/T') or 'nobody named'}: {str(note.get('/Contents') or '')[:80]}"
            yield TEXT, f"page {number}, remark", f"{note.get('/T')} {note.get('/Contents')}"
            yield "comment", f"page {number}", said
