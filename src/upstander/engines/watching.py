"""Find in a journal the looks that are worth a question: plain rules over who looked at what, when, and did what after.

Every rule answers with findings that name a person, a case (0 for none) and a day, each of them once: a question is
asked of somebody, so a hundred looks of one night are one finding. Nothing here knows what stands in a case.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median


class What(StrEnum):
    """What somebody did, as far as a rule needs to know."""

    OPENED = "opened"
    """A page about this one case; rows of lists do not count."""
    SENSITIVE = "sensitive"
    """Who reported, or the original of a file."""
    STEP = "step"
    """Something was done to the case: claimed, decided, noted."""
    SEARCH = "search"
    RESULT = "result"
    """The case stood among the results of a search."""
    GLASS = "glass"


@dataclass(frozen=True)
class Seen:
    """One thing that somebody did. `terms` is a digest of what was searched for."""

    entry: int
    at: datetime
    who: int
    what: What
    case: int = 0
    terms: str = ""


@dataclass(frozen=True)
class Found:
    """One question: its name, about whom and which case, on which day, from which entry to which, how often."""

    question: str
    who: int
    case: int
    day: date
    first: int
    last: int
    times: int
    detail: str = ""


@dataclass(frozen=True)
class Numbers:
    """The numbers of one rule; what they mean stands with each rule."""

    at_least: int = 0
    minutes: int = 0
    days: int = 0
    times: int = 0


LOOKS = (What.OPENED, What.SENSITIVE)
AT_ONCE = timedelta(minutes=1)
"""So long after a search its results are shown, its further pages left out."""


def tripwires(seen: Iterable[Seen], cases: Collection[int]) -> Iterator[Found]:
    """Find every look at, and step on, a case that nobody has reason to open."""
    wanted = (each for each in seen if each.case in cases and each.what not in (What.SEARCH, What.RESULT))
    yield from _grouped("tripwire", wanted, lambda each: (each.who, each.case, each.at.date()))


def broken_glass(seen: Iterable[Seen]) -> Iterator[Found]:
    """Find every breaking of the glass of a restricted case."""
    wanted = (each for each in seen if each.what is What.GLASS)
    yield from _grouped("glass", wanted, lambda each: (each.who, each.case, each.at.date()))


def off_duty(seen: Iterable[Seen], on_duty: Callable[[int, datetime], bool], numbers: Numbers) -> Iterator[Found]:
    """Find the looks and searches of people who were not on duty, one finding for a person and day."""
    wanted = (each for each in seen if each.what in (*LOOKS, What.SEARCH) and not on_duty(each.who, each.at))
    for found in _grouped("off_duty", wanted, lambda each: (each.who, 0, each.at.date())):
        if found.times >= numbers.at_least:
            yield found


def connected(seen: Iterable[Seen], ties: Mapping[tuple[int, int], Collection[str]]) -> Iterator[Found]:
    """Find the looks at cases in which something is also the viewer's own: `ties` by person and case, as codes.

    One finding for a person, case and code, on the day of the first look.
    """
    first: dict[tuple[int, int], list[Seen]] = defaultdict(list)
    for each in seen:
        if each.what in (*LOOKS, What.STEP) and (each.who, each.case) in ties:
            first[each.who, each.case].append(each)
    for (who, case), looks in first.items():
        for code in sorted(ties[who, case]):
            yield _found("connected", who, case, looks, code)


def without_a_step(seen: Sequence[Seen], numbers: Numbers) -> Iterator[Found]:
    """Find who opened an identity or a file and took no step on the case for so many days before or after."""
    steps = _steps(seen)
    wanted = (
        each for each in seen if each.what is What.SENSITIVE and not _stepped(steps, each, timedelta(days=numbers.days))
    )
    yield from _once("no_act", wanted)


def browsing(seen: Sequence[Seen], numbers: Numbers) -> Iterator[Found]:
    """Find who opened many cases in one day without a step on any of them for so many days before or after.

    Many is so many at least, and so many times as many as on this person's middle day: who looks at others' work all
    day, as supervisors do, is asked about a day that is unlike their own.
    """
    steps, days = _steps(seen), timedelta(days=numbers.days)
    idle: dict[tuple[int, date], list[Seen]] = defaultdict(list)
    for each in seen:
        if each.what in LOOKS and not _stepped(steps, each, days):
            idle[each.who, each.at.date()].append(each)
    cases = {key: len({each.case for each in looks}) for key, looks in idle.items()}
    usual: dict[int, list[int]] = defaultdict(list)
    for (who, _day), count in cases.items():
        usual[who].append(count)
    for (who, day), looks in idle.items():
        if cases[who, day] >= max(numbers.at_least, numbers.times * median(usual[who]) if len(usual[who]) > 1 else 0):
            yield _found("browsing", who, 0, looks)


def coming_back(seen: Sequence[Seen], numbers: Numbers) -> Iterator[Found]:
    """Find who opened a case on several days of so many without a step on it in that time."""
    steps, span = _steps(seen), timedelta(days=numbers.days)
    looks: dict[tuple[int, int], list[Seen]] = defaultdict(list)
    for each in seen:
        if each.what in LOOKS:
            looks[each.who, each.case].append(each)
    for (who, case), rows in looks.items():
        idle = [each for each in rows if not _stepped(steps, each, span)]
        for start in idle:
            within = [each for each in idle if start.at <= each.at < start.at + span]
            if len({each.at.date() for each in within}) >= numbers.at_least:
                yield _found("repeat", who, case, within)
                break


def fruitless_searches(seen: Sequence[Seen], numbers: Numbers) -> Iterator[Found]:
    """Find who searched for the same on several days of so many and soon after opened nothing of what was found."""
    soon, span = timedelta(minutes=numbers.minutes), timedelta(days=numbers.days)
    opened: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    shown: dict[int, list[Seen]] = defaultdict(list)
    searched: dict[tuple[int, str], list[Seen]] = defaultdict(list)
    for each in seen:
        if each.what in LOOKS:
            opened[each.who, each.case].append(each.at)
        elif each.what is What.RESULT:
            shown[each.who].append(each)
        elif each.what is What.SEARCH and each.terms:
            searched[each.who, each.terms].append(each)

    def led_to_a_case(search: Seen) -> bool:
        results = (each.case for each in shown[search.who] if search.at <= each.at <= search.at + AT_ONCE)
        return any(search.at <= at <= search.at + soon for case in results for at in opened[search.who, case])

    for (who, _terms), rows in searched.items():
        if any(led_to_a_case(each) for each in rows):
            continue
        if len({each.at.date() for each in rows if each.at > rows[-1].at - span}) >= numbers.at_least:
            yield _found("search", who, 0, rows)


def _steps(seen: Iterable[Seen]) -> dict[tuple[int, int], list[datetime]]:
    steps: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for each in seen:
        if each.what is What.STEP:
            steps[each.who, each.case].append(each.at)
    return steps


def _stepped(steps: Mapping[tuple[int, int], list[datetime]], look: Seen, days: timedelta) -> bool:
    return any(abs(at - look.at) <= days for at in steps.get((look.who, look.case), ()))


def _once(question: str, wanted: Iterable[Seen]) -> Iterator[Found]:
    """Give one finding for a person and case, on the day of its first look; after a week without one, another."""
    by_pair: dict[tuple[int, int], list[Seen]] = defaultdict(list)
    for each in wanted:
        by_pair[each.who, each.case].append(each)
    for (who, case), rows in by_pair.items():
        run = [rows[0]]
        for before, after in pairwise(rows):
            if after.at - before.at > timedelta(days=7):
                yield _found(question, who, case, run)
                run = []
            run.append(after)
        yield _found(question, who, case, run)


def _grouped(question: str, wanted: Iterable[Seen], key: Callable[[Seen], tuple[int, int, date]]) -> Iterator[Found]:
    groups: dict[tuple[int, int, date], list[Seen]] = defaultdict(list)
    for each in wanted:
        groups[key(each)].append(each)
    for (who, case, _day), rows in groups.items():
        yield _found(question, who, case, rows)


def _found(question: str, who: int, case: int, rows: Sequence[Seen], detail: str = "") -> Found:
    entries = [each.entry for each in rows]
    return Found(question, who, case, rows[0].at.date(), min(entries), max(entries), len(rows), detail)
