"""Old records of no crime: not before the day, one by one, signed by another, and nothing of the victim is lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from upstander.conftest import NOW
from upstander.duties.assessment.actions.ask_appeal import ask_appeal
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.models import Charge, Reading
from upstander.duties.assessment.queries import current_decision
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.casework.actions.set_task import set_task
from upstander.duties.evidence.models import Exhibit, Package
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.duties.oversight import old_records
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.duties.oversight.actions.review_old_record import decide_old_record, sign_old_record
from upstander.duties.oversight.models import OldRecord
from upstander.duties.oversight.tests.test_erasing import words_left
from upstander.engines.matching.keys import keys_of
from upstander.law.access import Relation, Role
from upstander.law.disposition.reviewing import all_reviews
from upstander.record.cases import conservation, queue
from upstander.record.cases.grants import grant
from upstander.record.cases.models import Account, Case, Post, Report, ReportedFile, Translation
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.journal.reading import acts, faults
from upstander.record.journal.verbs import Verb
from upstander.record.keys.keeping import item_of
from upstander.record.keys.models import Key
from upstander.record.people.actors import NotAllowed, acting, complainant
from upstander.record.people.identity import Identity, opened
from upstander.record.people.models import HubProfile, User
from upstander.record.search import rebuilding as searching
from upstander.record.search.finding import find
from upstander.record.vault import keeping
from upstander.record.work.worker import run_all

Make = Callable[..., Received]
EVE = datetime(2027, 3, 30, 12, tzinfo=UTC)
DAY = datetime(2027, 4, 1, 12, tzinfo=UTC)
"""Within the review: it is in force from 31 March 2027."""
REVIEW = all_reviews()[0]
SUBJECT, VICTIM = "zqsubjectxqz", "zqvictimxqz"


@pytest.fixture
def other_supervisor(make_user: Callable[..., User]) -> User:
    return make_user(Role.SUPERVISOR, "Insp Gale")


@pytest.fixture
def old(report: Make, officer: User) -> Callable[..., Case]:
    """Return a closed case of no crime, with words of its own for the subject and for the victim in every field."""

    def make(number: int = 1, at: datetime = NOW) -> Case:
        received = report(
            at=at, account=f"{VICTIM} account", why=f"{VICTIM} why", target_note=VICTIM, seen_from="LS1 1UR",
            home=f"{VICTIM} LS1 1UR", danger_place=VICTIM, poster_note=f"{SUBJECT} lives next door",
            posts=(SaidPost(link=f"https://x.com/{SUBJECT}/status/1799{number}", platform="x", text=f"{VICTIM} go",
                            handle=SUBJECT),),
            identity=Identity(name=VICTIM, email=f"{VICTIM}@example.org", phone="0113 496 0000", note=VICTIM),
            raw=keeping.deposit_locked(f'{{"account": "{VICTIM}", "poster_note": "{SUBJECT} {number}"}}'.encode()),
        )  # fmt: skip
        decided(received.case, officer, at, **no_crime())
        close(case=received.case, closing_reason="not_criminal", actor=acting(officer), at=at)
        return Case.objects.get(pk=received.case.pk)

    return make


def decide(case: Case, by: User, choice: str = "erase", at: datetime = DAY, **said: Any) -> OldRecord:
    said = {"reason": "Report 12/27." if choice != "erase" else "", "nothing_holds": True, **said}
    return decide_old_record(case=case, choice=choice, actor=acting(by), at=at, **said)


def left(viewer: User, at: datetime = DAY) -> list[Case]:
    return [row.case for row in old_records.left(acting(viewer), REVIEW, at.date()).rows]


def test_before_its_first_day_the_review_is_only_looked_at(old: Callable[..., Case], supervisor: User) -> None:
    case = old()
    assert old_records.review_on(EVE.date()) == (REVIEW, False)
    assert left(supervisor, EVE) == [case]
    for choice in ("erase", "intelligence", "retain"):
        with pytest.raises(WrongState, match="No review of old records is in force"):
            decide(case, supervisor, choice, at=EVE)
    assert OldRecord.objects.count() == 0
    assert words_left(SUBJECT)


def test_erasing_takes_the_subject_and_leaves_the_incident_and_the_victim(
    old: Callable[..., Case], officer: User, supervisor: User, django_capture_on_commit_callbacks: Any
) -> None:
    case = old()
    run_all()
    report = case.opened_by
    post = report.posts.get()
    Translation.objects.create(
        report=report, column="poster_note", language_from="cy", text=SUBJECT, made_by="person", maker="x",
        made_on=NOW.date(), words_sha256="", recorded_by=supervisor, recorded_at=NOW,
    )  # fmt: skip
    Exhibit.objects.create(
        case=case, report=report, post=post, reference="HUB-0001", description=f"Post by {SUBJECT}", made_at=NOW
    )
    Package.objects.create(case=case, version=1, state=Package.State.READY, asked_at=NOW, pinned=f'"{SUBJECT}"')
    before = words_left(VICTIM)
    assert words_left(SUBJECT)
    with django_capture_on_commit_callbacks(execute=True):
        row = decide(case, supervisor)
    run_all()
    assert row.state == OldRecord.State.FINAL
    assert words_left(SUBJECT) == []
    assert words_left(VICTIM) == before
    assert not Account.objects.exists()
    assert not Post.objects.exists()
    kept = Report.objects.select_related("complainant", "raw").get(pk=report.pk)
    assert opened(kept.complainant).name == VICTIM
    assert (kept.standing, kept.received_at, kept.strands) == ("active", report.received_at, ["religion"])
    assert (kept.home, kept.danger_place) == (f"{VICTIM} LS1 1UR", VICTIM)
    assert (post.platform, kept.posts.get().platform, kept.posts.get().text) == ("x", "x", f"{VICTIM} go")
    assert kept.raw
    assert not keeping.path_of(kept.raw).exists()
    assert left(supervisor) == []
    assert [*conservation.faults(), *queue.faults(), *faults(), *keeping.faults()] == []


def test_the_journal_certifies_it_by_numbers_alone(old: Callable[..., Case], supervisor: User) -> None:
    case = old()
    row = decide(case, supervisor)
    entry = next(acts(Verb.SUBJECT_ERASED))
    assert entry["subject"] == f"case:{case.pk}"
    assert entry["data"] == entry["data"] | {
        "notes": 1, "handles": 1, "links": 1, "bodies": 1, "translations": 0, "packages": 0,
    }  # fmt: skip
    assert next(acts(Verb.OLD_RECORD_DECIDED))["data"]["choice"] == "erase"
    assert f"oldrecord:{row.pk}" in str(entry)
    assert not any(SUBJECT in body or VICTIM in body for body in Entry.objects.values_list("body", flat=True))


def test_it_is_not_found_by_the_name_any_more_and_by_the_words_still(
    old: Callable[..., Case], supervisor: User
) -> None:
    case = old()
    run_all()
    actor = acting(supervisor)
    assert find(actor, SUBJECT).groups
    decide(case, supervisor)
    run_all()
    assert not find(actor, SUBJECT).groups
    assert find(actor, VICTIM).groups
    assert [*searching.faults()] == []
    assert {key.k for key in Key.objects.all()} == set(keys_of(item_of(case.opened_by)).all)


def test_what_another_case_keeps_of_the_same_account_stays_with_it(old: Callable[..., Case], supervisor: User) -> None:
    one, other = old(1), old(2)
    decide(one, supervisor)
    assert Account.objects.count() == 1
    assert other.opened_by.posts.get().handle == SUBJECT
    assert left(supervisor) == [other]


@pytest.mark.parametrize("choice", ["intelligence", "retain"])
def test_what_needs_a_signature_changes_nothing_before_it(
    old: Callable[..., Case], supervisor: User, other_supervisor: User, choice: str
) -> None:
    case = old()
    row = decide(case, supervisor, choice)
    assert row.state == OldRecord.State.AWAITING
    assert words_left(SUBJECT)
    assert left(supervisor) == []
    assert old_records.waiting(acting(other_supervisor)) == [row]
    with pytest.raises(WrongState, match="decided about already"):
        decide(case, other_supervisor)
    sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    run_all()
    assert bool(words_left(SUBJECT)) == (choice == "retain")
    assert left(supervisor) == []


def test_nobody_signs_what_they_decided(old: Callable[..., Case], supervisor: User) -> None:
    row = decide(old(), supervisor, "intelligence")
    with pytest.raises(NotAllowed, match="you decided this yourself"):
        sign_old_record(row=row, agrees=True, actor=acting(supervisor), at=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        OldRecord.objects.update(signed_by=supervisor)
    assert words_left(SUBJECT)


def test_a_returned_decision_is_kept_and_the_record_comes_back(
    old: Callable[..., Case], supervisor: User, other_supervisor: User
) -> None:
    case = old()
    row = decide(case, supervisor, "retain")
    with pytest.raises(NotAllowed) as refused:
        sign_old_record(row=row, agrees=False, actor=acting(other_supervisor), at=DAY)
    assert refused.value.needs_reason
    sign_old_record(row=row, agrees=False, reason="No policing purpose.", actor=acting(other_supervisor), at=DAY)
    assert left(supervisor) == [case]
    assert [each.signed_reason for each in old_records.decided(acting(supervisor), case)] == ["No policing purpose."]
    with pytest.raises(WrongState):
        sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)


@pytest.mark.parametrize("role", [Role.HUB_OFFICER, Role.SENIOR_INVESTIGATOR, Role.AUDITOR])
def test_supervisors_alone_review(old: Callable[..., Case], make_user: Callable[..., User], role: Role) -> None:
    case, somebody = old(), make_user(role, "Somebody Else")
    assert left(somebody) == []
    with pytest.raises(NotAllowed):
        decide(case, somebody)


def test_who_has_declared_a_connection_neither_sees_nor_decides(old: Callable[..., Case], supervisor: User) -> None:
    case = old()
    grant(case, to=supervisor, relation=Relation.CONFLICT, at=NOW)
    assert left(supervisor) == []
    with pytest.raises(NotAllowed):
        decide(case, supervisor)


@pytest.mark.parametrize("choice", ["intelligence", "retain"])
def test_a_reason_must_be_given_where_the_law_asks_for_one(
    old: Callable[..., Case], supervisor: User, choice: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        decide(old(), supervisor, choice, reason=" ")
    assert refused.value.needs_reason


def test_somebody_must_have_asked_whether_anything_else_holds(old: Callable[..., Case], supervisor: User) -> None:
    with pytest.raises(WrongState, match="nothing else stops"):
        decide(old(), supervisor, nothing_holds=False)


def _task(case: Case, by: User) -> None:
    set_task(what="Ring them.", whose=by, due_at=DAY, case=case, actor=acting(by), at=NOW)


def _charged(case: Case, by: User) -> None:
    Charge.objects.create(
        case=case, offence="poa_4", kind=Charge.Kind.CHARGE, on=NOW.date(), law_version="x", by=by, at=NOW
    )


def _read_again(case: Case, by: User) -> None:
    Reading.objects.create(case=case, decision=current_decision(case), drawn_at=NOW, due_at=DAY, reader=None)


def _withheld(case: Case, by: User) -> None:
    file = keeping.register(keeping.deposit_locked(b"x"), at=NOW)
    ReportedFile.objects.create(
        report=case.opened_by, position=0, file=file, name_given="x", media_type="image/png", withheld="abuse"
    )


def _appealed(case: Case, by: User) -> None:
    report = case.opened_by
    ask_appeal(report=report, words="Look again.", actor=complainant(report), at=NOW + timedelta(days=1))


def _asked(case: Case, by: User) -> None:
    ask_act(code="erase", about=case.opened_by, reason="Asked for.", actor=acting(by), at=DAY)


HELD = {
    "task": _task, "charged": _charged, "second": _read_again, "withheld": _withheld, "asked for a review": _appealed,
    "Two people": _asked,
}  # fmt: skip


@pytest.mark.parametrize("why", HELD)
def test_nothing_is_erased_while_something_holds(
    old: Callable[..., Case], supervisor: User, other_supervisor: User, why: str
) -> None:
    case, waits = old(1), old(2)
    row = decide(waits, supervisor, "intelligence")
    for each in (case, waits):
        HELD[why](each, supervisor)
    with pytest.raises(WrongState, match=f"Nothing may be erased now.*{why}"):
        decide(case, supervisor)
    with pytest.raises(WrongState, match=f"Nothing may be erased now.*{why}"):
        sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    row.refresh_from_db()
    assert row.state == OldRecord.State.AWAITING
    assert words_left(SUBJECT)
    assert decide(case, supervisor, "retain").state == OldRecord.State.AWAITING


def test_an_open_enquiry_is_no_old_record(
    old: Callable[..., Case], officer: User, supervisor: User, other_supervisor: User
) -> None:
    case, waits = old(1), old(2)
    row = decide(waits, supervisor, "intelligence")
    for each in (case, waits):
        reopen(case=each, reason="Another post.", actor=acting(officer), at=DAY)
    assert left(supervisor) == []
    with pytest.raises(WrongState):
        decide(case, supervisor)
    with pytest.raises(WrongState, match="An enquiry is open"):
        sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    assert words_left(SUBJECT)


def test_only_what_ended_as_no_crime_and_names_somebody_is_covered(
    report: Make, old: Callable[..., Case], officer: User, supervisor: User
) -> None:
    nobody = report(posts=())
    decided(nobody.case, officer, **no_crime())
    close(case=nobody.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    crime = report()
    decided(crime.case, officer)
    closed = report()
    claim(case=closed.case, actor=acting(officer), at=NOW)
    close(case=closed.case, closing_reason="outside_hub", actor=acting(officer), at=NOW)
    case = old()
    assert left(supervisor) == [case]


def test_the_hub_of_a_force_with_a_policy_of_its_own_reviews_what_it_recorded_before_that(
    old: Callable[..., Case], supervisor: User
) -> None:
    HubProfile.objects.update(scope="force", force="E23000001")
    old(1)
    before = old(2)
    decision = current_decision(before)
    assert decision
    decision.decided_at = datetime(2025, 10, 1, tzinfo=UTC)
    decision.save()
    assert left(supervisor) == [before]


def test_the_oldest_come_first_with_the_last_day_a_page_at_a_time(
    old: Callable[..., Case], supervisor: User, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(old_records, "PAGE", 2)
    cases = [old(number, NOW + timedelta(minutes=number)) for number in range(5)]
    viewer, seen, after = acting(supervisor), [], None
    for _page in range(3):
        with django_assert_max_num_queries(8):
            listed = old_records.left(viewer, REVIEW, DAY.date(), after=after)
        seen += [row.case for row in listed.rows]
        assert {str(row.by) for row in listed.rows} == {"2027-06-30"}
        after = listed.after
    assert (seen, after) == (cases, None)
    late = old_records.left(viewer, REVIEW, datetime(2027, 7, 1).date())
    assert all(row.overdue for row in late.rows)


def test_it_says_how_many_it_covers_and_how_many_are_left(
    old: Callable[..., Case], supervisor: User, other_supervisor: User
) -> None:
    cases = [old(number) for number in range(4)]
    decide(cases[0], supervisor)
    decide(cases[1], supervisor, "retain")
    row = decide(cases[2], supervisor, "retain")
    sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    stands = old_records.standing(acting(supervisor), REVIEW)
    assert (str(stands.covered), str(stands.left), stands.waiting) == ("4", "1", 1)
    assert stands.decided == {"erase": 1, "retain": 1}


def test_a_record_that_was_closed_anew_is_looked_at_anew(
    old: Callable[..., Case], report: Make, officer: User, supervisor: User, other_supervisor: User
) -> None:
    case = old()
    row = decide(case, supervisor, "retain")
    sign_old_record(row=row, agrees=True, actor=acting(other_supervisor), at=DAY)
    later = DAY + timedelta(days=3)
    reopen(case=case, reason="Another post.", actor=acting(officer), at=later)
    claim(case=case, actor=acting(officer), at=later)
    join(report=report(at=later).report, case=case, reason="Same.", actor=acting(officer), at=later)
    close(case=case, closing_reason="not_criminal", actor=acting(officer), at=later)
    assert left(supervisor, later) == [case]
