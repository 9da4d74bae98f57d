"""What officers, supervisors and forces do in the demo: each shared post is brought to a state of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from upstander.config.demo.known import hostility_of, know
from upstander.config.demo.people import Staff
from upstander.config.demo.reports import Sent
from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.dispute import dispute
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.allocation.actions.set_facts import set_facts
from upstander.duties.allocation.models import Offer
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.actions.sign_off import sign_off
from upstander.duties.assessment.queries import waiting_decision
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.leave_apart import leave_apart
from upstander.duties.bundling.models import Suggestion
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.evidence.actions.ask import ask
from upstander.duties.evidence.actions.release import release
from upstander.duties.evidence.queries import findings_of
from upstander.duties.evidence.releasing import Answered, newest
from upstander.duties.intake.actions.receive import Received
from upstander.law.expression import factors
from upstander.law.offences import offence
from upstander.law.places import force as law_force
from upstander.record.cases.grants import case_of, visible_to, working_reports_of
from upstander.record.cases.models import Case, ReportedPost
from upstander.record.people.actors import acting
from upstander.record.people.models import User

STAGES = (
    ("osa_181", "package"),
    ("poa_19", "senior"),
    ("ca_127_1", "offered"),
    ("osa_181", "sealed"),
    ("ca_127_1", "no line"),
    ("poa_29b_religion", "reopened"),
    ("poa_19", "disputed"),
    ("osa_181", "offered"),
    ("osa_181", "claimed"),
    ("ca_127_1", "sign-off"),
)
"""For each shared post in words.yaml: the offence that is looked at, and how far the case has come."""

PLACES = (
    ("west-yorkshire", "LS1 1UR"),
    ("greater-manchester", "M1 1AE"),
    ("kent", "ME7 1XB"),
    ("south-wales", "CF10 3NQ"),
    ("avon-and-somerset", "BS1 5TR"),
    ("metropolitan", "SE1 7PB"),
)
"""Where enquiries find the senders, and the force that covers it."""


@dataclass(frozen=True)
class Story:
    """What the casework knows: who works here, what comes in, what has come in so far, and when the story ends."""

    staff: Staff
    sent: list[Sent]
    taken: list[tuple[Sent, Received]]
    now: datetime

    def received(self, one: Sent) -> Received:
        """Return what became of a report that has come in."""
        return next(received for sent, received in self.taken if sent is one)


@dataclass(frozen=True)
class Moment:
    """Something that happens at a time of the story."""

    at: datetime
    what: Callable[[datetime], None]


def plan(story: Story) -> Iterator[Moment]:
    """Yield what is done to the shared posts' cases and to some of the single ones."""
    for number, (offence_id, stage) in enumerate(STAGES):
        officer = story.staff.officers[number % len(story.staff.officers)]
        start = story.now - timedelta(days=4.6 - number * 0.42)
        yield from _shared(story, number, officer, offence_id, stage, start)
    old = [one for one in story.sent if one.shared is None and one.at < story.now - timedelta(hours=20)]
    for number, one in enumerate(old):
        officer = story.staff.officers[number % len(story.staff.officers)]
        yield Moment(one.at + timedelta(hours=2 + number % 9), _single(story, one, number, officer))
    yield Moment(story.now - timedelta(hours=5), lambda at: _answer_handovers(story, at))


def _shared(story: Story, number: int, officer: User, offence_id: str, stage: str, start: datetime) -> Iterator[Moment]:
    actor = acting(officer)

    def case() -> Case:
        first = next(received for one, received in story.taken if one.shared == number)
        return case_of(first.report)

    def begin(at: datetime) -> None:
        claim(case=case(), actor=actor, at=at)
        same = {received.report.pk for one, received in story.taken if one.shared == number}
        _join_what_fits(case(), officer, same, at)
        if stage == "claimed":
            know(case(), officer, offence_id, at, begun=True)

    def find(at: datetime) -> None:
        facts = know(case(), officer, offence_id, at)
        _decide_crime(case(), officer, offence_id, at, aggravation=hostility_of(facts, offence_id))

    def sign(at: datetime) -> None:
        if decision := waiting_decision(case()):
            signer = story.staff.senior if offence(offence_id, at.date()).incitement else story.staff.supervisor
            reasons = "The threshold is clearly met. The answers on free expression deal with the points that count."
            sign_off(decision=decision, agrees=True, reasons=reasons, actor=acting(signer), at=at)

    def line(at: datetime) -> None:
        positive = stage != "no line"
        record_line(
            case=case(), positive=positive, closing_reason="" if positive else "no_positive_line", actor=actor, at=at,
            reasons="The account shows a first name, a workplace and a club in public; the platform has kept the data."
            if positive else "The account is gone, nothing else names its user, and the platform holds no more.",
        )  # fmt: skip

    def place(at: datetime) -> None:
        code, sent_from = PLACES[number % len(PLACES)]
        force = story.staff.forces[law_force(code).code]
        found = {"suspect_known": True, "suspect_sent_from": sent_from, "suspect_sent_grade": "B"}
        set_facts(case=case(), facts=found, actor=actor, at=at)
        reason = "Lawfully obtained data place the user of the account there."
        offer(case=case(), force=force, capacity="investigating", reason=reason, actor=actor, at=at)

    def answer(at: datetime) -> None:
        waiting = Offer.objects.get(case=case(), capacity="investigating", state="waiting")
        detective = acting(story.staff.detectives[waiting.force.code])
        if stage == "disputed":
            dispute(offer=waiting, reason="The subject moved to another force's area in May.", actor=detective, at=at)
        else:
            accept(offer=waiting, force_reference=f"13/{number}4417/26", actor=detective, at=at)

    def build(at: datetime) -> None:
        ask(case=case(), actor=actor, at=at)

    def let_leave(at: datetime) -> None:
        if package := newest(case()):
            why = "The original is evidence, and goes to the force that investigates."
            stays = {row.number: Answered(keep=True, reason=why) for row in findings_of(package)}
            release(package=package, answers=stays, actor=acting(story.staff.supervisor), at=at)

    def end_and_reopen(at: datetime) -> None:
        close(case=case(), closing_reason="abroad", reasons="The channel is run from abroad.", actor=actor, at=at)
        reopen(case=case(), reason="The same channel was reported again.", actor=acting(story.staff.supervisor), at=at)

    steps = {
        "claimed": (begin,),
        "sign-off": (begin, find),
        "senior": (begin, find),
        "no line": (begin, find, sign, line),
        "offered": (begin, find, sign, line, place),
        "disputed": (begin, find, sign, line, place, answer),
        "sealed": (begin, find, sign, line, build, place, answer),
        "package": (begin, find, sign, line, build, let_leave, place, answer),
        "reopened": (begin, find, sign, end_and_reopen),
    }

    def join_later(at: datetime) -> None:
        held = case()
        if held.owner == officer and held.state != "closed":
            same = {received.report.pk for one, received in story.taken if one.shared == number}
            _join_what_fits(held, officer, same, at)

    for place_in_row, step in enumerate(steps[stage]):
        yield Moment(start + timedelta(hours=1.5 * place_in_row), step)
    for time in range(1, 12):
        yield Moment(start + timedelta(hours=11 * time), join_later)


