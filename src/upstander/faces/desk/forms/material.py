"""What is asked when an officer adds something to a case: the thing itself, how they came by it, how it was caught."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.duties.intake.submission import SaidPost, SentFile, Submission
from upstander.faces.desk.forms.capturing import LABELS, Captured, check_time
from upstander.faces.desk.forms.reasons import REASON
from upstander.faces.kit.forms import CleanCharField, FilesField, Form, LinksField
from upstander.record.cases.capturing import ALL

OF_CAPTURE = (
    "what", "captured_local", "captured_zone", "captured_which", "clock", "captured_by", "tool", "settings",
    "signed_in_as", "method", "completeness", "notes",
)  # fmt: skip
NOTE, PLACE = 5_000, 200


class Material(Form):
    """Posts and files for a case."""

    uploads = FilesField(
        label=_("Files"), required=False,
        hint=_("Screenshots, videos, saved pages, PDF, e-mails, web archives, bundles, platforms' answers."),
    )  # fmt: skip
    links = LinksField(
        label=_("Links to the posts"), required=False, max_links=20,
        hint=_("One a line. They are kept as text and never opened."),
    )  # fmt: skip
    text = CleanCharField(label=_("Words of the first post"), required=False, lines=4, max_length=20_000)
    found_how = CleanCharField(
        label=_("How did you come by it?"), lines=3, max_length=NOTE,
        hint=_("What you searched or asked for, and what you did not do."),
    )  # fmt: skip
    authority = CleanCharField(
        label=_("Under what authority?"), max_length=PLACE,
        hint=_("For example: open source, no authority needed; consent; or the reference of the request."),
    )  # fmt: skip
    reason = CleanCharField(
        label=_("Why is it added now?"), required=False, lines=2, max_length=REASON,
        hint=_("Needed where the case was decided or sent already."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_CAPTURE:
            self.fields[name] = Captured.base_fields[name].__deepcopy__({})
            self.fields[name].label = LABELS[name]

    def clean(self) -> dict[str, Any]:
        """Ask for something to keep, and for a time that can be read."""
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("uploads", "links", "text")) and "uploads" not in self.errors:
            self.add_error(None, _("Give a link, the words of a post or a file"))
        check_time(self, "captured", cleaned)
        return cleaned

    def submission(self, files: tuple[SentFile, ...]) -> Submission:
        """Return what the form says as every report is handed in."""
        said = self.cleaned_data
        links = said["links"] or []
        first = SaidPost(link=links[0] if links else "", text=said["text"])
        posts = [first] if first.link or first.text else []
        return Submission(
            posts=(*posts, *(SaidPost(link=link) for link in links[1:])), files=files, told_as="officer",
            found_how=said["found_how"], authority=said["authority"],
        )  # fmt: skip

    def said(self) -> dict[str, str]:
        """Return the answers by the fields of the capture record."""
        return {name: self.cleaned_data.get(name) or "" for name in ALL if name in OF_CAPTURE} | {"capacity": "officer"}
