"""Make witnesses' accounts of incidents: the same one told in different words, and others in the same place and weeks.

Everything is invented. What is told of an incident is drawn once, with a few things more often than most, as in life;
each witness then leaves out a third of it, says much of the rest in another word, adds phrases of no meaning, misspells
a little, and sometimes writes everything small.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2026, 1, 5)
_POOLS = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split("\n\n")
THINGS, FRONT, BACK, KINDS = (pool.partition(":")[2].split() for pool in _POOLS)
FACTS = (
    "there was a {0} by the {1}",
    "one of them had a {0}",
    "he threw a {0} at the {1}",
    "they stood near the {1} with a {0}",
    "a {0} was left beside the {1}",
    "she dropped her {0} and ran to the {1}",
    "the man with the {0} started it",
    "they kept filming the {1}",
    "somebody knocked over the {0}",
    "he climbed on the {1} holding a {0}",
    "I could see the {0} from where I was",
    "the {1} got covered in it",
    "a girl with a {0} was crying",
    "it began around the {1}",
    "they made jokes about the {0}",
)
ABUSE = (
    "they shouted racist abuse at a family",
    "people were being called vile names because of their faith",
    "a group chanted that they should go home",
    "I heard threats against anyone who looked foreign",
    "abuse was hurled at two women in headscarves",
    "they mocked a disabled man and told him to leave",
    "he was screaming about gay people and how he would hurt them",
    "there were insults about Jewish people all the way",
)
OPENINGS = (
    "I want to report what I saw.",
    "This happened in front of my children and we are still shaken.",
    "I am writing because nobody else seems to have done anything.",
    "I was on my way home from work.",
    "My neighbour told me to report this.",
    "I did not know whether to tell the police.",
    "Hello,",
    "",
    "It was horrible and I keep thinking about it.",
    "I was only there for a few minutes.",
)
FILLERS = (
    "Nobody helped.",
    "I was too scared to say anything.",
    "It went on for about ten minutes.",
    "People just walked past.",
    "I have a photo if you need it.",
    "They laughed about it afterwards.",
    "It was all over the page the same evening.",
    "I do not want my name given to anybody.",
    "Everyone could hear it.",
    "I have not slept well since.",
    "This is not the first time for us.",
    "Somebody should look at the cameras.",
    "They left when a bus came.",
)
WHERE = (
    "It was at {0}.",
    "This was in {0} on the way back.",
    "We were standing outside {0}.",
    "Near {0}, I think.",
    "All this took place at {0}.",
    "They were live from {0}.",
)


@dataclass(frozen=True)
class Account:
    """One witness's account: of which incident, where that was, when it came in, and the words."""

    incident: int
    place: str
    day: date
    text: str


@dataclass(frozen=True)
class Incident:
    """What happened: where, when, and what there was to be seen."""

    number: int
    place: str
    day: date
    facts: tuple[tuple[str, str, str], ...]
    abuse: str


def accounts(*, incidents: int, others: int, alone: int, weeks: int, seed: int) -> list[Account]:
    """Return accounts in the order in which they came in.

    `incidents` are told by two or three witnesses; `others` happened in the place and fortnight of one of those and are
    told by one; `alone` happened anywhere, any time in `weeks`, and are told by one.
    """
    chance = random.Random(seed)
    made: list[Account] = []
    told = [_incident(chance, number, weeks=weeks) for number in range(incidents)]
    for incident in told:
        made += _tellings(chance, incident, chance.choice((2, 3)))
    for number in range(incidents, incidents + others):
        near = chance.choice(told)
        day = near.day + timedelta(days=chance.randint(-7, 7))
        made += _tellings(chance, _incident(chance, number, place=near.place, day=day, weeks=weeks), 1)
    for number in range(incidents + others, incidents + others + alone):
        made += _tellings(chance, _incident(chance, number, weeks=weeks), 1)
    return sorted(made, key=lambda account: (account.day, account.text))


def _incident(
    chance: random.Random, number: int, *, weeks: int, place: str | None = None, day: date | None = None
) -> Incident:
    drawn = tuple((chance.choice(FACTS), _rare(chance, THINGS), _rare(chance, THINGS)) for _ in range(5))
    where = place or f"{_rare(chance, FRONT)}{chance.choice(BACK)} {chance.choice(KINDS).replace('-', ' ')}"
    return Incident(
        number, where, day or FIRST + timedelta(days=chance.randrange(7 * weeks)), drawn, chance.choice(ABUSE)
    )


def _rare(chance: random.Random, pool: Sequence[str]) -> str:
    """Return one of the pool, the first far more often than the last."""
    return pool[int(len(pool) * chance.random() ** 1.8)]


def _tellings(chance: random.Random, incident: Incident, many: int) -> Iterator[Account]:
    for _ in range(many):
        facts = [fact for fact in incident.facts if chance.random() < 0.67] or [incident.facts[0]]
        said = [shape.format(_said(chance, one), _said(chance, two)) for shape, one, two in facts]
        # Another witness tells of the same things by other sentences.
        said = [_other(chance, each, fact) for each, fact in zip(said, facts, strict=True)]
        parts = [incident.abuse if chance.random() < 0.5 else chance.choice(ABUSE), *said]
        chance.shuffle(parts)
        sentences = [f"{part[0].upper()}{part[1:]}." for part in parts]
        if chance.random() < 0.85:
            sentences.insert(
                chance.randrange(len(sentences) + 1), chance.choice(WHERE).format(_place(chance, incident))
            )
        sentences = [chance.choice(OPENINGS), *sentences, *chance.sample(FILLERS, chance.randrange(4))]
        text = _misspelt(chance, " ".join(sentences).strip())
        day = incident.day + timedelta(days=int(chance.random() ** 2 * 10))
        yield Account(incident.number, incident.place, day, text.lower() if chance.random() < 0.1 else text)


def _other(chance: random.Random, said: str, fact: tuple[str, str, str]) -> str:
    if chance.random() < 0.6:
        return chance.choice(FACTS).format(_said(chance, fact[1]), _said(chance, fact[2]))
    return said


def _said(chance: random.Random, thing: str) -> str:
    return chance.choice(thing.split("|")) if chance.random() < 0.5 else thing.split("|")[0]


def _place(chance: random.Random, incident: Incident) -> str:
    return incident.place if chance.random() < 0.75 else incident.place.split()[0]


def _misspelt(chance: random.Random, text: str) -> str:
    words = text.split(" ")
    for at, word in enumerate(words):
        if len(word) > 4 and chance.random() < 0.02:
            cut = chance.randrange(1, len(word) - 1)
            words[at] = word[:cut] + word[cut + 1 :]
    return " ".join(words)
