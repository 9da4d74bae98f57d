"""Put what was weighed into rows: elements with the facts they rest on, consent, sign-off, limit, aggravated form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from upstander.law import limits
from upstander.law.advice.aggravation import aggravated_form, aggravation_of, hostility_leaf
from upstander.law.advice.model import (
    MET,
    Aggravated,
    Basic,
    Consent,
    ElementRow,
    LimitRow,
    Named,
    Near,
    OffenceRow,
    SignOff,
)
from upstander.law.advice.reading import Reading
from upstander.law.advice.weighing import Weighed
from upstander.law.facts import Document
from upstander.law.facts.features import features
from upstander.law.offences import Offence, UnknownOffence
from upstander.law.offences.conditions import Verdict
from upstander.law.recording import sign_off_needed

ENOUGH: dict[bool | None, limits.reckoning.Enough] = {True: "yes", False: "no", None: "not_known"}


def row_of(weighed: Weighed, document: Document, beside: tuple[Offence, ...], on: date) -> OffenceRow:
    """The row of an offence that is advised. Where hostility is evidenced, its aggravated form stands in its place."""
    offence, form, basic = weighed.offence, aggravated_form(weighed), None
    aggravated = aggravation_of(weighed)
    elements = elements_of(offence, weighed.best)
    victims = weighed.victims
    if form is not None and aggravated.state == "met":
        plain = offence
        basic = Basic(plain.id, plain.title, plain.mode, plain.maximum, limit_of(plain, weighed, document, on))
        elements, victims = (*elements, _hostility_row(form, weighed, aggravated)), _hostile_to(weighed, aggravated)
        offence = form
    unknown = [each for each in elements if each.state == "not known"]
    row = OffenceRow(
        id=offence.id, title=offence.title, act=offence.act, section=offence.section,
        holds_from=offence.valid_from, holds_to=offence.valid_to,
        suspects=weighed.suspects, victims=victims, made_out=not unknown,
        why=(), elements=elements, missing=_missing(weighed, aggravated), aggravated=aggravated, basic=basic,
        beside=tuple(Named(each.id, each.title) for each in beside),
        consent=tuple(Consent(each.title, each.conditional, each.says) for each in limits.needs(offence, on)),
        sign_off=_sign_off(offence, on), mode=offence.mode, maximum=offence.maximum,
        limit=limit_of(offence, weighed, document, on),
        checked=offence.checked, source=offence.source, note=offence.note,
    )  # fmt: skip
    return replace(row, why=_why(row, offence))


def near_of(weighed: Weighed) -> Near:
    """An offence that is not advised, with the elements that it lacks or that are not known."""
    elements = elements_of(weighed.offence, weighed.best)
    return Near(
        weighed.offence.id,
        weighed.offence.title,
        weighed.offence.valid_from,
        weighed.suspects,
        tuple(each for each in elements if each.state == "not met"),
        tuple(each for each in elements if each.state == "not known"),
    )


def elements_of(offence: Offence, reading: Reading) -> tuple[ElementRow, ...]:
    """Every element with its state and the sentences of the facts that it rests on."""
    verdicts = reading.weighed(offence)
    return tuple(
        ElementRow(offence.id, each.id, each.text, MET[verdicts[each.id].state], _said(verdicts[each.id], reading),
                   each.id in offence.gist)
        for each in offence.elements
    )  # fmt: skip


def limit_of(offence: Offence, weighed: Weighed, document: Document, on: date) -> LimitRow:
    """The limit of an offence. A course counts from its last incident, everything else from the first day."""
    days = limits.Dates(None if document.open_ended else weighed.last, began_on=weighed.first)
    began = days.day_for(offence.time_limit.basis)
    seen = tuple(
        limits.Seen(each.on, ENOUGH[each.enough])
        for each in document.prosecutor_saw
        if began is not None and began <= each.on <= on
    )
    found = limits.limit_of([offence], limits.Dates(began, None, seen), on)
    return LimitRow(
        found.rule, found.last_day, found.passed(on), found.run(on), found.sentences,
        tuple((each.percent, each.on) for each in found.warnings),
    )  # fmt: skip


def gravity(maximum: str) -> int:
    """The maximum of an offence in months, 0 for a fine or where another offence gives it."""
    amount, unit = next(
        ((int(number), unit) for number, unit in zip(maximum.split(), maximum.split()[1:], strict=False)
         if number.isdecimal() and unit.startswith(("year", "month"))),
        (0, "month"),
    )  # fmt: skip
    return amount * 12 if unit.startswith("year") else amount


def _said(verdict: Verdict, reading: Reading) -> tuple[str, ...]:
    return tuple(reading.sentence(leaf) for leaf in verdict.rests_on)


def _missing(weighed: Weighed, aggravated: Aggravated) -> tuple[str, ...]:
    """The questions of the features that are not known, each once; for the aggravated form where it is still open."""
    reading = weighed.best
    asked = [
        features()[leaf.name].question
        for verdict in reading.weighed(weighed.offence).values()
        if verdict.state is None
        for leaf in verdict.rests_on
        if leaf.kind == "fact"
    ]
    if aggravated.state == "not known" and aggravated.form == "offence":
        asked += [each.sentence.removeprefix("Not known: ") for each in aggravated.victims if each.state == "not known"]
    return tuple(dict.fromkeys(asked))


def _hostility_row(form: Offence, weighed: Weighed, aggravated: Aggravated) -> ElementRow:
    id, _leaf = hostility_leaf(form)
    text = next(each.text for each in form.elements if each.id == id)
    says = tuple(each.sentence for each in aggravated.victims if each.state == "met")
    return ElementRow(form.id, id, text, "met", says, id in form.gist)


def _hostile_to(weighed: Weighed, aggravated: Aggravated) -> tuple[str, ...]:
    hostile = {each.victim for each in aggravated.victims if each.state == "met"}
    return tuple(label for label in weighed.victims if label in hostile)


def _sign_off(offence: Offence, on: date) -> SignOff | None:
    """The sign-off by the rules of the day of asking; for an offence repealed since, those of its last day."""
    try:
        found = sign_off_needed([offence.id], on)
    except UnknownOffence:
        found = sign_off_needed([offence.id], offence.valid_to or offence.valid_from)
    return SignOff(found.roles, found.other_than_decider, found.sentence) if found else None


def _why(row: OffenceRow, offence: Offence) -> tuple[str, ...]:
    met = sum(each.state == "met" for each in row.elements)
    unknown = len(row.elements) - met
    said = [
        f"All {met} elements are met."
        if row.made_out
        else f"{met} of {len(row.elements)} elements are met; {unknown} not known."
    ]
    if row.basic:
        said.append("Hostility on a ground of the aggravated form is evidenced.")
    if offence.specific > 2:
        said.append("It describes this conduct more closely than a general offence does.")
    elif offence.specific == 1:
        said.append("It is a general offence; a closer one comes first where its elements are met.")
    said.append(f"Its maximum is {row.maximum}.")
    return tuple(said)
