"""What is asked to restrict a case, to declare a connection and to review what was done."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.reasons import REASON
from upstander.faces.kit.forms import CleanCharField, Form, ManyOf, OneOf, Option
from upstander.record.cases.models import Connection
from upstander.record.people.models import User

Kind = Connection.Kind
KINDS = {
    Kind.NAME: _("A person's name"),
    Kind.EMAIL: _("An email address"),
    Kind.PHONE: _("A telephone number"),
    Kind.POSTCODE: _("An address"),
    Kind.HANDLE: _("A social media account"),
    Kind.CASE: _("A case"),
}
"""The words for what somebody may have a connection to."""
_HINTS = {
    Kind.NAME: _("First and last name"),
    Kind.POSTCODE: _("With its full postcode: everything there is closed to you"),
    Kind.HANDLE: _("Its name, with or without @"),
}


class Restrict(Form):
    """Who may work on the case, and why nobody else."""

    members = ManyOf([], label=_("Who may work on this case?"), required=False, hint=_("Its owner always may."))
    reason = CleanCharField(
        label=_("Why is it restricted?"), lines=3, max_length=REASON, hint=_("Only its members read this.")
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "members", people)


class Member(Form):
    """Somebody who may work on the case as well."""

    user = OneOf([], select=True, label=_("Who may work on this case as well?"))
    reason = CleanCharField(label=_("Reason"), lines=2, max_length=REASON, required=False)

    def __init__(self, *args: Any, people: Iterable[User], needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed
        _offer(self, "user", people)


class Declare(Form):
    """Whom or what somebody knows."""

    kind = OneOf(
        [Option(kind, words, hint=_HINTS.get(kind, "")) for kind, words in KINDS.items() if kind != Kind.CASE],
        label=_("What do you have a connection to?"),
    )
    said = CleanCharField(
        label=_("What is it?"), max_length=300, hint=_("Kept encrypted. You and supervisors can read it.")
    )
    how = CleanCharField(label=_("How are you connected?"), lines=2, max_length=REASON, required=False)


class Found(Form):
    """What a supervisor found on something that was done."""

    proper = OneOf(
        [Option("yes", _("Proper")), Option("no", _("Not proper"))], label=_("Was this proper?"), inline=True
    )
    words = CleanCharField(
        label=_("What did you find?"), lines=4, max_length=REASON, hint=_("It is kept with the review.")
    )


def _offer(form: Form, name: str, people: Iterable[User]) -> None:
    field: Any = form.fields[name]
    chosen = [(str(user.pk), user.name) for user in people]
    field.options = tuple(Option(value, text) for value, text in chosen)
    field.choices = [("", _("Choose")), *chosen] if isinstance(field, OneOf) else chosen
