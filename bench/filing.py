"""File seeded reports for the search in bulk: their words, the names of accounts, postcodes, and the keys of links.

Words and names are cut by what the product itself files with. Each report names a
postcode that about a hundred of 500,000 share. The items of matching hold the keys of links alone.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import connection, transaction

from bench.seeding import look_up_sequences, next_number, save_keys
from bench.writing import write
from upstander.engines.finding.names import keys_of as name_keys
from upstander.engines.finding.words import filing
from upstander.engines.matching import keys as matching
from upstander.engines.matching.skeleton import VERSION
from upstander.record.cases.conflicts import Kind, index_of
from upstander.record.cases.models import Account, Mention, Report
from upstander.record.keys.models import Item as KeyItem
from upstander.record.search import tables
from upstander.record.search.models import Document, NameKey
from upstander.record.search.sources import REPORTS

BATCH = 2_000
PLACES = 5_000


def postcode_of(report: int) -> str:
    """Return the postcode that a report names."""
    place = report % PLACES
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"LS{20 + place // 400 % 79}{place % 10}{letters[place // 20 % 20]}{letters[place % 20]}"


def file_all() -> None:
    """File every report that is not filed yet."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX search_words_gin")
    places: dict[str, str] = {}
    links: list[tuple[int, int]] = []
    for reports in _batches():
        with transaction.atomic():
            _words(reports)
            _mentions(reports, places)
            links += _links(reports)
    save_keys(np.array(links, dtype=np.int64).reshape(-1, 2))
    _names()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(next(each for each in tables.statements("postgresql") if "search_words_gin" in each))
    look_up_sequences([Document, KeyItem])


def _batches() -> Iterator[list[Report]]:
    last = 0
    unfiled = REPORTS.rows().exclude(pk__in=Document.objects.filter(kind="report").values("row")).order_by("pk")
    while rows := list(unfiled.filter(pk__gt=last)[:BATCH]):
        yield rows
        last = rows[-1].pk


def _words(reports: list[Report]) -> None:
    said = [filing(REPORTS.filed(report)) for report in reports]
    first = next_number(Document)
    documents = [
        Document(pk=pk, kind="report", row=report.pk, report=report, digest=tables.digest_of(words))
        for pk, (report, words) in enumerate(zip(reports, said, strict=True), first)
    ]
    write(Document, documents)
    rows = list(enumerate(said, first))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {tables.TABLE} (rowid, words) FROM STDIN") as copy:
                for pk, words in rows:
                    copy.write_row((pk, tables.vector(words)))
        else:
            held = [(pk, " ".join(words)) for pk, words in rows]
            cursor.executemany(f"INSERT INTO {tables.TABLE} (rowid, words) VALUES (%s, %s)", held)


def _mentions(reports: list[Report], places: dict[str, str]) -> None:
    rows = []
    for report in reports:
        code = postcode_of(report.pk)
        places[code] = places.get(code) or index_of(Kind.POSTCODE, code)
        rows.append(Mention(report=report, index=places[code]))
    write(Mention, rows)


def _links(reports: list[Report]) -> list[tuple[int, int]]:
    """Make the items of matching of these reports and return the keys of their links with them."""
    has = set(KeyItem.objects.filter(report__in=reports).values_list("report", flat=True))
    fresh = [report for report in reports if report.pk not in has]
    items = [
        KeyItem(pk=pk, report=report, skeleton="", fingerprints=b"", others=b"", version=VERSION)
        for pk, report in enumerate(fresh, next_number(KeyItem))
    ]
    write(KeyItem, items)
    found = []
    for report, item in zip(fresh, items, strict=True):
        said = matching.keys_of(matching.Item(links=tuple(post.link for post in report.posts.all())))
        found += [(key, item.pk) for key in {each.k for each in said.exact}]
    return found


def _names() -> None:
    """File the names of all accounts, in the order of the tree that holds their keys."""
    filed = set(NameKey.objects.values_list("account", flat=True))
    keys = np.array(
        [
            (key, pk)
            for pk, name in Account.objects.values_list("pk", "value").iterator(10_000)
            if pk not in filed
            for key in name_keys(name)
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    ordered = keys[np.lexsort((keys[:, 1], keys[:, 0]))]
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(ordered), 100_000):
            rows: list[Any] = ordered[start : start + 100_000].tolist()
            if connection.vendor == "postgresql":
                with cursor.copy("COPY search_name_key (k, account) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany("INSERT INTO search_name_key (k, account) VALUES (%s, %s)", rows)
