"""Invent a month of a hub's work as its journal would hold it, with misuses planted in it, and watch it day by day.

The work is drawn by lot: shifts, cases claimed and worked on, lists, searches, looks that lead nowhere, overtime that
nobody recorded. So are the misuses, each strong or faint, one in ten hidden behind a step on the case. Nothing is made
to fit the rules.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from json import dumps
from typing import Any

from upstander.config.demo.clock import at as at_moment
from upstander.duties.casework.models import Shift
from upstander.duties.oversight.models import Question, Tripwire
from upstander.duties.oversight.watching import QUICK, SLOW, watch
from upstander.law.access import Role
from upstander.law.clocks import is_working_day
from upstander.record.cases.conflicts import index_of
from upstander.record.cases.models import Case, Connection, Membership, Mention, Report
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import Deed, record_many
from upstander.record.people.actors import acting
from upstander.record.people.models import HubProfile, Organisation, Person, User
from upstander.record.vault import cipher

FIRST = datetime(2026, 10, 5, tzinfo=UTC)
"""A Monday."""
DAYS, AFTER = 28, 16
OFFICERS, SUPERVISORS = 24, 3
PAGES = ("desk:case", "desk:case", "desk:reports", "desk:reports", "desk:decision", "desk:timeline", "desk:notes")
STEPS = (Verb.NOTED, Verb.TRIAGED, Verb.DECIDED, Verb.LINE_RECORDED, Verb.FACTS_SET, Verb.CLOSED)
NIGHTS_APART = 6
"""The slow rules look back a month, so that looking every sixth night instead of every night finds the same."""
KINDS = ("tripwire", "night", "relative", "declared", "identity", "neighbour", "search", "spree")
WIRES = 20
HIDDEN = 0.1
"""The share of misuses behind which somebody writes a note on the case."""


def measure(looks: int, misuses: int, rng: int, per_case: int = 14) -> dict[str, Any]:
    """Invent the month with about so many looks, watch it, and count."""
    month = Month(random.Random(rng), looks, misuses, max(200, looks // per_case))
    month.make()
    watched, planted = month.live()
    asked = list(Question.objects.values_list("who", "about_id", "day", "code"))
    hit = [each for each in planted if each.found_in(asked)]
    days = sum(is_working_day((FIRST + timedelta(days=day)).date(), "hub") for day in range(DAYS))
    wires = [each for each in planted if each.kind == "tripwire"]
    return {
        "looks": watched,
        "planted": len(planted),
        "found": len(hit),
        "missed": dict(Counter(each.kind for each in planted if each not in hit)),
        "tripwires": len(wires),
        "tripwires_found": sum(each in hit for each in wires),
        "questions": len(asked),
        "questions_a_day": round(len(asked) / DAYS, 2),
        "questions_a_working_day": round(len(asked) / days, 2),
        "by_rule": dict(Counter(code for *_, code in asked)),
    }


@dataclass(frozen=True)
class Planted:
    """One misuse: of what kind, by whom, of which case (0 for none or many), on which days."""

    kind: str
    who: int
    case: int
    days: frozenset[Any]

    def found_in(self, asked: list[tuple[int, int, Any, str]]) -> bool:
        """Whether any question names the person and the case, or the person and the day where there is no one case."""
        return any(
            who == self.who and (case == self.case if self.case and case else day in self.days)
            for who, case, day, _ in asked
        )


@dataclass
class Month:
    """The people, the cases and what happens, day by day."""

    chance: random.Random
    looks: int
    misuses: int
    cases: int
    deeds: dict[Any, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    shifts: dict[int, dict[Any, tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(dict))
    pool: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    worked: set[tuple[int, int]] = field(default_factory=set)
    count: int = 0

    def make(self) -> None:
        """Make the people and the cases."""
        hub = Organisation.objects.filter(kind="hub").first() or Organisation.objects.create(kind="hub", code="month")
        HubProfile.objects.get_or_create(defaults={"scope": "national"}, organisation=hub)
        self.names = _surnames()
        roles = [Role.HUB_OFFICER] * OFFICERS + [Role.SUPERVISOR] * SUPERVISORS
        users = [
            User(
                email=f"month{number}@example.org", name=f"PC {_first(number)} {self._surname()}", role=role.value,
                organisation=hub, made_at=FIRST, password="!",
            )
            for number, role in enumerate(roles)
        ]  # fmt: skip
        User.objects.bulk_create(users)
        self.users = list(User.objects.filter(email__startswith="month").order_by("pk"))
        self.case_ids, self.reports = self._make_cases(hub)
        self.next_case = 0

    def _make_cases(self, hub: Organisation) -> tuple[list[int], dict[int, int]]:
        chance = self.chance
        people = []
        for number in range(self.cases):
            person = Person()
            said = {"name": f"{_first(number)} {self._surname()}", "phone": f"0113 4{number:06}"}
            plain = dumps({"email": "", "note": "", **said}).encode()
            person.locked = cipher.lock(plain, table="person", column="locked", row=str(person.uid))
            people.append(person)
        Person.objects.bulk_create(people, batch_size=500)
        people = list(Person.objects.order_by("-pk")[: self.cases])[::-1]
        rows = [
            Report(
                reference=f"R-MO{number:07}", channel="web", received_at=FIRST, told_policing_at=FIRST,
                complainant=person,
            )
            for number, person in enumerate(people)
        ]  # fmt: skip
        Report.objects.bulk_create(rows, batch_size=500)
        rows = list(Report.objects.filter(reference__startswith="R-MO").order_by("reference"))
        Case.objects.bulk_create(
            [
                Case(
                    reference=f"C-MO{number:07}", opened_at=FIRST, opened_by=row, owner_organisation=hub,
                    last_report_at=FIRST,
                )
                for number, row in enumerate(rows)
            ],
            batch_size=500,
        )  # fmt: skip
        cases = list(Case.objects.filter(reference__startswith="C-MO").order_by("reference"))
        Membership.objects.bulk_create(
            [Membership(report=row, case=case, from_at=FIRST) for row, case in zip(rows, cases, strict=True)],
            batch_size=500,
        )
        Mention.objects.bulk_create(
            [Mention(report=row, index=index_of("phone", f"0113 4{n:06}")) for n, row in enumerate(rows)],
            batch_size=500,
        )
        ids = [case.pk for case in cases]
        self.numbers = {case.pk: number for number, case in enumerate(cases)}
        chance.shuffle(ids)
        self.unopened = [ids.pop() for _ in range(WIRES)]  # closed and invented: nobody comes by them at work
        return ids, {case.pk: row.pk for case, row in zip(cases, rows, strict=True)}

    def live(self) -> tuple[int, list[Planted]]:
        """Let the days pass: what happens is written each evening, and the rules look then and at night."""
        days = [FIRST + timedelta(days=number) for number in range(DAYS)]
        self._make_shifts(days)
        a_shift = self.looks / sum(len(held) for held in self.shifts.values())
        for day in days:
            for user in self.users:
                if shift := self.shifts[user.pk].get(day.date()):
                    self._work(user, shift, a_shift * self.chance.uniform(0.7, 1.3))
        planted = [self._misuse(KINDS[number % len(KINDS)], days) for number in range(self.misuses)]
        for number in range(DAYS + AFTER):
            evening = FIRST + timedelta(days=number, hours=23, minutes=59)
            with at_moment(evening):
                self._write(evening.date())
                watch(until=evening, rules=QUICK)
            if number % NIGHTS_APART == NIGHTS_APART - 1:
                with at_moment(evening + timedelta(hours=2)):
                    watch(until=evening + timedelta(hours=2), rules=SLOW)
        return self.count, planted

    def _write(self, day: Any) -> None:
        from django.db import transaction

        with transaction.atomic():
            record_many(sorted(self.deeds.pop(day, []), key=lambda deed: deed.at))

    def _make_shifts(self, days: list[datetime]) -> None:
        """Give everybody early or late days in the week, and one officer a recorded night and weekend."""
        rows = []
        for day in days:
            working = is_working_day(day.date(), "hub")
            cover = self.users[day.day % OFFICERS]
            for number, user in enumerate(self.users):
                if working and self.chance.random() < 0.9:
                    begin = day + timedelta(hours=6.2 + (number % 2) * 3, minutes=self.chance.uniform(0, 25))
                elif user is cover and not working:
                    begin = day + timedelta(hours=9)
                else:
                    continue
                end = begin + timedelta(hours=self.chance.uniform(7.4, 8.6))
                self.shifts[user.pk][day.date()] = (begin, end)
                if (working and self.chance.random() < 0.97) or not working:  # the rest forget to record it
                    rows.append(Shift(user=user, started_at=begin, ended_at=end))
        Shift.objects.bulk_create(rows, batch_size=500)

    def _work(self, user: User, shift: tuple[datetime, datetime], looks: float) -> None:
        """Let one person work one shift of about so many looks."""
        begin, end = shift
        late = timedelta(minutes=self.chance.uniform(25, 70)) if self.chance.random() < 0.01 else timedelta(0)
        done, supervises = 0, user.role == Role.SUPERVISOR.value
        while done < looks:
            moment = begin + (end + late - begin) * (done / looks)
            lot = self.chance.random()
            if lot < 0.3:
                done += self._list(user, moment)
            elif lot < 0.36:
                done += self._search(user, moment)
            elif lot < 0.43 or (supervises and lot < 0.8):
                done += self._peek(user, moment, sure=supervises)
            else:
                done += self._case_work(user, moment)

    def _list(self, user: User, moment: datetime) -> int:
        shown = [("case", pk) for pk in self.chance.sample(self.case_ids, 40)]
        return self._look(user, moment, shown, "desk:queue")

    def _case_work(self, user: User, moment: datetime) -> int:
        """Claim a case or go on with one; open its pages, see who reported now and then, and take a step mostly."""
        own, looks = self.pool[user.pk], 0
        if not own or self.chance.random() < 0.25:
            own.append(self.case_ids[self.next_case % len(self.case_ids)])
            self.next_case += 1
            self._step(user, moment, own[-1], Verb.CLAIMED)
        case = self.chance.choice(own[-12:])
        for turn in range(self.chance.randint(2, 6)):
            looks += self._open(user, moment + timedelta(seconds=40 * turn), case, self.chance.choice(PAGES))
        if self.chance.random() < 0.12:
            looks += self._identity(user, moment + timedelta(minutes=4), case)
        if self.chance.random() < 0.7:
            self._step(user, moment + timedelta(minutes=5), case, self.chance.choice(STEPS))
        return looks

    def _peek(self, user: User, moment: datetime, *, sure: bool) -> int:
        """Open a case that is another's, or nobody's, and leave it: a duplicate looked for, a colleague asked."""
        case, looks = self.chance.choice(self.case_ids[: max(60, self.next_case)]), 0
        for turn in range(self.chance.randint(1, 3)):
            looks += self._open(user, moment + timedelta(seconds=30 * turn), case, self.chance.choice(PAGES))
        if sure and self.chance.random() < 0.5:
            self._step(user, moment + timedelta(minutes=3), case, Verb.SIGNED_OFF)
        if self.chance.random() < 0.002:
            looks += self._identity(user, moment + timedelta(minutes=2), case)
        return looks

    def _search(self, user: User, moment: datetime) -> int:
        """Search, and open what was found four times out of five; seldom try the same again another day."""
        again = self.chance.random() < 0.02
        terms = f"again{user.pk}{self.chance.randrange(6)}" if again else f"lot{self.chance.randrange(10**9)}"
        found = self.chance.sample(self.case_ids[: max(60, self.next_case)], self.chance.randint(0, 8))
        self._say_search(user, moment, terms, found)
        if found and self.chance.random() < 0.85:
            return 1 + self._open(user, moment + timedelta(minutes=1), self.chance.choice(found), "desk:case")
        return 1

    def _misuse(self, kind: str, days: list[datetime]) -> Planted:
        """Plant one misuse somewhere in the first three weeks."""
        user = self.chance.choice(self.users[:OFFICERS])
        day = self.chance.choice([each for each in days[:20] if each.date() in self.shifts[user.pk]])
        case = self._strange_case(user)
        begin = self.shifts[user.pk][day.date()][0] + timedelta(hours=self.chance.uniform(0.5, 6))
        during = {day.date()}
        match kind:
            case "tripwire":
                case = self.unopened.pop()
                Tripwire.objects.get_or_create(case_id=case, ended_at=None, defaults={"by": user, "at": FIRST})
                self._open(user, begin, case, "desk:case")
            case "night":
                begin = day + timedelta(
                    hours=self.chance.choice((0.5, 3, 20.2, 22)), minutes=self.chance.uniform(0, 50)
                )
                for turn in range(self.chance.randint(1, 4)):
                    self._open(user, begin + timedelta(minutes=turn), case, "desk:case")
            case "relative":
                case = self._case_of_surname(user)
                for turn in range(self.chance.randint(1, 3)):
                    self._open(user, begin + timedelta(minutes=turn), case, self.chance.choice(PAGES))
            case "declared":
                said = f"0113 4{self.numbers[case]:06}"
                Connection.objects.create(
                    by=user, kind="phone", locked=b"", index=index_of("phone", said), declared_at=FIRST, ended_at=FIRST
                )
                self._open(user, begin, case, "desk:reports")
            case "identity":
                self._open(user, begin, case, "desk:case")
                self._identity(user, begin + timedelta(minutes=1), case)
            case "neighbour":
                during = set()
                worked = sorted(each for each in self.shifts[user.pk] if each >= day.date())
                for when in worked[: 2 * self.chance.randint(3, 6) : 2]:
                    moment = self.shifts[user.pk][when][0] + timedelta(hours=self.chance.uniform(1, 6))
                    self._open(user, moment, case, "desk:case")
                    during.add(when)
            case "search":
                during, terms = set(), f"name{self.chance.randrange(10**6)}"
                for when in sorted(each for each in self.shifts[user.pk] if each >= day.date())[
                    : self.chance.randint(2, 4)
                ]:
                    self._say_search(user, self.shifts[user.pk][when][0] + timedelta(minutes=2), terms, [])
                    during.add(when)
                case = 0
            case "spree":
                for turn, each in enumerate(self.chance.sample(self.case_ids, self.chance.randint(20, 60))):
                    self._open(user, begin + timedelta(seconds=25 * turn), each, "desk:reports")
                case = 0
        if case and self.chance.random() < HIDDEN:
            self._step(user, begin + timedelta(minutes=30), case, Verb.NOTED)
        return Planted(kind, user.pk, case, frozenset(during))

    def _strange_case(self, user: User) -> int:
        while True:
            case = self.chance.choice(self.case_ids)
            if (user.pk, case) not in self.worked:
                return case

    def _case_of_surname(self, user: User) -> int:
        """Give the person who reported in some case the officer's surname."""
        case = self._strange_case(user)
        person = Report.objects.select_related("complainant").get(pk=self.reports[case]).complainant
        assert person
        said = {"name": f"Robin {user.name.split()[-1]}", "email": "", "phone": "", "note": ""}
        person.locked = cipher.lock(dumps(said).encode(), table="person", column="locked", row=str(person.uid))
        person.save(update_fields=["locked"])
        return case

    def _open(self, user: User, moment: datetime, case: int, page: str) -> int:
        return self._look(user, moment, [("case", case), ("report", self.reports[case])], page)

    def _identity(self, user: User, moment: datetime, case: int) -> int:
        shown = [("case", case), ("report", self.reports[case]), ("identitylook", self.count)]
        return self._look(user, moment, shown, "desk:identity")

    def _look(self, user: User, moment: datetime, shown: list[tuple[str, int]], page: str) -> int:
        self.count += 1
        deed = Deed(acting(user), Verb.CONSULTED, ("page", 0), moment, data={"page": page}, shows=tuple(shown))
        self.deeds[moment.date()].append(deed)
        return 1

    def _step(self, user: User, moment: datetime, case: int, verb: Verb) -> None:
        self.worked.add((user.pk, case))
        self.deeds[moment.date()].append(Deed(acting(user), verb, ("case", case), moment))

    def _say_search(self, user: User, moment: datetime, terms: str, found: list[int]) -> None:
        deed = Deed(acting(user), Verb.SEARCHED, ("search", 1), moment, data={"digest": terms})
        self.deeds[moment.date()].append(deed)
        if found:
            self._look(user, moment + timedelta(seconds=1), [("case", pk) for pk in found], "desk:found")

    def _surname(self) -> str:
        return self.chance.choices(self.names[0], cum_weights=self.names[1])[0]


def _surnames() -> tuple[list[str], list[float]]:
    """Return 4,000 invented surnames with their shares, the commonest one in 85, as in the United Kingdom."""
    names = [_word(number) for number in range(4000)]
    total, sums = 0.0, []
    for place in range(len(names)):
        total += 1 / (place + 9) ** 0.9
        sums.append(total)
    return names, sums


def _word(number: int) -> str:
    parts = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu")
    return "".join(_digits(number, parts)).capitalize() + "ton"


def _digits(number: int, parts: tuple[str, ...]) -> Iterator[str]:
    for place in (1000, 100, 10, 1):
        yield parts[number // place % 10]


def _first(number: int) -> str:
    return ("Alex", "Sam", "Robin", "Jo", "Kit", "Lee")[number % 6]
