"""Whether an aggravated form is open: by ground and date, and for each victim."""

from __future__ import annotations

from upstander.law.advice.model import MET, Aggravated, Hostility, Met
from upstander.law.advice.reading import Reading
from upstander.law.advice.weighing import Weighed
from upstander.law.offences import Offence
from upstander.law.offences.conditions import Leaf, State, leaves

SENTENCING = "sentencing_66"


def aggravated_form(weighed: Weighed) -> Offence | None:
    """The aggravated form of the offence, where there was one on the days of the conduct."""
    return weighed.law.get(weighed.offence.aggravated_as or "")


def aggravation_of(weighed: Weighed) -> Aggravated:
    """The aggravated form of an offence and whether it is open, victim by victim."""
    offence = weighed.offence
    form = aggravated_form(weighed)
    if form is not None:
        regime = next(leaf.name for asked in form.when.values() for leaf in leaves(asked) if leaf.kind == "hostility")
        victims = tuple(_towards(each, regime) for each in weighed.readings)
        return Aggravated("offence", form.id, form.title, _best(victims), form.maximum, victims)
    if offence.aggravation == "sentencing":
        victims = tuple(_towards(each, SENTENCING) for each in weighed.readings)
        title = "Hostility that a court must treat as aggravating when it sentences"
        return Aggravated("sentencing", None, title, _best(victims), offence.maximum, victims)
    if offence.aggravation == "built_in":
        return Aggravated("built_in", None, "The hostility is part of the offence", "met", offence.maximum, ())
    return Aggravated("none", None, "No aggravated form", "not met", offence.maximum, ())


def hostility_leaf(form: Offence) -> tuple[str, Leaf]:
    """The element of an aggravated form that asks for hostility, and what it asks."""
    return next((id, leaf) for id, asked in form.when.items() for leaf in leaves(asked) if leaf.kind == "hostility")


def _towards(reading: Reading, regime: str) -> Hostility:
    leaf = Leaf("hostility", regime)
    state: State = reading.answer(leaf)
    label = reading.victim.label if reading.victim else ""
    strands = tuple(each.strand for each in reading.grounds(regime) if each.state is state)
    return Hostility(label, MET[state], strands, reading.sentence(leaf))


def _best(victims: tuple[Hostility, ...]) -> Met:
    states = {each.state for each in victims}
    return "met" if "met" in states else "not known" if "not known" in states else "not met"
