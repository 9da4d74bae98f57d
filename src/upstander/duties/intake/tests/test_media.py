"""What a file is, is what two detectors see in it; where they differ it is nothing that anybody opens."""

from pathlib import Path

import pytest

from upstander.duties.intake.media import media_type
from upstander.engines.captures.tests import samples

pytestmark = pytest.mark.once
CAPTURED = {
    "text/html": samples.PAGE,
    "multipart/related": samples.mhtml(),
    "message/rfc822": samples.message(),
    "application/warc": samples.warc(samples.PAGE),
    "application/gzip": samples.warc(samples.PAGE, compressed=True),
    "application/zip": samples.wacz(samples.PAGE),
    "application/pdf": samples.pdf(),
    "application/json": samples.posts(),
    "application/xml": samples.entities(),
    "text/csv": b"post id;author;text\n1;@someone;They should go.\n",
    "text/plain": b"I saw this, it said: go, all of you.\nThen, I left, at once.\n",
}


@pytest.mark.parametrize("kind", CAPTURED)
def test_captured_files_are_known_for_what_they_are(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(CAPTURED[kind])
    assert media_type(path) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 60,
        b"\0\0\0\x18ftypisom#EXTM3U\nfile:///etc/passwd\n",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"PDF-1.4 <html>",
        b"\xff\xfe<\0h\0t\0m\0l\0>\0",
        b"PK\x03",
        b"WARC/1.0\r\nhello",
    ],
)
def test_what_is_something_else_is_not_taken_for_a_picture_or_a_page(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert media_type(path) in ("unknown", "text/plain", "video/mp4")


def test_an_empty_archive_is_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(samples.zipped({}))
    assert media_type(path) == "application/zip"
