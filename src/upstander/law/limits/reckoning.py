"""Reckon the last day on which proceedings may begin: which rule gives it, from when it runs, and why, in plain words.

Nothing here guesses. Where the day of the conduct is not known, what is said rests on the day of the first report, and
says so; where dates contradict each other, no day is given and the conflict is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from upstander.law.dated import Dated, in_force, load
from upstander.law.limits.consent import LIMITS
from upstander.law.limits.counting import last_day

if TYPE_CHECKING:
    from upstander.law.offences import Offence, TimeLimit

Rule = Literal["none", "from_offence", "from_last_incident", "from_knowledge", "long_stop", "anticipated", "unknown"]
Enough = Literal["yes", "no", "not_known"]
Effect = Literal["starts", "stopped", "later", "not_enough", "too_late"]
EFFECTS: dict[Effect, str] = {
    "starts": "The limit runs from this date: nothing says that the evidence was not enough.",
    "stopped": "Starts a limit that would outlast the longest that the law allows: {last} comes first.",
    "later": "Starts nothing: an earlier date counts, {since}.",
    "not_enough": "Starts nothing: the prosecutor said that the evidence was not enough.",
    "too_late": "Comes too late: proceedings could begin until {last} and no later.",
}


class DatesConflict(ValueError):
    """The dates cannot all be true, or the law was another then; the message names the conflict."""


@dataclass(frozen=True, kw_only=True)
class Warn(Dated):
    """A share of a limit, in per cent, that is said once it has run."""

    id: str
    percent: int


@dataclass(frozen=True)
class Seen:
    """That a prosecutor saw the file on a day, and whether they thought the evidence enough to begin proceedings.

    `key` is the caller's own, to find the date again in what is explained.
    """

    on: date
    enough: Enough = "not_known"
    key: int = 0


@dataclass(frozen=True)
class Dates:
    """What a limit is reckoned from. `conduct_on` is the day of the conduct, or of the last incident of a course.

    Of conduct that lasted, `began_on` is the first day; `conduct_on` is None while it goes on.
    """

    conduct_on: date | None
    first_reported_on: date | None = None
    seen: tuple[Seen, ...] = ()
    began_on: date | None = None

    @property
    def first(self) -> date | None:
        """The first day of the conduct, None while no day is known."""
        return self.began_on or self.conduct_on

    def day_for(self, basis: str) -> date | None:
        """The day that a limit counts from: of a course its last incident, of everything else the first day."""
        return self.conduct_on or self.first if basis == "last_incident" else self.first


@dataclass(frozen=True)
class Warning:
    """The first day on which `percent` of a limit has run."""

    percent: int
    on: date


@dataclass(frozen=True)
class Explained:
    """What one of the prosecutors' dates does to the limit."""

    seen: Seen
    effect: Effect
    sentence: str


