"""Mark a stored file that is not what came in, or is again, with everything that follows from it."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.law.access import Act, Role, may_ever
from upstander.record.cases.reported import ReportedFile
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.outbox.posting import Letter, post
from upstander.record.people.actors import Actor
from upstander.record.people.models import User
from upstander.record.vault.models import File
from upstander.record.vault.scrubbing import Marked, mark
from upstander.record.work.models import Item


@action
def mark_file(*, file: File, actor: Actor, at: datetime) -> Marked | None:
    """Look at a file once more and mark what is found; altered bytes are set aside, and administrators are told.

    Nothing is ever mended here. None where nothing is new.
    """
    marked = mark(file, at=at)
    if marked is None:
        return None
    held_by = ReportedFile.objects.filter(file=file).select_related("report").order_by("pk")
    verb = Verb.FILE_FAULTY if marked.fault else Verb.FILE_WHOLE_AGAIN
    about = [held.report for held in held_by]
    record(actor, verb, file, at=at, about=about, fault=marked.fault or None)
    if marked.fault:
        _raise_alarm(file, at)
    return marked


def _raise_alarm(file: File, at: datetime) -> None:
    """Write to every administrator, once a day however many files there are, and nothing of what is in them."""
    text = _(
        "A file that this hub keeps is not what came in. It is not used any more, and nothing was changed in it."
        "\n\nSign in and open: %(page)s\n\nOr run on the hub's machine: upstander scrub"
    ) % {"page": f"{settings.BASE_URL}/oversight/hub/"}
    roles = [role.value for role in Role if may_ever(role, Act.MANAGE_ACCOUNTS)]
    for person in User.objects.filter(role__in=roles, is_active=True).order_by("pk"):
        letter = Letter(person.email, _("A stored file is faulty"), text + "\n")
        once = f"file faulty:{timezone.localdate(at)}:{person.pk}"
        if Item.objects.filter(once=once).exists():
            continue
        post(letter, kind="file faulty", about=file, not_before=at, once=once)
