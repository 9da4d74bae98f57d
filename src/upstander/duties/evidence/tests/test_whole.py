"""From reports with files to a package that we, openssl and sha256sum call sealed, and that says what it should."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.bundling.actions.join import join
from upstander.duties.evidence.assembling.pinning import Pinned
from upstander.duties.evidence.building import Order, build
from upstander.duties.evidence.checking import faults
from upstander.duties.evidence.documents import render
from upstander.duties.evidence.documents.case_copy import check_case
from upstander.duties.evidence.models import Exhibit, Package
from upstander.duties.evidence.tests import story
from upstander.duties.intake.submission import SaidPost
from upstander.engines.sealing.plain_tools import ANCHOR, plain_checks
from upstander.engines.sealing.stamping import ANCHOR as TIME_ANCHOR
from upstander.engines.sealing.tests.clock_tower import ClockTower, build_tower, served
from upstander.engines.sealing.tests.packages import but_for_signatures
from upstander.engines.sealing.verify import verify_package
from upstander.record.cases.models import Report, ReportedFile, ReportedPost
from upstander.record.cases.spoken_for import labels_told
from upstander.record.journal.models import Checkpoint
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db

PARTS = {
    "READ-ME-FIRST.txt", "CHECK-ON-WINDOWS.txt", "verify.html", "report.pdf", "case.json",
    "case.schema.json", "build.json",
    "schedules/unused-material.csv", "schedules/removal-requests.csv", "schedules/risk-and-special-handling.txt",
    "custody/events.jsonl", "custody/checkpoint.txt", "custody/inclusion.json", "custody/verify_custody.py",
    "custody/journal-public.pem", "statements/MG11-draft-officer-1.docx", "statements/MG11-draft-victim-1.docx",
}  # fmt: skip
LINES = ("Time-Stamp", "Report-Signature")


def anchor() -> Path:
    return Path(settings.KEYS_FOLDER) / ANCHOR


@pytest.fixture
def clock(settings: Settings, tmp_path: Path) -> Iterator[ClockTower]:
    """A time-stamping authority whose clock shows what the hub's does."""
    tower = build_tower(datetime.now(UTC))
    tower.runs = True
    (tmp_path / TIME_ANCHOR).write_bytes(tower.anchor)
    with served(tower) as address:
        settings.TIME_AUTHORITY, settings.TIME_ANCHOR = address, tmp_path / TIME_ANCHOR
        yield tower


@pytest.fixture
def package(clock: ClockTower, report: story.Reporting, officer: User, supervisor: User) -> Package:
    files = (story.sent(story.picture(), "shot.png"), story.sent(b"a chat log\n", "chat.txt"))
    return story.built(story.decided(report(files=files), officer, supervisor), officer)


