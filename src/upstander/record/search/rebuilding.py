"""Put the search right: file what is missing or differs from its record, and check that records and index agree."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import DatabaseError, connection, transaction

from upstander.engines.finding.names import keys_of
from upstander.engines.finding.words import filing
from upstander.record.cases.models import Account, Report, ReportedPost
from upstander.record.search import tables
from upstander.record.search.keeping import forget_names, keep_names, keep_row
from upstander.record.search.models import Document, NameKey
from upstander.record.search.sources import Source, every

BATCH = 500
"""Rows that are looked at in one transaction: others write in between."""
Told = Callable[[str, int, int], None]
"""Told after each batch: the kind of rows, how many were looked at, how many of them were filed anew."""


def rebuild(*, whole: bool = False, told: Told = lambda kind, seen, filed: None) -> int:
    """File every row whose words are not filed as they stand, and return how many that were.

    Stopped, it goes on where it was when it is run again: what agrees is only looked at. `whole` empties the index
    first, for words that are cut in another way than they were.
    """
    if whole:
        _empty()
    anew = 0
    for source in every().values():
        seen = filed = 0
        for rows in _batches(source):
            with transaction.atomic():
                for row in rows:
                    seen, filed = seen + 1, filed + _put_right(source, row)
            told(source.kind, seen, filed)
        anew += filed
    with transaction.atomic():
        _drop_strays()
    for account in list(_misfiled_names()):
        with transaction.atomic():
            forget_names([account.pk])
            keep_names([account])
    return anew


def faults() -> Iterator[str]:
    """Yield in plain words every difference between the records and what is filed of them."""
    yield from _index_faults()
    filed = 0
    for source in every().values():
        for rows in _batches(source):
            documents = {
                each.row: each for each in Document.objects.filter(kind=source.kind, row__in=[row.pk for row in rows])
            }
            for row in rows:
                filed += row.pk in documents
                if fault := _fault(source, row, documents.get(row.pk)):
                    yield f"search: {source.kind} {_name(row)}: {fault}"
    if (held := Document.objects.count()) != filed:
        yield f"search: {held - filed} documents are of no record"
    erased = Document.objects.filter(report__standing=Report.Standing.ERASED).count()
    if erased:
        yield f"search: {erased} documents are of erased reports"
    yield from (f"search: account {row.pk}: its name is not filed as it stands" for row in _misfiled_names())


def _put_right(source: Source, row: Any) -> bool:
    document = Document.objects.filter(kind=source.kind, row=row.pk).first()
    if _fault(source, row, document) is None:
        return False
    keep_row(source, row)
    return True


def _fault(source: Source, row: Any, document: Document | None) -> str | None:
    if document is None:
        return "is not filed"
    if tables.digest_of(filing(source.filed(row))) != document.digest:
        return "says something else than what is filed"
    words = tables.filed_words(document.pk)
    if words is None:
        return "is not in the index"
    if tables.digest_of(words) != document.digest:
        return "says something else than the index"
    if {name: getattr(document, name) for name in source.of(row)} != source.of(row):
        return "is filed under another report or case"
    return None


def _name(row: Any) -> str:
    return str(getattr(row, "reference", row.pk))


def _batches(source: Source) -> Iterator[list[Any]]:
    last = 0
    while rows := list(source.rows().filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield rows
        last = rows[-1].pk


def _starts(kind: Any) -> range:
    last = kind.objects.order_by("-pk").values_list("pk", flat=True).first()
    return range(1, (last or 0) + 1, BATCH)


def _drop_strays() -> None:
    """Take out of the index what belongs to no document, and documents of records that are gone or erased."""
    gone = list(Document.objects.filter(report__standing=Report.Standing.ERASED).values_list("pk", flat=True))
    for source in every().values():
        rows = source.rows().order_by().values("pk")
        gone += Document.objects.filter(kind=source.kind).exclude(row__in=rows).values_list("pk", flat=True)
    tables.erase(gone)
    Document.objects.filter(pk__in=gone).delete()
    tables.erase(list(_strays()))


def _strays() -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {tables.TABLE} WHERE rowid NOT IN (SELECT id FROM search_document)"  # noqa: S608 - our own
        )
        yield from (row[0] for row in cursor.fetchall())


def _index_faults() -> Iterator[str]:
    if strays := len(list(_strays())):
        yield f"search: the index holds {strays} records that are not filed"
    if connection.vendor == "sqlite":
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {tables.TABLE} ({tables.TABLE}) VALUES ('integrity-check')")  # noqa: S608
        except DatabaseError:
            yield "search: the word index is damaged; `upstander search rebuild --whole` makes it anew"


def _misfiled_names() -> Iterator[Account]:
    for start in _starts(Account):
        within = {"gte": start, "lt": start + BATCH}
        named = ReportedPost.objects.filter(**{f"by__{end}": at for end, at in within.items()}).values("by")
        filed: dict[int, set[int]] = {}
        held = NameKey.objects.filter(**{f"account__{end}": at for end, at in within.items()})
        for account, key in held.values_list("account", "k"):
            filed.setdefault(account, set()).add(key)
        for row in Account.objects.filter(pk__in=named):
            if filed.get(row.pk, set()) != keys_of(row.value):
                yield row


@transaction.atomic
def _empty() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TABLE {tables.TABLE}")
            cursor.execute(tables.statements("sqlite")[0])
        else:
            cursor.execute(f"TRUNCATE {tables.TABLE}")
        cursor.execute("DELETE FROM search_name_key")