@dataclass(frozen=True)
class Limit:
    """How long proceedings for one offence may still begin. `last_day` is None where nothing ends, or nothing is known.

    `assumed`: it rests on the day of the first report, for the day of the conduct is not known.
    """

    offence: str
    title: str
    rule: Rule
    last_day: date | None
    runs_from: date | None
    assumed: bool
    sentences: tuple[str, ...]
    warnings: tuple[Warning, ...] = ()
    explained: tuple[Explained, ...] = ()

    def passed(self, on: date) -> bool:
        """Whether the last day lies behind the day `on`."""
        return self.last_day is not None and on > self.last_day

    def run(self, on: date) -> int | None:
        """How much of it has run on the day `on`, in per cent rounded down, 0 to 100; None where nothing runs."""
        if self.last_day is None or self.runs_from is None:
            return None
        whole = (self.last_day - self.runs_from).days
        return max(0, min(100, (on - self.runs_from).days * 100 // whole)) if whole else 100

    def warned(self, on: date) -> int:
        """The highest share of which the day has come by `on`, 0 where none has."""
        return max((each.percent for each in self.warnings if each.on <= on), default=0)


@cache
def all_warnings() -> tuple[Warn, ...]:
    """Every share that is said, of whatever date."""
    return load(LIMITS, Warn, section="warnings")


def limit_of(versions: Sequence[Offence], dates: Dates, on: date) -> Limit:
    """The limit of the offence of which `versions` are given, as it stands on the day `on`.

    The version is that of the day of the conduct. Raises DatesConflict: a date in the future, a prosecutor who saw the
    file before the conduct, conduct on a day on which this was no offence.
    """
    check(dates, on)
    day = dates.conduct_on or dates.first
    offence = _version(versions, day, day or dates.first_reported_on or on)
    basis = offence.time_limit.basis
    began = dates.day_for(basis) or dates.first_reported_on
    if basis == "none":
        return Limit(offence.id, offence.title, "none", None, None, False, ("The law sets no time limit for it.",))
    if began is None:
        says = "Neither the day of the conduct nor a report is known, so that no last day can be said."
        return Limit(offence.id, offence.title, "unknown", None, None, True, (says,))
    limit, assumed = offence.time_limit, dates.first is None
    if basis == "prosecutor_knowledge":
        rule, start, end, sentences, explained = _from_knowledge(limit, began, dates.seen)
    else:
        rule, start, end, sentences = _from_conduct(limit, began)
        explained = ()
    if assumed:
        sentences += (_assumption(began, rule),)
    warnings = warnings_between(start, end, on)
    return Limit(offence.id, offence.title, rule, end, start, assumed, sentences, warnings, explained)


def check(dates: Dates, on: date) -> None:
    """Raise DatesConflict, naming all that cannot be true on the day `on`."""
    wrong = []
    if dates.conduct_on and dates.conduct_on > on:
        wrong.append(f"The conduct is dated {said(dates.conduct_on)}, which lies in the future.")
    for seen in dates.seen:
        if seen.on > on:
            wrong.append(f"A prosecutor's date, {said(seen.on)}, lies in the future.")
        if dates.first and seen.on < dates.first:
            wrong.append(
                f"A prosecutor is said to have seen the file on {said(seen.on)}, before the conduct on "
                f"{said(dates.first)}."
            )
    if wrong:
        raise DatesConflict(" ".join(wrong))


def earliest(limits: Iterable[Limit]) -> Limit | None:
    """The limit that ends first, None where none ends."""
    ending = [(each.last_day, number, each) for number, each in enumerate(limits) if each.last_day]
    return min(ending)[2] if ending else None


def warnings_between(start: date, end: date, on: date) -> tuple[Warning, ...]:
    """The days on which the shares of the file, as it holds on the day `on`, have run between `start` and `end`."""
    whole = (end - start).days
    rows = sorted(in_force(all_warnings(), on), key=lambda row: row.percent)
    return tuple(Warning(row.percent, start + timedelta(days=-(-whole * row.percent // 100))) for row in rows)


def said(day: date) -> str:
    """A day as a sentence names it."""
    return f"{day.day} {day:%B %Y}"


def _version(versions: Sequence[Offence], conduct_on: date | None, day: date) -> Offence:
    held = next((each for each in versions if each.holds_on(day)), None)
    if held is not None:
        return held
    if not versions:
        raise DatesConflict("No offence of this name is known.")
    if conduct_on is None:  # nobody has said when it was: the version that is nearest speaks
        return min(versions, key=lambda each: abs((each.valid_from - day).days))
    began, title = min(each.valid_from for each in versions), versions[0].title
    if day < began:
        raise DatesConflict(f"{title} has been an offence since {said(began)}; the conduct was on {said(day)}.")
    raise DatesConflict(f"{title} was no offence on {said(day)}, the day of the conduct.")


def _from_conduct(limit: TimeLimit, began: date) -> tuple[Rule, date, date, tuple[str, ...]]:
    months = limit.months or 0
    end = last_day(began, months, first_day_counts=limit.first_day_counts)
    span = _span(months, limit.first_day_counts)
    if limit.basis == "last_incident":
        says = f"Proceedings must begin within {span} of the last incident, on {said(began)}: by {said(end)}."
        return "from_last_incident", began, end, (says,)
    if limit.basis == "anticipated":
        says = (
            f"It has the limit of the offence that was encouraged. If that can be tried by magistrates alone, "
            f"proceedings must begin within {span} of {said(began)}: by {said(end)}. If not, there is no limit."
        )
        return "anticipated", began, end, (says,)
    says = f"Proceedings must begin within {span} of the offence, on {said(began)}: by {said(end)}."
    return "from_offence", began, end, (says,)


def _from_knowledge(
    limit: TimeLimit, began: date, seen: Sequence[Seen]
) -> tuple[Rule, date, date, tuple[str, ...], tuple[Explained, ...]]:
    """The earliest date that can have started it counts: what a court would be asked to find, at its worst."""
    rule: Rule
    months, stop_months = limit.months or 0, limit.long_stop_months
    span = _span(months, limit.first_day_counts)
    stop = last_day(began, stop_months, first_day_counts=limit.first_day_counts) if stop_months else None
    first = min((each for each in seen if each.enough != "no"), key=lambda each: each.on, default=None)
    known = last_day(first.on, months, first_day_counts=limit.first_day_counts) if first else None
    if first and known and (stop is None or known <= stop):
        of = f"a prosecutor's knowing of enough evidence, on {said(first.on)}"
        sentences = [f"Proceedings must begin within {span} of {of}: by {said(known)}."]
        if stop:
            sentences.append(f"Whatever a prosecutor knew, none can begin after {said(stop)}.")
        rule, start, end = "from_knowledge", first.on, known
    elif stop is None:
        raise DatesConflict("The law gives this offence no long stop, and no prosecutor's date is recorded.")
    else:
        sentences = [f"Proceedings must in any case begin by {said(stop)}, {stop_months} months from {said(began)}."]
        if first and known:
            sentences.insert(0, f"{span} from the prosecutor's date would end on {said(known)}, which is later.")
        else:
            sentences.insert(0, f"No date is recorded on which a prosecutor had enough, so the {span} have not begun.")
        rule, start, end = "long_stop", began, stop
    explained = tuple(_explained(each, first, rule, end) for each in sorted(seen, key=lambda each: (each.on, each.key)))
    return rule, start, end, tuple(sentences), explained


def _explained(seen: Seen, first: Seen | None, rule: Rule, end: date) -> Explained:
    effect: Effect = "later"
    if seen.enough == "no":
        effect = "not_enough"
    elif seen.on > end:
        effect = "too_late"
    elif seen is first:
        effect = "starts" if rule == "from_knowledge" else "stopped"
    since = said(first.on) if first else ""
    return Explained(seen, effect, EFFECTS[effect].format(since=since, last=said(end)))


def _assumption(began: date, rule: Rule) -> str:
    says = (
        f"The day of the conduct is not known, so this cannot be reckoned: it assumes {said(began)}, the day of the "
        f"first report."
    )
    if rule == "from_last_incident":
        return f"{says} A later incident would end it later, and an earlier last one sooner."
    return f"{says} The conduct cannot be later than that: the true last day may be sooner, and may have passed."


def _span(months: int, first_day_counts: bool) -> str:
    return f"{months} months, the first day counted," if first_day_counts else f"{months} months"
