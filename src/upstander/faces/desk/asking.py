"""Keep in the address what is shown on a page, and show no more of it than the reader asked for today."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from upstander.duties.casework.looks import asked_today
from upstander.faces.desk.content import Asked
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor

FIELD = "shown"
MOST = 400
"""Parts that one address names; it stays shorter than what servers take."""


def asked(request: HttpRequest, actor: Actor, *cases: Case) -> Asked:
    """Return what this page shows: what its address names, as far as the reader asked for it today and was counted."""
    named = read(request.GET.getlist(FIELD))
    if not named:
        return frozenset()
    at = timezone.now()
    return named & frozenset().union(*(asked_today(actor, case, at) for case in cases))


def read(said: Iterable[str]) -> Asked:
    """Return what an address names: `words-12`, `picture-7`; what is none of ours is left out."""
    found = set()
    for each in list(said)[:MOST]:
        kind, _dash, number = each.partition("-")
        if kind in ("words", "picture") and number.isascii() and number.isdecimal() and len(number) < 19:
            found.add((kind, int(number)))
    return frozenset(found)


def numbers(said: Iterable[str]) -> list[int]:
    """Return the ids among what a form sent."""
    return [int(each) for each in list(said)[:MOST] if each.isascii() and each.isdecimal() and len(each) < 19]


def written(parts: Asked, **others: Any) -> str:
    """Return the query of an address that shows these parts."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in others.items() if value})
    query.setlist(FIELD, [f"{kind}-{number}" for kind, number in sorted(parts)[:MOST]])
    return query.urlencode()
