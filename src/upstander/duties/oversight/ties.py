"""Find what a person who looked has in common with a report, over what is encrypted; told as codes alone."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from upstander.record.cases.conflicts import index_of
from upstander.record.cases.models import Connection, Membership, Mention, Report
from upstander.record.people.identity import opened
from upstander.record.people.models import User

SURNAME = "surname"
AT_ONCE = 400
Pair = tuple[int, int]


def ties_of(pairs: Iterable[Pair]) -> dict[Pair, set[str]]:
    """Return for each (user, case) what is the same, as codes: surname, or a kind of connection.

    The name that somebody goes by at work is compared with the surname of whoever reported; their e-mail address, and
    everything that they ever declared, with what the reports name. Nothing readable leaves this function.
    """
    wanted = {pair for pair in pairs if all(pair)}
    reports = _reports_of({case for _, case in wanted})
    users = {user.pk: user for user in User.objects.filter(pk__in={user for user, _ in wanted})}
    surnames, named, own = _surnames(reports), _named(reports), {pk: _own(user) for pk, user in users.items()}
    found: dict[Pair, set[str]] = defaultdict(set)
    for user, case in wanted:
        if user not in users:
            continue
        if surname_of(users[user].name) in surnames.get(case, set()):
            found[user, case].add(SURNAME)
        for code, index in own[user]:
            if index in named.get(case, set()):
                found[user, case].add(code)
    return dict(found)


def surname_of(name: str) -> str:
    """Return the last word of a name without accents and case; empty where there is only one word."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark)).casefold()
    words = re.findall(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", plain)
    return words[-1] if len(words) > 1 else ""


def _own(user: User) -> set[tuple[str, str]]:
    """Return the digests of what this person goes by and of what they ever declared, each with its code."""
    held = {(Connection.Kind.EMAIL.value, index_of(Connection.Kind.EMAIL, user.email))}
    held |= set(Connection.objects.filter(by=user).exclude(index="").values_list("kind", "index"))
    return held - {(Connection.Kind.EMAIL.value, "")}


def _reports_of(cases: set[int]) -> dict[int, set[int]]:
    """Return the reports that count, or ever counted, under each case: the case's pages still tell of those."""
    reports: dict[int, set[int]] = defaultdict(set)
    for part in _parts(cases):
        for case, report in Membership.objects.filter(case__in=part).values_list("case", "report"):
            reports[case].add(report)
    return reports


def _surnames(reports: dict[int, set[int]]) -> dict[int, set[str]]:
    by_report: dict[int, str] = {}
    for part in _parts({report for held in reports.values() for report in held}):
        for report in Report.objects.filter(pk__in=part, complainant__isnull=False).select_related("complainant"):
            by_report[report.pk] = surname_of(opened(report.complainant).name)
    return {case: {by_report[one] for one in held if by_report.get(one)} for case, held in reports.items()}


def _named(reports: dict[int, set[int]]) -> dict[int, set[str]]:
    indexes: dict[int, set[str]] = defaultdict(set)
    for part in _parts({report for held in reports.values() for report in held}):
        for report, index in Mention.objects.filter(report__in=part).values_list("report", "index"):
            indexes[report].add(index)
    return {case: {index for one in held for index in indexes.get(one, ())} for case, held in reports.items()}


def _parts(ids: set[int]) -> Iterable[list[int]]:
    rows = sorted(ids)
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
