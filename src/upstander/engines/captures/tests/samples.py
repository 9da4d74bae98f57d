"""Make captured files of each kind, good ones and bad ones, for the tests of whatever reads or keeps them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ADDRESS = "https://example.org/post/17"
CAUGHT_AT = "2026-11-02T10:00:00Z"
PAGE = b"<html><head><title>A page</title></head><body><script>alert(1)</script><p>They should go.</p></body></html>"


def warc(*pages: bytes, compressed: bool = False) -> bytes:
    """Return a WARC with its description and a response for each page."""
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=compressed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "Crawler 1.0"}))
    for page in pages:
        heads = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
        record = writer.create_warc_record(
            ADDRESS, "response", payload=io.BytesIO(page), http_headers=heads,
            warc_headers_dict={"WARC-Date": CAUGHT_AT},
        )  # fmt: skip
        writer.write_record(record)
    return made.getvalue()


def zipped(parts: dict[str, bytes], *, stored: bool = False) -> bytes:
    """Return a ZIP of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as held:
        for name, content in parts.items():
            held.writestr(name, content)
    return made.getvalue()


def wacz(*pages: bytes, change: Callable[[dict[str, bytes]], None] = lambda parts: None) -> bytes:
    """Return a WACZ; `change` does something to its parts once they are described."""
    listed = json.dumps({"url": ADDRESS, "ts": CAUGHT_AT, "title": "A page"}).encode()
    parts = {
        "archive/data.warc.gz": warc(*pages, compressed=True),
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n' + listed + b"\n",
    }
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(held).hexdigest()}", "bytes": len(held)}
        for name, held in parts.items()
    ]
    said = {"profile": "data-package", "software": "ArchiveWeb.page 1.0", "created": CAUGHT_AT, "resources": resources}
    parts["datapackage.json"] = json.dumps(said).encode()
    digest = hashlib.sha256(parts["datapackage.json"]).hexdigest()
    parts["datapackage-digest.json"] = json.dumps({"path": "datapackage.json", "hash": f"sha256:{digest}"}).encode()
    change(parts)
    return zipped(parts, stored=True)


def mhtml(page: bytes = PAGE) -> bytes:
    """Return a page as a browser saves it in one file."""
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: " + ADDRESS + "\r\nSubject: A page\r\n"
        "Date: Mon, 2 Nov 2026 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--cut"\r\n\r\n'
    )
    part = "----cut\r\nContent-Type: text/html\r\nContent-Location: " + ADDRESS + "\r\n\r\n"
    return head.encode() + part.encode() + page + b"\r\n----cut--\r\n"


def message(parts: int = 1) -> bytes:
    """Return an e-mail with so many parts."""
    head = (
        "From: Someone <someone@example.org>\r\nTo: hall@example.org\r\nSubject: You will see\r\n"
        "Date: Sun, 25 Oct 2026 01:30:00 +0100\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="cut"\r\n\r\n'
    )
    body = "".join(f"--cut\r\nContent-Type: text/plain\r\n\r\nWe know where number {n} is.\r\n" for n in range(parts))
    return (head + body + "--cut--\r\n").encode()


def posts(*, comments: int = 1, **said: Any) -> bytes:
    """Return posts as BalanceTesHaters keeps them in the browser."""
    author = {"name": "@someone", "accountHref": "https://www.youtube.com/@someone"}
    published = {
        "type": "relative", "dateText": "3 days ago",
        "resolvedDateRange": {"start": "2026-10-29T00:00:00Z", "end": "2026-10-30T00:00:00Z"},
    }  # fmt: skip
    comment = {
        "id": "2b0b0d60-0000-4000-8000-000000000001", "commentId": "c1", "textContent": "They should go.",
        "author": author, "publishedAt": published, "screenshotData": "iVBORw0KGgo=", "scrapedAt": CAUGHT_AT,
        "nbLikes": 2, "replies": [],
    }  # fmt: skip
    post = {
        "id": "2b0b0d60-0000-4000-8000-000000000000", "postId": "dQw4w9WgXcQ", "socialNetwork": "YOUTUBE",
        "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "publishedAt": published, "author": author,
        "scrapedAt": CAUGHT_AT, "title": "A film", "comments": [comment] * comments, **said,
    }  # fmt: skip
    return json.dumps([post]).encode()


def entities() -> bytes:
    """Return XML that grows to a thousand million words where it is expanded."""
    lines = ['<!ENTITY a "lol">'] + [
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return f'<?xml version="1.0"?><!DOCTYPE x [{"".join(lines)}]><x>&i;</x>'.encode()


def pdf(words: str = "They should go.") -> bytes:
    """Return a PDF of one page with these words."""
    drawn = f"BT /F1 24 Tf 100 700 Td ({words}) Tj ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode()


def bomb() -> bytes:
    """Return a ZIP that says it unpacks to a thousand times its size."""
    return zipped({"nothing.bin": b"\0" * 30_000_000})


def cut(content: bytes, short: int = 20) -> bytes:
    """Return the content without its end."""
    return content[:-short]
