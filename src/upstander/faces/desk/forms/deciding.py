"""The questions of a threshold decision: the finding; which offences and why; or why none, and what becomes of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.duties.assessment.threshold import NOT_SHOWN
from upstander.faces.desk.forms.closing import reasons_for, strand_options
from upstander.faces.desk.forms.worded import LONG, Worded, more_of, said_of
from upstander.faces.kit.forms import CleanCharField, Confirmed, DateField, Form, ManyOf, OneOf, Option
from upstander.faces.kit.wizard import Step
from upstander.law.disposition import Policy, closing_reason, policy, what_follows
from upstander.law.expression import factors
from upstander.law.offences import Offence, offences

STEP = "desk/decide_step.html"
MODES = {
    "summary": _("summary only"),
    "either_way": _("either way"),
    "indictable": _("indictable only"),
    "anticipated": _("as the offence it anticipates"),
}
FINDINGS = (
    ("crime", _("A crime"), _("On the balance of probabilities, an offence was committed.")),
    ("not a crime", _("Not a crime"), ""),
    ("need more", _("More is needed to decide"), _("The case stays with you; the complainant is told.")),
)
SHOWN_BY = (
    ("post", _("The words of the post, as reported")),
    ("file", _("A picture, video or other file, as reported")),
    ("account", _("What the person tells, as reported")),
    (NOT_SHOWN, _("Not shown")),
)
"""What may show an element, in words to choose from."""
CLOSE_AS, LETTER = "close_as", "not_criminal"
"""The button that decides and closes in one, and the closing reason of the letter that it shows."""
GROUPS = (
    ("communications", _("Communications: a supervisor other than you signs off")),
    ("incitement", _("Stirring up and encouraging: a senior investigator decides")),
    ("plain", _("Threats, harassment, public order and others")),
)


def group_of(each: Offence) -> str:
    """Return the group in which an offence is offered: who must sign it off."""
    return "communications" if each.communications else "incitement" if each.incitement else "plain"


class Finding(Form):
    """Crime or not."""

    finding = OneOf([Option(*each) for each in FINDINGS], label=_("What do you find?"))


def _conduct_day() -> DateField:
    return DateField(
        label=_("On which day was it posted or said?"), required=False, latest=timezone.localdate(),
        hint=_("The law of that day is asked. A day that is filled in already is what the number of the post says: "
               "check it. Leave it empty if it is not known: the law of today is asked then."),
    )  # fmt: skip


def _characteristics() -> ManyOf:
    return ManyOf(
        strand_options(timezone.localdate()), label=_("Which characteristics is it hostile to?"), required=False,
        hint=_("As the victim or any other person perceives it. Choose none if there is none."),
    )  # fmt: skip


class Crime(Form):
    """Which offences, of those in force on the day of the conduct, by who must sign them off; and which strands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conduct_on"] = _conduct_day()
        self.on = self._day()
        for code, label in GROUPS:
            options = [_offence(each) for each in offences(self.on) if group_of(each) == code]
            if options:
                self.fields[code] = ManyOf(options, label=label, required=False)
        self.fields["strands"] = _characteristics()

    def _day(self) -> date:
        """Return the day whose law is asked: the one that was sent with the form, else the one kept, else today."""
        field, today = self.fields["conduct_on"], timezone.localdate()
        if not self.is_bound:
            kept = self.initial.get("conduct_on")
            return kept if isinstance(kept, date) else today
        try:
            return field.clean(field.widget.value_from_datadict(self.data, self.files, "conduct_on")) or today
        except forms.ValidationError:
            return today

    def clean(self) -> dict[str, Any]:
        """Ask for at least one offence, and say them together as `offences`."""
        cleaned = super().clean()
        cleaned["offences"] = [code for name, _label in GROUPS for code in cleaned.get(name) or []]
        if not cleaned["offences"] and not self.errors:
            raise forms.ValidationError(_("Choose at least one offence"))
        return cleaned


def _offence(each: Offence) -> Option:
    parts = [f"{each.act}, {each.section}", str(MODES.get(each.mode, each.mode)), each.maximum]
    if each.consent:
        parts.append(str(_("consent: %(who)s") % {"who": each.consent}))
    if each.checked == "verify":
        parts.append(gettext("to be checked against the official text"))
    return Option(each.id, each.title, hint=" · ".join(parts))


def element_field(offence: str, element: str) -> str:
    """Return the name of the question about one element of one offence."""
    return f"{offence}--{element}"


def all_field(offence: str) -> str:
    """Return the name of the box that answers every element of one offence alike."""
    return f"{offence}--all"


EACH_HINT = _("An element that you answer by itself keeps its own answer.")


class _Reasoned(Worded):
    """What every finding of crime or none answers: the freedom-of-expression record, and why."""

    def ask_expression(self) -> None:
        """Add the factors of the day."""
        for factor in factors(timezone.localdate()):
            answers = [(answer.id, answer.label) for answer in factor.answers]
            self.ask(factor.id, factor.question, answers, hint=factor.hint)

    def ask_reasons(self) -> None:
        """Add the question why."""
        self.fields["reasons"] = CleanCharField(
            label=gettext("What are your reasons?"), lines=5, max_length=LONG,
            hint=gettext("In your own words. They are kept with the decision and can be disclosed."),
        )  # fmt: skip
        self.fields["reasons"].error_messages["required"] = gettext("Give your reasons")


