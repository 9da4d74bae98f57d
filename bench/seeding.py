"""Make a hub hold many reports quickly: the rows that intake itself made for one report, copied with other words.

Everything that a check looks at is there: cases, clocks, grants, keys of the report's own words, work done, and a
journal that `upstander check` accepts. What is not: the raw body of each report, and the letters. With `mixed`, reports
are bundled and cases stand in every state (bench/mixing.py); without `keys`, nothing is matched with what was seeded.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone
from numpy.typing import NDArray

from bench.mixing import Mix, staff
from bench.words import answers
from bench.writing import write
from upstander.duties.allocation.models import Offer
from upstander.duties.assessment.models import Decision, Triage
from upstander.duties.intake.actions.receive import receive
from upstander.duties.intake.answers import submission_of
from upstander.duties.intake.models import Receipt
from upstander.engines.matching import keys as matching
from upstander.engines.matching.fingerprints import to_blob
from upstander.law.access import Relation
from upstander.record.cases.grants import case_of
from upstander.record.cases.models import (
    Account,
    Case,
    Clock,
    Grant,
    Listing,
    Membership,
    Post,
    Report,
    ReportedPost,
)
from upstander.record.cases.queue import lane_of, listed, turn_of
from upstander.record.cases.references import new_reference
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import Deed, record_many
from upstander.record.keys.models import Item as KeyItem
from upstander.record.keys.models import Key
from upstander.record.people.actors import PUBLIC, SYSTEM
from upstander.record.people.models import Organisation, Person, User
from upstander.record.vault import cipher
from upstander.record.work.models import Item as Work
from upstander.record.work.worker import run_all

BATCH = 2_000
KINDS: list[type[Model]] = [
    Person, Report, Post, Account, ReportedPost, Case, Membership, Grant, Clock, Listing, Triage, Decision, Offer,
    Receipt, KeyItem, Work,
]  # fmt: skip
"""What is seeded, each after what it names."""
People = tuple[list[User], list[Organisation]]
APART = timedelta(minutes=3)
"""Time between two reports: 100,000 are seven months of them."""


@dataclass(frozen=True)
class _Model:
    """The rows of one report that intake made."""

    report: Report
    case: Case
    person: Person
    posted: ReportedPost
    post: Post
    account: Account
    membership: Membership
    grants: tuple[Grant, ...]
    clocks: tuple[Clock, ...]
    receipt: Receipt
    work: tuple[Work, ...]


def seed(
    total: int, *, closed: float = 0.0, at: datetime | None = None, mixed: bool = False, keys: bool = True
) -> None:
    """Add reports until the hub holds `total`, the last received at `at`; a share of them `closed`, or all `mixed`.

    Raises RuntimeError in a hub whose last report was not made here or by intake.
    """
    at = at or timezone.now()
    here = Report.objects.count()
    if here >= total:
        return
    model = _made_by_intake(at - APART * (total - here))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
    made_keys: list[NDArray[np.int64]] = []
    people = staff() if mixed else None
    posts = dict(Post.objects.values_list("value", "pk"))
    first = next_number(Report)
    left = total - here - 1
    for start in range(0, left, BATCH):
        batch = _Batch(model, random.Random(first + start), posts, closed, people, with_keys=keys)
        with transaction.atomic():
            for number in range(start, min(start + BATCH, left)):
                batch.add(first + number, model.report.received_at + APART * (number + 1))
            batch.save()
        if keys:
            made_keys.append(np.array(batch.keys, dtype=np.int64).reshape(-1, 2))
    if made_keys:
        save_keys(np.concatenate(made_keys))
    look_up_sequences(KINDS)


def _made_by_intake(at: datetime) -> _Model:
    """Take in one report by the real action, do its work, and return its rows."""
    number = next_number(Report)
    said = submission_of(answers(random.Random(number), number), on=timezone.localdate(at))
    report = receive(said, channel="web", actor=PUBLIC, at=at, once=None).report
    run_all()
    case, posted = case_of(report), ReportedPost.objects.get(report=report)
    assert report.complainant
    assert posted.post
    assert posted.by
    receipt = Receipt(scope="web", key="seeded", body_digest="0" * 64, report=report)
    return _Model(
        report, case, report.complainant, posted, posted.post, posted.by, Membership.objects.get(report=report),
        tuple(Grant.objects.filter(case=case)), tuple(Clock.objects.filter(case=case)), receipt,
        tuple(Work.objects.filter(about={"report": report.pk}, name="look_for_others")),
    )  # fmt: skip


class _Batch:
    """Rows that are saved together, in the order in which they name one another."""

    def __init__(
        self, model: _Model, rng: random.Random, posts: dict[str, int], closed: float, people: People | None = None,
        *, with_keys: bool = True,
    ) -> None:  # fmt: skip
        self.keys: list[tuple[int, int]] = []
        self._model, self._rng, self._posts, self._closed = model, rng, posts, closed
        self._with_keys = with_keys
        self._rows: dict[type[Model], list[Any]] = {kind: [] for kind in KINDS}
        self._deeds: list[Deed] = []
        self._mix = Mix(rng, self._keep, self._deeds, *people) if people else None
        self._next: dict[type[Model], int] = {
            kind: next_number(kind) for kind in (Person, Post, Account, Case, KeyItem)
        }

    def add(self, pk: int, at: datetime) -> None:
        """Add one more report, received at `at`."""
        model, said = self._model, answers(self._rng, pk)
        later = at - model.report.received_at
        person = self._person(said["complainant_email"])
        report = self._like(
            model.report, pk=pk, reference=new_reference("R"), received_at=at, told_policing_at=at, raw_id=None,
            complainant_id=person, account=said["account"], why=said["why"],
        )  # fmt: skip
        (post,) = said["posts"]
        value = post["link"].rpartition("/")[2]
        if value not in self._posts:
            self._posts[value] = self._like(model.post, pk=self._number(Post), value=value).pk
        account = self._like(model.account, pk=self._number(Account), value=post["handle"].strip("@"))
        self._like(
            model.posted, pk=None, report_id=pk, post_id=self._posts[value], by_id=account.pk, link=post["link"],
            text=post["text"], handle=post["handle"],
        )  # fmt: skip
        self._case(report, at, later)
        self._like(model.receipt, pk=None, key=f"seeded-{pk}", report_id=pk)
        for work in model.work:
            self._like(work, pk=None, about={"report": pk}, due_at=at, asked_at=at, done_at=at)
        if self._with_keys:
            self._keys(report, post)

    def _keys(self, report: Report, post: dict[str, Any]) -> None:
        item = matching.Item(
            texts=(("account", report.account), ("post 1", post["text"])), links=(post["link"],),
            accounts=(("x", post["handle"]),), file_sha256s=(), times=(report.told_policing_at.date(),),
        )  # fmt: skip
        found, number = matching.keys_of(item), self._number(KeyItem)
        row = KeyItem(
            pk=number, report_id=report.pk, skeleton=found.skeleton.text, fingerprints=to_blob(found.lexical),
            others=to_blob(sorted(set(found.all) - set(found.lexical))), version=found.version,
        )  # fmt: skip
        self._rows[KeyItem].append(row)
        self.keys += [(key, number) for key in set(found.all)]

    def save(self) -> None:
        """Save what was added, and its journal."""
        for kind, rows in self._rows.items():
            write(kind, rows)
        record_many(self._deeds)

    def _case(self, report: Report, at: datetime, later: timedelta) -> None:
        model, closed = self._model, self._rng.random() < self._closed
        case = self._like(
            model.case, pk=self._number(Case), reference=new_reference("C"), opened_at=at, opened_by_id=report.pk,
            last_report_at=at, report_count=1,
        )  # fmt: skip
        membership = self._like(model.membership, pk=None, report_id=report.pk, case_id=case.pk, from_at=at)
        for grant in model.grants:
            assert grant.relation == Relation.HUB
            self._like(grant, pk=None, case_id=case.pk, from_at=at)
        clocks = [
            self._like(
                clock, pk=None, case_id=case.pk, started_at=at, due_at=clock.due_at + later,
                ended_at=at if closed else None,
            )
            for clock in model.clocks
        ]  # fmt: skip
        data = {"reference": report.reference, "channel": report.channel, "danger": False, "route": case.route}
        named = (("case", case.pk),)
        self._deeds.append(Deed(PUBLIC, Verb.RECEIVED, ("report", report.pk), at, named, data))
        if closed:
            case.state, case.closed_at, case.closed_as = Case.State.CLOSED, at, "no_positive_line"
            case.next_clock, case.next_clock_at = "", None
            self._deeds.append(Deed(SYSTEM, Verb.CLOSED, ("case", case.pk), at))
        else:
            case.next_clock_at = model.case.next_clock_at + later if model.case.next_clock_at else None
        if self._mix:
            self._mix.place(case, membership, clocks, at)
            return
        case.lane = lane_of(case)
        case.turn_at = turn_of(case)
        for under, code in sorted(listed(case)):
            self._keep(Listing(case=case, under=under, code=code, lane=case.lane, turn_at=case.turn_at))

    def _keep(self, row: Any) -> None:
        self._rows[type(row)].append(row)

    def _person(self, email: str) -> int:
        row = Person(pk=self._number(Person), email_index=cipher.blind(email, purpose="email"))
        row.locked = cipher.lock(b'{"name": "Sample Person"}', table="person", column="locked", row=str(row.uid))
        self._rows[Person].append(row)
        return int(row.pk)

    def _like(self, row: Any, **changes: Any) -> Any:
        """Add a row like this one but for the changes (`_id` names for foreign keys)."""
        kind, changes = type(row), dict(changes)
        values = {field.attname: getattr(row, field.attname) for field in kind._meta.concrete_fields}
        values[kind._meta.pk.attname] = changes.pop("pk")
        made = kind(**{**values, **changes})
        self._rows[kind].append(made)
        return made

    def _number(self, kind: type[Model]) -> int:
        self._next[kind] += 1
        return self._next[kind] - 1


def next_number(kind: type[Model]) -> int:
    """Return the number that the next row of a model gets."""
    return int(kind._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def save_keys(keys: NDArray[np.int64]) -> None:
    """Write all keys in the order of the tree that holds them."""
    table = Key._meta.db_table
    ordered = keys[np.lexsort((keys[:, 1], keys[:, 0]))]
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(ordered), 100_000):
            rows = ordered[start : start + 100_000].tolist()
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} (k, item) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {table} (k, item) VALUES (%s, %s)", rows)


def look_up_sequences(kinds: list[type[Model]]) -> None:
    """Let the database give out numbers after those given here, and learn how full its tables are."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kinds):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    connection.close()
