"""Hostile names, texts and files end as harmless text, as a refused preview, or as a build that fails loudly."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from upstander.duties.evidence.assembling import previews
from upstander.duties.evidence.models import Package
from upstander.duties.evidence.tests import in_the_press, story
from upstander.duties.intake import picturing
from upstander.duties.intake.submission import SaidPost
from upstander.engines.sealing.names import is_safe_path
from upstander.engines.sealing.verify import verify_package
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb
from upstander.record.people.models import User
from upstander.record.vault.keeping import path_of

pytestmark = pytest.mark.django_db
NAMES = ("=cmd|' /C calc'!A0.png", "../../etc/passwd", "\u202egnp.exe", "con.txt", ".htaccess", "a" * 300 + ".png", "")
WORDS = (
    '=HYPERLINK("http://evil.example/","x")', "<script>alert(1)</script> #read(\"/etc/passwd\") *b*", "a\u202eb\x00c",
    "\ud83d half", "ارحلوا عن المدينة", "x" * 10_000,
)  # fmt: skip


def test_hostile_names_and_words_are_only_text(report: story.Reporting, officer: User, supervisor: User) -> None:
    files = tuple(story.sent(story.picture(size=(20 + n, 20)), name) for n, name in enumerate(NAMES))
    posts = tuple(SaidPost(link=f"javascript:alert({n})", text=text, handle=text[:200]) for n, text in enumerate(WORDS))
    received = report(files=files, posts=posts, account=WORDS[0], why=WORDS[1], target_note=WORDS[2])
    package = story.built(story.decided(received, officer, supervisor), officer)
    assert (package.state, package.trouble) == ("ready", "")
    held = story.contents(package)
    assert all(is_safe_path(name) for name in held)
    case = json.loads(held["data/case.json"])
    assert [each["files"][0]["received_name"] for each in case["exhibits"] if each["files"]][:2] == list(NAMES[:2])
    assert case["exhibits"][2]["text"] == "a\u202eb\u2400c"
    assert "marks" in case["exhibits"][2]["condition"]["notes"]
    words = story.words_in(package)
    assert "[U+202E]" in words
    assert "root:x:0" not in words
    assert "<script>" in words


def test_no_cell_of_a_schedule_is_a_formula(report: story.Reporting, officer: User, supervisor: User) -> None:
    package = story.built(story.decided(report(), officer, supervisor), officer)
    from upstander.duties.evidence.assembling.schedules import unused_csv

    made = unused_csv([("=1+1", "+44", "-1", "@x", "a\u202eb")]).decode("utf-8-sig")
    assert list(csv.reader(StringIO(made)))[1] == ["1", "'=1+1", "'+44", "'-1", "'@x", "a[U+202E]b"]
    table = story.contents(package)["data/schedules/unused-material.csv"].decode("utf-8-sig")
    assert not [cell for row in csv.reader(StringIO(table)) for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_file_changed_after_it_came_in_stops_the_build_and_names_the_exhibit(
    report: story.Reporting, officer: User, supervisor: User, packages_folder: Path
) -> None:
    sent = story.sent(b"as received, all of it", "log.txt")
    case = story.decided(report(files=(sent,)), officer, supervisor)
    path = path_of(case.opened_by.files.get().file)
    path.chmod(0o600)
    path.write_bytes(b"as  altered, all of it")
    package = story.built(case, officer)
    path.write_bytes(b"as received, all of it")
    assert package.state == "failed"
    assert "HUB-0002" in package.trouble
    assert [entry["data"]["kind"] for entry in acts(Verb.PACKAGE_FAILED)] == ["file changed"]
    assert story.everything(packages_folder) == []
    again = story.built(case, officer, hours=3)
    assert (again.version, again.state) == (2, "ready")


def test_a_file_that_is_gone_stops_the_build_and_names_the_exhibit(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    case = story.decided(report(files=(story.sent(b"soon gone for good", "log.txt"),)), officer, supervisor)
    path_of(case.opened_by.files.get().file).unlink()
    package = story.built(case, officer)
    assert (package.state, "HUB-0002 is not there" in package.trouble) == ("failed", True)


def test_a_character_that_no_font_can_print_stops_the_build_and_names_the_exhibit(
    report: story.Reporting, officer: User, supervisor: User, packages_folder: Path
) -> None:
    posts = (SaidPost(text="plain"), SaidPost(text="Javanese: \ua984"))
    package = story.built(story.decided(report(posts=posts), officer, supervisor), officer)
    assert package.state == "failed"
    assert package.trouble.startswith("HUB-0002 holds characters that no bundled font can print: U+A984")
    [failed] = acts(Verb.PACKAGE_FAILED)
    assert (failed["data"]["kind"], failed["data"]["exhibit"]) == ("missing glyph", "HUB-0002")
    assert story.everything(packages_folder) == []


def test_a_full_disk_ends_the_build_with_a_sentence(
    report: story.Reporting, officer: User, supervisor: User, packages_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = built_with("disk full", report, officer, supervisor, monkeypatch)
    assert package.trouble.startswith("There is no room left on the disk.")
    assert story.everything(packages_folder) == []


def test_a_press_that_is_killed_ends_the_build_with_a_sentence_and_the_next_one_is_built(
    report: story.Reporting, officer: User, supervisor: User, packages_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = built_with("killed alone", report, officer, supervisor, monkeypatch)
    assert (package.state, "ended before it was done" in package.trouble) == ("failed", True)
    assert story.everything(packages_folder) == []
    monkeypatch.delenv("PRESS_HOOK")
    again = story.built(package.case, officer, hours=3)
    assert (again.version, again.state) == (2, "ready")


def built_with(
    point: str, report: story.Reporting, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> Package:
    """Return the package of a case with a picture, built by a press to which something happens at `point`."""
    env: dict[str, str] = {}
    in_the_press.hooked(env, f"{in_the_press.__name__}:arm", point)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    files = (story.sent(story.picture(), "a.png"),)
    return story.built(story.decided(report(files=files), officer, supervisor), officer)


def test_without_a_sandbox_there_are_no_previews_and_that_is_said(
    report: story.Reporting, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "has_sandbox", lambda: False)
    monkeypatch.setattr(picturing, "has_sandbox", lambda: False)
    files = (story.sent(story.picture(), "a.png"),)
    package = story.built(story.decided(report(files=files), officer, supervisor), officer)
    held = story.contents(package)
    assert package.state == "ready"
    assert "data/exhibits/HUB-0002/preview.jpg" not in held
    assert json.loads(held["data/case.json"])["exhibits"][1]["preview"] is None
    assert previews.ABSENT in json.loads(held["data/build.json"])["absent"]


def test_a_package_with_a_broken_picture_is_sealed_all_the_same(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    files = (story.sent(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "big.png"),)
    package = story.built(story.decided(report(files=files), officer, supervisor), officer)
    assert verify_package(story.zip_of(package)).verdict == "not anchored"
    said = json.loads(story.contents(package)["data/build.json"])["previews"]
    assert said["made"] == 0
    assert [each["exhibit"] for each in said["refused"]] == ["HUB-0002"]
