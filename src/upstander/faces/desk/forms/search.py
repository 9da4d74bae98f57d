"""The search box."""

from django.utils.translation import gettext_lazy as _

from upstander.engines.finding.asking import LONGEST
from upstander.faces.kit.forms import CleanCharField, Form


class SearchBox(Form):
    """One box for references, accounts, links, words and postcodes."""

    typed = CleanCharField(
        label=_("What are you looking for?"), max_length=LONGEST, missing=_("Enter what you are looking for"),
        hint=_("A reference, an account name, a link, words or a postcode."),
    )  # fmt: skip
