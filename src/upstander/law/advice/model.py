"""What advice is made of. It is read by officers and printed as JSON; it decides nothing and scores nobody."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from upstander.law.advice.wording import HandOver, Notice, Point

Met = Literal["met", "not met", "not known"]
MET: dict[bool | None, Met] = {True: "met", False: "not met", None: "not known"}


@dataclass(frozen=True)
class ElementRow:
    """One element of an offence, and the facts that it rests on; `gist`: nothing is advised without it."""

    offence: str
    id: str
    text: str
    state: Met
    rests_on: tuple[str, ...]
    gist: bool


@dataclass(frozen=True)
class Hostility:
    """Whether the aggravated form is open for one victim, and on which grounds of the day."""

    victim: str
    state: Met
    grounds: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Aggravated:
    """The aggravated form. `form`: an offence of its own, a matter for sentence, built into the offence, or none."""

    form: Literal["offence", "sentencing", "built_in", "none"]
    offence: str | None
    title: str
    state: Met
    maximum: str
    victims: tuple[Hostility, ...]


@dataclass(frozen=True)
class Consent:
    """Who must consent before a charge; `conditional`: in some cases only, `says` in which."""

    who: str
    conditional: bool
    says: str


@dataclass(frozen=True)
class SignOff:
    """Which role signs before it is recorded, and that this is not the decider."""

    roles: tuple[str, ...]
    other_than_decider: bool
    sentence: str


@dataclass(frozen=True)
class LimitRow:
    """How long proceedings may begin. `last_day` is None where there is no limit, or where it cannot be reckoned."""

    basis: str
    last_day: date | None
    passed: bool
    run_percent: int | None
    sentences: tuple[str, ...]
    warnings: tuple[tuple[int, date], ...]


@dataclass(frozen=True)
class Named:
    """An offence by id and title, without the rest; `beside`: it is covered by the one that it stands under."""

    id: str
    title: str


@dataclass(frozen=True)
class Basic:
    """The offence without its aggravation, which remains if hostility is not proved."""

    id: str
    title: str
    mode: str
    maximum: str
    limit: LimitRow


@dataclass(frozen=True)
class OffenceRow:
    """One offence that the facts meet in its gist, for the suspects and victims named."""

    id: str
    title: str
    act: str
    section: str
    holds_from: date
    holds_to: date | None
    suspects: tuple[str, ...]
    victims: tuple[str, ...]
    made_out: bool
    why: tuple[str, ...]
    elements: tuple[ElementRow, ...]
    missing: tuple[str, ...]
    aggravated: Aggravated
    basic: Basic | None
    beside: tuple[Named, ...]
    consent: tuple[Consent, ...]
    sign_off: SignOff | None
    mode: str
    maximum: str
    limit: LimitRow
    checked: str
    source: str
    note: str


@dataclass(frozen=True)
class Near:
    """An offence that is not advised: what it `lacks` (not met) and what is `not_known`, each as element and fact."""

    id: str
    title: str
    holds_from: date
    suspects: tuple[str, ...]
    lacks: tuple[ElementRow, ...]
    not_known: tuple[ElementRow, ...]

    @property
    def sentence(self) -> str:
        """It in one sentence."""
        if self.lacks:
            return f"Looked at {self.title}: it lacks {'; '.join(_lower(each.text) for each in self.lacks)}"
        return f"{self.title} could be met: not known is {'; '.join(_lower(each.text) for each in self.not_known)}"


@dataclass(frozen=True)
class AgeRoute:
    """What the age of a suspect or a victim brings in. `chargeable`: None while the age is not known."""

    label: str
    who: Literal["suspect", "victim"]
    age: int | None
    chargeable: bool | None
    route: str
    outcome: str | None
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What the law of the days of the conduct says to the facts, asked on the day `on`."""

    on: date
    law_version: str
    first: date | None
    last: date | None
    notices: tuple[Notice, ...]
    points_to: Point
    hand_over: HandOver | None
    offences: tuple[OffenceRow, ...] = ()
    could_be: tuple[Near, ...] = ()
    looked_at: tuple[Near, ...] = ()
    people: tuple[AgeRoute, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it: days as text, sentences beside codes."""
        point = self.points_to
        made = {
            "decides": False,
            "on": self.on,
            "law_version": self.law_version,
            "conduct": {"first": self.first, "last": self.last},
            "notices": [asdict(each) for each in self.notices],
            "points_to": {
                "class": point.id, "sentence": point.says, "closing_reasons": point.closing_reasons,
                "outcomes": point.outcomes,
            },
            "hand_over": {"to": self.hand_over.to, "force": self.hand_over.force} if self.hand_over else None,
            "offences": [asdict(each) for each in self.offences],
            "could_be": [{"sentence": each.sentence, **asdict(each)} for each in self.could_be],
            "looked_at": [{"sentence": each.sentence, **asdict(each)} for each in self.looked_at],
            "people": [asdict(each) for each in self.people],
        }  # fmt: skip
        plain: dict[str, Any] = _plain(made)
        return plain


def _lower(text: str) -> str:
    return f"“{text.rstrip('.')}”"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
