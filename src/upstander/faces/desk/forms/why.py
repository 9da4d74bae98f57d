"""Why it is a crime: what shows each element, hostility towards each victim, the public interest, and the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.duties.assessment.resting import WORDS
from upstander.duties.assessment.threshold import NOT_SHOWN
from upstander.faces.desk.exhibits import Thing
from upstander.faces.desk.forms.hostility import FEW, hostility_field, question_towards
from upstander.faces.desk.forms.reasoned import Reasoned
from upstander.faces.desk.forms.worded import LONG, SHORTEST, more_of, said_of
from upstander.faces.kit.decided import WEIGHS
from upstander.faces.kit.forms import CleanCharField, Confirmed, ManyOf, OneOf, Option
from upstander.law import public_interest
from upstander.law.advice.model import Advice, AgeRoute, ElementRow
from upstander.law.offences import Element, Offence, offences

KINDS = {
    "post": _("The words of the post, as reported"),
    "file": _("A picture, video or other file, as reported"),
    "account": _("What the person tells, as reported"),
}
"""What may show an element, by its kind: said so where a case holds one of a kind, or too many to choose from."""
MOST_THINGS = 18
"""So many posts, files and accounts are offered one by one; of more only the kinds."""
STATES = {"met": _("met"), "not met": _("not met"), "not known": _("not known")}
EACH_HINT = _("An element that you answer by itself keeps its own answer.")


@dataclass(frozen=True)
class About:
    """What is known of a case when it is decided: the facts set down, what the law says to them, what was reported."""

    advice: Advice | None = None
    victims: tuple[str, ...] = ()
    """Labels of those of the facts set down; where none are, of those that the reports tell of."""
    evidenced: Mapping[str, Sequence[str]] | None = None
    """{label of a victim: strands on which the facts say that hostility is evidenced}."""
    children: tuple[AgeRoute, ...] = ()
    things: tuple[Thing, ...] = ()
    faiths: tuple[str, ...] = ()
    """Those that the facts say are perceived as targeted."""
    set_down: bool = False
    """Somebody has set facts down: each victim must be answered for."""


def element_field(offence: str, element: str) -> str:
    """Return the name of the question about one element of one offence."""
    return f"{offence}--{element}"


def all_field(offence: str) -> str:
    """Return the name of the box that answers every element of one offence alike."""
    return f"{offence}--all"


def interest_field(factor: str) -> str:
    """Return the name of the question about one factor of the public interest."""
    return f"interest--{factor}"


class Why(Reasoned):
    """What shows each element of the chosen offences, hostility by victim, free expression, and the reasons.

    Where nobody else signs and the facts name a force (`offer_to`), the line of enquiry and the package are asked
    for here too, so that one confirmation decides and offers.
    """

    chosen: tuple[Offence, ...]
    about: About
    offer_to: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = self.about.children
        self.matrix = [(each, [element_field(each.id, part.id) for part in each.elements]) for each in self.chosen]
        self.hostility: dict[str, list[str]] = {}
        for each in self.chosen:
            if not self.about.things or any(thing.kind == "post" for thing in self.about.things):
                words = _("Each of them: %(answer)s") % {"answer": KINDS["post"]}
                self.fields[all_field(each.id)] = Confirmed(label=words, required=False, hint=EACH_HINT)
            for part in each.elements:
                self._ask_shown(each, part)
            self._ask_hostility(each)
        self.ask_expression()
        self._ask_interest()
        self.ask_child()
        self.ask_reasons()
        if self.offer_to:
            self.fields["line"] = CleanCharField(
                label=gettext("What is the positive line of enquiry?"), lines=3, max_length=LONG, required=False,
                hint=gettext("What can be done that may identify who is responsible. Leave it empty if there is none."),
            )  # fmt: skip
            self.fields["package"] = Confirmed(
                label=gettext("Build the evidence package with the offer"), required=False, initial=True
            )

    def clean(self) -> dict[str, Any]:
        """Ask for each element; those left out take the one answer that was given for all of their offence."""
        said = super().clean()
        for each, names in self.matrix:
            for name in names:
                if name not in self.errors:
                    self._clean_shown(said, name, all_alike=bool(said.get(all_field(each.id))))
        return said

    def shown_by(self, name: str) -> list[str]:
        """Return to what the answer about an element points: things by their codes, or that nothing shows it."""
        chosen = self.cleaned_data.get(name) or []
        found = [code for code in chosen if ":" in code or code == NOT_SHOWN]
        return found + [thing.code for thing in self.about.things if thing.kind in chosen]

    def _ask_shown(self, offence: Offence, part: Element) -> None:
        name, row = element_field(offence.id, part.id), self._advised(offence.id, part.id)
        hint = ""
        if row is not None:
            sentences = " ".join(row.rests_on)
            state = STATES[row.state]
            hint = gettext("By the facts set down: %(state)s. %(sentences)s") % {"state": state, "sentences": sentences}
        self.fields[name] = ManyOf(self._shows(), label=part.text, hint=hint, required=False)
        self.fields[more_of(name)] = CleanCharField(
            label=gettext("The words that show it, or what you add"), lines=2, max_length=LONG, required=False
        )

    def _shows(self) -> list[Option]:
        """Return what may show an element: each thing where a case holds several of its kind, else the kind."""
        options = []
        for kind, words in KINDS.items():
            of_kind = [thing for thing in self.about.things if thing.kind == kind]
            if len(of_kind) > 1 and len(self.about.things) <= MOST_THINGS:
                options += [Option(thing.code, thing.label) for thing in of_kind]
            elif of_kind or not self.about.things:
                options.append(Option(kind, words))
        return [*options, Option(NOT_SHOWN, _("Not shown"), exclusive=True, apart=True)]

    def _clean_shown(self, said: dict[str, Any], name: str, *, all_alike: bool) -> None:
        chosen, more = said.get(name) or [], (said.get(more_of(name)) or "").strip()
        field: Any = self.fields[name]
        labels = dict(field.choices)
        if not chosen and len(more) < SHORTEST:
            if not all_alike:
                self.add_error(name, _("Answer the question “%(question)s”") % {"question": field.label})
                return
            chosen = ["post"] if "post" in labels else [code for code in labels if code.startswith("post:")]
            said[name] = chosen
        words = [str(labels[code]) for code in chosen]
        said[said_of(name)] = ". ".join(each for each in ("; ".join(words), more) if each)

    def _advised(self, offence: str, element: str) -> ElementRow | None:
        """Return what the facts say of an element, if the offence is advised."""
        rows = self.about.advice.offences if self.about.advice else ()
        return next((part for row in rows if row.id == offence for part in row.elements if part.id == element), None)

    def _ask_hostility(self, offence: Offence) -> None:
        """Ask for each of a few victims on which characteristics hostility is evidenced; more have their own pages."""
        if len(self.about.victims) > FEW:
            return
        for number, victim in enumerate(self.about.victims, 1):
            name, known = hostility_field(offence.id, number), (self.about.evidenced or {}).get(victim, ())
            self.fields[name] = question_towards(victim, known, required=self.about.set_down)
            self.hostility.setdefault(offence.id, []).append(name)

    def _ask_interest(self) -> None:
        self.interest = []
        for factor in public_interest.factors(timezone.localdate()):
            name = interest_field(factor.id)
            self.fields[name] = OneOf(
                [Option(*each) for each in WEIGHS.items()],
                label=factor.question,
                hint=factor.hint,
                inline=True,
                required=False,
            )
            self.interest.append(name)
        self.fields[interest_field(WORDS)] = CleanCharField(
            label=gettext("What is to be said of the public interest?"), lines=2, max_length=LONG, required=False
        )
        self.interest.append(interest_field(WORDS))


def elements_said(answers: Mapping[str, Any], on: date) -> dict[str, dict[str, str]]:
    """Return what shows each element of each chosen offence, as the action takes it."""
    chosen = answers.get("offences", [])
    return {
        each.id: {part.id: answers.get(said_of(element_field(each.id, part.id)), "") for part in each.elements}
        for each in offences(on)
        if each.id in chosen
    }


def shown_by_said(form: Why) -> dict[str, dict[str, list[str]]]:
    """Return to what the answers about elements point, as the action takes it."""
    return {
        each.id: {part.id: form.shown_by(element_field(each.id, part.id)) for part in each.elements}
        for each in form.chosen
    }


def interest_said(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what was said of the public interest, as the action takes it."""
    start = interest_field("")
    return {name.removeprefix(start): str(said) for name, said in answers.items() if name.startswith(start) and said}
