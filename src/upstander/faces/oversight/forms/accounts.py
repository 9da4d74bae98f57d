"""The questions that administrators answer: accounts, organisations, tokens, the hub."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from upstander.duties.oversight.actions.make_user import ROLES as ROLES_THERE_ARE
from upstander.duties.oversight.actions.set_hub import MOST_LOOKS
from upstander.faces.kit.forms import CleanCharField, EmailField, Form, OneOf, Option
from upstander.faces.oversight.wording import ORGANISATIONS, ROLES
from upstander.record.people.models import HubProfile, Organisation

SCOPES = {HubProfile.Scope.NATIONAL.value: _("National"), HubProfile.Scope.FORCE.value: _("Of one force")}


class Find(Form):
    """Whom to find."""

    name = CleanCharField(label=_("Name or email address"), required=False, max_length=120)
    role = OneOf([], select=True, label=_("Role"), required=False)
    state = OneOf(
        [Option("open", _("Open")), Option("closed", _("Closed"))], select=True, label=_("State"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Any")), *_roles()]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("Any")), ("open", _("Open")), ("closed", _("Closed"))]  # type: ignore[attr-defined]


class _Placed(Form):
    """A role in an organisation."""

    role = OneOf([], select=True, label=_("Role"))
    organisation = OneOf([], select=True, label=_("Organisation"))

    def __init__(self, bodies: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Choose")), *((str(body.pk), body.name) for body in bodies)]
        self.fields["role"].choices = [("", _("Choose")), *_roles()]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = offered  # type: ignore[attr-defined]


class Account(_Placed):
    """A new account."""

    name = CleanCharField(label=_("Name"), max_length=120)
    email = EmailField(label=_("Work email address"), hint=_("They sign in with it."))
    field_order = ("name", "email", "role", "organisation")


class Placed(_Placed):
    """Another role or organisation for an account."""


class Body(Form):
    """A new organisation."""

    name = CleanCharField(label=_("Name"), max_length=200)
    code = CleanCharField(
        label=_("Code"), max_length=40, width="govuk-input--width-20",
        hint=_("For a force, its code in the tables of places, such as E23000010. Otherwise a short word of your own."),
    )  # fmt: skip
    kind = OneOf([Option(kind, ORGANISATIONS[kind]) for kind in Organisation.Kind.values], label=_("Kind"))
    email = EmailField(
        label=_("Email address of the office (optional)"),
        required=False,
        hint=_("Offers are announced there."),
    )


class NewToken(Form):
    """A new token."""

    organisation = OneOf([], select=True, label=_("Organisation"))
    label = CleanCharField(label=_("Which machine uses it?"), max_length=80)

    def __init__(self, bodies: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Choose")), *((str(body.pk), body.name) for body in bodies)]
        self.fields["organisation"].choices = offered  # type: ignore[attr-defined]


def _in_range(said: str) -> None:
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= MOST_LOOKS):
        raise ValidationError(_("Enter a number from 1 to %(most)d") % {"most": MOST_LOOKS})


class Hub(Form):
    """What hub this is."""

    organisation = OneOf([], select=True, label=_("Organisation of the hub"))
    scope = OneOf([Option(value, words) for value, words in SCOPES.items()], label=_("How far it reaches"))
    force = CleanCharField(
        label=_("Code or name of its force (only for the hub of one force)"), required=False, max_length=40,
        width="govuk-input--width-20",
    )  # fmt: skip
    holding_force = CleanCharField(
        label=_("Code or name of the force that holds what nobody can place"), required=False, max_length=40,
        width="govuk-input--width-20",
    )  # fmt: skip
    daily_looks = CleanCharField(
        label=_("After how many looks at distressing content in one day does an officer pause?"), max_length=4,
        width="govuk-input--width-4", widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        initial=str(HubProfile._meta.get_field("daily_looks").default),
        hint=_("Each report, picture or original that is asked for is one. A supervisor can lift it for a day."),
        validators=[_in_range],
    )  # fmt: skip

    def __init__(self, bodies: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Choose")), *((str(body.pk), body.name) for body in bodies)]
        self.fields["organisation"].choices = offered  # type: ignore[attr-defined]

    def clean_daily_looks(self) -> int:
        """Return the number that was written."""
        return int(self.cleaned_data["daily_looks"])


def _roles() -> list[tuple[str, Any]]:
    return [(role.value, ROLES[role.value]) for role in ROLES_THERE_ARE]
