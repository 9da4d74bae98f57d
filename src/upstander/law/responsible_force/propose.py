"""Walk the table of rules over the facts: the first rule whose terms all hold gives the three answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from upstander.law.dated import in_force
from upstander.law.facts import Facts
from upstander.law.responsible_force.proposal import (
    CAPACITIES,
    Alternative,
    Answer,
    HeldBy,
    Notified,
    Proposal,
    VictimAnswer,
)
from upstander.law.responsible_force.reading import Reading, force_on
from upstander.law.responsible_force.source import Source, among
from upstander.law.responsible_force.table import Option, Rule, all_flags, all_modifiers, all_notices, rules

HOLDERS: dict[str, HeldBy] = {"hub": "hub", "partner": "partner", "nobody": "nobody"}
PER_VICTIM = ("each_recording", "each_contact", "lead")
NOBODY_KNOWN = Option("hub", "No force can be named on these facts; the hub keeps the matter and asks.")


def propose(facts: Facts, on: date) -> Proposal:
    """What the table in force on the day `on` proposes for these facts.

    Never raises for facts that could be read: where nothing is known the hub holds and asks. Rules and their source:
    responsible_force.yaml.
    """
    reading = Reading(facts, on)
    per_victim = _per_victim(facts, on)
    matching = [rule for rule in rules(on) if all(reading.term(term) for term in rule.when)]
    fired = matching[0]
    modifiers = tuple(each for each in in_force(all_modifiers(), on) if all(reading.term(term) for term in each.when))
    signs = modifiers[0].sign_off if modifiers and fired.urgency == "usual" else fired.sign_off
    recording, investigating, contact = (
        _answer(reading, fired, fired.options(capacity), per_victim, signs) for capacity in CAPACITIES
    )
    if modifiers and fired.urgency == "usual":
        contact = _answer(reading, fired, modifiers[0].victim_contact, per_victim, signs, modifiers[0].id)
    answers = (recording, investigating, contact)
    return Proposal(
        on=on,
        rule=fired.id,
        modifiers=tuple(each.id for each in modifiers),
        title=fired.title,
        urgency="immediate" if fired.urgency == "immediate" else "usual",
        recording=recording,
        investigating=investigating,
        victim_contact=contact,
        per_victim=per_victim,
        notified=_notified(reading, fired, answers),
        questions=_questions(reading, fired, answers),
        flags=_flags(reading, fired),
        not_chosen=_alternatives(reading, matching[1:], per_victim, answers),
        review_days=fired.review_days if recording.rule == fired.id else None,
        checked=fired.checked,
    )


def _answer(
    reading: Reading,
    rule: Rule,
    options: tuple[Option, ...],
    per_victim: tuple[VictimAnswer, ...],
    sign_off: str,
    rule_id: str | None = None,
) -> Answer:
    """The answer by the first option whose place is known, or by the hub when none is."""
    option, source = _first_known(reading, options, per_victim)
    holder = HOLDERS.get(option.source)
    found = force_on(source.force, reading.on) if source.force else None
    name = found.name if found else ""
    sentence = option.sentence.format(force=name, place=source.text, grade=source.grade or "")
    if holder is None and found is None:
        sentence = source.unsure
        holder = "registrars" if option.source == "agreed" else "hub"
    used = (*(fact for term in rule.when for fact in reading.facts_of_term(term)), *source.facts)
    return Answer(
        force=found.code if found else None,
        force_name=found.name if found else None,
        rule=option.rule or rule_id or rule.id,
        sentence=sentence,
        facts_used=tuple(dict.fromkeys(used)),
        grade=source.grade,
        candidates=source.candidates,
        sign_off=sign_off,
        held_by=holder or "force",
        place=source.text if "{place}" in option.sentence and found else "",
    )


def _first_known(
    reading: Reading, options: tuple[Option, ...], per_victim: tuple[VictimAnswer, ...]
) -> tuple[Option, Source]:
    for option in options:
        source = Source(None, ()) if option.source in HOLDERS else _source(reading, option.source, per_victim)
        if source is not None:
            return option, source
    return NOBODY_KNOWN, Source(None, ())


def _source(reading: Reading, name: str, per_victim: tuple[VictimAnswer, ...]) -> Source | None:
    if name not in PER_VICTIM:
        return reading.source(name)
    if name == "lead":
        return reading.source("suspects_force") or _most_victims(per_victim)
    chosen = [each.recording if name == "each_recording" else each.victim_contact for each in per_victim]
    return among([_as_source(answer) for answer in chosen], "One for each victim")


def _most_victims(per_victim: tuple[VictimAnswer, ...]) -> Source | None:
    """The force of most victims where one has more than any other; else the candidates who must agree."""
    sides = [_as_source(each.recording) for each in per_victim]
    together = among(sides, "The lead is agreed between the forces of the victims")
    if together is None or together.force:
        return together
    shares = [candidate.share or 0.0 for candidate in together.candidates]
    if not shares or shares.count(max(shares)) > 1 or max(shares) == 0:
        return together
    return replace(together, force=together.candidates[shares.index(max(shares))].force, unsure="")


def _as_source(answer: Answer) -> Source:
    return Source(answer.force, ("victims",), answer.candidates, "", answer.sentence, answer.grade)


def _per_victim(facts: Facts, on: date) -> tuple[VictimAnswer, ...]:
    """Each of several victims put through the table alone, with the same suspect."""
    if facts.victim != "several":
        return ()
    found = []
    for number, victim in enumerate(facts.victims, 1):
        alone = replace(
            facts,
            victim="individual",
            victims=(),
            victim_home=victim.home,
            victim_receipt=victim.receipt,
            victim_in_uk=victim.in_uk,
            danger_now=False,
            public_figure=False,
            reporter_is_victim=False,
            rail=False,
            mod=False,
            nuclear=False,
        )
        proposal = propose(alone, on)
        label = victim.label or f"victim {number}"
        found.append(VictimAnswer(label, proposal.rule, proposal.recording, proposal.victim_contact))
    return tuple(found)


def _notified(reading: Reading, fired: Rule, answers: tuple[Answer, ...]) -> tuple[Notified, ...]:
    told = []
    for notice in in_force(all_notices(), reading.on):
        if (notice.rules and fired.id not in notice.rules) or not all(reading.term(term) for term in notice.when):
            continue
        source = reading.source(notice.source_of_force)
        if source is None or source.force is None:
            continue
        found = force_on(source.force, reading.on)
        responsible = {answers[0].force, answers[1].force}
        if notice.why == "event" and found.code in responsible:
            continue
        told.append(
            Notified(found.code, found.name, notice.why, notice.sentence.format(force=found.name), notice.clock)
        )
    return tuple(told)


def _questions(reading: Reading, fired: Rule, answers: tuple[Answer, ...]) -> tuple[str, ...]:
    """The rule's own questions, a full postcode for each ambiguous place, a better text for each odd one."""
    asked = list(fired.questions)
    used = {fact for answer in answers for fact in answer.facts_used}
    for name, (text, found) in reading.places.items():
        if found.force is None and (name in used or fired.id == "0"):
            forces = ", ".join(one.name for one in found.candidates)
            asked.append(f"What is the full postcode? {text} could be {forces} ({name.replace('_', ' ')}).")
    asked += [f"Please give the place again - {complaint}" for complaint in reading.misunderstood]
    return tuple(dict.fromkeys(asked))


def _flags(reading: Reading, fired: Rule) -> tuple[str, ...]:
    return tuple(
        flag.text
        for flag in in_force(all_flags(), reading.on)
        if (not flag.rules or fired.id in flag.rules) and all(reading.term(term) for term in flag.when)
    )


def _alternatives(
    reading: Reading, later: list[Rule], per_victim: tuple[VictimAnswer, ...], answers: tuple[Answer, ...]
) -> tuple[Alternative, ...]:
    """The later rules that would have fired too and would have named another force."""
    found = []
    for rule in later:
        recording = _answer(reading, rule, rule.options("recording"), per_victim, "")
        investigating = _answer(reading, rule, rule.options("investigating"), per_victim, "")
        pair = (recording.force, investigating.force)
        if any(pair) and pair != (answers[0].force, answers[1].force):
            found.append(Alternative(rule.id, rule.title, *pair, sentence=recording.sentence))
    return tuple(found)
