"""What a report says of whoever posted, in the shape in which suspects and accounts are compared.

Only columns that speak of the poster are read: the accounts that are named with the posts, and the name, age and place
that somebody gave of the person. Who reports, and who is targeted, is never read here: not the sealed identity
(`people.Person`, which this module must not even import), not `home`, `seen_from` or `target_note`. To compare a victim
with suspects would turn a report into a suspicion of whoever makes it. Running words are not read for names either.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from django.db.models import F

from upstander.engines.matching.people.described import Described, aged
from upstander.engines.matching.posts import account_key, post_key
from upstander.record.cases.models import Report
from upstander.record.keys.models import Item

OLDEST = 110
"""Years of age beyond which a number is not an age."""
_OTHER_NAMES = re.compile(r"[\n;/()]|\b(?:aka|a\.k\.a\.?|also known as|alias)\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)(?: ?[0-9][A-Z]{2})?\b", re.IGNORECASE)
_DAY = re.compile(r"\b([0-9]{1,2})[./-]([0-9]{1,2})[./-]((?:19|20)[0-9]{2})\b")
_ISO = re.compile(r"\b((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})\b")
_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")
_AGE = re.compile(r"(?<![0-9])([0-9]{1,3})(?![0-9])")


class SaidAccount(Protocol):
    """What is said of the account behind one post: the columns of cases.ReportedPost."""

    link: str
    platform: str
    handle: str
    display_name: str
    account_number: str


def described(report: Report, posts: Iterable[SaidAccount]) -> tuple[Described, ...]:
    """Return the suspect of a report, if it says who, and each account that it names.

    A person and the one account that is named are one description; of several accounts it is not said whose each is.
    """
    accounts = _accounts(posts)
    person = _person(report)
    if person and len(accounts) == 1:
        return (Described("suspect", **person, **accounts[0]),)
    found = [Described("account", **each) for each in accounts]
    if person:
        named = tuple((each["platform"], each["handle"]) for each in accounts if each["platform"] and each["handle"])
        found.insert(0, Described("suspect", **person, accounts=named))
    return tuple(found)


def numbers(posts: Iterable[SaidAccount]) -> Iterator[tuple[str, str]]:
    """Yield the accounts that are named by the platform's own number, as exact keys take them: a renamed one too."""
    for post in posts:
        if number := post.account_number.strip():
            platform = _platform(post)
            # X alone lets a handle consist of digits: there a number is told apart, as in links to it.
            yield platform, f"id:{number}" if platform == "x" and number.isdecimal() else number


def of_items(items: Sequence[int]) -> Iterator[tuple[int, tuple[Described, ...]]]:
    """Yield what held items say of whoever posted: one query, one row a post."""
    columns = ("link", "platform", "handle", "display_name", "account_number")
    rows = (
        Item.objects.filter(pk__in=items).select_related("report").defer("skeleton", "fingerprints")
        .annotate(**{f"of_{name}": F(f"report__posts__{name}") for name in columns})
        .order_by("pk", "report__posts__position", "report__posts__pk")
    )  # fmt: skip
    held: dict[int, tuple[Report, list[Any]]] = {}
    for row in rows:
        _, posts = held.setdefault(row.pk, (row.report, []))
        posts.append(_Row(*(getattr(row, f"of_{name}") or "" for name in columns)))
    for number, (report, posts) in held.items():
        yield number, described(report, posts)


class _Row:
    """One post as the query gives it; all empty for a report that names none."""

    def __init__(self, link: str, platform: str, handle: str, display_name: str, account_number: str) -> None:
        self.link, self.platform, self.handle = link, platform, handle
        self.display_name, self.account_number = display_name, account_number


def _accounts(posts: Iterable[SaidAccount]) -> list[dict[str, Any]]:
    """Return each account once, with all that is said of it."""
    found: dict[str, dict[str, Any]] = {}
    for post in posts:
        thing = post_key(post.link) if post.link else None
        linked = (thing.value if thing.kind == "account" else thing.handle or "") if thing else ""
        handle, number = post.handle or linked, post.account_number.strip()
        if linked.startswith("id:"):
            handle, number = post.handle, number or linked.removeprefix("id:")
        platform = _platform(post)
        said = {"platform": platform, "handle": handle, "number": number, "display_name": post.display_name}
        if not any((handle, number, post.display_name)):
            continue
        which = account_key(platform, handle) if handle else None
        held = found.setdefault(which or f"{platform} {number} {post.display_name}", dict.fromkeys(said, ""))
        held.update({name: value for name, value in said.items() if value and not held[name]})
    return list(found.values())


def _platform(post: SaidAccount) -> str:
    thing = post_key(post.link) if post.link else None
    return thing.platform if thing and thing.kind != "page" else post.platform


def _person(report: Report) -> dict[str, Any]:
    names = tuple(filter(None, (name.strip(" ,.") for name in _OTHER_NAMES.split(report.poster_name))))
    person = {"names": names, **_born(report.poster_age, report.received_at.date()), **_place(report.poster_place)}
    return {name: value for name, value in person.items() if value}


def _born(said: str, on: date) -> dict[str, Any]:
    """Return the day of birth, or the years that an age or a year leaves open; nothing where none can be read."""
    day, iso = _DAY.search(said), _ISO.search(said)
    for parts in ((day[3], day[2], day[1]) if day else (), iso.groups() if iso else ()):
        try:
            if parts:
                return {"born": date(*map(int, parts))}
        except ValueError:
            continue
    if year := _YEAR.search(said):
        return {"born_from": int(year[1]), "born_to": int(year[1])}
    ages = [int(age) for age in _AGE.findall(said) if 0 < int(age) <= OLDEST][:2]
    if not ages:
        return {}
    return {"born_from": aged(max(ages), on)[0], "born_to": aged(min(ages), on)[1]}


def _place(said: str) -> dict[str, str]:
    """Return the first half of a postcode and what is named beside it."""
    found = _POSTCODE.search(said)
    town = _POSTCODE.sub(" ", said).strip(" ,.;\n")
    return {"outcode": found[1].upper() if found else "", "place": " ".join(town.split())}