def _join_what_fits(case: Case, officer: User, same: set[int], at: datetime) -> None:
    """Join every report that shares the post with the case's own; leave one other suggestion apart."""
    actor = acting(officer)
    for suggestion in Suggestion.objects.filter(earlier__memberships__case=case, state="open").order_by("pk"):
        there = case_of(suggestion.report)
        if there == case or there.owner_id or not visible_to(actor).filter(pk=there.pk).exists():
            continue
        if suggestion.report_id in same:
            join(report=suggestion.report, case=case, actor=actor, reason="The same post.", at=at)
        else:
            leave_apart(
                suggestion=suggestion, actor=actor, reason="Like words, another post and another person.", at=at
            )


def _decide_crime(case: Case, officer: User, offence_id: str, at: datetime, **said: Any) -> None:
    chosen = offence(offence_id, at.date())
    elements = {element.id: "The words of the post as reported, and the screenshot." for element in chosen.elements}
    post = ReportedPost.objects.filter(report__in=working_reports_of(case)).order_by("pk").first()
    points = [f"post:{post.pk}"] if post else []
    decide(
        case=case, finding="crime", offences=[offence_id], elements={offence_id: elements}, strands=case.strands,
        shown_by={offence_id: dict.fromkeys(elements, points)},
        reasons="The words name people, say what shall be done to them, and were seen by many.",
        expression=_weighed("The post goes beyond rudeness", at.date()), conduct_on=case.opened_at.date(), at=at,
        actor=acting(officer), **said,
    )  # fmt: skip


def _weighed(gist: str, on: date) -> dict[str, str]:
    return {
        factor.id: f"{gist}: considered for this factor, with the post it answered read as well."
        for factor in factors(on)
    }


def _single(story: Story, one: Sent, number: int, officer: User) -> Callable[[datetime], None]:
    """Work one of the reports that stand for themselves: most end here, some wait for something."""

    def step(at: datetime) -> None:
        case = case_of(story.received(one).report)
        if case.state != "new" or case.route == "force" or case.report_count != 1:
            return
        actor = acting(officer)
        claim(case=case, actor=actor, at=at)
        if number % 5 in (0, 1, 2):
            decide(
                case=case, finding="not a crime", disposition="no_record", strands=case.strands, actor=actor, at=at,
                reasons="Hurtful, and an opinion on a public matter that threatens nobody.",
                expression=_weighed("An opinion, put harshly", at.date()),
            )  # fmt: skip
            close(case=case, closing_reason="not_criminal", reasons="As decided.", actor=actor, at=at)
        elif number % 5 == 3 or number % 2:
            _decide_crime(case, officer, "cda_31_5", at)
            if number % 10 != 3:
                reasons = "The account is gone and nothing else names its user."
                record_line(
                    case=case, positive=False, closing_reason="anonymous_account", reasons=reasons, actor=actor, at=at
                )

    return step


def _answer_handovers(story: Story, at: datetime) -> None:
    """Let the forces confirm every second report of a named poster or a coming event."""
    waiting = Offer.objects.filter(capacity="handover", state="waiting").select_related("force").order_by("pk")
    for number, handed in enumerate(waiting):
        detective = story.staff.detectives.get(handed.force.code)
        if number % 2 == 0 and detective:
            accept(offer=handed, force_reference=f"44/{number}0931/26", actor=acting(detective), at=at)