def test_a_package_is_sealed_for_us_and_for_the_plain_tools(
    package: Package, clock: ClockTower, tmp_path: Path
) -> None:
    assert (package.state, package.trouble, package.progress) == ("ready", "", 100)
    findings = verify_package(story.zip_of(package), anchor(), clock.anchor)
    assert findings.ok, findings
    assert verify_package(story.zip_of(package), anchor()).verdict == "time not anchored"
    top = story.unpacked(package, tmp_path / "out")
    (tmp_path / "out" / ANCHOR).write_bytes(anchor().read_bytes())
    (tmp_path / "out" / TIME_ANCHOR).write_bytes(clock.anchor)
    for check in plain_checks(stamped=True):
        done = subprocess.run(["bash", "-c", check.command], cwd=top, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (check.command, done.stdout, done.stderr)


def test_the_report_stays_what_pdf_a_2a_and_ua_1_ask_and_pdfsig_calls_it_signed_as_a_whole(
    package: Package, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(story.contents(package)["data/report.pdf"])
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said
    assert "- Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    reader = PdfReader(path)
    root = reader.trailer["/Root"]
    claims = root["/Metadata"].get_data().decode()
    assert all(f"<{claim}<" in claims for claim in ("pdfaid:part>2", "pdfaid:conformance>A", "pdfuaid:part>1"))
    assert root["/MarkInfo"]["/Marked"]
    assert "/Version" not in root, "PDF/A-2 rests on PDF 1.7 (ISO 19005-2, 6.1.2)"
    assert "/NeedAppearances" not in root["/AcroForm"]
    [field] = [each.get_object() for each in root["/AcroForm"]["/Fields"]]
    assert field["/F"] & 0b100111 == 0b100, "printed, and neither hidden nor unseen (ISO 19005-2, 6.3.2)"
    left, low, right, high = field["/Rect"]
    assert (left, low) == (right, high), "an empty box needs no appearance (ISO 19005-2, 6.3.3)"
    assert left < 0, "outside the page: it needs no tag (ISO 14289-1, 7.18.1)"
    assert field["/TU"]
    assert reader.pages[0]["/Tabs"] == "/S"
    assert root["/Perms"]["/DocMDP"]["/Reference"][0]["/TransformParams"]["/P"] == 1


def test_it_holds_the_whole_tree_and_nothing_else(package: Package) -> None:
    found = {name.removeprefix("data/") for name in story.contents(package) if name.startswith("data/")}
    exhibits = {name for name in found if name.startswith("exhibits/")}
    assert found - exhibits == PARTS
    assert exhibits == {
        "exhibits/HUB-0001/record.json",
        "exhibits/HUB-0002/original/shot.png", "exhibits/HUB-0002/preview.jpg", "exhibits/HUB-0002/record.json",
        "exhibits/HUB-0003/original/chat.txt", "exhibits/HUB-0003/record.json",
    }  # fmt: skip


def test_the_copy_keeps_the_schema_and_the_records_are_its_exhibits(package: Package) -> None:
    files = story.contents(package)
    case = json.loads(files["data/case.json"])
    check_case(case)
    assert case["exhibits"] == [json.loads(files[f"data/exhibits/HUB-000{n}/record.json"]) for n in (1, 2, 3)]
    assert case["exhibits"][0]["text"] == "They should all go."
    assert case["exhibits"][0]["posted"] == {"displayed": None, "zone": None, "local": None, "utc": None}
    assert files["data/exhibits/HUB-0003/original/chat.txt"] == b"a chat log\n"


def test_the_decision_comes_with_its_elements_the_free_expression_record_and_the_rule_that_named_the_force(
    package: Package,
) -> None:
    case = json.loads(story.contents(package)["data/case.json"])
    assert case["decision"]["offences"][0]["elements"][0]["shown_by"].startswith("Shown by HUB-0001")
    assert case["decision"]["offences"][0]["hostility"] == []
    assert case["decision"]["targeted_faiths"] == ["Sikh"]
    assert case["decision"]["public_interest"] == []
    assert case["decision"]["child_welfare"] is None
    assert case["decision"]["decided_by"] == "PC Abara"
    assert len(case["freedom_of_expression"]["factors"]) == 6
    assert case["line_of_enquiry"]["positive"] is True
    assert case["addressed_to"]["force"] == "West Yorkshire Police"
    assert "West Yorkshire Police" in case["responsible_force"]["sentence"]
    assert {"fact": "where the victim lives", "value": "LS1 1UR"} in case["responsible_force"]["facts"]


def test_what_shows_an_element_is_named_by_its_exhibits(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    received = report(files=(story.sent(story.picture(), "shot.png"),))
    post, file = ReportedPost.objects.get(report=received.report), ReportedFile.objects.get(report=received.report)
    codes = [f"post:{post.pk}", f"file:{file.pk}", f"account:{received.report.pk}", "post:999999999"]
    first = story.parts()[0]
    case = story.decided(received, officer, supervisor, shown_by={story.OFFENCE: {first: codes}})
    package = story.built(case, officer)
    found = json.loads(story.contents(package)["data/case.json"])["decision"]["offences"][0]["elements"]
    assert (found[0]["exhibits"], found[0]["reports"]) == (["HUB-0001", "HUB-0002"], [received.report.reference])
    assert all((each["exhibits"], each["reports"]) == ([], []) for each in found[1:])
    assert "Exhibits: HUB-0001, HUB-0002" in story.words_in(package)


def test_the_victims_are_numbered_as_an_assessment_numbers_them(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    parent = Identity(email="parent@example.net")
    received = report(identity=parent)
    claim(case=received.case, actor=acting(officer), at=NOW)
    for more in ({"identity": parent, "told_as": Report.Told.ON_BEHALF}, {"identity": parent}, {"home": "LS2 7AA"}):
        join(report=report(**more).report, case=received.case, actor=acting(officer), reason="One matter.", at=NOW)
    labels = [f"victim {number}" for number in range(1, 4)]
    assert list(labels_told(received.case)) == labels
    package = story.built(story.decided(received, officer, supervisor), officer)
    named = json.loads(story.contents(package)["data/case.json"])["victims"]
    assert [each["label"].partition(",")[0].lower() for each in named] == labels
    assert "was spoken for" in named[1]["label"]


def test_what_is_absent_is_named_where_it_will_be_looked_for(package: Package) -> None:
    files = story.contents(package)
    build_copy = json.loads(files["data/build.json"])
    named = {part["what"] for part in build_copy["absent"]}
    assert "Results of removal requests" in named
    assert {test["result"] for test in build_copy["self_test"]} == {"passed"}
    assert "MG11" in files["data/READ-ME-FIRST.txt"].decode()
    assert len(files["data/schedules/removal-requests.csv"].decode("utf-8-sig").splitlines()) == 1
    unused = list(csv.DictReader(StringIO(files["data/schedules/unused-material.csv"].decode("utf-8-sig"))))
    assert [row["Item"] for row in unused] == [str(number) for number in range(1, len(unused) + 1)]
    assert "Handling-Marking: OFFICIAL-SENSITIVE" in files["bag-info.txt"].decode()


def test_every_volume_is_signed_and_the_index_says_which_exhibit_is_where(
    report: story.Reporting, officer: User, supervisor: User, clock: ClockTower, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setattr(render, "EXHIBITS_A_VOLUME", 2)
    files = tuple(story.sent(f"log {number}".encode(), f"{number}.txt") for number in range(3))
    package = story.built(story.decided(report(files=files), officer, supervisor), officer)
    held = story.contents(package)
    assert {"data/report.pdf", "data/report-2.pdf"} <= held.keys()
    index = held["data/schedules/report-volumes.csv"].decode("utf-8-sig").splitlines()
    assert index == [
        "Exhibit,Volume,File", "HUB-0001,1,report.pdf", "HUB-0002,1,report.pdf", "HUB-0003,2,report-2.pdf",
        "HUB-0004,2,report-2.pdf",
    ]  # fmt: skip
    assert re.search(r"data/report-2\.pdf +HUB-0003 to HUB-0004", held["data/READ-ME-FIRST.txt"].decode())
    findings = verify_package(story.zip_of(package), anchor(), clock.anchor)
    assert findings.ok
    assert "2 signed as a whole (PAdES B-T)" in next(each.detail for each in findings.checks if each.name == "report")
    top = story.unpacked(package, tmp_path / "out")
    [command] = [check.command for check in plain_checks(stamped=True) if check.program == "pdfsig"]
    assert subprocess.run(["bash", "-c", command], cwd=top, check=False).returncode == 0
    (top / "data/report-2.pdf").write_bytes(held["data/report-2.pdf"] + b"\n")
    assert subprocess.run(["bash", "-c", command], cwd=top, check=False).returncode != 0


def said_of_time(package: Package) -> tuple[list[str], str, bool, bool]:
    """Return what bag-info.txt, build.json, case.json and the note say of the time stamp."""
    files = story.contents(package)
    info = [line for line in files["bag-info.txt"].decode().splitlines() if line.startswith(LINES)]
    absent = [each["what"] for each in json.loads(files["data/case.json"])["absent"]]
    note = "has NO time stamp" in files["data/READ-ME-FIRST.txt"].decode()
    return sorted(info), json.loads(files["data/build.json"])["time_stamp"], "Time stamp (RFC 3161)" in absent, note


def test_a_time_stamp_is_named_where_it_will_be_looked_for(package: Package) -> None:
    info, built, absent, note = said_of_time(package)
    assert info == ["Report-Signature: PAdES B-T", "Time-Stamp: seal/tagmanifest-sha256.txt.p7s.tst"]
    assert (built.startswith("RFC 3161"), absent, note) == (True, False, False)


@pytest.mark.parametrize("trouble", ["not set up", "no root", "refuses", "silent", "another's"])
def test_without_a_token_the_package_goes_and_says_so_everywhere(
    report: story.Reporting, officer: User, supervisor: User, clock: ClockTower, settings: Settings, trouble: str
) -> None:
    if trouble == "not set up":
        settings.TIME_AUTHORITY = ""
    elif trouble == "no root":
        settings.TIME_ANCHOR = settings.TIME_ANCHOR.with_name("absent.pem")
    elif trouble == "refuses":
        clock.grants = False
    elif trouble == "silent":
        settings.TIME_AUTHORITY = "http://127.0.0.1:9/"
    else:
        settings.TIME_ANCHOR.write_bytes(build_tower(clock.at).anchor)
    package = story.built(story.decided(report(), officer, supervisor), officer)
    info, built, absent, note = said_of_time(package)
    assert info == ["Report-Signature: PAdES B-B", "Time-Stamp: none"]
    assert (built.startswith("none: "), absent, note) == (True, True, True)
    assert ("set up at this hub" in built) == (trouble == "not set up")
    assert "No time stamp of an outside authority" in story.words_in(package)
    assert verify_package(story.zip_of(package), anchor()).verdict == "sealed"


def test_the_custody_extract_holds_every_act_up_to_the_asking(package: Package) -> None:
    files = story.contents(package)
    verbs = [json.loads(line)["verb"] for line in files["data/custody/events.jsonl"].splitlines()]
    assert verbs[0] == Verb.RECEIVED
    assert verbs[-1] == Verb.PACKAGE_ASKED
    assert {Verb.CLAIMED, Verb.DECIDED, Verb.LINE_RECORDED} <= set(verbs)
    [sealed] = acts(Verb.PACKAGE_SEALED)
    assert sealed["data"]["manifest"] == package.manifest_sha256
    assert f"case:{package.case_id}" in sealed["about"]


def test_nobody_who_reported_can_be_told_from_a_package(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    identity = Identity(name="Zebedee Quillfeather", email="zq.canary@example.net", phone="07700900777", note="ring Mo")
    received = report(identity=identity, files=(story.sent(story.picture("red"), "z.png"),), contact_means="phone")
    stranger, post = Identity(email="other.canary@example.net"), SaidPost(text="Quite another post about bicycles.")
    other = report(account="The other matter of the purple bicycle.", identity=stranger, posts=(post,))
    package = story.built(story.decided(received, officer, supervisor), officer)
    words = story.words_in(package)
    assert "They should all go." in words
    canaries = ["Zebedee", "Quillfeather", "zq.canary", "other.canary", "07700900777", "900777", "ring Mo", "bicycle"]
    canaries += [received.return_code, received.return_code.replace(" ", "")]
    canaries += [other.report.reference, other.case.reference]
    canaries += [user.email for user in User.objects.all()]
    assert [canary for canary in canaries if canary.lower() in words.lower()] == []


def test_two_builds_of_one_version_differ_in_nothing_but_seal_and_signatures(
    package: Package, clock: ClockTower
) -> None:
    first = but_for_signatures(story.zip_of(package))
    pinned, checkpoint = Pinned.load(package.pinned), Checkpoint.objects.get(size=package.checkpoint)
    sealed = build(Order(package.name, pinned, checkpoint), at=datetime.now(UTC))
    assert but_for_signatures(sealed.path) == first
    assert {"data/report.pdf", "tagmanifest-sha256.txt"} <= first.keys()
    assert verify_package(sealed.path, anchor(), clock.anchor).ok


def test_the_check_finds_a_package_that_was_changed_or_taken_away(package: Package) -> None:
    assert list(faults()) == []
    path = story.zip_of(package)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert list(faults()) == [f"package {package.name}: its file is not what was sealed"]
    path.unlink()
    assert list(faults()) == [f"package {package.name}: its file is missing"]


def test_the_same_picture_from_two_people_is_two_exhibits(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    same = story.picture("green")
    received = report(files=(story.sent(same, "one.png"), story.sent(same, "two.png")))
    package = story.built(story.decided(received, officer, supervisor), officer)
    records = json.loads(story.contents(package)["data/case.json"])["exhibits"]
    assert Exhibit.objects.filter(case=package.case).count() == 3
    assert "The same bytes as HUB-0002" in records[2]["condition"]["notes"]
