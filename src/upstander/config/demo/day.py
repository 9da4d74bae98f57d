"""The demo's story in the order of time: reports come in, officers work, forces answer, people are told."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from tqdm import tqdm

from upstander.config.demo.casework import Moment, Story, plan
from upstander.config.demo.clock import at
from upstander.config.demo.desk_work import plan_of_the_desk
from upstander.config.demo.looking import plan_of_looks
from upstander.config.demo.need_to_know import plan_of_need_to_know
from upstander.config.demo.overseen import plan_of_oversight
from upstander.config.demo.people import Staff
from upstander.config.demo.reports import Sent, all_reports
from upstander.config.demo.the_queue import plan_of_the_queue
from upstander.duties.intake.actions.receive import Once, Received, receive
from upstander.law.access import Role
from upstander.record.people.actors import PUBLIC, SYSTEM, Actor, acting
from upstander.record.people.models import Organisation
from upstander.record.work.worker import run_all


def play(staff: Staff, *, now: datetime, quiet: bool = False) -> int:
    """Let the whole story happen, ending at `now`, and return how many reports came in. About half a minute."""
    taken: list[tuple[Sent, Received]] = []
    sent = all_reports(now)
    moments = [Moment(one.at, _receiving(one, staff, taken)) for one in sent]
    story = Story(staff, sent, taken, now)
    plans = (
        *plan(story),
        *plan_of_the_desk(story),
        *plan_of_the_queue(story),
        *plan_of_need_to_know(story),
        *plan_of_looks(story),
        *plan_of_oversight(story),
    )
    moments += [moment for moment in plans if moment.at < now]
    for moment in tqdm(sorted(moments, key=lambda each: each.at), desc="Loading the demo", unit="", disable=quiet):
        with at(moment.at):
            moment.what(moment.at)
            run_all()
    return len(sent)


def _receiving(one: Sent, staff: Staff, taken: list[tuple[Sent, Received]]) -> Callable[[datetime], None]:
    def step(_at: datetime) -> None:
        actor, sender = _who(one, staff)
        once = None
        if sender:
            key = f"demo-{len(taken)}"
            once = Once(f"org:{sender.pk}", key, sha256(key.encode()).hexdigest())
        taken.append(
            (one, receive(one.submission, channel=one.channel, actor=actor, at=one.at, once=once, sender=sender))
        )

    return step


def _who(one: Sent, staff: Staff) -> tuple[Actor, Organisation | None]:
    partner = staff.partners[one.partner]
    match one.channel:
        case "officer":
            return acting(staff.officers[0]), None
        case "import":
            return SYSTEM, partner
        case "api":
            return Actor("partner", partner.pk, Role.PARTNER, partner.pk), partner
        case _:
            return PUBLIC, None
