"""A sealed package leaves once a second person releases it, or one alone in danger; until fetched it is taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from upstander.conftest import NOW
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.casework.models import Review
from upstander.duties.evidence import queries
from upstander.duties.evidence.actions.downloaded import downloaded
from upstander.duties.evidence.actions.release import release
from upstander.duties.evidence.actions.send_back import send_back
from upstander.duties.evidence.actions.withdraw_release import withdraw_release
from upstander.duties.evidence.models import Finding, Package, Release
from upstander.duties.evidence.releasing import Answered, NotAnswered, newest, waiting
from upstander.duties.evidence.tests import story
from upstander.law.access import Role
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import Actor, NotAllowed, acting
from upstander.record.people.models import Organisation, User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)
LEEDS = "E23000010"


@pytest.fixture
def package(report: story.Reporting, officer: User, supervisor: User) -> Package:
    """A sealed package that waits to be released; its reporter wrote of danger."""
    case = story.decided(report(danger=True, danger_place="LS1 1UR"), officer, supervisor)
    return story.built(case, officer)


@pytest.fixture
def detective(
    package: Package, officer: User, force: Callable[[str], Organisation], force_officer: Callable[[str], User]
) -> Actor:
    """An officer of the force to which the case was offered."""
    to = force(LEEDS)
    offer(case=package.case, force=to, capacity="investigating", reason="x", actor=acting(officer), at=LATER)
    return acting(force_officer(LEEDS))


def found(package: Package, **said: object) -> Finding:
    row = Finding(
        package=package, number=package.findings.count() + 1, kind="place", place="a.jpg: EXIF", what="53.8..."
    )
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    return row


def test_a_sealed_package_is_searched_and_waits(package: Package) -> None:
    assert package.leaving == "waiting"
    [entry] = acts(Verb.PACKAGE_SEARCHED)
    assert (entry["data"]["findings"], entry["data"]["bars"]) == (0, 0)


def test_no_force_sees_or_fetches_what_nobody_released(package: Package, detective: Actor, officer: User) -> None:
    assert queries.packages(detective, package.case) == []
    assert queries.awaits_release(detective, package.case)
    for refused in (queries.package, queries.download):
        with pytest.raises(queries.NoSuchPackage):
            refused(detective, package.pk if refused is queries.package else package)  # type: ignore[operator]
    with pytest.raises(queries.NoSuchPackage):
        downloaded(package=package, actor=detective, at=LATER)
    assert queries.download(acting(officer), package).exists()


def test_a_second_person_releases_it_and_the_force_fetches_it(
    package: Package, detective: Actor, supervisor: User
) -> None:
    said = release(package=package, actor=acting(supervisor), at=LATER)
    assert (said.by, said.asked_by, said.ground) == (supervisor, package.asked_by, "")
    assert queries.packages(detective, package.case) == [package]
    assert not queries.awaits_release(detective, package.case)
    downloaded(package=package, actor=detective, at=LATER)
    package.refresh_from_db()
    assert package.fetched_at == LATER
    [entry] = acts(Verb.PACKAGE_RELEASED)
    assert (entry["data"]["alone"], entry["data"]["manifest"]) == (False, package.manifest_sha256)


def test_nobody_releases_what_they_asked_for(report: story.Reporting, supervisor: User, make_user: object) -> None:
    other = make_user(Role.SUPERVISOR, "Insp Vale")  # type: ignore[operator]
    case = story.decided(report(), supervisor, other)
    package = story.built(case, supervisor)
    with pytest.raises(NotAllowed, match="Another person"):
        release(package=package, actor=acting(supervisor), at=LATER)
    with pytest.raises(NotAllowed, match="Another person"):
        send_back(package=package, reason="x", actor=acting(supervisor), at=LATER)
    assert waiting(acting(supervisor)) == []
    assert waiting(acting(other)) == [package]
    # The database sees two people as well.
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(package=package, answer="released", by=supervisor, asked_by=supervisor, at=LATER)
    release(package=package, actor=acting(other), at=LATER)


def test_an_officer_releases_nothing_of_others(package: Package, other_officer: User, auditor: User) -> None:
    for user in (other_officer, auditor):
        with pytest.raises(NotAllowed):
            release(package=package, actor=acting(user), at=LATER)


@pytest.fixture
def own(report: story.Reporting, senior_investigator: User, supervisor: User) -> Callable[..., Package]:
    """Make a package that the senior investigator asked for."""

    def make(**said: object) -> Package:
        return story.built(story.decided(report(**said), senior_investigator, supervisor), senior_investigator)

    return make


def test_in_danger_the_senior_investigator_releases_alone_and_a_supervisor_reviews_it(
    own: Callable[..., Package], senior_investigator: User
) -> None:
    package, senior = own(danger=True), acting(senior_investigator)
    with pytest.raises(NotAllowed, match="Another person"):
        release(package=package, actor=senior, at=LATER)
    with pytest.raises(NotAllowed) as refused:
        release(package=package, ground="danger", actor=senior, at=LATER)
    assert refused.value.needs_reason
    release(package=package, ground="danger", reason="He is on his way.", actor=senior, at=LATER)
    worker.run_all()
    review = Review.objects.get(kind="alone")
    assert (review.act, review.code, review.words, review.of) == (
        "release_alone", "danger", "He is on his way.", senior_investigator,
    )  # fmt: skip
    assert review.due_at.date() == (NOW + timedelta(days=1)).date(), "the next working day"
    [entry] = acts(Verb.PACKAGE_RELEASED)
    assert (entry["data"]["alone"], entry["data"]["ground"]) == (True, "danger")


def test_danger_is_no_ground_where_nobody_told_of_any_and_a_surge_is_stated(
    own: Callable[..., Package], senior_investigator: User
) -> None:
    package, senior = own(), acting(senior_investigator)
    with pytest.raises(WrongState, match="danger"):
        release(package=package, ground="danger", reason="x", actor=senior, at=LATER)
    with pytest.raises(WrongState, match="surge"):
        release(package=package, ground="hurry", reason="x", actor=senior, at=LATER)
    release(package=package, ground="surge", reason="400 reports since the match.", actor=senior, at=LATER)
    assert Release.objects.get().ground == "surge"


def test_a_supervisor_never_releases_alone(
    report: story.Reporting, supervisor: User, senior_investigator: User
) -> None:
    case = story.decided(report(danger=True), supervisor, senior_investigator)
    package = story.built(case, supervisor)
    with pytest.raises(NotAllowed):
        release(package=package, ground="danger", reason="x", actor=acting(supervisor), at=LATER)


def test_a_second_person_who_is_senior_needs_no_ground(package: Package, senior_investigator: User) -> None:
    release(package=package, ground="danger", reason="x", actor=acting(senior_investigator), at=LATER)
    worker.run_all()
    assert Release.objects.get().ground == ""
    assert not Review.objects.exists()


def test_every_finding_is_answered_first(package: Package, supervisor: User) -> None:
    row, actor = found(package), acting(supervisor)
    with pytest.raises(NotAnswered, match=r"Answer this first: a\.jpg"):
        release(package=package, actor=actor, at=LATER)
    with pytest.raises(NotAnswered, match="Say why"):
        release(package=package, answers={row.number: Answered(keep=True)}, actor=actor, at=LATER)
    with pytest.raises(NotAnswered, match="left out"):
        release(package=package, answers={row.number: Answered(keep=False)}, actor=actor, at=LATER)
    row.refresh_from_db()
    assert row.answer == "", "what was refused saves nothing"
    release(package=package, answers={row.number: Answered(True, "Evidence.")}, actor=actor, at=LATER)
    row.refresh_from_db()
    assert (row.answer, row.reason, row.by) == ("keep", "Evidence.", supervisor)


def test_who_reported_in_the_hubs_own_words_bars_the_release(package: Package, supervisor: User) -> None:
    row, actor = found(package, kind="identity", bars=True), acting(supervisor)
    for answers in ({}, {row.number: Answered(True, "I insist.")}):
        with pytest.raises(NotAnswered, match="hub itself"):
            release(package=package, answers=answers, actor=actor, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=row.pk).update(answer="keep")


def test_returning_needs_a_reason_and_goes_back_to_the_officer(package: Package, supervisor: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        send_back(package=package, reason=" ", actor=acting(supervisor), at=LATER)
    assert refused.value.needs_reason
    send_back(package=package, reason="The day of the conduct is missing.", actor=acting(supervisor), at=LATER)
    package.refresh_from_db()
    assert package.leaving == "returned"
    assert queries.release_of(package).reason == "The day of the conduct is missing."  # type: ignore[union-attr]
    assert list(acts(Verb.PACKAGE_RETURNED))
    with pytest.raises(WrongState, match="returned"):
        release(package=package, actor=acting(supervisor), at=LATER)


def test_a_release_is_withdrawn_until_a_force_has_fetched_it(
    package: Package, detective: Actor, officer: User, supervisor: User
) -> None:
    actor = acting(supervisor)
    release(package=package, actor=actor, at=LATER)
    downloaded(package=package, actor=acting(officer), at=LATER)  # the hub's own looks do not count
    withdraw_release(package=package, reason="The wrong force.", actor=actor, at=LATER)
    assert queries.packages(detective, package.case) == []
    with pytest.raises(queries.NoSuchPackage):
        downloaded(package=package, actor=detective, at=LATER)
    with pytest.raises(WrongState, match="not released"):
        withdraw_release(package=package, reason="x", actor=actor, at=LATER)
    release(package=package, actor=actor, at=LATER)
    downloaded(package=package, actor=detective, at=LATER)
    with pytest.raises(WrongState, match="fetched"):
        withdraw_release(package=package, reason="x", actor=actor, at=LATER)
    assert [row.answer for row in Release.objects.order_by("pk")] == ["released", "withdrawn", "released"]
    assert len(list(acts(Verb.RELEASE_WITHDRAWN))) == 1


def test_an_overtaken_version_is_not_released(package: Package, officer: User, supervisor: User) -> None:
    second = story.built(package.case, officer, hours=6)
    with pytest.raises(WrongState, match="later version"):
        release(package=package, actor=acting(supervisor), at=LATER)
    assert newest(package.case) == second
    story.released(second, supervisor, hours=7)


@pytest.mark.parametrize(
    ("state", "leaving", "says"),
    [("asked", "", "not sealed"), ("erased", "waiting", "taken away"), ("ready", "searched", "looking"),
     ("ready", "released", "already")],
)  # fmt: skip
def test_what_does_not_wait_is_not_released(
    package: Package, supervisor: User, state: str, leaving: str, says: str
) -> None:
    Package.objects.filter(pk=package.pk).update(state=state, leaving=leaving)
    with pytest.raises(WrongState, match=says):
        release(package=package, actor=acting(supervisor), at=LATER)


def test_a_release_counts_up_the_case(package: Package, supervisor: User) -> None:
    before = Case.objects.get(pk=package.case_id).edition
    release(package=package, actor=acting(supervisor), at=LATER)
    assert Case.objects.get(pk=package.case_id).edition > before
