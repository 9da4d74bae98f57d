"""The command that matches two files of records, run as anybody would run it."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from upstander.config.command import main
from upstander.config.commands import match
from upstander.engines.matching.tests.edits import EDITS, POSTS, UNSEEN
from upstander.engines.matching.tests.pictures import captioned, cut, photograph
from upstander.engines.previews import sandbox

Out = pytest.CaptureFixture[str]


def written(path: Path, *records: dict[str, Any] | str) -> Path:
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="surrogatepass")
    return path


def matched(held: Path, new: Path, *options: str) -> int:
    return main(["match", "--held", str(held), "--new", str(new), *options])


def said(out: Out) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.readouterr().out.splitlines()]


@pytest.fixture
def held(tmp_path: Path) -> Path:
    return written(tmp_path / "held.jsonl", *({"id": f"h{at}", "text": text} for at, text in enumerate(POSTS)))


def test_every_kind_of_edit_is_found_and_linked_and_what_is_like_nothing_is_not(
    tmp_path: Path, held: Path, capsys: Out
) -> None:
    dice = Random(5)
    copies = [{"id": f"{name} {at}", "text": EDITS[name](POSTS[at], dice)} for name in EDITS for at in (0, 7, 13)]
    new = written(tmp_path / "new.jsonl", *copies, *({"id": f"u{at}", "text": text} for at, text in enumerate(UNSEEN)))
    assert matched(held, new) == 0
    lines = said(capsys)
    assert [line["id"] for line in lines] == [*(copy["id"] for copy in copies), *(f"u{at}" for at in range(20))]
    for line in lines[: len(copies)]:
        first = line["candidates"][0]
        assert first["id"] == f"h{line['id'].split()[1]}", line["id"]
        assert (first["tier"], first["linked"]) == ("text" if "exact" in line["id"] else first["tier"], True)
    assert not any(candidate["linked"] for line in lines[len(copies) :] for candidate in line["candidates"])


def test_each_tier_has_its_evidence_with_offsets(tmp_path: Path, capsys: Out) -> None:
    picture = tmp_path / "pictures" / "a.jpg"
    picture.parent.mkdir()
    picture.write_bytes(b"not looked into")
    text = "They should all be driven out of this town before the winter comes 😡 and I mean every family"
    held = written(
        tmp_path / "held.jsonl",
        {"id": "post", "links": ["https://x.com/a/status/1790000000000000001"]},
        {"id": "account", "accounts": [["Twitter", "@Harbour_News"]]},
        {"id": "picture", "image": "pictures/a.jpg"},
        {"id": "words", "text": f"😀 {text}"},
    )
    new = written(
        tmp_path / "new.jsonl",
        {"id": "n1", "links": ["https://nitter.net/z/status/1790000000000000001"]},
        {"id": "n2", "accounts": [{"platform": "x", "name": "harbour_news"}]},
        {"id": "n3", "accounts": ["https://x.com/Harbour_News"]},
        {"id": "n4", "image": str(picture)},
        {"id": 5, "text": f"Under the picture somebody wrote: {text}, and others laughed"},
    )
    assert matched(held, new) == 0
    lines = said(capsys)
    best = [line["candidates"][0] for line in lines]
    assert [(one["id"], one["tier"], one["linked"]) for one in best] == [
        ("post", "post", True), ("account", "account", True), ("account", "account", True), ("picture", "file", True),
        ("words", "lexical", True),
    ]  # fmt: skip
    assert best[3]["reasons"][0]["evidence"]["value"] == hashlib.sha256(b"not looked into").hexdigest()
    assert lines[4]["id"] == "5"
    run = best[4]["reasons"][0]["evidence"]["runs"][0]
    assert f"😀 {text}"[slice(*run["candidate"])] == run["candidate_text"]
    assert f"Under the picture somebody wrote: {text}, and others laughed"[slice(*run["query"])] == run["query_text"]
    assert best[4]["weight_bits"] == round(best[4]["reasons"][0]["evidence"]["score"] / 0.6931, 1)


def test_top_limits_the_candidates(tmp_path: Path, capsys: Out) -> None:
    link = ["https://x.com/a/status/1790000000000000001"]
    held = written(tmp_path / "held.jsonl", *({"id": at, "links": link} for at in range(30)))
    new = written(tmp_path / "new.jsonl", {"id": "n", "links": link})
    for top, shown in (("1", 1), ("12", 12)):
        assert matched(held, new, "--top", top) == 0
        assert len(said(capsys)[0]["candidates"]) == shown
    for wrong in ("0", "101", "x"):
        with pytest.raises(SystemExit):
            matched(held, new, "--top", wrong)


def test_what_too_many_hold_is_a_campaign_and_only_its_very_post_points_to_anybody(tmp_path: Path, capsys: Out) -> None:
    both = {"links": ["https://x.com/i/status/1790000000000000001"], "accounts": [["x", "busy"]]}
    held = written(tmp_path / "held.jsonl", *({"id": at, **both} for at in range(402)))
    new = written(tmp_path / "new.jsonl", {"id": "n", **both}, {"id": "m", "accounts": [["x", "busy"]]})
    assert matched(held, new) == 0
    one, two = said(capsys)
    assert (one["campaign"], two["campaign"], two["candidates"]) == (True, True, [])
    assert one["candidates"][0]["id"] == "401"
    assert [reason["tier"] for reason in one["candidates"][0]["reasons"]] == ["post"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 2: it is not JSON"),
        ("[1]", "line 2: it is JSON but no object"),
        ('{"text": "x"}', "line 2: it has no id"),
        ('{"id": " ", "text": "x"}', "line 2: it has no id"),
        ('{"id": true, "text": "x"}', "line 2: it has no id"),
        ('{"id": 1}', "line 2: it has none of text, links, accounts, suspects, image"),
        ('{"id": 1, "text": ""}', "line 2: it has none of"),
        ('{"id": 1, "text": 5}', "line 2: its text is not a text"),
        ('{"id": 1, "links": "https://x.com"}', "line 2: its links are not a list"),
        ('{"id": 1, "accounts": {"x": "a"}}', "line 2: its accounts are not a list"),
        ('{"id": 1, "accounts": [["x"]]}', "line 2: one of its accounts"),
        ('{"id": 1, "image": "nowhere.jpg"}', "nowhere.jpg cannot be read (No such file or directory)"),
        ('{"id": 1, "image": "."}', "is no file"),
        ('{"id": 1, "image": "a\\u0000b"}', "line 2: the image is no path"),
        ('{"id": "first", "text": "again"}', "line 2: the id 'first' stands in line 1 already"),
        ("[" * 100_000, "line 2: it is"),
    ],
)
@pytest.mark.parametrize("side", ["held", "new"])
def test_a_line_that_is_no_record_is_named_and_nothing_of_it_printed(
    line: str, says: str, side: str, tmp_path: Path, capsys: Out
) -> None:
    good = written(tmp_path / "good.jsonl", {"id": "first", "text": POSTS[0]})
    bad = written(tmp_path / f"{side}.jsonl", {"id": "first", "text": POSTS[0]}, line)
    assert matched(bad if side == "held" else good, bad if side == "new" else good) == 2
    streams = capsys.readouterr()
    assert says in streams.err
    assert f"{side}.jsonl" in streams.err or "nowhere" in streams.err
    printed = streams.out.splitlines()
    assert len(printed) == (0 if side == "held" else 1)
    assert all(json.loads(each)["id"] == "first" for each in printed)


def test_a_file_that_is_missing_is_named(tmp_path: Path, held: Path, capsys: Out) -> None:
    assert matched(held, tmp_path / "missing.jsonl") == 2
    assert "missing.jsonl cannot be read" in capsys.readouterr().err


def test_bytes_that_are_no_text_and_texts_that_are_no_characters(tmp_path: Path, held: Path, capsys: Out) -> None:
    new = tmp_path / "new.jsonl"
    new.write_bytes(
        b'\xef\xbb\xbf{"id": "a\\ud800", "text": "\\ud800\\u0000 ' + POSTS[3].encode() + b'"}\n\n{"id": "\xff"}'
    )
    assert matched(held, new) == 2
    streams = capsys.readouterr()
    (line,) = streams.out.splitlines()
    assert json.loads(line)["candidates"][0]["id"] == "h3"
    assert "line 3: it is not UTF-8" in streams.err


def test_an_index_is_kept_gone_on_with_and_refused_for_another_file(tmp_path: Path, held: Path, capsys: Out) -> None:
    new = written(tmp_path / "new.jsonl", {"id": "n", "text": POSTS[4]})
    kept = tmp_path / "kept.index"
    assert matched(held, new, "--index", str(kept)) == 0
    once = said(capsys)
    with held.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "later", "text": POSTS[4] + " indeed"}) + "\n")
    assert matched(held, new, "--index", str(kept)) == 0
    again = said(capsys)
    assert once[0]["candidates"][0]["id"] == again[0]["candidates"][0]["id"] == "h4"
    assert [one["id"] for one in again[0]["candidates"]][:2] == ["h4", "later"]
    other = written(tmp_path / "other.jsonl", {"id": "h0", "text": "something else altogether"})
    assert matched(other, new, "--index", str(kept)) == 2
    assert "made from another file or from an older one" in capsys.readouterr().err
    shorter = written(tmp_path / "shorter.jsonl", {"id": "h0", "text": POSTS[0]})
    assert matched(shorter, new, "--index", str(kept)) == 2
    assert "holds records that" in capsys.readouterr().err


def test_a_file_that_is_no_index_is_left_alone(tmp_path: Path, held: Path, capsys: Out) -> None:
    index = tmp_path / "letter.txt"
    index.write_text("Dear neighbour, this is no database at all. " * 40)
    before = index.read_bytes()
    assert matched(held, held, "--index", str(index)) == 2
    assert "cannot be used" in capsys.readouterr().err
    assert index.read_bytes() == before


def test_an_index_that_is_not_there_yet_and_stopped_half_way_is_gone_on_with(
    tmp_path: Path, held: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match, "KEPT_EVERY", 5)
    kept = tmp_path / "kept.index"
    broken = written(tmp_path / "broken.jsonl", *held.read_text().splitlines()[:12], "{")
    assert matched(broken, broken, "--index", str(kept)) == 2
    capsys.readouterr()
    new = written(tmp_path / "new.jsonl", {"id": "n", "text": POSTS[19]})
    assert matched(held, new, "--index", str(kept)) == 0
    assert said(capsys)[0]["candidates"][0]["id"] == "h19"


def test_ctrl_c_leaves_whole_lines_and_says_how_far_it_came(tmp_path: Path, held: Path) -> None:
    new = written(tmp_path / "new.jsonl", *({"id": at, "text": POSTS[at % 20]} for at in range(200_000)))
    command = [sys.executable, "-m", "upstander.config.command", "match", "--held", str(held), "--new", str(new)]
    environment = {**os.environ, "UPSTANDER_HOME": str(tmp_path / "home")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        lines = [first, *process.stdout.read().splitlines()]
        errors = process.stderr.read()
        process.wait(timeout=60)
    assert process.returncode == 130
    assert [json.loads(line)["id"] for line in lines] == [str(at) for at in range(len(lines))]
    assert f"Stopped after {len(lines):,} new records" in errors
    assert not (tmp_path / "home").exists(), "it needs no hub and makes none"


def test_whoever_reads_the_first_line_alone_gets_it_and_no_complaint(tmp_path: Path, held: Path) -> None:
    new = written(tmp_path / "new.jsonl", *({"id": at, "text": POSTS[at % 20]} for at in range(2_000)))
    command = [sys.executable, "-m", "upstander.config.command", "match", "--held", str(held), "--new", str(new)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == "0"
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 1


def test_what_is_read_long_is_told_on_the_way(
    tmp_path: Path, held: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match, "TOLD_EVERY", 10)
    assert matched(held, written(tmp_path / "new.jsonl", {"id": 1, "text": "x y z"})) == 0
    assert "held.jsonl: 20 records" in capsys.readouterr().err


def test_pictures_that_look_alike_are_found_whatever_their_bytes_and_kept_in_an_index(
    tmp_path: Path, capsys: Out
) -> None:
    for name, picture in {
        "one": photograph(1), "two": photograph(2), "meme": captioned(photograph(1)),
        "cut": cut(photograph(2), 0.12, left=1, top=0), "stranger": photograph(9),
    }.items():  # fmt: skip
        picture.save(tmp_path / f"{name}.png")
    held = written(tmp_path / "held.jsonl", *({"id": name, "image": f"{name}.png"} for name in ("one", "two")))
    asked = ({"id": name, "image": f"{name}.png"} for name in ("meme", "cut", "stranger"))
    new = written(tmp_path / "new.jsonl", *asked)
    for _ in range(2):  # made, then read again
        assert matched(held, new, "--index", str(tmp_path / "index")) == 0
        meme, part, stranger = said(capsys)
        assert [(one["id"], one["tier"], one["linked"]) for one in meme["candidates"]] == [("one", "picture", True)]
        assert meme["candidates"][0]["reasons"][0]["evidence"]["how"] == "frame"
        assert [(one["id"], one["tier"]) for one in part["candidates"]] == [("two", "picture")]
        assert part["candidates"][0]["reasons"][0]["evidence"]["agree"] > 0.85
        assert stranger["candidates"] == []


def test_without_a_sandbox_no_picture_is_decoded_and_that_is_said_once(
    tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    photograph(1).save(tmp_path / "one.png")
    photograph(1).save(tmp_path / "other.jpg")
    held = written(tmp_path / "held.jsonl", {"id": "h", "image": "one.png"})
    new = written(tmp_path / "new.jsonl", {"id": "n", "image": "other.jpg"}, {"id": "m", "image": "one.png"})
    monkeypatch.setattr(sandbox, "has_sandbox", lambda: False)
    monkeypatch.setattr(sandbox, "_run", lambda *_: pytest.fail("it was decoded"))
    assert matched(held, new) == 0
    out, err = capsys.readouterr()
    assert [len(json.loads(line)["candidates"]) for line in out.splitlines()] == [0, 1]
    assert err.count("by their bytes alone") == 2, "once for each file"


def test_what_stands_before_a_bad_line_is_matched_first(tmp_path: Path, held: Path, capsys: Out) -> None:
    new = written(tmp_path / "new.jsonl", {"id": "a", "text": POSTS[0]}, {"id": "b", "text": POSTS[1]}, "{")
    assert matched(held, new) == 2
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "b"]
    assert "line 3" in err
