"""Every place in which files carry words and remarks is planted once and found, and plain files have nothing found."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText

from upstander.engines import enclosure
from upstander.engines.disclosure import pieces, reading
from upstander.engines.disclosure.pieces import Piece, pieces_of
from upstander.engines.disclosure.reading.files import read
from upstander.engines.disclosure.tests import planted

WHO = "Robin Canary"
TRACKED = '<w:p><w:{0} w:author="{1}"><w:r><w:t>x</w:t></w:r></w:{0}></w:p>'
WORD_REMARK = f'<w:comments {planted.W}><w:comment w:author="{WHO}"><w:p/></w:comment></w:comments>'
SHEET_REMARK = (
    f"<comments {planted.S}><authors><author>{WHO}</author></authors><commentList>"
    '<comment ref="A1" authorId="0"><text><t>x</t></text></comment></commentList></comments>'
)
TYPED = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
BY_SOMEBODY = planted.CORE.format(WHO, "")
MAIL = (
    "From: {0} <robin@example.org>\r\nTo: hub@example.org\r\nSubject: About it\r\nMIME-Version: 1.0\r\n"
    'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\nUm9iaW4gQ2FuYXJ5\r\n'
)


def pdf(*, author: str = "", remark: str = "", inside: str = "") -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if author:
        writer.add_metadata({"/Author": author})
    if remark:
        writer.add_annotation(0, FreeText(text=remark, rect=(10, 10, 90, 40)))
    if inside:
        writer.add_attachment(inside, b"held")
    writer.write(made)
    return made.getvalue()


def office(parts: dict[str, str | bytes]) -> bytes:
    return planted.zipped({"[Content_Types].xml": planted.TYPES, **parts})


def found(content: bytes) -> list[tuple[str, str, str]]:
    return list(read(io.BytesIO(content)))


def remarks(content: bytes) -> set[str]:
    return {kind for kind, _, _ in found(content)} - {reading.TEXT}


def words(content: bytes) -> str:
    return "\n".join(what for kind, _, what in found(content) if kind == reading.TEXT)


REMARKS = [
    ("the author of a Word file", planted.word(docProps__core=planted.CORE.format(WHO, "")), "author"),
    ("who saved it last", planted.word(docProps__core=planted.CORE.format("", WHO)), "author"),
    ("the company", planted.word(docProps__app=planted.APP.format(WHO)), "author"),
    ("a tracked insertion", planted.word(TRACKED.format("ins", WHO)), "tracked"),
    ("a tracked deletion", planted.word(TRACKED.format("del", WHO)), "tracked"),
    ("a comment in Word", planted.word(word__comments=WORD_REMARK), "comment"),
    ("hidden text", planted.word("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"), "hidden"),
    ("a hidden sheet", planted.sheet(state="hidden"), "hidden"),
    ("a very hidden sheet", planted.sheet(state="veryHidden"), "hidden"),
    ("a hidden row", planted.sheet('<row hidden="1"><c><v>1</v></c></row>'), "hidden"),
    ("a hidden column", planted.sheet(columns='<col min="1" max="1" hidden="1"/>'), "hidden"),
    ("a comment in Excel", planted.sheet(xl__comments1=SHEET_REMARK), "comment"),
    ("a picture's place inside a Word file", office({"word/media/a.jpg": planted.photograph(place=True)}), "place"),
    ("EXIF author", planted.photograph(artist=WHO), "author"),
    ("EXIF place", planted.photograph(place=True), "place"),
    ("EXIF serial number", planted.photograph(serial="123456"), "device"),
    ("EXIF place in PNG", planted.photograph("PNG", place=True), "place"),
    ("EXIF place in WebP", planted.photograph("WEBP", place=True), "place"),
    ("EXIF author in TIFF", planted.photograph("TIFF", artist=WHO), "author"),
    ("XMP place", planted.photograph(xmp=planted.XMP.format(place="53,48.1N", author="")), "place"),
    ("XMP author", planted.photograph("PNG", xmp=planted.XMP.format(place="", author=WHO)), "author"),
    ("QuickTime place", planted.film(xyz="+53.8000-001.5500/"), "place"),
    ("QuickTime place by key", planted.film(key="+53.8000-001.5500+072.1/"), "place"),
    ("QuickTime author", planted.film(author=WHO), "author"),
    ("PDF author", pdf(author=WHO), "author"),
    ("PDF remark", pdf(remark=WHO), "comment"),
    ("a file inside a PDF", pdf(inside="a.txt"), "hidden"),
    ("a file of an unknown kind", b"\x00\x01\x02" * 40, "unread"),
    ("a broken Word file", planted.word("<w:p>"), "unread"),
    ("a document type in XML", office({"word/document.xml": TYPED}), "unread"),
    ("a Word file in a zip", planted.zipped({"a.docx": planted.word(docProps__core=BY_SOMEBODY)}), "author"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "kind"), [row[1:] for row in REMARKS], ids=[row[0] for row in REMARKS])
def test_a_planted_remark_is_found(content: bytes, kind: str) -> None:
    assert kind in remarks(content)


PLACES_FOR_WORDS: list[tuple[str, Callable[[str], bytes]]] = [
    ("plain text", lambda who: f"It was {who}.".encode()),
    ("UTF-16 text", lambda who: f"It was {who}.".encode("utf-16")),
    ("HTML with entities", lambda who: f"<p>{who.replace('R', '&#82;')}</p>".encode()),
    ("gzip", lambda who: gzip.compress(who.encode())),
    ("two gzip members", lambda who: gzip.compress(b"a\n") + gzip.compress(who.encode())),
    ("the body of an e-mail", lambda who: MAIL.format("x").encode()),
    ("the header of an e-mail", lambda who: MAIL.format(who).encode()),
    ("a torn run in Word", lambda who: planted.word(f"<w:p><w:t>{who[:4]}</w:t><w:t>{who[4:]}</w:t></w:p>")),
    ("a header of Word", lambda who: planted.word(word__header1=f"<w:hdr {planted.W}><w:p>{who}</w:p></w:hdr>")),
    ("deleted words of Word", lambda who: planted.word(f"<w:p><w:del><w:delText>{who}</w:delText></w:del></w:p>")),
    ("shared strings of Excel", lambda who: planted.sheet(xl__sharedStrings=f"<sst><si><t>{who}</t></si></sst>")),
    ("a PNG comment", lambda who: planted.photograph("PNG", comment=who)),
    ("a JPEG comment", lambda who: planted.photograph(comment=who)),
    ("XMP", lambda who: planted.photograph(xmp=planted.XMP.format(place="", author=who))),
    ("a name in a zip", lambda who: planted.zipped({f"{who}.txt": "x"})),
    ("a text in a zip in a zip", lambda who: planted.zipped({"a.zip": planted.zipped({"a.txt": who})})),
    ("PDF properties", lambda who: pdf(author=who)),
    ("a PDF remark", lambda who: pdf(remark=who)),
]  # fmt: skip


@pytest.mark.parametrize("make", [row[1] for row in PLACES_FOR_WORDS], ids=[row[0] for row in PLACES_FOR_WORDS])
def test_planted_words_are_read(make: Callable[[str], bytes]) -> None:
    assert WHO in words(make(WHO))


PLAIN = [
    b"Plain words.",
    b"{}",
    planted.word(),
    planted.sheet(),
    planted.photograph(),
    planted.photograph("PNG"),
    planted.photograph("GIF"),
    planted.photograph("WEBP"),
    planted.film(),
    pdf(),
]


@pytest.mark.parametrize("content", PLAIN)
def test_nothing_planted_is_nothing_found(content: bytes) -> None:
    assert remarks(content) == set()


def test_what_unfolds_without_end_is_said_to_be_unread() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * (reading.MOST_BYTES + 10))
    assert remarks(bomb.getvalue()) == {"unread"}
    assert remarks(gzip.compress(b"a" * (reading.MOST_BYTES + 10))) == {"unread"}


def test_a_declared_size_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = planted.zipped({"a.txt": "x" * 5_000})
    monkeypatch.setattr("upstander.engines.disclosure.reading.files.MOST_BYTES", 4_000)
    lied = content.replace((5_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "unread" in remarks(lied)


@pytest.mark.skipif(not enclosure.has_sandbox(), reason="this machine has no sandbox")
def test_strangers_files_are_read_in_the_sandbox(tmp_path: Path) -> None:
    for number, content in enumerate((planted.photograph(place=True), pdf(author=WHO), b"plain")):
        (tmp_path / str(number)).write_bytes(content)
    said = list(pieces_of([tmp_path / str(number) for number in range(3)]))
    assert {(piece.number, piece.kind) for piece in said if piece.kind != "text"} == {(0, "place"), (1, "author")}
    assert Piece(2, "text", "text", "plain") in said


def test_without_a_sandbox_strangers_files_are_unread_and_ours_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(planted.word(docProps__core=planted.CORE.format(WHO, "")))
    monkeypatch.setattr(enclosure, "has_sandbox", lambda: False)
    assert [piece.kind for piece in pieces_of([tmp_path / "a"])] == ["unread"]
    assert "author" in {piece.kind for piece in pieces_of([tmp_path / "a"], ours=True)}


def test_a_file_that_ends_the_reader_is_unread_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dies").write_bytes(b"x")
    (tmp_path / "lives").write_bytes(b"Plain words.")
    killer = tmp_path / "worker.py"
    killer.write_text(
        "import json, os, sys\n"
        "for number, file in enumerate(sys.argv[2:]):\n"
        "    if file.endswith('dies'): os._exit(9)\n"
        "    print(json.dumps([number, 'text', 'text', open(file).read()]), flush=True)\n"
        "    print(json.dumps([number, 'done', '', '']), flush=True)\n"
    )
    monkeypatch.setattr(enclosure, "has_sandbox", lambda: False)
    monkeypatch.setattr(pieces.worker, "__file__", str(killer))
    said = list(pieces_of([tmp_path / "dies", tmp_path / "lives"], ours=True))
    assert {(piece.number, piece.kind) for piece in said} == {(0, "unread"), (1, "text")}


def test_what_a_worker_says_out_of_form_ends_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x")
    liar = tmp_path / "worker.py"
    liar.write_text(f"print({json.dumps(json.dumps([7, 'text', 'text', 'of another file']))})\n")
    monkeypatch.setattr(enclosure, "has_sandbox", lambda: False)
    monkeypatch.setattr(pieces.worker, "__file__", str(liar))
    assert [(piece.number, piece.kind) for piece in pieces_of([tmp_path / "a"], ours=True)] == [(0, "unread")]


def test_a_reader_that_never_ends_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    endless = (
        "import sys, types\n"
        f"sys.path.insert(0, {str(Path(pieces.worker.__file__).parent)!r})\n"
        "import worker\n"
        "def read(stream):\n"
        "    while True:\n"
        "        pass\n"
        "    yield\n"
        "sys.modules['reading'] = types.ModuleType('reading')\n"
        "sys.modules['reading.files'] = types.ModuleType('reading.files')\n"
        "sys.modules['reading.files'].read = read\n"
        "worker.SECONDS = 0.2\n"
        f"worker.main('', [{str(tmp_path / 'a')!r}])\n"
    )
    said = subprocess.run([sys.executable, "-c", endless], capture_output=True, text=True, check=True).stdout
    assert [json.loads(line)[1] for line in said.splitlines()] == ["unread", "done"]
