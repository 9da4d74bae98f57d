"""The questions of a threshold decision in order: finding, offences, what shows them, strands, expression, reasons."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upstander.duties.assessment.threshold import NOT_SHOWN
from upstander.faces.desk.forms.closing import offer, strand_options
from upstander.faces.kit.forms import CleanCharField, DateField, Form, ManyOf, OneOf, Option
from upstander.faces.kit.wizard import Step
from upstander.law.disposition import Policy, policy, what_follows
from upstander.law.expression import factors
from upstander.law.offences import Offence, offences

LONG = 5_000
STEP = "desk/decide_step.html"
MODES = {
    "summary": _("summary only"),
    "either_way": _("either way"),
    "indictable": _("indictable only"),
    "anticipated": _("as the offence it anticipates"),
}


class Finding(Form):
    """Crime or not, and the day of the conduct, which decides which law is asked."""

    finding = OneOf(
        [
            Option("crime", _("A crime"), hint=_("On the balance of probabilities, an offence was committed.")),
            Option("not a crime", _("Not a crime")),
            Option(
                "need more", _("More is needed to decide"), hint=_("The case stays with you; the complainant is told.")
            ),
        ],
        label=_("What do you find?"),
    )
    conduct_on = DateField(
        label=_("On which day was it posted or said?"), required=False,
        hint=_("The law of that day is asked. Leave it empty if it is not known: the law of today is asked then."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conduct_on"].latest = timezone.localdate()  # type: ignore[attr-defined]


GROUPS = (
    ("communications", _("Communications: a supervisor other than you signs off")),
    ("incitement", _("Stirring up and encouraging: a senior investigator decides")),
    ("plain", _("Threats, harassment, public order and others")),
)


def group_of(each: Offence) -> str:
    """Return the group in which an offence is offered: who must sign it off."""
    return "communications" if each.communications else "incitement" if each.incitement else "plain"


class Offences(Form):
    """Which offences; those in force on the day of the conduct, grouped by who must sign them off."""

    on: date

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in GROUPS:
            options = [_offence(each) for each in offences(self.on) if group_of(each) == code]
            if options:
                self.fields[code] = ManyOf(options, label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one offence, and say them together as `offences`."""
        cleaned = super().clean()
        cleaned["offences"] = [code for name, _label in GROUPS for code in cleaned.get(name) or []]
        if not cleaned["offences"]:
            raise forms.ValidationError(_("Choose at least one offence"))
        return cleaned


def _offence(each: Offence) -> Option:
    parts = [f"{each.act}, {each.section}", str(MODES.get(each.mode, each.mode)), each.maximum]
    if each.consent:
        parts.append(str(_("consent: %(who)s") % {"who": each.consent}))
    return Option(each.id, each.title, hint=" · ".join(parts))


class Elements(Form):
    """What shows each element of one offence."""

    offence: Offence

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("What shows this, or “%(words)s”.") % {"words": NOT_SHOWN}
        for element in self.offence.elements:
            missing = _("Say what shows this, or “%(words)s”: %(element)s") % {
                "words": NOT_SHOWN,
                "element": element.text,
            }
            self.fields[element_field(self.offence.id, element.id)] = CleanCharField(
                label=element.text, hint=hint, lines=2, max_length=LONG, missing=missing
            )
        _say_what_is_missing(self)


def element_field(offence: str, element: str) -> str:
    """Return the name of the question about one element of one offence."""
    return f"{offence}--{element}"


class Strands(Form):
    """Which characteristics."""

    strands = ManyOf(
        [], label=_("Which characteristics is it hostile to?"), required=False,
        hint=_("As the victim or any other person perceives it. Choose none if there is none."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "strands", strand_options(timezone.localdate()))


class Disposition(Form):
    """What becomes of a matter that is not a crime, by the questions of the policy of the day."""

    policy: Policy

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [Option("yes", _("Yes")), Option("no", _("No")), Option("not_known", _("Not known"))]
        for test in self.policy.tests:
            self.fields[f"test-{test.id}"] = OneOf(answers, label=test.question, inline=True)
        options = [Option(option.id, option.label) for option in self.policy.options]
        self.fields["disposition"] = OneOf(options, label=_("What becomes of it?"))
        _say_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        """Refuse what the policy does not allow on these answers."""
        cleaned = super().clean()
        said = {test.id: str(cleaned.get(f"test-{test.id}", "")) for test in self.policy.tests}
        follows = what_follows(self.policy, said)
        open_to = {option.id: option for option in follows.options}
        chosen = cleaned.get("disposition")
        if chosen and chosen not in open_to:
            self.add_error("disposition", _("On these answers the policy does not allow this"))
        elif chosen and open_to[chosen].subject_data == "when_thresholds_met" and not follows.subject_may_be_named:
            self.add_error("disposition", _("On these answers no subject may be named"))
        return cleaned


class Expression(Form):
    """The freedom-of-expression record: each factor answered in the decider's own words."""

    on: date

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for factor in factors(self.on):
            self.fields[factor.id] = CleanCharField(
                label=factor.question, hint=factor.hint, lines=3, max_length=LONG, min_length=3
            )
        _say_what_is_missing(self)


class Reasons(Form):
    """Why."""

    reasons = CleanCharField(
        label=_("What are your reasons?"), lines=6, max_length=LONG,
        hint=_("In your own words. They are kept with the decision and can be disclosed."),
    )  # fmt: skip


def _say_what_is_missing(form: Form) -> None:
    """Give questions that were added to a form its words for an answer left out."""
    for field in form.fields.values():
        default = _("Answer the question “%(question)s”") % {"question": field.label}
        field.error_messages["required"] = getattr(field, "missing", None) or default


def steps(kept: Mapping[str, Any], today: date) -> list[Step]:
    """Return the question pages for a decision, given what the first page says of the day of the conduct."""
    first = Finding(kept or None)
    on = (first.cleaned_data.get("conduct_on") if kept and first.is_valid() else None) or today
    crime = _found("crime")
    made = [
        Step("finding", _("Crime or not"), Finding, STEP),
        Step("offences", _("Which offences?"), _bound(Offences, on=on), STEP, when=crime),
    ]
    made += [
        Step(f"offence-{each.id}", each.title, _bound(Elements, offence=each), STEP, when=_chose(each.id))
        for each in offences(on)
    ]
    none_found = _found("not a crime")
    return [
        *made,
        Step("strands", _("Which characteristics is it hostile to?"), Strands, STEP),
        Step("disposition", _("What becomes of it?"), _bound(Disposition, policy=policy(today)), STEP, when=none_found),
        Step(
            "expression",
            _("Freedom of expression"),
            _bound(Expression, on=today),
            STEP,
            when=_found("crime", "not a crime"),
        ),
        Step("reasons", _("Reasons"), Reasons, STEP),
    ]


def _found(*findings: str) -> Any:
    return lambda answers: answers.get("finding") in findings


def _chose(offence: str) -> Any:
    return lambda answers: answers.get("finding") == "crime" and offence in answers.get("offences", [])


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
        each.id: {element.id: answers.get(element_field(each.id, element.id), "") for element in each.elements}
        for each in offences(on)
        if each.id in chosen
    }
