"""Write the message of the night: the journal's checkpoint for others to keep, and what somebody should look at."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from upstander.duties.oversight.scrubbing import all_stored
from upstander.engines.sealing import checkpoint as signed_text
from upstander.engines.sealing.outside import mark
from upstander.law.access import Act, Role, may_ever
from upstander.record.journal.checkpoints import checkpoint
from upstander.record.journal.clock import times_set_back
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import Letter, post
from upstander.record.outbox.settling import OPEN
from upstander.record.people.models import User
from upstander.record.work.models import Item

SINCE = timedelta(days=1)


def tell_of_the_night(*, at: datetime) -> int:
    """Sign the journal, write to everybody who should keep it, once a day each, and return to how many.

    Nothing in it is about a case or a person: it holds counts, and a signed number with a hash.
    """
    made = checkpoint()
    if made is None:
        return 0
    said = signed_text.parse(made.text)
    subject = _("The hub this morning: keep its journal's mark %(mark)s") % {"mark": mark(said)}
    text = "\n\n".join([_opening(), made.text.strip(), *_lines(at)]) + "\n"
    told = 0
    for address in addresses():
        once = f"night:{timezone.localdate(at)}:{address}"[:120]
        if not Item.objects.filter(once=once).exists():
            post(Letter(address, subject, text), kind="night", about=made, not_before=at, once=once)
            told += 1
    return told


def addresses() -> list[str]:
    """Return who gets it: administrators and auditors, and the witnesses outside that the settings name."""
    roles = [role.value for role in Role if may_ever(role, Act.MANAGE_ACCOUNTS) or may_ever(role, Act.READ_JOURNAL)]
    staff = User.objects.filter(role__in=roles, is_active=True).order_by("pk").values_list("email", flat=True)
    return list(dict.fromkeys([*staff, *settings.WITNESSES]))


def _opening() -> str:
    return _(
        "Keep this message. With what is printed here anybody can show later whether the hub's journal was rewritten"
        " or cut short since: upstander log verify --checkpoint FILE."
    )


def _lines(at: datetime) -> list[str]:
    """Return what somebody should know of the day: clock, stored files, work and letters."""
    return [_of_the_clock(at), _of_the_files(), _of_the_work()]


def _of_the_clock(at: datetime) -> str:
    backs = [back for back in times_set_back() if back.recorded_at >= at - SINCE or back.was >= at - SINCE]
    if not backs:
        return _("Clock: it was not set back.")
    entries = ", ".join(str(back.seq) for back in backs)
    return ngettext(
        "Clock: it was SET BACK %(times)d time (entry %(entries)s of the journal). Times since then are in doubt.",
        "Clock: it was SET BACK %(times)d times (entries %(entries)s of the journal). Times since then are in doubt.",
        len(backs),
    ) % {"times": len(backs), "entries": entries}


def _of_the_files() -> str:
    known = all_stored()
    read = known.running or known.finished
    if read is None:
        return _("Stored files: none was read again yet.")
    counts = {"files": read.files, "until": f"{timezone.localtime(read.due_by):%-d %B %Y}", "faulty": known.count}
    said = _("Stored files: %(files)d read again in this round, which is to end by %(until)s.") % counts
    if not known.count:
        return f"{said} {_('All are what came in.')}"
    wrong = ngettext("%(faulty)d is NOT what came in.", "%(faulty)d are NOT what came in.", known.count) % counts
    return f"{said} {wrong}"


def _of_the_work() -> str:
    stuck, letters = Item.objects.filter(state=Item.State.STUCK).count(), Message.objects.filter(state__in=OPEN).count()
    return _("Waiting for a supervisor: %(stuck)d pieces of work that are stuck, %(letters)d letters in doubt.") % {
        "stuck": stuck, "letters": letters
    }  # fmt: skip
