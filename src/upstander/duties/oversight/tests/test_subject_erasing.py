"""Erasing the subject of an old record: nothing of the victim is lost, and not while anything holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.ask_appeal import ask_appeal
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.models import Charge, Reading
from upstander.duties.assessment.queries import current_decision
from upstander.duties.bundling.models import Suggestion
from upstander.duties.campaigns.models import Campaign, Said
from upstander.duties.casework.actions.set_task import set_task
from upstander.duties.evidence.models import Exhibit, Package
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.duties.oversight.actions.review_old_record import sign_old_record
from upstander.duties.oversight.models import OldRecord
from upstander.duties.oversight.tests.reviewed import DAY, SUBJECT, VICTIM, decide, left
from upstander.duties.oversight.tests.test_erasing import words_left
from upstander.engines.matching.keys import keys_of
from upstander.record.cases import conservation, queue
from upstander.record.cases.conflicts import index_of
from upstander.record.cases.models import Account, Case, Connection, Mention, Post, Report, ReportedFile, Translation
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb
from upstander.record.journal.verifying import faults
from upstander.record.keys.keeping import item_of
from upstander.record.keys.models import Key
from upstander.record.people.actors import acting, complainant
from upstander.record.people.identity import opened
from upstander.record.people.models import User
from upstander.record.search import rebuilding as searching
from upstander.record.search.finding import find
from upstander.record.search.keeping import keep_row
from upstander.record.search.models import NameKey
from upstander.record.search.sources import TRANSLATIONS
from upstander.record.vault import keeping, scrubbing
from upstander.record.work.worker import run_all


def test_erasing_takes_the_subject_and_leaves_the_incident_and_the_victim(
    old: Callable[..., Case], officer: User, supervisor: User, django_capture_on_commit_callbacks: Any
) -> None:
    case = old()
    run_all()
    report = case.opened_by
    post = report.posts.get()
    of_note = Translation.objects.create(
        report=report, column="poster_note", language_from="cy", text=SUBJECT, made_by="person", maker="x",
        made_on=NOW.date(), words_sha256="", recorded_by=supervisor, recorded_at=NOW,
    )  # fmt: skip
    keep_row(TRANSLATIONS, of_note)
    Exhibit.objects.create(
        case=case, report=report, post=post, reference="HUB-0001", description=f"Post by {SUBJECT}", made_at=NOW
    )
    Package.objects.create(case=case, version=1, state=Package.State.READY, asked_at=NOW, pinned=f'"{SUBJECT}"')
    other = old(2)
    decide(other, supervisor)
    run_all()
    for one, two in ((case, other), (other, case)):
        Suggestion.objects.update_or_create(
            report=one.opened_by, earlier=two.opened_by, defaults={"tier": "post", "reasons": [SUBJECT], "made_at": NOW}
        )
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
    assert [*conservation.faults(), *queue.faults(), *faults(), *scrubbing.faults(), *searching.faults()] == []


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
    assert not NameKey.objects.exists()
    assert not Mention.objects.filter(index=index_of(Connection.Kind.HANDLE, SUBJECT)).exists()
    assert Mention.objects.filter(index=index_of(Connection.Kind.EMAIL, f"{VICTIM}@example.org")).exists()
    assert {key.k for key in Key.objects.all()} == set(keys_of(item_of(case.opened_by)).all)


def test_what_its_reports_were_the_first_to_say_in_a_campaign_goes_too(
    old: Callable[..., Case], supervisor: User
) -> None:
    case = old()
    campaign = Campaign.objects.create(found_at=NOW, found_before=1, first_at=NOW)
    Said.objects.create(campaign=campaign, kind="account", k=1, report=case.opened_by)
    decide(case, supervisor)
    assert not Said.objects.exists()


def test_what_another_case_keeps_of_the_same_account_stays_with_it(old: Callable[..., Case], supervisor: User) -> None:
    one, other = old(1), old(2)
    decide(one, supervisor)
    assert Account.objects.count() == 1
    assert other.opened_by.posts.get().handle == SUBJECT
    assert left(supervisor) == [other]


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


def _held(case: Case, by: User) -> None:
    Report.objects.filter(pk=case.opened_by_id).update(standing=Report.Standing.HELD)


HELD = {
    "task": _task, "charged": _charged, "second": _read_again, "withheld": _withheld, "asked for a review": _appealed,
    "Two people": _asked, "is held": _held,
}  # fmt: skip


@pytest.mark.parametrize("why", HELD)
def test_nothing_is_erased_while_something_holds(
    old: Callable[..., Case], supervisor: User, other_supervisor: User, why: str
) -> None:
    case, waits = old(1), old(2)
    row = decide(waits, supervisor, "intelligence")
    for each in (case, waits):
        HELD[why](each, supervisor)
    for choice in ("erase", "intelligence"):
        with pytest.raises(WrongState, match=f"Nothing may be erased now.*{why}"):
            decide(case, supervisor, choice)
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
