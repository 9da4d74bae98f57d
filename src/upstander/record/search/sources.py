"""What is found by its words: reports, and the rows that duties name in a module `searched` of their own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.module_loading import autodiscover_modules

from upstander.record.cases.models import Report, Translation

Field = tuple[str, str]
"""The name of a field (a code, worded in faces/kit) and its text."""


@dataclass(frozen=True)
class Source:
    """Rows of one kind that are found by their words.

    `rows` gives all that must be filed; `fields` the texts of one, in the order in which a page shows them; `of` the
    report or the case that a row belongs to, and with which it is seen.
    """

    kind: str
    """The name of the model, as the journal names a row."""
    rows: Callable[[], QuerySet[Any]]
    fields: Callable[[Any], Iterable[Field]]
    of: Callable[[Any], dict[str, int]]
    unfiled: frozenset[str] = frozenset()
    """Fields that the record keeps encrypted: shown where they were found, and never filed by their words."""

    def filed(self, row: Model) -> list[str]:
        """Return the texts of a row that are filed by their words."""
        return [text for name, text in self.texts(row) if name not in self.unfiled]

    def texts(self, row: Model) -> list[Field]:
        """Return the fields of a row that hold anything."""
        return [(name, text) for name, text in self.fields(row) if text]


SOURCES: dict[str, Source] = {}


def of_its_case(row: Any) -> dict[str, int]:
    """Say that a row belongs to its case."""
    return {"case_id": row.case_id}


def of_its_report(row: Any) -> dict[str, int]:
    """Say that a row belongs to its report, and goes where that goes."""
    return {"report_id": row.report_id}


def searched(
    kind: str, rows: Callable[[], QuerySet[Any]], fields: Callable[[Any], Iterable[Field]],
    of: Callable[[Any], dict[str, int]] = of_its_case, unfiled: frozenset[str] = frozenset(),
) -> Source:  # fmt: skip
    """Name a kind of rows that are found by their words."""
    SOURCES[kind] = Source(kind, rows, fields, of, unfiled)
    return SOURCES[kind]


def every() -> dict[str, Source]:
    """Return every source of the hub."""
    autodiscover_modules("searched")
    return SOURCES


def _of_report(report: Report) -> Iterable[Field]:
    """Yield all that a report says in words. Who reported it is not among it: identities are opened, never searched."""
    yield from (("account", report.account), ("why", report.why))
    for post in sorted(report.posts.all(), key=lambda post: post.position):
        yield from (("post", post.text), ("handle", post.handle), ("link", post.link))
        yield from (("display_name", post.display_name), ("account_number", post.account_number))
    for addition in sorted(report.additions.all(), key=lambda addition: addition.pk):
        yield ("addition", addition.text)
    yield from (
        ("target_note", report.target_note), ("poster_note", report.poster_note), ("poster_name", report.poster_name),
        ("poster_age", report.poster_age), ("poster_place", report.poster_place), ("event_note", report.event_note),
        ("event_place", report.event_place), ("danger_place", report.danger_place), ("seen_from", report.seen_from),
        ("home", report.home), ("found_how", report.found_how), ("sender_ref", report.sender_ref),
        ("reference", report.reference),
    )  # fmt: skip


def _reports() -> QuerySet[Report]:
    return Report.objects.exclude(standing=Report.Standing.ERASED).prefetch_related("posts", "additions")


WHEREABOUTS = frozenset({"home", "seen_from", "danger_place", "poster_name", "poster_age", "poster_place"})
"""Where people live or were: found by a whole postcode alone, through its keyed digest in cases.Mention. And who is
said to have posted, which nobody has proved: never filed by its words.
"""
REPORTS = searched("report", _reports, _of_report, lambda report: {"report_id": report.pk}, WHEREABOUTS)
TRANSLATIONS = searched("translation", Translation.objects.all, lambda row: [("translation", row.text)], of_its_report)
