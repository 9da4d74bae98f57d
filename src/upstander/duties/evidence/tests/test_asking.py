"""Who may ask for a package and when, what a later version says, and who may fetch it."""

import json
from datetime import timedelta

import pytest
from django.db import transaction

from upstander.conftest import NOW
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.split import split
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.evidence import queries
from upstander.duties.evidence.actions.ask import PackageRefused
from upstander.duties.evidence.actions.downloaded import downloaded
from upstander.duties.evidence.models import Exhibit, Package
from upstander.duties.evidence.tests import story
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Case
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work import worker
from upstander.record.work.asking import due

pytestmark = pytest.mark.django_db


def test_nothing_is_built_before_a_crime_is_decided(report: story.Reporting, officer: User) -> None:
    received = report()
    claim(case=received.case, actor=acting(officer), at=NOW)
    with pytest.raises(PackageRefused, match="decided"):
        story.asked(received.case, officer)
    assert not Package.objects.exists()
    assert not Exhibit.objects.exists()


def test_nothing_is_built_without_a_positive_line_of_enquiry(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    case = story.decided(report(), officer, supervisor)
    Case.objects.filter(pk=case.pk).update(positive_line=None)
    with pytest.raises(PackageRefused, match="positive line"):
        story.asked(case, officer)


def test_nothing_is_built_of_a_closed_case(report: story.Reporting, officer: User, supervisor: User) -> None:
    case = story.decided(report(), officer, supervisor)
    record_line(
        case=case, positive=False, reasons="Gone.", closing_reason="no_positive_line", actor=acting(officer), at=NOW
    )
    with pytest.raises(PackageRefused, match="closed"):
        story.asked(case, officer)


def test_only_the_officer_of_the_case_may_ask(
    report: story.Reporting, officer: User, other_officer: User, supervisor: User
) -> None:
    case = story.decided(report(), officer, supervisor)
    with pytest.raises(NotAllowed):
        story.asked(case, other_officer)


def test_one_is_not_asked_for_while_another_is_being_built(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    case = story.decided(report(), officer, supervisor)
    story.asked(case, officer)
    with pytest.raises(PackageRefused, match="being built"):
        story.asked(case, officer)


def test_a_package_says_what_the_case_was_when_it_was_asked_for(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    case = story.decided(report(), officer, supervisor)
    package = story.asked(case, officer)
    late = report(posts=(SaidPost(text="Told later."),))
    join(report=late.report, case=case, actor=acting(officer), reason="the same", at=NOW + timedelta(hours=3))
    worker.run_all()
    package.refresh_from_db()
    assert (package.state, package.stale) == ("ready", True)
    assert "Told later." not in story.words_in(package)


def test_a_later_version_names_the_manifest_before_it_and_what_changed(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    case = story.decided(report(files=(story.sent(story.picture(), "a.png"),)), officer, supervisor)
    first = story.built(case, officer)
    late = report(posts=(SaidPost(text="Told later."),))
    join(report=late.report, case=case, actor=acting(officer), reason="the same", at=NOW + timedelta(hours=3))
    worker.run_all()
    first.refresh_from_db()
    assert first.stale
    second = story.built(case, officer, hours=4)
    assert (second.name, second.exhibits, second.stale) == (f"{case.reference}_v2", 3, False)
    held = story.contents(second)
    said = json.loads(held["data/build.json"])["supersedes"]
    assert (said["version"], said["tagmanifest_sha256"]) == (1, first.manifest_sha256)
    assert said["what_changed"] == [f"Report added: {late.report.reference}.", "Exhibit added: HUB-0003."]
    assert first.manifest_sha256 in held["bag-info.txt"].decode()
    assert story.zip_of(first).exists()


def test_exhibit_numbers_are_dense_and_never_used_again(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    case = story.decided(report(), officer, supervisor)
    late, actor = report(posts=(SaidPost(text="Told later."),)), acting(officer)
    join(report=late.report, case=case, actor=actor, reason="the same", at=NOW + timedelta(hours=2))
    first = story.built(case, officer)
    split(report=late.report, actor=actor, reason="not the same", at=NOW + timedelta(hours=3))
    third = report(posts=(SaidPost(text="Another."),))
    join(report=third.report, case=case, actor=actor, reason="the same", at=NOW + timedelta(hours=4))
    second = story.built(case, officer, hours=5)
    refs = [each["ref"] for each in json.loads(story.contents(second)["data/case.json"])["exhibits"]]
    assert (first.exhibits, refs) == (2, ["HUB-0001", "HUB-0003"])
    changed = json.loads(story.contents(second)["data/case.json"])["supersedes"]["what_changed"]
    assert "Exhibit no longer part of the case: HUB-0002." in changed
    assert "Told later." not in story.words_in(second)


def test_a_force_sees_finished_packages_of_what_it_was_offered_and_no_others(
    report: story.Reporting, officer: User, supervisor: User, force: object, force_officer: object, auditor: User
) -> None:
    case = story.decided(report(), officer, supervisor)
    package = story.built(case, officer)
    offered, stranger = acting(force_officer("E23000010")), acting(force_officer("E23000005"))  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        queries.packages(offered, case)
    offer(
        case=case, force=force("E23000010"), capacity="investigating", actor=acting(officer),  # type: ignore[operator]
        at=NOW + timedelta(hours=3),
    )  # fmt: skip
    later = story.asked(case, officer, hours=4)
    assert queries.packages(offered, case) == []
    story.released(package, supervisor, hours=4)
    assert queries.packages(offered, case) == [package]
    assert queries.packages(acting(officer), case) == [later, package]
    assert queries.download(offered, package).read_bytes()[:2] == b"PK"
    for viewer, asked in ((stranger, package), (acting(auditor), package), (offered, later)):
        with pytest.raises(queries.NoSuchPackage):
            queries.package(viewer, asked.pk)
        with pytest.raises(queries.NoSuchPackage):
            queries.download(viewer, asked)


def test_a_package_made_after_the_offer_is_addressed_to_that_force(
    report: story.Reporting, officer: User, supervisor: User, force: object
) -> None:
    case = story.decided(report(), officer, supervisor)
    offer(
        case=case, force=force("E23000005"), capacity="investigating", reason="He lives there.",  # type: ignore[operator]
        actor=acting(officer), at=NOW + timedelta(hours=1),
    )  # fmt: skip
    copy = json.loads(story.contents(story.built(case, officer))["data/case.json"])
    assert copy["addressed_to"]["force_code"] == "E23000005"
    assert copy["responsible_force"]["overridden"] == {"by": "PC Abara", "reason": "He lives there."}


def test_fetching_is_journalled_and_only_for_those_who_may(
    report: story.Reporting, officer: User, supervisor: User, administrator: User
) -> None:
    package = story.built(story.decided(report(), officer, supervisor), officer)
    downloaded(package=package, actor=acting(officer), at=NOW)
    [entry] = acts(Verb.DOWNLOADED)
    assert (entry["subject"], entry["data"]["manifest"]) == (f"package:{package.pk}", package.manifest_sha256)
    with pytest.raises(NotAllowed):
        downloaded(package=package, actor=acting(administrator), at=NOW)


def test_a_package_that_failed_is_not_marked_stale(report: story.Reporting, officer: User, supervisor: User) -> None:
    case = story.decided(report(), officer, supervisor)
    package = story.asked(case, officer)
    Package.objects.filter(pk=package.pk).update(state="failed")
    with transaction.atomic():
        due("package_stale", case=case)
    worker.run_all()
    package.refresh_from_db()
    assert not package.stale
