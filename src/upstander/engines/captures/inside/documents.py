"""Take the words out of pages, PDF files and texts; nothing in them is run, fetched or drawn."""

import contextlib
import html.parser
import os
import re
import subprocess
import xml.parsers.expat

from .found import MOST_WORDS, Found

READER, TELLER = "/usr/bin/pdftotext", "/usr/bin/pdfinfo"
"""Read a PDF, where the machine has them."""
MOST_READ = 8 << 20
MOST_PDF_PAGES = 50
SECONDS = 20
UNSEEN = ("script", "style", "template", "noscript", "svg")
ACTIVE = ("script", "iframe", "object", "embed", "form", "base")
SAVED_FROM = re.compile(r"saved from url=\(\d+\)\s*(\S+)")
SINGLE_FILE = re.compile(r"\burl:\s*(\S+)\s+saved date:\s*([^\n]+)")


def read_html(path: str, found: Found) -> None:
    """Read a saved page: its title, its words, and what the program that saved it wrote down."""
    raw = _head(path)
    found.title, words, active = words_of_html(raw)
    found.add_words(words)
    found.parts = 1
    if active:
        found.wrong("active")
    head = raw[:20_000].decode("utf-8", "replace")
    if saved := SINGLE_FILE.search(head):
        found.say("final_address", saved[1])
        found.say("captured_shown", saved[2].split("-->")[0])
        found.say("tool", "SingleFile" if "SingleFile" in head else "")
    elif saved := SAVED_FROM.search(head):
        found.say("final_address", saved[1])
    found.empty = not found.words and b"<img" not in raw.lower()


def words_of_html(raw: bytes) -> tuple[str, str, bool]:
    """Return the title of a page, the words that it shows, and whether anything in it would run or fetch."""
    reader = _Words()
    with contextlib.suppress(AssertionError):  # the parser's own, on declarations that nobody writes by accident
        reader.feed(raw[:MOST_READ].decode("utf-8", "replace"))
    return " ".join("".join(reader.title).split()), "\n".join(reader.lines()), reader.active


class _Words(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.active = False
        self._said: list[str] = []
        self._length = 0
        self._unseen: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.active = self.active or tag in ACTIVE or any(name.startswith("on") for name, _value in attrs)
        self._in_title = tag == "title" and not self._unseen
        if tag in UNSEEN:
            self._unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data[:300])
        elif not self._unseen and self._length < MOST_WORDS:
            self._said.append(data)
            self._length += len(data)

    def lines(self) -> list[str]:
        """Return the words, a line for each run of them."""
        return [line for part in self._said if (line := " ".join(part.split()))]


def read_pdf(path: str, found: Found) -> None:
    """Read what a PDF says of itself and the words on its first pages."""
    if not os.path.exists(READER):
        found.wrong("no reader")
        return
    about = _said([TELLER, "-isodates", path])
    lines = dict(line.split(":", 1) for line in about.splitlines() if ":" in line)
    pages = lines.get("Pages", "").strip()
    if not pages.isdecimal():
        found.wrong("truncated")
        return
    found.parts, found.title = int(pages), lines.get("Title", "").strip()
    found.say("tool", " ".join((lines.get("Producer", "") + " " + lines.get("Creator", "")).split()))
    found.say("file_made_at", lines.get("CreationDate"))
    if lines.get("JavaScript", "").strip() == "yes":
        found.wrong("active")
    if lines.get("Encrypted", "").strip().startswith("yes"):
        found.wrong("locked")
    found.add_words(_said([READER, "-l", str(MOST_PDF_PAGES), "-enc", "UTF-8", path, "-"]))
    found.empty = found.parts == 0


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    return done.stdout[: 4 * MOST_WORDS].decode("utf-8", "replace")


def read_text(path: str, found: Found) -> None:
    """Read a plain text."""
    found.add_words(_head(path).decode("utf-8", "replace"))
    found.parts = 1
    found.empty = not found.words


def read_xml(path: str, found: Found) -> None:
    """Read the words of an XML file; what it defines for itself is never expanded."""
    parser = xml.parsers.expat.ParserCreate()
    said: list[str] = []

    def refuse(*_: object) -> None:
        raise ValueError("defines entities")

    parser.EntityDeclHandler = refuse
    parser.CharacterDataHandler = said.append
    try:
        parser.Parse(_head(path), True)
    except ValueError:
        found.wrong("entities")
        return
    except xml.parsers.expat.ExpatError:
        found.wrong("truncated")
    found.add_words("\n".join(line for part in said if (line := part.strip())))
    found.parts = 1
    found.empty = not found.words


def _head(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(MOST_READ)
