"""What officers, browsers and platforms capture is read where it can do no harm; what is wrong with it is said."""

from pathlib import Path

import pytest

from upstander.engines import enclosure
from upstander.engines.captures import reading, worker
from upstander.engines.captures.inside.documents import READER
from upstander.engines.captures.inside.reading import KINDS
from upstander.engines.captures.reading import Reading
from upstander.engines.captures.tests import samples

pytestmark = pytest.mark.usefixtures("_here")
WARC, ZIP, GZIP = "application/warc", "application/zip", "application/gzip"


@pytest.fixture
def _here() -> None:
    if not enclosure.has_sandbox():
        pytest.fail("bubblewrap is needed to try the reading: apt install bubblewrap")


def read(folder: Path, content: bytes, kind: str) -> Reading:
    path = folder / "captured"
    path.write_bytes(content)
    found = reading.read(path, kind)
    assert Reading.load(found.dump()) == found
    return found


def codes(found: Reading) -> set[str]:
    return {code for code, _detail in found.faults}


@pytest.mark.parametrize("compressed", [False, True])
def test_a_web_archive_is_checked_and_says_what_it_caught(tmp_path: Path, compressed: bool) -> None:
    found = read(
        tmp_path, samples.warc(samples.PAGE, compressed=compressed), "application/gzip" if compressed else WARC
    )
    assert (found.kind, found.state, found.parts, found.differ) == ("warc", "whole", 2, 0)
    assert found.agree >= 1
    assert found.says["final_address"] == samples.ADDRESS
    assert found.says["captured_at"] == samples.CAUGHT_AT
    assert found.words == "They should go."
    assert found.title == "A page"


def test_a_web_archive_that_was_cut_or_changed_is_not_whole(tmp_path: Path) -> None:
    good = samples.warc(samples.PAGE, compressed=True)
    for short in (4, 20, 200):
        assert "truncated" in codes(read(tmp_path, samples.cut(good, short), "application/gzip")), short
    plain = samples.warc(samples.PAGE)
    assert "truncated" in codes(read(tmp_path, samples.cut(plain, 30), WARC))
    changed = read(tmp_path, plain.replace(b"They should go.", b"They should eat"), WARC)
    assert (changed.state, changed.differ) == ("faulty", 1)
    assert "hash differs" in codes(changed)


def test_an_archive_that_caught_nothing_says_so_loudly(tmp_path: Path) -> None:
    assert read(tmp_path, samples.warc(), WARC).state == "nothing"
    assert read(tmp_path, samples.wacz(), ZIP).state == "nothing"
    assert read(tmp_path, samples.zipped({}), ZIP).state == "nothing"
    assert read(tmp_path, samples.posts().replace(samples.posts(), b"[]"), "application/json").state == "nothing"
    assert read(tmp_path, b"<html><body><script>let a = 1</script></body></html>", "text/html").state == "nothing"
    assert read(tmp_path, b"a,b\n", "text/csv").state == "nothing"


def test_a_wacz_is_held_against_its_own_hashes(tmp_path: Path) -> None:
    good = read(tmp_path, samples.wacz(samples.PAGE), ZIP)
    assert (good.kind, good.state, good.differ) == ("wacz", "whole", 0)
    assert good.agree >= 4  # two parts, the description, and what the records say of themselves
    assert good.says["tool"] == "ArchiveWeb.page 1.0"
    assert good.says["final_address"] == samples.ADDRESS

    def other_pages(parts: dict[str, bytes]) -> None:
        parts["pages/pages.jsonl"] += b"\n"

    def lost(parts: dict[str, bytes]) -> None:
        del parts["pages/pages.jsonl"]

    def smuggled(parts: dict[str, bytes]) -> None:
        parts["archive/more.txt"] = b"x"

    def redescribed(parts: dict[str, bytes]) -> None:
        parts["datapackage.json"] = parts["datapackage.json"].replace(b"ArchiveWeb", b"ArchiveWob")

    changes = {
        other_pages: "hash differs",
        lost: "part missing",
        smuggled: "not described",
        redescribed: "hash differs",
    }
    for change, code in changes.items():
        found = read(tmp_path, samples.wacz(samples.PAGE, change=change), ZIP)
        assert (found.state, code in codes(found)) == ("faulty", True), code
    assert read(tmp_path, samples.cut(samples.wacz(samples.PAGE), 60), ZIP).state == "faulty"


