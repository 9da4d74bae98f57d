"""Let work that is stuck be tried again, when a person has mended what stopped it."""

from datetime import datetime

from django.db import transaction

from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import Acting, record
from upstander.record.work.models import Item


class NotStuck(ValueError):
    """This work is not stuck."""


@transaction.atomic
def try_again(item: Item, *, actor: Acting, at: datetime) -> Item:
    """Make stuck work due now, with all its attempts before it. The caller asks who may. Raises NotStuck."""
    row = Item.objects.select_for_update().get(pk=item.pk)
    if row.state != Item.State.STUCK:
        raise NotStuck(f"This work is {row.state}.")
    row.state, row.attempts, row.due_at = Item.State.READY, 0, at
    row.save(update_fields=["state", "attempts", "due_at"])
    record(actor, Verb.SETTLED, row, at=at, work=row.name, outcome="tried again")
    return row
