"""The words for what is reviewed: kinds, acts done alone, chosen reasons."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.reasons import WORDS
from upstander.faces.desk.forms.releasing import GROUNDS

KINDS = {
    "glass": _("Broke the glass of a restricted case"),
    "conflict": _("Asked for a case with a declared connection"),
    "alone": _("Acted alone where two are wanted"),
    "time_limit": _("A time limit passed without a charge"),
}
ACTS: dict[str, object] = {
    "export": _("Export a list of cases"),
    "unseal": _("Open a withheld file"),
    "end_withholding": _("Withhold a file no longer"),
    "erase": _("Erase a report"),
    "release_alone": _("Release an evidence package"),
}
"""Acts that may be done alone, by their code in law.access; the face that offers them adds its words here."""

PAGES = {
    "desk:case": _("Overview"),
    "desk:reports": _("Reports"),
    "desk:timeline": _("Timeline"),
    "desk:decision": _("Decision"),
    "desk:limits": _("Time limits"),
    "desk:force": _("Force"),
    "desk:package": _("Package"),
    "desk:notes": _("Notes"),
    "desk:identity": _("Who reported this"),
    "desk:glass": _("The page that asks for a reason"),
    "desk:compare": _("Two reports compared"),
}
"""Pages that may be opened behind the glass."""


def reason_words(code: str) -> str:
    """Return the words of a chosen reason, or nothing."""
    words = {**WORDS, **{str(ground): said for ground, said in GROUNDS.items()}}
    return gettext(str(words[code])) if code in words else ""
