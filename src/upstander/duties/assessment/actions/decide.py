"""Decide whether a case is a crime: who, why, under which law, with the freedom-of-expression record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.draw_reading import draw, lapse
from upstander.duties.assessment.advised import ask_law
from upstander.duties.assessment.children import children_of
from upstander.duties.assessment.limits import days_in, newest_facts, run_limit
from upstander.duties.assessment.models import Decision
from upstander.duties.assessment.resting import RestsOn, missing_of_facts
from upstander.duties.assessment.rounds import AFTER_DECISION, SIGN_OFF, run_on
from upstander.duties.assessment.searched import DECISIONS
from upstander.duties.assessment.threshold import missing, sign_off_for
from upstander.duties.bundling.queries import require_reports
from upstander.law.access import Act
from upstander.law.clocks import due as clock_end
from upstander.law.recording import Requirement
from upstander.law.version import version
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import report_ids, require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, settle, start_clock
from upstander.record.cases.spoken_for import labels_told
from upstander.record.cases.states import WrongState, move
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.search.keeping import keep_row
from upstander.record.work.asking import due

LETTERS = {
    Decision.Finding.CRIME: "decided_crime",
    Decision.Finding.NOT_CRIME: "decided_not_crime",
    Decision.Finding.NEED_MORE: "need_more",
}
REASONS = {Decision.Finding.NOT_CRIME: ["not_criminal"]}
"""The coded reason that a letter is worded from: why it is no crime, without a word of the report."""


class NotComplete(ValueError):
    """A step cannot be taken yet; `missing` lists in plain sentences all that it lacks."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(" ".join(missing))


@action
def decide(
    *, case: Case, finding: str, offences: Sequence[str] = (), elements: Mapping[str, Mapping[str, str]] | None = None,
    strands: Sequence[str] = (), faiths: Sequence[str] = (), disposition: str = "", reasons: str,
    expression: Mapping[str, str] | None = None,
    shown_by: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    aggravation: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    public_interest: Mapping[str, str] | None = None, child_welfare: str = "",
    conduct_on: date | None = None, closing_reason: str = "", actor: Actor, at: datetime,
) -> Decision:  # fmt: skip
    """Record a threshold decision; where the offence needs it, it waits for a sign-off before it stands.

    `elements` is {offence: {element: what shows it, or "not shown"}}, `shown_by` where these words point, `faiths`
    those perceived as targeted beside `strands`, `expression` {factor: answer}, `aggravation`
    {offence: {victim: strands}} for each victim of the facts (where none are set down, for any of those that the
    reports tell of), `public_interest` {factor: for, against or neither}.
    `conduct_on` is the day of the conduct; where none is said, that of the facts set down, and where none is known the
    law of the day of the decision is asked. The facts are kept with it, and what the law said to them, so that it can
    be replayed. A change keeps the earlier decision as replaced. With a `closing_reason` (a key of law.disposition) the
    case ends here as well, and one letter says both. Raises NotAllowed, WrongState, NotComplete, UnknownReason.
    """
    case = locked(case.pk)
    require(actor, Act.DECIDE, case)
    require_reports(case)
    if case.state not in (Case.State.CLAIMED, Case.State.DECIDED):
        raise WrongState(f"A case that is {case.state} cannot be decided.")
    on = timezone.localdate(at)
    finding, asked = Decision.Finding(finding), _for(finding, offences, elements, disposition)
    rests_on = _rests_on(case, on, of_victims=bool(aggravation))
    conduct_on = conduct_on or days_in(rests_on.facts, on).last
    lacks = missing(
        finding, asked.offences, asked.elements, strands, asked.disposition, reasons, expression or {},
        faiths=faiths, conduct_on=conduct_on or on, on=on,
    )  # fmt: skip
    lacks += missing_of_facts(
        finding, asked.offences, aggravation or {}, public_interest or {}, child_welfare, rests_on,
        conduct_on=conduct_on, on=on,
    )  # fmt: skip
    if lacks:
        raise NotComplete(lacks)
    needed = sign_off_for(asked.offences, conduct_on=conduct_on or on, on=on)
    decision = Decision.objects.create(
        case=case, finding=finding, state=Decision.State.AWAITING if needed else Decision.State.FINAL,
        offences=asked.offences, elements=asked.elements, strands=list(strands), faiths=list(dict.fromkeys(faiths)),
        disposition=asked.disposition,
        reasons=reasons.strip(), expression=dict(expression or {}), law_version=version(), decided_by=user_of(actor),
        decided_at=at, conduct_on=conduct_on, facts=rests_on.facts,
        advice=rests_on.advice.as_json() if rests_on.advice else {}, child_welfare=child_welfare.strip(),
        shown_by=_of_chosen(shown_by, asked.offences), aggravation=_of_chosen(aggravation, asked.offences),
        public_interest=dict(public_interest or {}) if finding == Decision.Finding.CRIME else {},
    )  # fmt: skip
    keep_row(DECISIONS, decision)
    case.law_version = decision.law_version
    case.marks = [mark for mark in case.marks if mark != "added to"]
    if needed:
        _await(case, needed, at)
    else:
        stand(decision, case, at=at, tells=not closing_reason)
    settle(case)
    record(
        actor, Verb.DECIDED, case, at=at, about=[decision], finding=finding.value, offences=list(asked.offences),
        disposition=asked.disposition, awaits=needed.role if needed else "", law=decision.law_version,
    )  # fmt: skip
    if closing_reason and not needed:
        close(case=case, closing_reason=closing_reason, reasons=reasons, actor=actor, at=at)
    return decision


