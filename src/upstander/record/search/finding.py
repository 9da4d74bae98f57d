"""Find what somebody typed among all that they may see: references, accounts, links, words and postcodes.

Each query filters by `visible_to` before it is cut to a page, so that nobody's results are crowded out by what they
may not see, and nothing counts what they may not see. The fence is open for these queries alone, which decide by the
access table themselves; the rows that are shown are then read through the viewer's own eyes.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from upstander.engines.finding.asking import LONGEST, Asked, places, read
from upstander.engines.finding.names import bare, close_keys, distance
from upstander.engines.matching.keys import Item, keys_of
from upstander.engines.matching.links import links_in, refang
from upstander.record.cases.conflicts import Kind, index_of, postcodes_in
from upstander.record.cases.grants import of_visible, visible_if_few, visible_to
from upstander.record.cases.models import Account, Case, Membership, Mention, Report, ReportedPost
from upstander.record.cases.references import near, normalise
from upstander.record.fence.viewer import unfenced
from upstander.record.keys.models import Item as KeyItem
from upstander.record.keys.models import Key
from upstander.record.people.actors import Actor
from upstander.record.search import lookups
from upstander.record.search.models import Document, NameKey, Words
from upstander.record.search.results import Answer, Found, Group, Result
from upstander.record.search.sources import every

__all__ = ["MOST", "find"]
assert lookups  # registers `holds`

FIRST = 10
"""Results of a group on the page that shows every group; of a group by itself, MOST."""
MOST = 50
FEW = 400
"""Cases up to which a search goes from the cases to their words, and not from the words to the cases."""
CANDIDATES = 400
"""Reports that are compared by the name of an account, newest first."""
COMMON = 2_000
"""Accounts that share a beginning or an end, of which the newest are compared."""


def find(actor: Actor, typed: str, *, group: Group | None = None, after: int | None = None) -> Answer:
    """Return what the actor may see of what was typed: every group's first results, or one group from `after` on."""
    typed = typed[:LONGEST].strip()
    asked = read(typed)
    if not typed:
        return Answer(asked)
    few = visible_if_few(actor, most=FEW)
    finders = {
        Group.REFERENCE: lambda most: _references(actor, typed),
        Group.ACCOUNT: lambda most: _accounts(actor, typed, most, few),
        Group.LINK: lambda most: _links(actor, typed, most, after, few),
        Group.WORDS: lambda most: _words(actor, asked, most, after, few),
    }
    wanted = [group] if group else list(Group)
    groups = [finders[each](MOST if group else FIRST) for each in wanted]
    return Answer(asked, tuple(found for found in groups if found.results), mistyped=bool(near(typed)))


def _references(actor: Actor, typed: str) -> Found:
    """Find the case or report of a reference; of a mistyped one, those it may have been."""
    known = normalise(typed)
    meant = [known] if known else near(typed)
    cases = list(visible_to(actor).filter(reference__in=[each for each in meant if each[0] == "C"]))
    results = [Result(case, Group.REFERENCE, "case", case.pk) for case in cases]
    with unfenced():
        reports = dict(
            _seen(actor, Report.objects.filter(reference__in=[each for each in meant if each[0] == "R"]), "pk", None)
            .values_list("pk", "of_case")
        )  # fmt: skip
    return Found(Group.REFERENCE, (*results, *_of_reports(actor, reports.items(), Group.REFERENCE)))


def _accounts(actor: Actor, typed: str, most: int, few: list[int] | None) -> Found:
    """Find reports that name an account called like this: the name itself, then one letter off, then what is near."""
    name = _name_in(typed)
    if not name:
        return Found(Group.ACCOUNT, ())
    rows: dict[tuple[int, int], tuple[int, int]] = {}
    with unfenced():
        for keys in _key_sets(name, few):
            named = ReportedPost.objects.filter(by__isnull=False)
            if keys is not None:
                named = named.filter(by__in=keys)
            found = _seen(actor, named, "report_id", few).order_by("-report_id")
            for report, account, case in found.values_list("report", "by", "of_case")[
                : CANDIDATES if few is None else None
            ]:
                rows.setdefault((report, account), (report, case))
    accounts = Account.objects.in_bulk({account for _, account in rows})
    far = {pk: distance(name, account.value) for pk, account in accounts.items()}
    typed_bare = bare(name)
    order = []
    for (report, account), (_, case) in rows.items():
        if account in far and far[account] is not None:
            begins = far[account] == 0 and bare(accounts[account].value) != typed_bare
            order.append(((1 if begins else 0, far[account] or 0, -report), report, case, accounts[account], begins))
    order.sort(key=lambda each: each[0])
    cut = order[:most]
    shown = {result.row: result for result in _of_reports(actor, [(each[1], each[2]) for each in cut], Group.ACCOUNT)}
    results = tuple(
        Result(
            shown[report].case, Group.ACCOUNT, "report", report, shown[report].report, account.value, account.platform,
            far[account.pk] or 0, begins,
        )
        for _, report, _, account, begins in cut
        if report in shown
    )  # fmt: skip
    return Found(Group.ACCOUNT, results, 0 if len(order) > most else None)


def _name_in(typed: str) -> str:
    """Return the name of an account that was typed: what stands behind an `@`, or a single word that is no link."""
    for word in typed.split():
        if word.startswith("@") and len(word) > 1:
            return word
    return typed if len(typed.split()) == 1 and "/" not in typed and typed.strip('"“”') == typed else ""


def _key_sets(name: str, few: list[int] | None) -> Iterable[Any]:
    """Yield the accounts to compare with, the nearest first; None for all, where the cases to look in are few."""
    if few is not None:
        yield None
        return
    near_by, ends = close_keys(name)
    held = NameKey.objects.order_by()
    yield held.filter(k__in=near_by).values("account")
    if ends:
        newest = held.filter(k__in=ends).order_by("-account").values_list("account", flat=True)[:COMMON]
        yield list(dict.fromkeys(newest))


