"""Who reported is planted in every place of a package and found or left out; with nothing planted nothing is found."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from upstander.conftest import NOW
from upstander.duties.evidence import gate
from upstander.duties.evidence.actions.release import release
from upstander.duties.evidence.actions.send_back import send_back
from upstander.duties.evidence.assembling import pinning
from upstander.duties.evidence.forgetting import take_away_packages
from upstander.duties.evidence.models import Finding, Package
from upstander.duties.evidence.releasing import Answered, NotAnswered
from upstander.duties.evidence.tests import story
from upstander.duties.intake.submission import SaidPost
from upstander.engines import enclosure
from upstander.engines.disclosure.identity import Search, Someone
from upstander.engines.disclosure.tests import planted
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)
ROBIN = Identity(name="Robin Canary", email="robin.canary@post.example", phone="07700 900123")
NAMES = ("Robin Canary", "robin.canary@post.example", "07700 900123", "12 Feather Lane")
walled = pytest.mark.skipif(not enclosure.has_sandbox(), reason="this machine has no sandbox")


def made(report: story.Reporting, officer: User, supervisor: User, **said: object) -> Package:
    received = report(identity=ROBIN, home="12 Feather Lane, Leeds LS1 1UR", **said)
    return story.built(story.decided(received, officer, supervisor), officer)


def findings(package: Package) -> set[tuple[str, str, bool]]:
    return set(Finding.objects.filter(package=package).values_list("kind", "exhibit", "bars"))


@walled
def test_nothing_planted_is_nothing_found(report: story.Reporting, officer: User, supervisor: User) -> None:
    files = (story.sent(story.picture(), "Screenshot 1.png"), story.sent(b"Notes of the day.", "notes.txt"))
    package = made(report, officer, supervisor, files=files)
    assert findings(package) == set()
    assert not set(NAMES) & set(story.words_in(package).split("\n"))


def test_who_reported_is_written_out_of_what_the_hub_writes(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    said = f"I am {NAMES[0]}, write to {NAMES[1]} or ring {NAMES[2]}; I live at {NAMES[3]}."
    package = made(report, officer, supervisor, account=said, why=said, danger=True, danger_place=said)
    held = story.words_in(package)
    for name in NAMES:
        assert name not in held
    assert "I am [name kept by the hub], write to [e-mail address kept by the hub]" in held
    assert not {found for found in findings(package) if found[2]}


def test_were_it_not_the_gate_would_bar_the_release(
    report: story.Reporting, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinning, "apart", lambda copy, *_, **__: copy)
    package = made(report, officer, supervisor, account=f"I am {NAMES[0]}, {NAMES[1]}, {NAMES[2]}.")
    barred = Finding.objects.filter(package=package, bars=True)
    assert {row.what.partition(":")[0] for row in barred} == {
        "name", "e-mail address", "telephone number", "address"
    }  # fmt: skip
    for written in ("case.json", "data/report.pdf", "MG11-draft-victim-1.docx"):
        assert any(written in row.place for row in barred), "each by its own reader"
    assert not any(name in row.what or name in row.place for row in barred for name in NAMES), "masked"
    with pytest.raises(NotAnswered, match="hub itself"):
        release(package=package, actor=acting(supervisor), at=LATER)


FILES = [
    ("words.txt", f"It was {NAMES[0]}.".encode(), "identity"),
    ("robin_canary.txt", b"Plain words.", "identity"),
    ("photo.jpg", planted.photograph(artist=NAMES[0]), "identity"),
    ("photo.jpg", planted.photograph(place=True), "place"),
    ("photo.png", planted.photograph("PNG", comment=NAMES[1]), "identity"),
    ("page.html", f"<p>{NAMES[1]}</p>".encode(), "identity"),
]


@walled
@pytest.mark.parametrize(("name", "content", "kind"), FILES, ids=[f"{row[0]} {row[2]}" for row in FILES])
def test_what_is_planted_in_an_original_is_asked_about_and_no_bar(
    report: story.Reporting, officer: User, supervisor: User, name: str, content: bytes, kind: str
) -> None:
    package = made(report, officer, supervisor, files=(story.sent(content, name),))
    assert (kind, "HUB-0002", False) in findings(package)
    assert not any(bars for _, _, bars in findings(package))
    for row in Finding.objects.filter(package=package):
        assert "canary" not in f"{row.place} {row.what}".lower(), "a place may be the name of a file"
    story.released(package, supervisor, hours=6)
    assert package.leaving == "released"


@walled
def test_what_is_to_be_left_out_is_left_out_of_the_next_version(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    posts = (SaidPost(text=f"We know you, {NAMES[0]}.", platform="x", link="https://x.com/a/status/1"),)
    files = (story.sent(planted.photograph(place=True), "a.jpg"), story.sent(story.picture(), "b.png"))
    package = made(report, officer, supervisor, posts=posts, files=files)
    assert {("identity", "HUB-0001", False), ("place", "HUB-0002", False)} <= findings(package)
    answers = {row.number: Answered(keep=False) for row in package.findings.all()}
    send_back(package=package, answers=answers, reason="Leave these out.", actor=acting(supervisor), at=LATER)
    second = story.built(package.case, officer, hours=6)
    held = story.contents(second)
    assert not any(
        name.startswith(("data/exhibits/HUB-0001/original", "data/exhibits/HUB-0002/original")) for name in held
    )
    assert any(name.startswith("data/exhibits/HUB-0003/original") for name in held)
    assert NAMES[0] not in story.words_in(second)
    assert "Left out when an earlier version was answered" in story.words_in(second)
    assert findings(second) == set()
    release(package=second, actor=acting(supervisor), at=LATER + timedelta(hours=2))


def test_where_there_is_no_sandbox_each_original_is_said_to_be_unread(
    report: story.Reporting, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosure, "has_sandbox", lambda: False)
    package = made(report, officer, supervisor, files=(story.sent(b"words", "a.txt"),))
    assert ("unread", "HUB-0002", False) in findings(package)


def test_an_officer_named_like_who_reported_is_no_finding(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    received = report(identity=Identity(name=officer.name, email="other@post.example"))
    package = story.built(story.decided(received, officer, supervisor), officer)
    assert not {found for found in findings(package) if found[2]}
    assert officer.name in story.words_in(package)


def test_a_surname_alone_is_asked_about() -> None:
    gathered = gate._Gathered(Search([Someone(name=NAMES[0])]))
    gathered.words([("case.json: reports[0]", "Mrs Canary wrote."), ("case.json: hub", "canary in a mine")])
    assert [(found.what, found.bars) for found in gathered.held.values()] == [("part of a name: c*****", False)]


def test_more_than_can_be_answered_bars(
    report: story.Reporting, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = made(report, officer, supervisor)
    many = [gate.Found("place", f"a{number}.jpg", f"HUB-{number}", "x") for number in range(gate.MOST + 1)]
    monkeypatch.setattr(gate._Gathered, "words", lambda self, *_, **__: [self.add(found) for found in many])
    found = gate.search_package(package)
    assert (len(found), found[0].bars, replace(found[0]).place) == (gate.MOST, True, "the whole package")


@pytest.mark.parametrize(
    ("kind", "what", "shown"),
    [("place", "53.8013, 1.5358", "53.8..., 1.5..."), ("author", "Robin Canary", "R**** C*****"),
     ("comment", "Robin Canary: I saw it", "R**** C****** I s** i*"), ("hidden", "3 rows", "3 rows")],
)  # fmt: skip
def test_what_is_found_is_shown_masked(kind: str, what: str, shown: str) -> None:
    assert gate.masked(kind, what) == shown


@walled
def test_a_word_file_that_arrives_in_an_archive_is_read(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    content = planted.zipped({"a.docx": planted.word(docProps__core=planted.CORE.format(NAMES[0], ""))})
    package = made(report, officer, supervisor, files=(story.sent(content, "held.zip"),))
    assert {("identity", "HUB-0002", False), ("author", "HUB-0002", False)} <= findings(package)


def test_what_a_worker_left_that_died_is_taken_away(
    report: story.Reporting, officer: User, supervisor: User, packages_folder: Path
) -> None:
    package = made(report, officer, supervisor)
    for name in (package.name, "C-OTHER_v1"):
        (packages_folder / f".gate-{name}-dead").mkdir()
    gate.search_package(package)
    assert [path.name for path in packages_folder.glob(".gate-*")] == [".gate-C-OTHER_v1-dead"]


def test_where_and_what_was_found_goes_with_the_package(
    report: story.Reporting, officer: User, supervisor: User, django_capture_on_commit_callbacks: Any,
    packages_folder: Path,
) -> None:  # fmt: skip
    posts = (SaidPost(text=f"We know you, {NAMES[0]}.", platform="x", link="https://x.com/a/status/1"),)
    package = made(report, officer, supervisor, posts=posts)
    (packages_folder / f".gate-{package.name}-dead").mkdir()
    assert findings(package)
    with django_capture_on_commit_callbacks(execute=True):
        take_away_packages([package.case])
    assert set(Finding.objects.values_list("place", "what", "reason", "exhibit")) == {("", "", "", "HUB-0001")}
    assert not list(packages_folder.glob(".gate-*"))
