"""Sign the journal's size and root, so that whoever keeps the text can see a rewritten or shortened journal."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from upstander.engines.sealing import checkpoint as signed_text
from upstander.engines.sealing.keys import load
from upstander.engines.sealing.merkle import Frontier
from upstander.engines.sealing.outside import mark
from upstander.record.journal.models import Checkpoint, Entry


@transaction.atomic
def checkpoint() -> Checkpoint | None:
    """Sign the journal as it stands and keep the text; the last one again if nothing was added, None if it is empty."""
    last = Checkpoint.objects.order_by("-size").first()
    frontier = Frontier.parse(last.frontier) if last else Frontier()
    leaves = Entry.objects.filter(seq__gt=frontier.size).order_by("seq").values_list("leaf", flat=True)
    for leaf in leaves.iterator(2000):
        frontier = frontier.append(bytes(leaf))
    if last and frontier.size == last.size:
        return last
    if frontier.size == 0:
        return None
    keys = load(Path(settings.KEYS_FOLDER))
    statement = signed_text.Checkpoint(origin=keys.origin, size=frontier.size, root=frontier.root())
    text = signed_text.sign(statement, keys.journal_key)
    return Checkpoint.objects.create(
        size=frontier.size, text=text, frontier=frontier.serialise(), recorded_at=timezone.now()
    )


@dataclass(frozen=True)
class Covered:
    """The first checkpoint over an entry: how many entries it counts, its printed mark, and when it was signed."""

    size: int
    mark: str
    at: datetime


def covering(seq: int) -> Covered | None:
    """Return the first checkpoint that the entry `seq` stands under, None while there is none."""
    row = Checkpoint.objects.filter(size__gte=seq).order_by("size").first()
    return Covered(row.size, mark(signed_text.parse(row.text)), row.recorded_at) if row else None


def newest_mark() -> str:
    """Return the printed mark of the newest checkpoint, nothing where none was signed yet."""
    text = Checkpoint.objects.order_by("-size").values_list("text", flat=True).first()
    return mark(signed_text.parse(text)) if text else ""
