"""Commit the keys of a report with the report, and find earlier reports that share them."""

import json
from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from upstander.engines.matching import keys as engine
from upstander.engines.matching.fingerprints import from_blob, to_blob
from upstander.engines.matching.ranking import CAP
from upstander.record.cases.models import Addition, Report, ReportedFile, ReportedPost
from upstander.record.keys import people, readings
from upstander.record.keys.models import Item, Words
from upstander.record.keys.reaching import reaching_keys

_ONE_KEY = (
    "SELECT json_group_array(item) FROM"
    " (SELECT item FROM match_key WHERE k = %s AND item < %s ORDER BY item DESC LIMIT %s)"
)
_ALL_AT_ONCE = (
    "SELECT asked.k, ARRAY(SELECT item FROM match_key WHERE k = asked.k AND item < %s ORDER BY item DESC LIMIT %s)"
    " FROM unnest(%s::bigint[]) AS asked(k)"
)
"""One row a key, whoever holds it: thousands of rows take longer to hand over than to find."""


def item_of(report: Report) -> engine.Item:
    """Return what matching reads of a report: its words, the posts it quotes, links, accounts, files, who posted.

    Of people only whoever posted: see `keys.people`. Who reports is never compared with anybody.
    """
    posts = list(ReportedPost.objects.filter(report=report).order_by("position"))
    files = list(ReportedFile.objects.filter(report=report).values_list("file__sha256", flat=True))
    read = readings.texts_of(report) if files else []
    return engine.Item(
        texts=(*texts_of(report, posts, report.additions.order_by("pk")), *read),
        links=tuple(post.link for post in posts if post.link),
        accounts=(
            *((post.platform, post.handle) for post in posts if post.handle),
            *people.numbers(posts),
        ),
        file_sha256s=tuple(files),
        people=people.described(report, posts),
        times=(report.told_policing_at.date(),),
        places=(report.event_place,) if report.event_place else (),
    )


def texts_of(
    report: Report, posts: Iterable[ReportedPost], additions: Iterable[Addition]
) -> tuple[tuple[str, str], ...]:
    """Return the words that matching reads, by field and in order; `posts` by position and `additions` by id."""
    texts = [("account", report.account)] + [(f"post {post.position}", post.text) for post in posts]
    texts += [(f"addition {number}", addition.text) for number, addition in enumerate(additions, 1)]
    return tuple((name, text) for name, text in texts if text)


def keep(report: Report, *, there: Collection[int] | None = None) -> None:
    """Compute and store the item and keys of a report in its own transaction; again once something was added or erased.

    What the report no longer says leads to it no more. `there` are the keys that the table was seen to hold for it, for
    whoever mends it; otherwise the item's own list says so, and the table is not walked.
    """
    keys = engine.keys_of(item_of(report))
    wanted = set(keys.all)
    values = {
        "skeleton": keys.skeleton.text,
        "fingerprints": to_blob(keys.lexical),
        "others": to_blob(sorted(wanted - set(keys.lexical))),
        "version": keys.version,
    }
    before = Item.objects.select_for_update().filter(report=report).first()
    held = set(there if there is not None else _listed(before) if before else ())
    item, _ = Item.objects.update_or_create(report=report, defaults=values)
    with reaching_keys():
        _insert(sorted(wanted - held), item.pk)
        _drop(sorted(held - wanted), item.pk)


def keep_again(reports: Iterable[int]) -> None:
    """Compute the keys of these reports anew, in the caller's transaction, once what is known of a file has changed.

    A report that has no keys any more gets none.
    """
    for item in Item.objects.filter(report__in=set(reports)).select_related("report").order_by("pk"):
        keep(item.report)


def forget(report: Report) -> int:
    """Take away the item of a report with its keys, in the caller's transaction; return how many keys there were."""
    Words.objects.filter(report=report).delete()
    item = Item.objects.select_for_update().filter(report=report).first()
    if item is None:
        return 0
    with reaching_keys():
        count = _drop(sorted(_listed(item)), item.pk)
    item.delete()
    return count


def _listed(item: Item) -> set[int]:
    return {*from_blob(bytes(item.fingerprints)), *from_blob(bytes(item.others))}


def _insert(keys: list[int], item: int) -> None:
    """Add keys of one item: about 150 a report, so not as 150 objects."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("INSERT INTO match_key (k, item) SELECT unnest(%s::bigint[]), %s", [keys, item])
        else:
            cursor.executemany("INSERT INTO match_key (k, item) VALUES (%s, %s)", [(key, item) for key in keys])


def _drop(keys: list[int], item: int) -> int:
    if not keys:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM match_key WHERE k = ANY(%s::bigint[]) AND item = %s", [keys, item])
        else:
            cursor.executemany("DELETE FROM match_key WHERE k = %s AND item = %s", [(key, item) for key in keys])
        return int(cursor.rowcount)


def holders(keys: Iterable[int], *, before: int, most: int = CAP + 1) -> Mapping[int, list[int]]:
    """Return for each key the items older than item `before` that hold it, at most `most` each, newest first.

    One bounded B-tree read a key: the cost does not grow with what the hub holds. Raises KeysOutOfReach where a server
    that holds keys does not answer: there is no answer from the others alone.
    """
    found: dict[int, list[int]] = {}
    with reaching_keys(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_ALL_AT_ONCE, [before, most, list(keys)])
            return {key: items for key, items in cursor.fetchall() if items}
        for key in keys:
            cursor.execute(_ONE_KEY, [key, before, most])
            if items := json.loads(cursor.fetchone()[0]):
                found[key] = items
    return found


def total() -> int:
    """Return about how many items are held: the highest number given out."""
    last = Item.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last or 0