def _links(actor: Actor, typed: str, most: int, after: int | None, few: list[int] | None) -> Found:
    """Find reports that name the post, page or account that a link leads to, however the link is written."""
    links = [link for _, _, link in links_in(typed)] or ([refang(typed)] if "/" in typed and " " not in typed else [])
    numbers = [key.k for key in keys_of(Item(links=tuple(links))).exact if key.tier in ("post", "account")]
    if not numbers:
        return Found(Group.LINK, ())
    with unfenced():
        items = KeyItem.objects.filter(pk__in=Key.objects.filter(k__in=numbers).values("item"))
        reports = Report.objects.filter(pk__in=items.values("report"))
        if after:
            reports = reports.filter(pk__lt=after)
        rows = list(_seen(actor, reports, "pk", few).order_by("-pk").values_list("pk", "of_case")[: most + 1])
    results = _of_reports(actor, rows[:most], Group.LINK)
    return Found(Group.LINK, tuple(results), rows[most - 1][0] if len(rows) > most else None)


def _words(actor: Actor, asked: Asked, most: int, after: int | None, few: list[int] | None) -> Found:
    """Find the records that hold every word, the newest first, and say in which field: the words come on the case."""
    if not asked:
        return Found(Group.WORDS, ())
    held = Words.objects.filter(words__holds=asked)
    if after:
        held = held.filter(document__lt=after)
    with unfenced():
        rows = list(
            _seen(actor, held, "document__report_id", few, case="document__case_id").order_by("-document")
            .values_list("document", "document__kind", "document__row", "of_case")[: most + 1]
        )  # fmt: skip
        rows = sorted({*rows, *_at_a_postcode(actor, asked, most, after, few)}, reverse=True)[: most + 1]
    cases = visible_to(actor).in_bulk({row[3] for row in rows})
    texts, reports = _texts(rows[:most]), {}
    reports = Report.objects.in_bulk([row for _, kind, row, _ in rows if kind == "report"])
    results = []
    for _, kind, row, case in rows[:most]:
        if case in cases and (kind, row) in texts:
            report = reports.get(row) if kind == "report" else None
            name = _best(asked, texts[kind, row])
            results.append(Result(cases[case], Group.WORDS, kind, row, report, field=name))
    return Found(Group.WORDS, tuple(results), rows[most - 1][0] if len(rows) > most else None)


def _at_a_postcode(
    actor: Actor, asked: Asked, most: int, after: int | None, few: list[int] | None
) -> list[tuple[int, str, int, int]]:
    """Find the reports that name a place, which are not filed by words, where just a whole postcode was typed."""
    if len(asked.parts) != 1 or len(asked.parts[0].words) != 1:
        return []
    postcode = next((whole for whole in postcodes_in(asked.parts[0].words[0])), "")
    if not postcode:
        return []
    named = Mention.objects.filter(index=index_of(Kind.POSTCODE, postcode)).values("report")
    held = Document.objects.filter(kind="report", report__in=named)
    if after:
        held = held.filter(pk__lt=after)
    rows = _seen(actor, held, "report_id", few).order_by("-pk")
    return list(rows.values_list("pk", "kind", "row", "of_case")[: most + 1])


def _texts(rows: Iterable[tuple[int, str, int, int]]) -> dict[tuple[str, int], list[tuple[str, str]]]:
    """Return the fields of the records that were found, read through the viewer's eyes."""
    wanted: dict[str, list[int]] = {}
    for _, kind, row, _ in rows:
        wanted.setdefault(kind, []).append(row)
    sources = every()
    return {
        (kind, row.pk): sources[kind].texts(row)
        for kind, pks in wanted.items()
        if kind in sources
        for row in sources[kind].rows().filter(pk__in=pks)
    }


def _best(asked: Asked, texts: list[tuple[str, str]]) -> str:
    """Return the field in which most of what was asked for stands, the first of equals; nothing where none does."""
    held = [(len({text[start:end].lower() for start, end in places(asked, text)}), name) for name, text in texts]
    most = max((number for number, _ in held), default=0)
    return next(name for number, name in held if number == most) if most else ""


def _seen(actor: Actor, rows: QuerySet[Any], report: str, few: list[int] | None, *, case: str = "") -> QuerySet[Any]:
    """Keep the rows whose case the actor may see; `of_case` is that case."""
    counted = Membership.objects.filter(report=OuterRef(report), until_at=None).order_by()
    now = Subquery(counted.values("case")[:1])
    rows = rows.annotate(of_case=Coalesce(case, now, output_field=BigIntegerField()) if case else now)
    if few is not None:
        return rows.filter(of_case__in=few)
    # Not asked of `of_case`: PostgreSQL would compare it with every case that can be seen, and use no index.
    seen: Any = Exists(counted.filter(of_visible(actor)))
    if case:
        seen = Exists(visible_to(actor).filter(pk=OuterRef(case))) | (Q(**{case: None}) & seen)
    return rows.filter(seen)


def _of_reports(actor: Actor, rows: Iterable[tuple[int, int]], group: Group) -> list[Result]:
    """Return a result for each report and its case, as the viewer's own eyes see them."""
    pairs = list(rows)
    cases: dict[int, Case] = visible_to(actor).in_bulk({case for _, case in pairs})
    reports = Report.objects.in_bulk([report for report, _ in pairs])
    return [
        Result(cases[case], group, "report", report, reports[report])
        for report, case in pairs
        if case in cases and report in reports
    ]