def _rests_on(case: Case, on: date, *, of_victims: bool) -> RestsOn:
    """Return the facts set down last and what the law of today says to them; before anybody has, whom reports tell of.

    These victims are read where something is said `of_victims`.
    """
    held = newest_facts(case)
    if held is None:
        return RestsOn({}, None, children_of(case, {}, None, on), labels_told(case) if of_victims else ())
    asked = ask_law(case, held.facts, on)
    if asked.problems:  # a question that was asked then is asked no more, or a date has come that contradicts them
        raise NotComplete(["The facts set down need to be looked through again.", *asked.problems])
    return RestsOn(asked.facts, asked.advice, children_of(case, asked.facts, asked.advice, on))


def _of_chosen(said: Mapping[str, Mapping[str, Sequence[str]]] | None, chosen: Sequence[str]) -> dict[str, Any]:
    """Return what was said of the chosen offences, as JSON holds it."""
    return {id: {name: list(each) for name, each in (said or {}).get(id, {}).items()} for id in chosen}


@dataclass(frozen=True)
class _For:
    """The answers that belong to a finding: offences to a crime, a disposition to what is none."""

    offences: list[str]
    elements: dict[str, dict[str, str]]
    disposition: str


def _for(
    finding: Decision.Finding,
    offences: Sequence[str],
    elements: Mapping[str, Mapping[str, str]] | None,
    disposition: str,
) -> _For:
    crime = finding == Decision.Finding.CRIME
    chosen = list(dict.fromkeys(offences)) if crime else []
    answers = {id: dict((elements or {}).get(id, {})) for id in chosen}
    return _For(chosen, answers, disposition if finding == Decision.Finding.NOT_CRIME else "")


def _await(case: Case, needed: Requirement, at: datetime) -> None:
    move(case, Case.State.AWAITING_SIGN_OFF)
    end_clocks(case, "decision", *AFTER_DECISION, at=at)
    name = "sign_off_senior" if needed.role == "senior_investigator" else "sign_off"
    start_clock(case, name, due_at=clock_end(name, at), at=at)
    run_limit(case, at=at)


def stand(decision: Decision, case: Case, *, at: datetime, tells: bool = True) -> None:
    """Let a decision stand from now on: earlier ones are replaced, the case moves on, the complainant is told.

    `tells` is false where the letter of a closing that follows says it.

    `settle` and the journal follow in the caller.
    """
    standing = Decision.objects.filter(case=case, state=Decision.State.FINAL).exclude(pk=decision.pk)
    standing.update(state=Decision.State.REPLACED)
    lapse(case, but=decision, at=at)
    draw(decision, case, at=at)
    case.positive_line = None
    end_clocks(case, *AFTER_DECISION, at=at)
    if decision.finding == Decision.Finding.NEED_MORE:
        if case.state != Case.State.CLAIMED:
            move(case, Case.State.CLAIMED)
        run_on(case, "decision", at=at)
    else:
        if case.state != Case.State.DECIDED:
            move(case, Case.State.DECIDED)
        end_clocks(case, "decision", "recording", *SIGN_OFF, at=at)
        run_on(case, "line_of_enquiry" if decision.finding == Decision.Finding.CRIME else "closing", at=at)
    run_limit(case, at=at)
    finding = Decision.Finding(decision.finding)
    of, why = LETTERS[finding], REASONS.get(finding, [])
    if tells:
        tell = f"tell:{of}:{decision.pk}"
        due("tell_complainant", case=case, reports=report_ids(case), of=of, reasons=why, once=tell)
