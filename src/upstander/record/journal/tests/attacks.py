"""What somebody with every right on the database could do to the journal, on either database."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.db import connection

from upstander.engines.sealing.canonical import canonical
from upstander.engines.sealing.merkle import leaf_hash
from upstander.record.journal import tables
from upstander.record.journal.checkpoints import checkpoint
from upstander.record.journal.models import Checkpoint, Consultation, Entry, Touch

Change = Callable[[dict[str, Any]], None]


@contextmanager
def without_guards() -> Iterator[None]:
    """Drop the triggers, and put them back."""
    with connection.cursor() as cursor:
        for name in tables.APPEND_ONLY:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}_no_update")
                cursor.execute(f"DROP TRIGGER {name}_no_delete")
            else:
                cursor.execute(f"DROP TRIGGER {name}_no_change ON {name}")
        yield
        for statement in tables.guards(connection.vendor):
            cursor.execute(statement)


def rewrite(seq: int, change: Change) -> None:
    """Change the body of one entry, and make it and everything after it fit again: chain, leaves, columns, rows."""
    with without_guards():
        prev = Entry.objects.get(seq=seq - 1).head if seq > 1 else "0" * 64
        for entry in Entry.objects.filter(seq__gte=seq).order_by("seq"):
            body = json.loads(entry.body)
            if entry.seq == seq:
                change(body)
            raw = canonical({**body, "prev": prev})
            prev = sha256(raw).hexdigest()
            Entry.objects.filter(seq=entry.seq).update(
                body=raw.decode(), leaf=leaf_hash(raw), head=prev, actor=body["actor"], verb=body["verb"],
                subject=body["subject"],
            )  # fmt: skip


def cut(last: int) -> None:
    """Take away every entry after `last`, with its rows of timelines and looks and every checkpoint that knew it."""
    with without_guards():
        Entry.objects.filter(seq__gt=last).delete()
        Touch.objects.filter(entry__gt=last).delete()
        Consultation.objects.filter(entry__gt=last).delete()
        Checkpoint.objects.filter(size__gt=last).delete()


def sign_anew(*sizes: int) -> None:
    """Replace every checkpoint of the database by new ones, signed with the hub's own key, which was stolen too."""
    with without_guards():
        Checkpoint.objects.all().delete()
    whole = list(Entry.objects.order_by("seq"))
    with without_guards():
        Entry.objects.all().delete()
    for entry in whole:
        entry.save(force_insert=True)
        if entry.seq in sizes:
            checkpoint()
