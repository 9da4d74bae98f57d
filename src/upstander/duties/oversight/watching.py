"""Watch the journal for looks that are worth a question, and keep each question once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from upstander.duties.casework.queries import shifts_between
from upstander.duties.oversight.journal_reading import Read, first_since, with_records
from upstander.duties.oversight.models import Question, Tripwire
from upstander.duties.oversight.ties import ties_of
from upstander.engines import watching as engine
from upstander.engines.watching import Found, Numbers, Seen, What
from upstander.law.oversight import in_hub_hours, questions
from upstander.record.journal.models import Entry
from upstander.record.journal.processing import Processing, kind_of
from upstander.record.journal.verbs import Verb
from upstander.record.people.models import User

RESULTS = "desk:found"
LISTS_SHOW = 4
"""A page that shows so many cases or more is a list: nobody has opened them by looking at it."""
LISTS = frozenset({
    "desk:queue", "desk:mine", "desk:sign_offs", "desk:handovers", "desk:with_forces", "desk:trouble", "desk:morning",
    "desk:search", RESULTS, "desk:tasks", "desk:team", "desk:shift", "desk:hand_over_shift", "desk:shift_handover",
    "desk:many", "desk:reviews", "desk:asked", "force:offers",
})  # fmt: skip
"""Pages that list cases, however few they happen to show."""
WATCHED = frozenset(Processing) - {Processing.OTHER}
LATELY = timedelta(hours=26)
LONGEST = timedelta(days=30)
"""How far back the slow rules read: more than any of their numbers of days."""
QUICK = ("tripwire", "glass", "off_duty", "connected")
SLOW = ("no_act", "browsing", "repeat", "search")
ASKED_AGAIN_AFTER = {"connected": 90, "no_act": 14, "repeat": 14, "search": 7}
"""Days for which the same question about the same person and case is not asked again."""


def watch(*, until: datetime, rules: Collection[str] = QUICK) -> list[Question]:
    """Find what is worth a question up to `until` by these rules, and return the questions that are new."""
    span = LATELY if set(rules) <= set(QUICK) else LONGEST
    since = until - span
    found = _Rules(gathered(since=since, until=until), since, until).all(rules)
    return keep(found, at=until)


def gathered(*, since: datetime, until: datetime) -> list[Seen]:
    """Return what users did in this time as far as the rules need it, in the order of the journal."""
    rows = Entry.objects.filter(seq__gte=first_since(since), at__gte=since, at__lt=until, actor__startswith="user:")
    wanted = [verb for verb in Verb if kind_of(verb) in WATCHED]
    return [one for read in _in_parts(rows.filter(verb__in=wanted).order_by("seq")) for one in _seen(read)]


def _in_parts(rows: Iterable[Entry]) -> Iterator[Read]:
    part: list[Entry] = []
    for row in rows.iterator(2000):  # type: ignore[attr-defined]
        part.append(row)
        if len(part) == 2000:
            yield from with_records(part)
            part = []
    yield from with_records(part)


def _seen(read: Read) -> Iterator[Seen]:
    at, cases = timezone.localtime(read.at), read.of("case")
    if read.verb == Verb.SEARCHED:
        yield Seen(read.seq, at, read.user, What.SEARCH, terms=str(read.data.get("digest", "")))
    elif read.verb == Verb.CONSULTED:
        page = str(read.data.get("page", ""))
        if page == RESULTS:
            yield from (Seen(read.seq, at, read.user, What.RESULT, case) for case in cases)
        if page in LISTS or len(cases) >= LISTS_SHOW:
            return
        what = What.SENSITIVE if read.of("identitylook") else What.OPENED
        yield from (Seen(read.seq, at, read.user, what, case) for case in cases)
    elif read.verb == Verb.DOWNLOADED:
        yield from (Seen(read.seq, at, read.user, What.SENSITIVE, case) for case in cases)
    elif kind_of(read.verb) is Processing.CONSULTATION:
        yield from (Seen(read.seq, at, read.user, What.OPENED, case) for case in cases)
    else:
        what = What.GLASS if read.verb == Verb.GLASS_BROKEN else What.STEP
        yield from (Seen(read.seq, at, read.user, what, case) for case in cases)


@dataclass(frozen=True)
class _Rules:
    """The rules over what was gathered, with what each needs to know besides."""

    seen: list[Seen]
    since: datetime
    until: datetime

    def all(self, rules: Collection[str]) -> list[Found]:
        """Return what these rules find."""
        asked = {name: Numbers(row.at_least, row.minutes, row.days, row.times) for name, row in self._questions.items()}
        by_name = {
            "tripwire": lambda: engine.tripwires(self._of("tripwire"), self._tripwires()),
            "glass": lambda: engine.broken_glass(self._of("glass")),
            "off_duty": lambda: engine.off_duty(self._of("off_duty"), self._on_duty, asked["off_duty"]),
            "connected": lambda: self._connected(self._of("connected")),
            "no_act": lambda: engine.without_a_step(self._old_enough("no_act"), asked["no_act"]),
            "browsing": lambda: engine.browsing(self._old_enough("browsing"), asked["browsing"]),
            "repeat": lambda: engine.coming_back(self._of("repeat"), asked["repeat"]),
            "search": lambda: engine.fruitless_searches(self._of("search"), asked["search"]),
        }
        return [found for name in rules if name in asked for found in by_name[name]()]

    def _of(self, name: str) -> list[Seen]:
        """Return what those did whom this question is asked of, by the role that they have now."""
        roles = self._questions[name].asked_of
        return [each for each in self.seen if self._roles.get(each.who) in roles] if roles else self.seen

    @cached_property
    def _roles(self) -> dict[int, str]:
        return dict(User.objects.values_list("pk", "role"))

    def _connected(self, seen: list[Seen]) -> Iterator[Found]:
        return engine.connected(seen, ties_of((each.who, each.case) for each in seen))

    @cached_property
    def _questions(self):  # type: ignore[no-untyped-def]
        return questions(timezone.localdate(self.until))

    def _tripwires(self) -> set[int]:
        return set(Tripwire.objects.filter(ended_at=None).values_list("case", flat=True))

    def _on_duty(self, who: int, at: datetime) -> bool:
        if in_hub_hours(at, spare=self._questions["off_duty"].minutes):
            return True
        spare = timedelta(minutes=self._questions["off_duty"].minutes)
        return any(start - spare <= at <= end + spare for start, end in self._shifts.get(who, ()))

    @cached_property
    def _shifts(self) -> dict[int, list[tuple[datetime, datetime]]]:
        held: dict[int, list[tuple[datetime, datetime]]] = {}
        for user, start, end in shifts_between(self.since - LATELY, self.until):
            held.setdefault(user, []).append((start, end or self.until))
        return held

    def _old_enough(self, name: str) -> list[Seen]:
        """Leave out the looks on which a step may still follow; the steps stay."""
        latest = self.until - timedelta(days=self._questions[name].days)
        return [each for each in self._of(name) if each.what is What.STEP or each.at <= latest]


def keep(found: Iterable[Found], *, at: datetime) -> list[Question]:
    """Keep what is new of these findings as questions, about people who still have a row, and return them."""
    rows = [
        Question(
            code=one.question, detail=one.detail, who_id=one.who, about_kind="case" if one.case else "",
            about_id=one.case, day=one.day, first_entry=one.first, last_entry=one.last, times=one.times, found_at=at,
        )
        for one in found
    ]  # fmt: skip
    known = set(User.objects.filter(pk__in={row.who_id for row in rows}).values_list("pk", flat=True))
    fresh = [row for row in rows if row.who_id in known and not _asked_lately(row)]
    held = {_key(row) for row in Question.objects.filter(day__in={row.day for row in fresh})}
    new = list({_key(row): row for row in fresh if _key(row) not in held}.values())
    Question.objects.bulk_create(new)
    return new


def _asked_lately(row: Question) -> bool:
    days = ASKED_AGAIN_AFTER.get(row.code)
    if days is None:
        return False
    like = Question.objects.filter(
        code=row.code, detail=row.detail, who=row.who_id, about_kind=row.about_kind, about_id=row.about_id
    )
    span = timedelta(days=days)
    return like.filter(day__gt=row.day - span, day__lt=row.day + span).exists()


def _key(row: Question) -> tuple[str, str, int, str, int, object]:
    return row.code, row.detail, row.who_id, row.about_kind, row.about_id, row.day
