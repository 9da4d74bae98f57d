"""Advice and law in a few words each, so that what a case expects can be read and compared as a whole."""

from datetime import date

from upstander.law import limits
from upstander.law.advice.advising import advise
from upstander.law.advice.model import MET, Advice, OffenceRow
from upstander.law.advice.reading import Reading
from upstander.law.facts import Document
from upstander.law.offences import Offence, grounds, offences
from upstander.law.recording import sign_off_needed

NOBODY = Document(
    first=None, last=None, open_ended=False, where=None, incidents=None, shows={}, suspects=(), victims=(),
    prosecutor_saw=(),
)  # fmt: skip


def of_case(facts: dict, on: date) -> dict[str, list[str]]:
    """Return the whole advice on a case in lines."""
    return of_advice(advise(Document.from_json(facts, on), on))


def of_advice(advice: Advice) -> dict[str, list[str]]:
    """Return advice in lines: what is advised in its order, what could be, and what the others lack."""
    return {
        "advised": [_row(row) for row in advice.offences],
        "could_be": [each.id for each in advice.could_be],
        "looked_at": [f"{each.id} lacks {' '.join(one.id for one in each.lacks)}" for each in advice.looked_at],
        "people": [f"{each.label} {each.route} {each.outcome or '-'}" for each in advice.people],
        "points_to": [advice.points_to.id],
    }


def of_edge(offence: str, on: date, yes: list[str], no: list[str]) -> str:
    """Return the states of an offence's elements where only these features are answered."""
    law = {each.id: each for each in offences(on)}
    if offence not in law:
        return "no offence on that day"
    shows = {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)}
    reading = Reading(Document(**{**vars(NOBODY), "shows": shows}), None, None, law, on)
    return ", ".join(f"{id} {MET[verdict.state]}" for id, verdict in reading.weighed(law[offence]).items())


def of_law(on: date) -> dict[str, str]:
    """Return the whole law of a day, one line for each offence and for each regime of grounds."""
    lines = {each.id: _law(each, on) for each in offences(on)}
    for regime in ("cda_28", "sentencing_66", "stirring_3", "stirring_3a"):
        lines[regime] = " ".join(sorted(grounds(regime, on)))
    return lines


def _law(offence: Offence, on: date) -> str:
    limit = offence.time_limit
    signed = sign_off_needed([offence.id], on)
    return "; ".join(
        (
            offence.mode, offence.maximum,
            f"{limit.basis} {limit.months} {limit.long_stop_months} {limit.first_day_counts}",
            f"consent {' '.join(each.giver for each in limits.needs(offence, on))}",
            f"signed by {' '.join(signed.roles) if signed else 'nobody'}",
            f"aggravation {offence.aggravation} {offence.aggravated_as or ''}".strip(),
            f"gist {' '.join(offence.gist)}",
            f"specific {offence.specific}",
            f"covered by {' '.join(offence.covered_by) or 'nothing'}",
            f"{offence.extent}, {offence.checked}",
        )
    )  # fmt: skip


def _row(row: OffenceRow) -> str:
    unknown = [each.id for each in row.elements if each.state == "not known"]
    consent = ", ".join(f"{each.who}{' in some cases' if each.conditional else ''}" for each in row.consent)
    return "; ".join(
        (
            f"{row.id} since {row.holds_from}",
            "every element met" if row.made_out else f"not known {' '.join(unknown)}",
            f"{row.mode}, {row.maximum}",
            f"limit {row.limit.basis} {row.limit.last_day or 'none'}{' passed' if row.limit.passed else ''}",
            f"consent {consent}",
            f"signed by {row.sign_off.roles[0] if row.sign_off else 'nobody'}",
            f"aggravated {row.aggravated.form} {row.aggravated.state}",
            f"for {' '.join(row.suspects)} / {' '.join(row.victims)}",
            f"beside {' '.join(each.id for each in row.beside) or 'nothing'}",
            row.checked,
        )
    )
