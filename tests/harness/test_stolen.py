"""Whoever takes the disk of a running hub finds nobody's name on it, and in its backups nothing at all."""

import base64
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from pypdf import PdfReader

from tests.harness.scenes.stolen import HIDDEN, PHONES, WORDS, mark
from tests.harness.scratch import ROOT, ScratchHub, copied, scratch
from tests.harness.served import Server, request, served
from tests.postgres import server as postgres

pytestmark = pytest.mark.harness
SECRET = (*(mark(word) for word in HIDDEN), *PHONES)
ELSEWHERE = ("signinmail", "signinpassword", "brokenname", "brokenmail", "session")
"""Never kept at all (a failed sign-in, a report that broke), or packed by Django before it is stored (a session)."""
READABLE = tuple(mark(word) for word in WORDS)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScratchHub]:
    """A hub whose disk nothing else wrote to: a server's log keeps what its other databases wrote."""
    with ExitStack() as stack:
        if os.environ.get("DATABASE_URL"):
            monkeypatch.setenv("DATABASE_URL", stack.enter_context(postgres()))
        yield stack.enter_context(copied(stack.enter_context(scratch())))


def forms(word: str) -> Iterator[bytes]:
    """Yield a word in the forms in which it may lie on a disk: plain, two bytes a letter, hexadecimal, base64."""
    plain = word.encode()
    yield plain
    yield word.encode("utf-16-le")
    yield plain.hex().encode()
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + plain)
        yield whole[4 if shift else 0 : len(whole) // 4 * 4 - 4].lower()


PATTERNS = {word: re.compile(b"|".join(re.escape(form) for form in forms(word))) for word in (*SECRET, *READABLE)}


def found(path: Path, body: bytes) -> Counter[str]:
    """Count the words in the bytes of one file; in a zip and in a PDF what they hold as well."""
    hits = Counter({word: len(pattern.findall(body.lower())) for word, pattern in PATTERNS.items()})
    if path.suffix == ".zip":
        with zipfile.ZipFile(BytesIO(body)) as archive:
            for name in archive.namelist():
                hits += found(Path(name), archive.read(name)) + found(Path("name"), name.encode())
    elif path.suffix == ".pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
        hits += found(Path("text"), text.encode())
    return +hits


def scan(*places: Path) -> dict[str, Counter[str]]:
    """Return for every file below these places what was found in it."""
    files = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return {str(path): found(path, path.read_bytes()) for path in files if path.is_file()}


def live_a_day(hub: ScratchHub, tmp_path: Path, broken: str = "") -> None:
    """Play the day in a process whose temporary files and log are kept to be looked at."""
    (tmp_path / "temp").mkdir()
    words = [sys.executable, "-m", "tests.harness.play", "stolen", f'{{"broken": "{broken}"}}']
    with (tmp_path / "log").open("wb") as log:
        env = {**hub.env, "TMPDIR": str(tmp_path / "temp")}
        done = subprocess.run(words, env=env, cwd=ROOT, stdout=log, stderr=log, check=False)
    assert done.returncode == 0, (tmp_path / "log").read_text()[-6000:]


def on_disk(hub: ScratchHub) -> list[Path]:
    """Return where the hub keeps things: its home without keys and the development mail, and PostgreSQL's folder."""
    places = [path for path in hub.home.iterdir() if path.name not in ("keys", "mail", "static")]
    if hub.database:
        folder = Path(unquote(urlsplit(hub.database).netloc.rpartition("@")[2]))
        places += [folder / "data", folder / "log"]
    return places


def hold_open(server: Server) -> None:
    """Let the server look something up: it then keeps its connection, and the database its write-ahead log."""
    assert request(server.port, "GET", "/api/v1/reports/none", headers={"Authorization": "Bearer none"}).status == 401


def test_a_stolen_disk_names_nobody_and_a_stolen_backup_says_nothing(hub: ScratchHub, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    hub.command("backup-key", "init", "--keep-at", str(away / "key"))
    with served(hub) as server:  # while it runs, the log of the database is not written back
        hold_open(server)
        live_a_day(hub, tmp_path)
        hot = scan(*on_disk(hub), tmp_path / "temp", tmp_path / "log", hub.log)
        hub.command("backup", str(away / "one.age"), "--with-keys", str(away / "keys.age"))
    if not hub.database:
        assert hot[str(hub.home / "upstander.sqlite3-wal")], (
            "the write-ahead log was empty: it was not scanned while hot"
        )
    named = {path: sorted(set(hits) & set(SECRET)) for path, hits in hot.items() if set(hits) & set(SECRET)}
    assert named == {}
    backups = scan(away / "one.age", away / "keys.age")
    assert {path: hits for path, hits in backups.items() if hits} == {}
    assert len(backups) == 2
    say(hot)
    in_logs = found(Path("log"), (tmp_path / "log").read_bytes())
    assert set(in_logs) & set(SECRET) == set()
    assert b"RuntimeError" in (tmp_path / "log").read_bytes(), "nothing broke, so nothing was shown to be left out"


def test_with_encryption_off_the_scan_finds_them(hub: ScratchHub, tmp_path: Path) -> None:
    """The control: what the test above does not find is hidden by encryption, not by the way it looks."""
    with served(hub) as server:
        hold_open(server)
        live_a_day(hub, tmp_path, broken="plain")
        hits = sum((Counter(each) for each in scan(*on_disk(hub)).values()), Counter())
    assert set(SECRET) - set(hits) - {mark(word) for word in ELSEWHERE} == set()


def say(hot: dict[str, Counter[str]]) -> None:
    """Print what can be read of the words about posts and cases: docs/operators/readable.md lists where."""
    total: Counter[str] = Counter()
    for path, hits in hot.items():
        readable = Counter({word: number for word, number in hits.items() if word in READABLE})
        total += readable
        if readable:
            print(f"{os.path.basename(path)}: {readable.total()} words readable")
    print(f"identity 0, words about posts and cases {total.total()}: {dict(total)}")
    assert total[mark("posttext")], "the words that are meant to be readable were not found: the scan sees nothing"
