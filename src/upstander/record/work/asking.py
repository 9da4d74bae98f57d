"""Ask for work: `due(name, ...)` in the transaction that makes it due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from upstander.record.work.models import Item

Finish = Callable[[], None]


@dataclass(frozen=True)
class Handler:
    """How named work is done; `long` work runs outside a transaction and returns what to commit at the end."""

    run: Callable[..., Any]
    long: bool


HANDLERS: dict[str, Handler] = {}


def handles(name: str, *, long: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the function that does the work called `name`; it is called with the keyword arguments given to `due`.

    Ordinary work runs in one transaction with its done-mark. Long work (files, mail) runs outside one and returns a
    function, or None, that is called in the transaction of the done-mark.
    """

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        if name in HANDLERS:
            raise ValueError(f"{name} has a handler already: {HANDLERS[name].run}")
        HANDLERS[name] = Handler(run, long)
        return run

    return register


def due(name: str, *, at: datetime | None = None, once: str | None = None, **about: Any) -> None:
    """Queue the work `name` for the background worker, in the caller's transaction (model rows become their ids).

    With `once`, asking again for the same key changes nothing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("work is asked for in the transaction that makes it due")
    now = timezone.now()
    plain = {key: value.pk if isinstance(value, Model) else value for key, value in about.items()}
    item = Item(name=name, about=plain, once=once, due_at=at or now, asked_at=now)
    Item.objects.bulk_create([item], ignore_conflicts=once is not None)
