"""Notes are fact or opinion, stay as they were written, and are read by those who may read the case."""

from collections.abc import Callable

import pytest

from upstander.conftest import NOW
from upstander.duties.casework.actions.add_note import add_note
from upstander.duties.casework.models import Note
from upstander.duties.casework.queries import notes
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.states import WrongState
from upstander.record.journal.reading import timeline
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


def test_a_note_says_whether_it_is_fact_or_opinion_who_wrote_it_and_when(
    report: Callable[..., Received], officer: User, other_officer: User
) -> None:
    case = report().case
    add_note(case=case, kind="fact", text=" The account names a workplace. ", actor=acting(officer), at=NOW)
    written = notes(acting(other_officer), case)[0]
    assert (written.kind, written.text, written.by, written.at) == (
        "fact", "The account names a workplace.", officer, NOW,
    )  # fmt: skip
    assert timeline("case", case.pk)[0].verb == "noted"
    assert "workplace" not in str(timeline("case", case.pk)[0].data), "the journal holds codes, never words"


@pytest.mark.parametrize(("kind", "text"), [("guess", "x"), ("", "x"), ("fact", "  ")])
def test_a_note_without_a_kind_or_words_is_refused(
    report: Callable[..., Received], officer: User, kind: str, text: str
) -> None:
    case = report().case
    with pytest.raises(ValueError, match=r"Write the note|not a valid"):
        add_note(case=case, kind=kind, text=text, actor=acting(officer), at=NOW)
    assert not Note.objects.exists()


def test_a_correction_is_a_new_note_that_names_the_first_and_both_stay(
    report: Callable[..., Received], officer: User, other_officer: User
) -> None:
    case = report().case
    first = add_note(case=case, kind="fact", text="He lives in Leeds.", actor=acting(officer), at=NOW)
    newer = add_note(
        case=case, kind="opinion", text="He may live in Leeds.", corrects=first, actor=acting(other_officer), at=NOW
    )
    assert newer.corrects == first
    assert {note.text for note in notes(acting(officer), case)} == {"He lives in Leeds.", "He may live in Leeds."}
    assert Note.objects.get(pk=first.pk).kind == "fact"
    with pytest.raises(WrongState, match="corrected already"):
        add_note(case=case, kind="fact", text="x", corrects=first, actor=acting(officer), at=NOW)
    assert timeline("case", case.pk)[0].verb == "note corrected"


def test_a_note_of_another_case_is_not_corrected_here(report: Callable[..., Received], officer: User) -> None:
    elsewhere = add_note(case=report().case, kind="fact", text="x", actor=acting(officer), at=NOW)
    with pytest.raises(WrongState, match="another case"):
        add_note(case=report().case, kind="fact", text="x", corrects=elsewhere, actor=acting(officer), at=NOW)


def test_who_may_not_read_the_case_neither_writes_nor_reads_notes(
    report: Callable[..., Received],
    officer: User,
    administrator: User,
    auditor: User,
    force_officer: Callable[[str], User],
) -> None:
    case = report().case
    add_note(case=case, kind="fact", text="x", actor=acting(officer), at=NOW)
    for stranger in (administrator, auditor, force_officer("E23000010")):
        with pytest.raises(NotAllowed):
            notes(acting(stranger), case)
        with pytest.raises(NotAllowed):
            add_note(case=case, kind="fact", text="x", actor=acting(stranger), at=NOW)
