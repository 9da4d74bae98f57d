"""What the background worker does for oversight: sign the journal, watch it, read files again, tell of it, clear up."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.duties.oversight.models import Question
from upstander.duties.oversight.nightly import tell_of_the_night
from upstander.duties.oversight.scrubbing import scrub, tonight
from upstander.duties.oversight.watching import QUICK, SLOW, watch
from upstander.law.access import Act, Role, may_ever
from upstander.law.oversight import kept_for
from upstander.record.journal.checkpoints import checkpoint
from upstander.record.outbox.posting import Letter, post
from upstander.record.people.models import User
from upstander.record.search.asking import erase_searches
from upstander.record.work.asking import due, handles

EVERY = timedelta(hours=1)
"""What was added since the last checkpoint is the most that a cut tail can hide from whoever keeps that one."""

OFTEN = timedelta(minutes=10)
NIGHT = 2
"""The hour at which the slow rules run, which read a month of the journal."""
MORNING = 6
"""The hour at which the message of the night leaves, when all that is done at night is done."""
AT_A_TIME = 256 * 1024 * 1024
"""Bytes of stored files that are read before other work has its turn."""
AT_ONCE = frozenset({"tripwire"})
"""Questions of which auditors are told by letter."""


@handles("sign_journal")
def sign_journal() -> None:
    """Sign the journal as it stands, and ask for the same again."""
    checkpoint()
    sign_hourly(at=timezone.now() + EVERY)


@transaction.atomic
def sign_hourly(*, at: datetime) -> None:
    """Ask for a checkpoint in the hour of `at`, once however often it is asked; each asks for the next."""
    due("sign_journal", at=at, once=f"sign_journal:{at:%Y-%m-%dT%H}")


@handles("sweep_sessions")
def sweep_sessions() -> None:
    """Delete the sessions that have ended, with what was kept in them, and ask for the same again."""
    SessionStore.clear_expired()
    _again("sweep_sessions", _next_hour(timezone.now()))


@handles("erase_searches")
def erase_old_searches() -> None:
    """Erase what was typed into the search longer ago than it is kept, and ask for the same again the next night."""
    now = timezone.now()
    erase_searches(before=now - kept_for("searches", timezone.localdate(now)))
    _again("erase_searches", _next_night(now))


@handles("watch_journal")
def watch_journal() -> None:
    """Ask what has come up by the quick rules, tell the auditors of an opened tripwire, and ask for the same again."""
    now = timezone.now()
    for question in watch(until=now, rules=QUICK):
        if question.code in AT_ONCE:
            _tell_auditors(question, now)
    _again("watch_journal", _next_slot(now))


@handles("watch_nightly")
def watch_nightly() -> None:
    """Ask what has come up by the rules that look back over weeks, and ask for the same again the next night."""
    now = timezone.now()
    watch(until=now, rules=SLOW)
    _again("watch_nightly", _next_night(now))


@handles("scrub_files", long=True)
def scrub_files(*, left: int | None = None) -> Callable[[], None]:
    """Read tonight's share of the stored files again, a part at a time, and ask for the rest or for the next night."""
    wanted = tonight() if left is None else left
    done = scrub(most=min(wanted, AT_A_TIME))
    rest, now = wanted - done.size, timezone.now()
    if done.files and rest > 0 and not done.ended:
        return lambda: due("scrub_files", at=now, left=rest)
    return lambda: _again("scrub_files", _next_night(now))


@handles("tell_of_the_night")
def tell_nightly() -> None:
    """Write to administrators, auditors and witnesses how the hub stands, with the journal's checkpoint to keep."""
    now = timezone.now()
    tell_of_the_night(at=now)
    _again("tell_of_the_night", _next_night(now, hour=MORNING))


@transaction.atomic
def watch_from(*, at: datetime) -> None:
    """Ask for the watching of the journal and the clearing up, once however often; each asks for the next."""
    _again("sweep_sessions", _next_hour(at))
    _again("erase_searches", _next_night(at))
    _again("watch_journal", _next_slot(at))
    _again("watch_nightly", _next_night(at))
    _again("scrub_files", _next_night(at))
    _again("tell_of_the_night", _next_night(at, hour=MORNING))


def _again(name: str, at: datetime) -> None:
    """Ask once for each time: however many workers start, there is one chain of askings."""
    due(name, at=at, once=f"{name}:{at.astimezone(UTC):%Y-%m-%dT%H:%M}")


def _next_hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=30, second=0, microsecond=0) + EVERY


def _next_slot(at: datetime) -> datetime:
    seconds = OFTEN.total_seconds()
    return datetime.fromtimestamp((at.timestamp() // seconds + 1) * seconds, tz=UTC)


def _next_night(at: datetime, *, hour: int = NIGHT) -> datetime:
    local = timezone.localtime(at)
    next_one = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return next_one if next_one > local else next_one + timedelta(days=1)


def _tell_auditors(question: Question, at: datetime) -> None:
    """Write to every auditor that there is a question, and nothing of what it is about."""
    roles = [role.value for role in Role if may_ever(role, Act.LOOK_INTO)]
    text = _(
        "Something has come up in the journal that should be asked about at once.\n\nSign in and open the questions"
        " of the audit: %(page)s"
    ) % {"page": f"{settings.BASE_URL}/oversight/audit/questions/"}
    for auditor in User.objects.filter(role__in=roles, is_active=True).exclude(pk=question.who_id).order_by("pk"):
        letter = Letter(auditor.email, _("A question of the audit"), text + "\n")
        post(letter, kind="question", about=question, not_before=at, once=f"question:{question.pk}:{auditor.pk}")
