"""File the words of a record in its own transaction, and take them out again when it is erased."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from upstander.engines.finding.names import keys_of
from upstander.engines.finding.words import filing
from upstander.record.cases.models import Account, Report, ReportedPost
from upstander.record.search import tables
from upstander.record.search.models import Document, NameKey
from upstander.record.search.sources import REPORTS, Source
from upstander.record.work.asking import due


def keep(report: Report) -> None:
    """File a report by its words, and the accounts it names; again after something was added to it."""
    keep_row(REPORTS, report)
    keep_names(Account.objects.filter(pk__in=_named_by(report)))


def keep_row(source: Source, row: Any) -> None:
    """File a row by its words, in the transaction that makes or changes it."""
    words = filing(source.filed(row))
    document, _ = Document.objects.update_or_create(
        kind=source.kind, row=row.pk, defaults={**source.of(row), "digest": tables.digest_of(words)}
    )
    tables.write(document.pk, words)


def keep_names(accounts: Iterable[Account]) -> None:
    """File the names of accounts that are not filed yet."""
    names = {account.pk: account.value for account in accounts}
    filed = set(NameKey.objects.filter(account__in=names).values_list("account", flat=True))
    insert_keys([(key, pk) for pk, name in names.items() if pk not in filed for key in keys_of(name)])


def insert_keys(keys: list[tuple[int, int]]) -> None:
    """Write keys of names, `(key, account)`; another report of this moment may have written the same."""
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_name_key (k, account) VALUES (%s, %s) ON CONFLICT DO NOTHING", keys)


def forget(report: Report) -> None:
    """Take an erased report out of the search: its words, and the names of accounts that nothing else names.

    To be called in the transaction of the erasure, while the report's posts still say what they named.
    """
    forget_accounts(report)
    _take_out(Document.objects.filter(report=report))


def forget_accounts(report: Report) -> None:
    """Take the names of accounts that no other report names out of the search, while the posts still name them.

    Where the report stays, `keep` must follow: it is then filed by what it still says.
    """
    named = _named_by(report)
    filed = Document.objects.filter(report__isnull=False).exclude(report=report).values("report")
    elsewhere = ReportedPost.objects.filter(by__in=named, report__in=filed).values_list("by", flat=True)
    forget_names(sorted(named - set(elsewhere)))
    # SQLite marks words as deleted and drops them when it merges its index: ask for that, soon and in small steps.
    due("tidy_search")


def forget_rows(source: Source, rows: Iterable[Any]) -> None:
    """Take rows of a source that are about to be deleted out of the search."""
    _take_out(Document.objects.filter(kind=source.kind, row__in=[row.pk for row in rows]))


def _take_out(documents: QuerySet[Document]) -> None:
    tables.erase(list(documents.values_list("pk", flat=True)))
    documents.delete()


def _named_by(report: Report) -> set[int]:
    named = ReportedPost.objects.filter(report=report, by__isnull=False).values_list("by", flat=True)
    return {pk for pk in named if pk is not None}


def forget_names(accounts: list[int]) -> None:
    """Take the names of accounts out of the search."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_name_key WHERE account = %s", [(account,) for account in accounts])
