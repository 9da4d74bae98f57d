"""What stands between a case and a charge: the consents that its offences need, and the time limit."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.limits import conduct_of, limits_of, offences_looked_at
from upstander.duties.assessment.models import Consent, Seen
from upstander.duties.bundling.queries import require_reports
from upstander.law.limits import DatesConflict, Limit, Need, needs, said
from upstander.law.offences import Offence, UnknownOffence, offence, offences
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import Actor, user_of


@dataclass(frozen=True)
class Wanted:
    """A consent that an offence needs, and the newest that was recorded of it."""

    offence: str
    title: str
    need: Need
    held: Consent | None

    @property
    def settled(self) -> bool:
        """Whether nothing more is wanted."""
        return self.held is not None and self.held.answer in (Consent.Answer.GIVEN, Consent.Answer.NOT_NEEDED)


def require_open(case: Case) -> None:
    """Refuse to record on the way to a court in a case that is closed or holds no report. Raises WrongState."""
    require_reports(case)
    if case.state == Case.State.CLOSED:
        raise WrongState("The case is closed. Reopen it to record this.")


def chargeable(case: Case, on: date) -> list[Offence]:
    """Return the offences that somebody may be charged with: those looked at first, then all others of that day."""
    day = conduct_of(case) or on
    known = {each.id: each for each in offences(day)}
    first = [known[id] for id in offences_looked_at(case) if id in known]
    return first + [each for each in known.values() if each not in first]


def consents_of(case: Case) -> dict[tuple[str, str], Consent]:
    """Return the newest of what was recorded for each offence and giver."""
    rows = Consent.objects.filter(case=case).select_related("by").order_by("at", "pk")
    return {(row.offence, row.giver): row for row in rows}


def wanted(case: Case, on: date) -> list[Wanted]:
    """Return the consents that the offences looked at need, and those of any other that something is recorded of."""
    held = consents_of(case)
    asked = list(dict.fromkeys([*offences_looked_at(case), *(offence for offence, _giver in held)]))
    day, found = conduct_of(case) or on, []
    for id in asked:
        try:
            chosen = offence(id, day)
        except UnknownOffence:
            continue
        found += [Wanted(id, chosen.title, need, held.get((id, need.giver))) for need in needs(chosen, on)]
    return found


def need_of(case: Case, id: str, giver: str, at: datetime) -> Need:
    """Return the consent of `giver` that the offence needs. Raises WrongState where it needs none of theirs."""
    on = timezone.localdate(at)
    try:
        chosen = offence(id, conduct_of(case) or on)
    except UnknownOffence as unknown:
        raise WrongState(f"{unknown}.") from unknown
    need = next((each for each in needs(chosen, on) if each.giver == giver), None)
    if need is None:
        raise WrongState(f"{chosen.title} needs no consent of that kind.")
    return need


def keep_consent(
    case: Case, answer: Consent.Answer, *, offence: str, giver: str, on: date, reference: str, words: str,
    actor: Actor, at: datetime,
) -> Consent:  # fmt: skip
    """Keep a row about a consent. Raises NotComplete, DatesConflict."""
    require_past(on, at)
    if not reference.strip():
        raise NotComplete(["Give the reference under which it can be found."])
    return Consent.objects.create(
        case=case, offence=offence, giver=giver, answer=answer, on=on, reference=reference.strip(), words=words.strip(),
        by=user_of(actor), at=at,
    )  # fmt: skip


def require_past(on: date, at: datetime) -> None:
    """Refuse a day in the future. Raises DatesConflict."""
    if on > timezone.localdate(at):
        raise DatesConflict(f"{said(on)} lies in the future.")


def require_chargeable(case: Case, id: str, on: date, at: datetime) -> Limit:
    """Return the limit that a charge on the day `on` was checked against; refuse one that the law does not allow.

    Every consent that the offence needs must be given, and dated no later than the charge; the last day may not have
    passed. Raises WrongState with the sentence why, DatesConflict.
    """
    require_past(on, at)
    try:
        chosen = offence(id, conduct_of(case) or on)
    except UnknownOffence as unknown:
        raise WrongState(f"{unknown}.") from unknown
    held = consents_of(case)
    for need in needs(chosen, on):
        _require_given(need, held.get((id, need.giver)), on)
    found = limits_of(case, timezone.localdate(at), [id])[0]
    if found.limit is None:
        raise DatesConflict(found.conflict)
    limit = found.limit
    if limit.rule == "none":
        return limit
    if limit.assumed:
        raise WrongState("The day of the conduct is not known, so the charge cannot be checked. Record that day first.")
    if chosen.time_limit.basis == "prosecutor_knowledge":
        _require_seen(case, on)
    if limit.last_day is not None and on > limit.last_day:
        why = " ".join(limit.sentences)
        raise WrongState(f"The time limit has passed. {why} If a date is wrong, correct it first.")
    if limit.runs_from is not None and on < limit.runs_from:
        raise DatesConflict(f"A charge on {said(on)} would come before {said(limit.runs_from)}, when the limit began.")
    return limit


def _require_given(need: Need, held: Consent | None, on: date) -> None:
    if held is None:
        raise WrongState(f"No consent of the {need.title} is recorded. It must be asked for and given before a charge.")
    if held.answer == Consent.Answer.REFUSED:
        raise WrongState(f"The consent of the {need.title} was refused on {said(held.on)}.")
    if held.answer == Consent.Answer.ASKED:
        raise WrongState(f"The consent of the {need.title}, asked for on {said(held.on)}, is not recorded as given.")
    if held.on > on:
        raise WrongState(f"The consent of the {need.title} is dated {said(held.on)}, after the charge on {said(on)}.")


def _require_seen(case: Case, on: date) -> None:
    """The limit runs from a prosecutor's knowledge: whoever charges has seen the file."""
    if not Seen.objects.filter(case=case, counts=True, corrected_by=None, on__lte=on).exists():
        raise WrongState("Record first on which day a prosecutor saw the file: the time limit runs from it.")