def test_an_archive_is_listed_and_never_unpacked(tmp_path: Path) -> None:
    bomb = read(tmp_path, samples.bomb(), ZIP)
    assert codes(bomb) == {"bomb"}
    assert bomb.names == (("nothing.bin", 30_000_000),)
    inside = samples.zipped({"../../etc/cron.d/x": b"x", "C:\\x": b"x", "a.zip": samples.bomb(), "ok.txt": b"ok"})
    nasty = read(tmp_path, inside, ZIP)
    assert {"leads out", "archive inside"} <= codes(nasty)
    assert nasty.state == "faulty"
    assert nasty.words == ""
    disguised = samples.wacz(samples.PAGE, change=lambda parts: parts.update({"zero": b"\0" * 10}))
    assert "not described" in codes(read(tmp_path, disguised, ZIP))


def test_a_description_that_hides_a_bomb_is_not_opened(tmp_path: Path) -> None:
    hidden = samples.zipped({"datapackage.json": b"{}", "archive/data.warc": b"\0" * 20_000_000})
    found = read(tmp_path, hidden, ZIP)
    assert codes(found) == {"bomb"}
    assert found.kind == ZIP


def test_pages_and_messages_give_words_and_run_nothing(tmp_path: Path) -> None:
    page = read(
        tmp_path, b"<!-- saved from url=(0027)" + samples.ADDRESS.encode() + b" -->" + samples.PAGE, "text/html"
    )
    assert (page.words, page.title, page.state) == ("They should go.", "A page", "whole")
    assert page.says["final_address"] == samples.ADDRESS
    assert "active" in codes(page)
    saved = read(tmp_path, samples.mhtml(), "multipart/related")
    assert (saved.kind, saved.words, saved.state) == ("mhtml", "They should go.", "whole")
    assert saved.says["final_address"] == samples.ADDRESS
    assert saved.says["captured_shown"].startswith("Mon, 2 Nov 2026")
    assert "active" in codes(saved)
    mail = read(tmp_path, samples.message(), "message/rfc822")
    assert "We know where number 0 is." in mail.words
    assert mail.says["posted_shown"] == "Sun, 25 Oct 2026 01:30:00 +0100"


@pytest.mark.skipif(not Path(READER).exists(), reason="the machine has no reader of PDF files")
def test_a_pdf_gives_its_words_and_one_that_was_cut_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, samples.pdf(), "application/pdf")
    assert (found.words, found.parts, found.state) == ("They should go.", 1, "whole")
    assert read(tmp_path, b"%PDF-1.4\nrubbish", "application/pdf").state == "faulty"


def test_hostile_messages_and_definitions_end_in_a_sentence(tmp_path: Path) -> None:
    assert "too many parts" in codes(read(tmp_path, samples.message(10_050), "message/rfc822"))
    assert codes(read(tmp_path, samples.entities(), "application/xml")) == {"entities"}
    assert "nested too deeply" in codes(read(tmp_path, b"[" * 200_000, "application/json"))
    assert read(tmp_path, b"\xff\xfe\x00", "application/json").state == "faulty"


def test_posts_of_the_browser_extension_are_read_as_it_keeps_them(tmp_path: Path) -> None:
    found = read(tmp_path, samples.posts(comments=2), "application/json")
    assert (found.kind, found.state, found.parts) == ("BalanceTesHaters posts", "whole", 3)
    assert found.says == {
        "final_address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "platform": "youtube", "post_id": "dQw4w9WgXcQ",
        "captured_at": samples.CAUGHT_AT, "tool": "BalanceTesHaters browser extension", "account_handle": "@someone",
        "posted_shown": "3 days ago",
    }  # fmt: skip
    other = read(tmp_path, b'{"account": {"id": 7}, "logins": [1, 2]}', "application/json")
    assert (other.kind, other.names) == ("application/json", (("account", 1), ("logins", 2)))


def test_a_worker_that_never_ends_or_lies_costs_the_reading_and_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in ("import time; time.sleep(60)", "print('{\"kind\": 3}')", "print('[1]')", "import os; os.abort()"):
        other = tmp_path / "worker.py"
        other.write_text(said)
        monkeypatch.setattr(reading.worker, "__file__", str(other))
        monkeypatch.setattr(worker, "SECONDS", 0.5)
        found = read(tmp_path, samples.PAGE, "text/html")
        assert found.faults == (("stopped", ""),), said
        assert found.state == "faulty"


def test_every_kind_has_a_reader() -> None:
    assert set(KINDS) == set(reading.KINDS)
