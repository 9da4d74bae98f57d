"""What was done to the journal with every right on the database: which check sees it, and which alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from upstander.conftest import NOW
from upstander.engines.sealing import checkpoint as signed_text
from upstander.engines.sealing import merkle
from upstander.engines.sealing.keys import load
from upstander.engines.sealing.outside import Held, mark, read_held
from upstander.record.journal import rows, verifying
from upstander.record.journal.checkpoints import checkpoint
from upstander.record.journal.models import Checkpoint, Consultation, Entry, Touch
from upstander.record.journal.tests.attacks import Change, cut, rewrite, sign_anew, without_guards
from upstander.record.journal.verbs import Verb
from upstander.record.journal.verifying import Verification, faults, root_of
from upstander.record.journal.writing import consulted, record
from upstander.record.people.actors import SYSTEM

pytestmark = pytest.mark.django_db


def write(*numbers: int) -> None:
    for number in numbers:
        record(SYSTEM, Verb.CLAIMED, ("case", number), at=NOW, about=[("report", number)], reason_given=True)


@pytest.fixture
def kept() -> list[Held]:
    """A journal of nine entries with checkpoints at 3, 7 and 9; those that somebody outside has kept."""
    made = []
    for numbers in ((1, 2), (4, 5, 6), (7,)):
        write(*numbers)
        consulted(SYSTEM, [("case", numbers[0]), ("report", 3)], page="desk/case", at=NOW)
        held = checkpoint()
        assert held is not None
        made.append(Held(f"{held.size}.txt", held.size, signed_text.parse(held.text).root, text=held.text))
    return made


def another_actor(body: dict[str, object]) -> None:
    body["actor"] = "user:9"


def another_day(body: dict[str, object]) -> None:
    body["data"] = {"reason_given": False}


def test_a_whole_journal_fits_everything_that_anybody_holds(kept: list[Held]) -> None:
    read = Verification(kept)
    assert list(read.faults()) == []
    assert (read.entries, read.ours, read.fitting) == (kept[-1].size, 3, kept)
    assert read.root == kept[-1].root


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_it_is_the_same_whatever_is_read_at_a_time(
    kept: list[Held], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "BLOCK", size)
    told: list[int] = []
    read = Verification(kept, told=told.append)
    assert list(read.faults()) == []
    assert (read.root, sum(told)) == (kept[-1].root, kept[-1].size)
    assert max(told) <= size


@pytest.mark.parametrize("change", [another_actor, another_day])
def test_an_entry_rewritten_with_all_after_it_is_seen_by_checkpoints_alone(kept: list[Held], change: Change) -> None:
    rewrite(4, change)
    with without_guards():
        Checkpoint.objects.all().delete()
    assert list(faults()) == [], "chain, hashes, columns and rows all fit again: nothing inside can show it"
    found = list(faults(kept))
    assert [fault.partition(":")[0] for fault in found] == ["journal", "journal"]
    assert "as 7.txt says: among entries 4 to 7 something was changed" in found[0], "the one at 3 still fits"


def test_the_databases_own_checkpoints_see_it_as_well_unless_they_are_signed_anew(kept: list[Held]) -> None:
    rewrite(4, another_actor)
    assert any("not the one that was signed when it had" in fault for fault in faults())
    sign_anew(3, 7, 9)
    assert list(faults()) == [], "with the hub's key as well, nothing inside can show it"
    assert len(list(faults(kept))) == 2


def test_a_journal_cut_with_its_checkpoints_is_seen_by_a_checkpoint_held_outside_alone(kept: list[Held]) -> None:
    cut(kept[0].size)
    assert list(faults()) == []
    assert list(faults(kept[:1])) == [], "what was signed before the cut still fits"
    [fault] = faults(kept[-1:])
    size = kept[-1].size
    assert f"it has {kept[0].size}, so that at least the last {size - kept[0].size} were taken away" in fault


def test_a_journal_that_goes_on_after_the_cut_is_a_fork(kept: list[Held]) -> None:
    cut(kept[0].size)
    write(*range(20, 30))
    checkpoint()
    assert list(faults()) == []
    assert len(list(faults(kept))) == 2
    assert any("something was changed, added or taken away" in fault for fault in faults(kept))


def test_a_printed_mark_is_enough_to_see_it(kept: list[Held]) -> None:
    [printed] = read_held(mark(signed_text.parse(kept[-1].text)))
    assert list(faults([printed])) == []
    rewrite(2, another_actor)
    sign_anew(*(each.size for each in kept))
    assert len(list(faults([printed]))) == 1


def stranger(held: Held) -> Held:
    said = signed_text.parse(held.text)
    return Held("stranger.txt", held.size, held.root, text=signed_text.sign(said, Ed25519PrivateKey.generate()))


def test_a_checkpoint_that_the_hub_did_not_sign_is_named(kept: list[Held]) -> None:
    [fault] = faults([stranger(kept[-1])])
    assert "stranger.txt: no valid signature" in fault
    other = load(Path(settings.KEYS_FOLDER)).journal_key.public_key()
    assert list(Verification(kept, key=other).faults()) == []
    key = Ed25519PrivateKey.generate().public_key()
    assert len(list(Verification(kept, key=key).faults())) == 6, "by a key from elsewhere, nothing here is signed"


FIRST = "SELECT o.leaf FROM journal_entry o WHERE o.seq = 1"
OTHER = "SELECT o.body FROM journal_entry o WHERE o.seq = 4 - journal_entry.seq"
TAMPERED: dict[str, tuple[str, str]] = {
    "body": ("UPDATE journal_entry SET body = replace(body, 'case:2', 'case:9') WHERE seq = 2", "its own hash"),
    "leaf": (f"UPDATE journal_entry SET leaf = ({FIRST}) WHERE seq = 2", "its own hash"),
    "actor": ("UPDATE journal_entry SET actor = 'user:9' WHERE seq = 2", "the columns of entry 2"),
    "verb": ("UPDATE journal_entry SET verb = 'closed' WHERE seq = 2", "the columns of entry 2"),
    "subject": ("UPDATE journal_entry SET subject = 'case:1' WHERE seq = 2", "the columns of entry 2"),
    "at": ("UPDATE journal_entry SET at = '2026-01-01 00:00:00' WHERE seq = 2", "the columns of entry 2"),
    "recorded_at": ("UPDATE journal_entry SET recorded_at = '2026-01-01 00:00:00' WHERE seq = 2", "columns of entry 2"),
    "entry gone": ("DELETE FROM journal_entry WHERE seq = 2", "entry 2 is missing"),
    "first gone": ("DELETE FROM journal_entry WHERE seq = 1", "entry 1 is missing"),
    "swapped": (f"UPDATE journal_entry SET body = ({OTHER}) WHERE seq IN (1, 3)", "its own hash"),
    "timeline gone": ("DELETE FROM journal_touch WHERE entry = 2 AND kind = 'report'", "timeline rows"),
    "timeline added": ("INSERT INTO journal_touch (kind, record, entry) VALUES ('case', 77, 2)", "timeline rows"),
    "timeline moved": ("UPDATE journal_touch SET record = 5 WHERE entry = 2 AND kind = 'case'", "timeline rows"),
    "look gone": ("DELETE FROM journal_consultation WHERE kind = 'report'", "not those that were recorded"),
    "look moved": ("UPDATE journal_consultation SET record = 77 WHERE kind = 'report'", "not those that were recorded"),
    "look added": ("INSERT INTO journal_consultation (kind, record, entry) VALUES ('case', 1, 2)", "under entry 2"),
    "row of nothing": ("INSERT INTO journal_touch (kind, record, entry) VALUES ('case', 1, 99)", "names entry 99"),
    "row before all": ("INSERT INTO journal_touch (kind, record, entry) VALUES ('case', 1, 0)", "names entry 0"),
    "frontier": ("UPDATE journal_checkpoint SET frontier = '0:' WHERE size = 3", "the frontier kept"),
    "size": ("UPDATE journal_checkpoint SET size = 4 WHERE size = 3", "not the one that was signed"),
    "no JSON": ("UPDATE journal_entry SET body = 'x' WHERE seq = 2", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("way", TAMPERED)
def test_what_is_changed_alone_is_seen_inside(kept: list[Held], way: str) -> None:
    statement, said = TAMPERED[way]
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(statement)
    found = list(faults())
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("off", "way"),
    [
        ("agrees", "actor"), ("agrees", "at"), ("index_faults", "timeline gone"), ("orphans", "row of nothing"),
    ],
)  # fmt: skip
def test_without_its_check_it_would_not_be_seen(
    kept: list[Held], off: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: dict[str, Callable[..., object]] = {"agrees": lambda *_: True}
    monkeypatch.setattr(rows, off, nothing.get(off, lambda *_: ()))
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(TAMPERED[way][0])
    assert list(faults()) == []


def test_without_what_is_held_outside_a_cut_would_not_be_seen(
    kept: list[Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(kept[0].size)
    monkeypatch.setattr(Verification, "_beyond", lambda *_: ())
    assert list(faults(kept)) == []


def test_the_root_of_any_part_is_that_of_its_leaves(kept: list[Held]) -> None:
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
    for start in range(len(leaves)):
        for end in range(start, len(leaves) + 1):
            assert root_of(start, end) == merkle.root(leaves[start:end])


def test_what_is_added_while_it_reads_is_left_to_the_next_time(kept: list[Held]) -> None:
    def write_more(_more: int) -> None:
        write(50)
        checkpoint()

    read = Verification(kept, told=write_more)
    assert list(read.faults()) == []
    assert read.entries == kept[-1].size < Entry.objects.count()
    assert Touch.objects.exists()
    assert Consultation.objects.exists()


def test_an_empty_journal_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(faults()) == []
    assert verifying.is_there()
    [fault] = faults([Held("kept.txt", 5, bytes(32))])
    assert "it has 0" in fault
