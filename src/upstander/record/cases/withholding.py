"""Keep files shut that nobody may open: suspected child abuse material, terrorist material, material of a source.

What is withheld is the content: every report that came with the same bytes has its file withheld, and one that comes
later is withheld as it arrives. Two people may open one such file to one person for a short time: an `Unsealing`.
Whatever shows, previews or packs files asks `openable` or `withheld_from`.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upstander.record.cases.models import ReportedFile, Unsealing
from upstander.record.people.actors import Actor
from upstander.record.people.models import User

NOT_WITHHELD = ""


def openable(rows: QuerySet[ReportedFile], viewer: Actor) -> QuerySet[ReportedFile]:
    """Return those of `rows` that are not withheld, or that were opened to this viewer for the time being."""
    return rows.filter(Q(withheld=NOT_WITHHELD) | Exists(_unsealed(viewer).filter(file=OuterRef("pk"))))


def withheld_from(viewer: Actor, held: ReportedFile) -> bool:
    """Whether this file may not be opened by this viewer now, whatever else they may."""
    return not openable(ReportedFile.objects.filter(pk=held.pk), viewer).exists()


def same_content(held: ReportedFile) -> QuerySet[ReportedFile]:
    """Return every reported file of the same bytes, this one among them."""
    return ReportedFile.objects.filter(file=held.file_id).order_by("pk")


def withhold(held: ReportedFile, *, why: str, reason: str, by: User, at: datetime) -> list[ReportedFile]:
    """Withhold the content of a file wherever it came, and return the files that it was withheld from just now."""
    fresh = list(same_content(held).filter(withheld=NOT_WITHHELD))
    ReportedFile.objects.filter(pk__in=[each.pk for each in fresh]).update(
        withheld=why, withheld_reason=reason, withheld_by=by, withheld_at=at
    )
    return fresh


def withhold_as_before(held: ReportedFile) -> None:
    """Withhold a file that has just come if its content is withheld already."""
    like = same_content(held).exclude(withheld=NOT_WITHHELD).first()
    if like is None:
        return
    for field in ("withheld", "withheld_reason", "withheld_by_id", "withheld_at"):
        setattr(held, field, getattr(like, field))
    held.save(update_fields=["withheld", "withheld_reason", "withheld_by", "withheld_at"])


def end(held: ReportedFile) -> list[ReportedFile]:
    """Let the content of a file be opened again wherever it came, and return those files."""
    rows = list(same_content(held).exclude(withheld=NOT_WITHHELD))
    ReportedFile.objects.filter(pk__in=[each.pk for each in rows]).update(
        withheld=NOT_WITHHELD, withheld_reason="", withheld_by=None, withheld_at=None
    )
    return rows


def unseal(held: ReportedFile, *, to: User, at: datetime, until: datetime) -> Unsealing:
    """Let one person open one withheld file until an hour."""
    return Unsealing.objects.create(file=held, user=to, from_at=at, until_at=until)


def _unsealed(viewer: Actor) -> QuerySet[Unsealing]:
    now = timezone.now()
    return Unsealing.objects.filter(user=viewer.user, from_at__lte=now, until_at__gt=now)
