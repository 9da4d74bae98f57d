"""Hostility towards each victim in each offence: asked victim by victim, with room to give several the same answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.closing import strand_options
from upstander.faces.kit.decided import person
from upstander.faces.kit.forms import Form, ManyOf, Option
from upstander.law.offences import Offence

NONE = "none"
UNCERTAIN = ("other", "not_sure")
"""Strands that a reporter may name and nothing can evidence."""
FEW = 4
"""So many victims are asked about beside the elements of an offence; more have pages of their own."""
ON_A_PAGE = 20
"""Victims on one such page: each has nine boxes."""
REST = "rest"
"""Among those who are given one answer: each victim who has none of their own."""


def hostility_field(offence: str, number: int) -> str:
    """Return the name of the question about hostility in one offence towards one victim, counted from one."""
    return f"{offence}--hostility-{number}"


def question_towards(victim: str, evidenced: Sequence[str], *, required: bool, in_a_row: bool = False) -> ManyOf:
    """Return the question on which characteristics hostility towards a victim is evidenced; none is an answer.

    `evidenced` is ticked beforehand. Where it is not `required`, nothing ticked says nothing. `in_a_row` it bears the
    victim's name alone: the page asks the question once for all.
    """
    whole = gettext("On which characteristics is hostility towards %(victim)s evidenced in this?")
    label = person(victim) if in_a_row else whole % {"victim": person(victim)}
    field = ManyOf(_answers(in_a_row=in_a_row), label=label, required=required)
    missing = gettext("Say for %(victim)s whether hostility is evidenced") % {"victim": person(victim)}
    field.error_messages["required"] = missing
    field.initial = list(evidenced)
    return field


class Hostility(Form):
    """One offence and up to twenty of its victims: an answer for each, or one for several of them at once.

    What is given to several is put down for each of them: the record knows no answer that covers all.
    """

    offence: Offence
    victims: Mapping[int, str]
    """The labels of the victims that this page asks about, by their numbers."""
    evidenced: Mapping[str, Sequence[str]]
    required: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = f"{self.offence.id}--several-{min(self.victims)}"
        self.same, self.whom = f"{start}-answer", f"{start}-whom"
        self.fields[self.same] = ManyOf(
            _answers(in_a_row=True), required=False, label=gettext("The answer that several victims share")
        )
        people = [Option(str(number), person(label)) for number, label in self.victims.items()]
        rest = Option(REST, _("Each victim who has no answer of their own below"), exclusive=True)
        self.fields[self.whom] = ManyOf([*people, rest], required=False, label=gettext("Who shares it?"))
        self.towards = []
        for number, victim in self.victims.items():
            name = hostility_field(self.offence.id, number)
            known = self.evidenced.get(victim, ())
            field = question_towards(victim, known, required=False, in_a_row=True)
            self.fields[name] = field
            self.towards.append(name)

    def clean(self) -> dict[str, Any]:
        """Put the shared answer down for each who shares it; refuse two answers for one, and ask for each."""
        said = super().clean()
        shared, whom = said.get(self.same) or [], said.get(self.whom) or []
        if bool(shared) != bool(whom) and not {self.same, self.whom} & set(self.errors):
            lacking = self.whom if shared else self.same
            self.add_error(lacking, _("Say who shares the answer") if shared else _("Say which answer they share"))
            return said
        for number, name in zip(self.victims, self.towards, strict=True):
            if name in self.errors:
                continue
            own, named = said.get(name) or [], str(number) in whom
            if named and own and set(own) != set(shared):
                two = gettext("%(victim)s has two answers: one above with others, and one of their own. Take one back")
                self.add_error(name, two % {"victim": person(self.victims[number])})
            elif shared and not own and (named or REST in whom):
                said[name] = list(shared)
            elif not own and self.required:
                self.add_error(name, self.fields[name].error_messages["required"])
        if not self.errors:  # shown again, the page has an answer for each and none for several
            said[self.same], said[self.whom] = [], []
        return said


def pages_of(victims: Sequence[str]) -> list[dict[int, str]]:
    """Return the victims by their numbers, page by page; none where they are few enough to be asked about elsewhere."""
    numbered = list(enumerate(victims, 1))
    if len(numbered) <= FEW:
        return []
    return [dict(numbered[start : start + ON_A_PAGE]) for start in range(0, len(numbered), ON_A_PAGE)]


def aggravation_said(answers: Mapping[str, Any], victims: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Return on which strands hostility is evidenced, by offence and victim, as the action takes it."""
    found: dict[str, dict[str, list[str]]] = {}
    for id in answers.get("offences", []):
        for number, victim in enumerate(victims, 1):
            if said := answers.get(hostility_field(id, number)):
                found.setdefault(id, {})[victim] = [strand for strand in said if strand != NONE]
    return found


def _answers(*, in_a_row: bool) -> list[Option]:
    """Return the strands on which hostility can be evidenced, and none, which stands apart where there is room."""
    held = strand_options(timezone.localdate())
    options = [Option(each.value, each.text) for each in held if each.value not in UNCERTAIN]
    return [*options, Option(NONE, _("None"), exclusive=True, apart=not in_a_row)]
