"""Read one captured file as the kind that it was found to be."""

from collections.abc import Callable
from typing import Any

from . import archives, bundles, documents, messages, tables, web
from .found import Found

KINDS: dict[str, Callable[[str, Found], None]] = {
    "application/zip": archives.read,
    "application/warc": web.read_warc,
    "application/gzip": web.read_gzip,
    "text/html": documents.read_html,
    "application/pdf": documents.read_pdf,
    "multipart/related": messages.read_mhtml,
    "message/rfc822": messages.read_email,
    "application/json": bundles.read_json,
    "text/csv": tables.read_csv,
    "text/plain": documents.read_text,
    "application/xml": documents.read_xml,
}


def read(path: str, kind: str) -> dict[str, Any]:
    """Return what is found in the file at `path`; whatever its bytes do, an answer comes back."""
    found = Found(kind)
    try:
        KINDS[kind](path, found)
    except MemoryError:
        found.wrong("stopped")
    except RecursionError:
        found.wrong("nested too deeply")
    except Exception as error:
        found.wrong("unreadable", type(error).__name__)
    return found.told()
