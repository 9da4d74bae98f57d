"""Which acts a timeline shows: all but looks where nothing is chosen."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import Form, ManyOf, Option

KINDS = {
    "decisions": _("Decisions"),
    "contact": _("Contact with people and forces"),
    "work": _("Other work"),
    "looks": _("Looks, by whoever looked"),
}
USUAL = ("decisions", "contact", "work")


class Shown(Form):
    """The kinds of acts to show."""

    kind = ManyOf([Option(*each) for each in KINDS.items()], label=_("Show"), required=False)

    def kinds(self) -> tuple[str, ...]:
        """Return what is to be shown; what is no kind is as if nothing had been chosen."""
        chosen = self.cleaned_data.get("kind") if self.is_valid() else None
        return tuple(chosen) if chosen else USUAL

    def page(self) -> int:
        """Return the number of the page asked for."""
        number = str(self.data.get("page", ""))
        return int(number) if number.isascii() and number.isdecimal() and 0 < int(number[:6]) < 100_000 else 1

    def query(self) -> str:
        """Return what was chosen as an address holds it, to be kept from page to page."""
        query = QueryDict(mutable=True)
        query.setlist("kind", [kind for kind in self.kinds() if self.kinds() != USUAL])
        return query.urlencode()
