"""Keep who reported out of what the hub writes into a package, and leave out what somebody answered should not go."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from upstander.duties.evidence.assembling.records import Source
from upstander.duties.evidence.models import Finding
from upstander.engines.disclosure.identity import Search
from upstander.record.cases.models import Case

OF_THE_EXHIBIT = re.compile(
    r"^(accounts\[|exhibits\[\d+\]\.(ref|title|text|language|translations|files|contents|origin|posted|thread))"
)
"""What an exhibit itself says: it stays as it is, and the gate asks somebody about it."""
LEFT_OUT = "Left out when an earlier version was answered for its release. The hub keeps it: ask the hub."


def apart(copy: dict[str, Any], search: Search, *, parts: bool = False) -> dict[str, Any]:
    """Return the copy of a case with the people who reported written out of all that the hub wrote of it.

    What exhibits say stays. With `parts`, their surnames by themselves go too.
    """
    if not search:
        return copy
    texts = [(place, text) for place, text in texts_of(copy) if not OF_THE_EXHIBIT.match(place)]
    named = {place for place, _ in search.among(texts)}
    return _rewritten(copy, "", named, search, parts) if named else copy


def texts_of(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a copy with where it stands."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from texts_of(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            yield from texts_of(item, f"{place}[{index}]")


def _rewritten(value: Any, place: str, named: set[str], search: Search, parts: bool) -> Any:
    if isinstance(value, str):
        return search.without(value, parts=parts) if place in named else value
    if isinstance(value, Mapping):
        return {
            key: _rewritten(item, f"{place}.{key}" if place else str(key), named, search, parts)
            for key, item in value.items()
        }
    if isinstance(value, Sequence):
        return [_rewritten(item, f"{place}[{index}]", named, search, parts) for index, item in enumerate(value)]
    return value


def ordered_out(case: Case) -> tuple[set[str], bool]:
    """Return which exhibits somebody answered should be left out, and whether surnames in the hub's words should."""
    rows = Finding.objects.filter(package__case=case, answer=Finding.Answer.LEAVE_OUT).values_list("exhibit", flat=True)
    refs = set(rows)
    return refs - {""}, "" in refs


def left_out(
    copies: Sequence[Mapping[str, Any]], sources: Sequence[Source], refs: set[str]
) -> tuple[list[dict[str, Any]], list[Source]]:
    """Return the records and files of the exhibits without the content of `refs`: what they are is said, and why."""
    emptied: dict[str, Any] = {"text": None, "translations": [], "files": [], "contents": None, "withheld": LEFT_OUT}
    kept = [{**each, **emptied} if each["ref"] in refs else dict(each) for each in copies]
    return kept, [each for each in sources if each.ref not in refs]
