"""Which characteristics something is hostile to and which faiths are targeted, as anybody perceives them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.closing import strand_options
from upstander.faces.kit.forms import Form, ManyOf, Option
from upstander.law.strands import all_faiths, faiths

START = "faiths-"


def ask_characteristics(form: Form) -> None:
    """Add the question for the strands to a form, and under a strand that has them the faiths targeted."""
    form.fields["strands"] = ManyOf(
        strand_options(timezone.localdate()), label=_("Which characteristics is it hostile to?"), required=False,
        hint=_("As the victim or any other person perceives it. Choose none if there is none."),
    )  # fmt: skip
    asked = faiths_targeted()
    form.fields.update(asked)
    form.reveals = {"strands": {name.removeprefix(START): [name] for name in asked}}


def faiths_targeted() -> dict[str, ManyOf]:
    """Return by its name each question which faiths are targeted, one for each strand that has them."""
    options: dict[str, list[Option]] = {}
    for each in faiths(timezone.localdate()):
        option = Option(each.id, gettext(each.name), exclusive=not each.known, apart=not each.known)
        options.setdefault(f"{START}{each.strand}", []).append(option)
    hint = gettext("As anybody perceives it; it need not be the victim's own. You may leave it out.")
    label = gettext("Which faith is targeted?")
    return {name: ManyOf(held, label=label, hint=hint, required=False) for name, held in options.items()}


def faiths_said(answers: Mapping[str, Any]) -> list[str]:
    """Return the faiths that were chosen, as the action takes them."""
    return [id for name, said in answers.items() if name.startswith(START) for id in said or ()]


def faiths_chosen(chosen: Iterable[str]) -> dict[str, list[str]]:
    """Return faiths as the questions for them hold them."""
    strands = {each.id: each.strand for each in all_faiths()}
    held: dict[str, list[str]] = {}
    for id in chosen:
        if id in strands:
            held.setdefault(f"{START}{strands[id]}", []).append(id)
    return held