class Why(_Reasoned):
    """What shows each element of the chosen offences, the freedom-of-expression record, and the reasons.

    Where nobody else signs and the facts name a force (`offer_to`), the line of enquiry and the package are asked
    for here too, so that one confirmation decides and offers.
    """

    chosen: tuple[Offence, ...]
    offer_to: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matrix = [(each, [element_field(each.id, part.id) for part in each.elements]) for each in self.chosen]
        for each in self.chosen:
            words = _("Each of them: %(answer)s") % {"answer": dict(SHOWN_BY)["post"]}
            self.fields[all_field(each.id)] = Confirmed(label=words, required=False, hint=EACH_HINT)
            for part in each.elements:
                self.ask(element_field(each.id, part.id), part.text, SHOWN_BY)  # type: ignore[arg-type]
        self.ask_expression()
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
        """Give the elements that are left out the one answer that was given for all of their offence."""
        said = self.cleaned_data
        for each, names in self.matrix:
            for name in names if said.get(all_field(each.id)) else ():
                if not said.get(name) and not (said.get(more_of(name)) or "").strip():
                    said[name] = "post"
        return super().clean()


class NotCrime(_Reasoned):
    """Why it is none, what becomes of it by the policy of the day, and whether the case ends with a letter now."""

    policy: Policy

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = closing_reason(LETTER, timezone.localdate())
        self.fields["strands"] = _characteristics()
        self.ask_expression()
        options = [Option(option.id, option.label) for option in self.policy.options]
        self.fields["disposition"] = OneOf(options, label=gettext("What becomes of it?"))
        self.fields["disposition"].error_messages["required"] = gettext("Say what becomes of it")
        answers = [Option("yes", _("Yes")), Option("no", _("No")), Option("not_known", _("Not known"))]
        for test in self.policy.tests:
            asked = OneOf(answers, label=test.question, inline=True, required=False, initial="not_known")
            self.fields[f"test-{test.id}"] = asked
        self.ask_reasons()
        self.fields["closing_reason"] = OneOf(
            [*reasons_for("not a crime"), Option("open", _("Keep the case open for now"), apart=True)],
            label=gettext("Does the case end here? The complainant's letter is worded from this."),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse what the policy does not allow on these answers; take the letter of the button that was pressed."""
        cleaned = super().clean()
        pressed, chosen_letter = self.data.get(CLOSE_AS, ""), cleaned.get("closing_reason") or ""
        if pressed and chosen_letter not in ("", pressed):
            self.add_error("closing_reason", _("You chose another letter here. Press “Decide as chosen here”"))
        elif pressed == LETTER:
            cleaned["closing_reason"] = pressed
        elif not chosen_letter and "closing_reason" not in self.errors:
            self.add_error("closing_reason", _("Say whether the case ends here"))
        said = {test.id: cleaned.get(f"test-{test.id}") or "not_known" for test in self.policy.tests}
        follows = what_follows(self.policy, said)
        open_to = {option.id: option for option in follows.options}
        chosen = cleaned.get("disposition")
        if chosen and chosen not in open_to:
            self.add_error("disposition", _("On these answers the policy does not allow this"))
        elif chosen and open_to[chosen].subject_data == "when_thresholds_met" and not follows.subject_may_be_named:
            self.add_error("disposition", _("On these answers no subject may be named"))
        return cleaned


class NeedMore(Form):
    """What is needed, and why."""

    reasons = CleanCharField(
        label=_("What is needed, and why?"), lines=5, max_length=LONG,
        hint=_("In your own words. They are kept with the decision and can be disclosed."),
    )  # fmt: skip


def steps(kept: Mapping[str, Any], today: date, *, offer_to: str = "") -> list[Step]:
    """Return the question pages for a decision, given what was said of the offences (`kept`, as a form holds it).

    `offer_to` is the name of the force to which the case can be offered with the decision.
    """
    crime = Crime(kept or None)
    chosen = tuple(
        each for each in offences(crime.on) if kept and crime.is_valid() and each.id in crime.cleaned_data["offences"]
    )
    return [
        Step("finding", _("Crime or not"), Finding, STEP),
        Step("crime", _("Which offences?"), Crime, STEP, when=_found("crime")),
        Step("why", _("Why is it a crime?"), _bound(Why, chosen=chosen, offer_to=offer_to), STEP, when=_found("crime")),
        Step(
            "not-a-crime",
            _("Why is it not a crime?"),
            _bound(NotCrime, policy=policy(today)),
            STEP,
            when=_found("not a crime"),
        ),
        Step("need-more", _("More is needed"), NeedMore, STEP, when=_found("need more")),
    ]


def _found(finding: str) -> Any:
    return lambda answers: answers.get("finding") == finding


def _bound(form: type[Form], **about: Any) -> type[Form]:
    return type(form.__name__, (form,), about)


def tests_said(answers: Mapping[str, Any], on: date) -> str:
    """Return the policy's questions with the answers, to stand under the reasons: they are a part of them."""
    words = {"yes": _("yes"), "no": _("no"), "not_known": _("not known")}
    said = [
        f"{test.question} {words[answers[f'test-{test.id}']]}"
        for test in policy(on).tests
        if answers.get(f"test-{test.id}") in words
    ]
    return "\n".join(said)


def elements_said(answers: Mapping[str, Any], on: date) -> dict[str, dict[str, str]]:
    """Return what shows each element of each chosen offence, as the action takes it."""
    chosen = answers.get("offences", [])
    return {
        each.id: {part.id: answers.get(said_of(element_field(each.id, part.id)), "") for part in each.elements}
        for each in offences(on)
        if each.id in chosen
    }


def expression_said(answers: Mapping[str, Any], on: date) -> dict[str, str]:
    """Return the answer to each factor of the freedom-of-expression record, as the action takes it."""
    return {factor.id: answers[said_of(factor.id)] for factor in factors(on) if answers.get(said_of(factor.id))}
