"""Answer what conditions ask, for one suspect, one victim and the law of one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from upstander.law.facts import Document
from upstander.law.facts.document import Suspect, Victim
from upstander.law.facts.features import features
from upstander.law.offences import Offence, grounds
from upstander.law.offences.conditions import Leaf, State, Verdict, weigh


@dataclass(frozen=True)
class Ground:
    """What is known of hostility on one strand that the law of the day makes a ground."""

    strand: str
    state: State
    how: str
    """demonstrated, motivated, both; perceived, where nothing is evidenced; empty where nothing is said."""


class Reading:
    """One suspect's and one victim's answers under the law of one day. It keeps what it has weighed."""

    def __init__(
        self, document: Document, suspect: Suspect | None, victim: Victim | None, law: Mapping[str, Offence], day: date
    ) -> None:
        self.victim = victim
        self.law = law
        self.day = day
        self.answers: dict[str, bool | None] = {**document.shows}
        for person in (suspect, victim):
            if person is not None:
                self.answers.update(person.shows)
        self._weighed: dict[str, dict[str, Verdict]] = {}
        self._grounds: dict[str, tuple[Ground, ...]] = {}

    def weighed(self, offence: Offence) -> dict[str, Verdict]:
        """The verdict on each element of the offence, by the element's id."""
        held = self._weighed.get(offence.id)
        if held is None:
            held = {id: weigh(asked, self) for id, asked in offence.when.items()}
            self._weighed[offence.id] = held
        return held

    def made_out(self, offence: Offence) -> State:
        """Whether every element is met: no where one is not met, not known where one is not known."""
        states = [verdict.state for verdict in self.weighed(offence).values()]
        return False if False in states else None if None in states else True

    def answer(self, leaf: Leaf) -> State:
        """Whether what the leaf asks holds; an offence that was not law on the day is not made out."""
        if leaf.kind == "fact":
            return self.answers.get(leaf.name)
        if leaf.kind == "hostility":
            states = [each.state for each in self.grounds(leaf.name)]
            return True if True in states else None if None in states else False
        other = self.law.get(leaf.name)
        return self.made_out(other) if other else False

    def grounds(self, regime: str) -> tuple[Ground, ...]:
        """What is known of hostility towards the victim on each ground of a regime.

        Perceived hostility proves nothing and leaves it not known; where nobody speaks of any, it is not met.
        """
        held = self._grounds.get(regime)
        if held is None:
            held = tuple(self._ground(strand) for strand in grounds(regime, self.day))
            self._grounds[regime] = held
        return held

    def _ground(self, strand: str) -> Ground:
        if self.victim is None:
            return Ground(strand, None, "")
        evidence = next((each for each in self.victim.hostility if each.strand == strand), None)
        perceived = any(each[0] == strand for each in self.victim.perceived)
        if evidence is not None:
            ways = [name for name in ("demonstrated", "motivated") if getattr(evidence, name)]
            if ways:
                return Ground(strand, True, " and ".join(ways))
            if evidence.demonstrated is False and evidence.motivated is False:
                return Ground(strand, False, "")
            return Ground(strand, None, "perceived" if perceived else "")
        return Ground(strand, None, "perceived") if perceived else Ground(strand, False, "")

    def sentence(self, leaf: Leaf) -> str:
        """The fact behind a leaf, quoting the words of the feature."""
        state = self.answer(leaf)
        if leaf.kind == "fact":
            feature = features()[leaf.name]
            if state is None:
                return f"Not known: {feature.question}"
            return feature.says if state else f"Answered no: {feature.question}"
        if leaf.kind == "offence":
            title = self.law[leaf.name].title if leaf.name in self.law else leaf.name
            return f"{title}: {'every element is met' if state else 'not every element is met'}."
        return self._hostility(leaf.name, state)

    def _hostility(self, regime: str, state: State) -> str:
        label = self.victim.label if self.victim else "the victim"
        held = self.grounds(regime)
        names = ", ".join(each.strand.replace("_", " ") for each in held if each.state is state) or "any ground"
        if state:
            ways = "; ".join(f"{each.strand.replace('_', ' ')}, {each.how}" for each in held if each.state)
            return f"Hostility towards {label} is evidenced on a ground of the day: {ways}."
        if state is None:
            return f"Not known: Was hostility towards {label} on {names} shown at the time, or did it move the person?"
        return f"Nothing shows hostility towards {label} on a ground of {self.day.year}: {names}."
