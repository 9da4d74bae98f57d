"""Read stored files again, a share of them or all, and keep how far it is, so that a stop loses nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from upstander.duties.oversight.actions.advance_round import advance_round, begin_round, end_round
from upstander.duties.oversight.actions.mark_file import mark_file
from upstander.law.access import Act
from upstander.record.people.actors import SYSTEM, Actor, require_role
from upstander.record.vault.models import File, Round
from upstander.record.vault.scrubbing import batch, look, share

MOST_SHOWN = 100


@dataclass(frozen=True)
class Stored:
    """What is known of the stored files: the last rounds, and those that are not what came in."""

    running: Round | None
    finished: Round | None
    faulty: tuple[File, ...]
    count: int


@dataclass
class Reading:
    """What one reading has done."""

    files: int = 0
    size: int = 0
    faulty: int = 0
    whole_again: int = 0
    ended: bool = False
    """Whether the round has come to its end."""


def scrub(
    *, most: int | None = None, anew: bool = False, told: Callable[[File], None] = lambda _file: None,
    asked_to_stop: Callable[[], object] = lambda: False,
) -> Reading:  # fmt: skip
    """Read at most so many bytes of the stored files, or all that the round has left, and mark what is not as it came.

    Those that were faulty are looked at first: somebody may have put the right bytes back. Each batch is kept before
    the next begins. Raises OSError where the hub's keys are not there.
    """
    done = Reading()
    running = begin_round(at=timezone.now(), anew=anew)
    left = most
    for file in File.objects.exclude(fault="").filter(erased_at=None).order_by("pk"):
        _mark(file, done)
    while not asked_to_stop() and (left is None or left > 0):
        files = batch(running.reached, most=left)
        if not files:
            break
        found = 0
        for file in files:
            if (fault := look(file)) or file.fault:
                found += bool(fault)
                _mark(file, done)
            told(file)
        if not advance_round(running=running, files=files, faulty=found, at=timezone.now()):
            return done  # another reader has gone on from here: what it has read counts, what was read twice does not
        done.files, done.size = done.files + len(files), done.size + sum(file.size for file in files)
        left = None if left is None else left - sum(file.size for file in files)
    done.ended = not asked_to_stop() and not batch(running.reached, most=None)
    end_round(running=running, ended=done.ended, files=done.files, size=done.size, faulty=done.faulty,
              actor=SYSTEM, at=timezone.now())  # fmt: skip
    return done


def tonight() -> int:
    """Return how many bytes of the round have to be read tonight."""
    at = timezone.now()
    return share(begin_round(at=at), at=at)


def stored(viewer: Actor) -> Stored:
    """Return what is known of the stored files. Raises NotAllowed."""
    require_role(viewer, Act.MANAGE_ACCOUNTS)
    return all_stored()


def all_stored() -> Stored:
    """Return what is known of the stored files, for the hub's own message."""
    faulty = File.objects.exclude(fault="").filter(erased_at=None).order_by("fault_at", "pk")
    rounds = Round.objects.order_by("-pk")
    return Stored(
        running=rounds.filter(ended_at=None).first(),
        finished=rounds.exclude(ended_at=None).first(),
        faulty=tuple(faulty[:MOST_SHOWN]),
        count=faulty.count(),
    )


def _mark(file: File, done: Reading) -> None:
    at: datetime = timezone.now()
    marked = mark_file(file=file, actor=SYSTEM, at=at)
    if marked:
        done.faulty += bool(marked.fault)
        done.whole_again += not marked.fault
