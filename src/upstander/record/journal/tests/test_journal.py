"""The journal keeps what was done, refuses to change it, and shows when it was changed all the same."""

import pytest
from django.db import DatabaseError, connection, connections, transaction

from upstander.conftest import NOW
from upstander.record.journal import reading, tables, verifying
from upstander.record.journal.checkpoints import checkpoint
from upstander.record.journal.models import Checkpoint, Consultation, Entry, Touch
from upstander.record.journal.tests.attacks import without_guards
from upstander.record.journal.verbs import SENTENCES, Verb
from upstander.record.journal.writing import Deed, NotInTransaction, consulted, record, record_many
from upstander.record.people.actors import SYSTEM

pytestmark = pytest.mark.django_db


def write(times: int) -> None:
    for number in range(1, times + 1):
        record(SYSTEM, Verb.CLAIMED, ("case", number), at=NOW, about=[("report", number)], reason_given=True)


def test_a_whole_journal_has_no_fault() -> None:
    write(5)
    consulted(SYSTEM, [("case", 1), ("report", 1)], page="desk/case", at=NOW)
    assert list(verifying.faults()) == []


@pytest.mark.parametrize("table", tables.APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_no_row_can_be_changed_or_taken_away(table: str, statement: str) -> None:
    write(2)
    consulted(SYSTEM, [("case", 1)], page="x", at=NOW)
    checkpoint()
    column = {"journal_entry": "verb", "journal_checkpoint": "text"}.get(table, "kind")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal_entry SET body = replace(body, 'case:2', 'case:9') WHERE seq = {second}",
        "UPDATE journal_entry SET actor = 'user:9' WHERE seq = {second}",
        "DELETE FROM journal_entry WHERE seq = {second}",
        "DELETE FROM journal_consultation WHERE kind = 'report'",
        "UPDATE journal_consultation SET record = 77 WHERE kind = 'report'",
    ],
)
def test_what_someone_with_full_rights_changes_is_found(tampering: str) -> None:
    write(4)
    consulted(SYSTEM, [("case", 1), ("report", 1)], page="desk/case", at=NOW)
    second = Entry.objects.order_by("seq")[1].seq
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(tampering.format(second=second))
    assert list(verifying.faults())


def test_a_missing_guard_is_a_fault() -> None:
    name = "journal_entry_no_update" if connection.vendor == "sqlite" else "journal_entry_no_change"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else " ON journal_entry"))
    assert any(name in fault for fault in verifying.faults())


def test_a_rewritten_journal_does_not_agree_with_a_checkpoint_that_someone_kept() -> None:
    write(3)
    kept = checkpoint()
    assert kept is not None
    assert checkpoint() == kept, "nothing was added, so nothing new is signed"
    write(1)
    later = checkpoint()
    assert later is not None
    assert later.size == kept.size + 1
    assert later.text != kept.text


def test_outside_a_transaction_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(NotInTransaction):
        record(SYSTEM, Verb.CLAIMED, ("case", 1), at=NOW)


def test_a_refused_act_leaves_no_entry() -> None:
    before = reading.size()

    def act_then_fail() -> None:
        with transaction.atomic():
            write(1)
            raise ValueError

    with pytest.raises(ValueError):
        act_then_fail()
    assert reading.size() == before


def test_a_timeline_shows_what_touched_a_record_newest_first() -> None:
    record(SYSTEM, Verb.CLAIMED, ("case", 900001), at=NOW)
    record(SYSTEM, Verb.JOINED, ("report", 900002), at=NOW, about=[("case", 900001)])
    assert [line.verb for line in reading.timeline("case", 900001)] == [Verb.JOINED, Verb.CLAIMED]


def test_every_record_shown_has_its_row() -> None:
    written = consulted(SYSTEM, [("case", number) for number in range(50)], page="desk/queue", at=NOW)
    assert Consultation.objects.filter(entry=written.seq).count() == 50


def test_every_verb_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Verb)


def test_acts_written_together_are_those_written_one_by_one() -> None:
    write(2)
    deeds = [
        Deed(SYSTEM, Verb.CLAIMED, ("case", number), NOW, about=(("report", number),), data={"reason_given": True})
        for number in (3, 4)
    ]
    last = record_many(deeds)
    write(1)
    assert list(verifying.faults()) == []
    assert last is not None
    assert (last.seq, reading.size()) == (4, 5)
    one, many = (reading.timeline("report", number)[-1] for number in (2, 3))
    assert (one.at, one.actor, one.verb, one.data) == (many.at, many.actor, many.verb, many.data)
    assert record_many([]) is None


@pytest.mark.parametrize("made_anew", [False, True])
def test_a_journal_that_was_cut_or_made_anew_after_it_was_signed_is_found(made_anew: bool) -> None:
    write(3)
    checkpoint()
    assert list(verifying.faults()) == []
    with without_guards():
        Entry.objects.filter(seq__gte=2).delete()
        Touch.objects.filter(entry__gte=2).delete()
    if made_anew:
        for number in (7, 8, 9):
            record(SYSTEM, Verb.CLAIMED, ("case", number), at=NOW)
    assert ["not the one that was signed" in fault for fault in verifying.faults()] == [True]


def test_a_checkpoint_that_somebody_else_signed_is_found() -> None:
    write(1)
    made = checkpoint()
    assert made is not None
    with without_guards():
        Checkpoint.objects.update(text=made.text.replace("\n— ", "\n— other/"))
    assert ["no valid signature" in fault for fault in verifying.faults()] == [True]
