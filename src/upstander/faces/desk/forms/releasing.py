"""What a second person says of a sealed package: of each kind of finding, and whether it may leave."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from upstander.duties.evidence.models import Finding, Release
from upstander.duties.evidence.releasing import Answered
from upstander.faces.desk.forms.reasons import REASON
from upstander.faces.kit.forms import CleanCharField, Form, ManyOf, OneOf, Option

KINDS: Mapping[str, Any] = {
    "identity": _("Names somebody who reported, or how to reach them"),
    "author": _("Says who made or changed it"),
    "device": _("Says with which single device it was made"),
    "place": _("Says where it was taken"),
    "hidden": _("Holds something that is not seen when it is opened"),
    "tracked": _("Holds tracked changes"),
    "comment": _("Holds comments"),
    "unread": _("Could not be read, or not to its end"),
}
"""The words of the kinds of findings."""
KEEP, OUT = "keep", "out"
RELEASE, RETURN = "release", "return"
GROUNDS = {
    Release.Ground.DANGER: _("Somebody is in danger"),
    Release.Ground.SURGE: _("A surge: nobody else can look at it in time"),
}


class Releasing(Form):
    """An answer for each kind of finding, then whether the package leaves. Alone: on which ground."""

    answer = OneOf(
        [
            Option(RELEASE, _("Release it: the force may fetch it")),
            Option(RETURN, _("Return it to the officer")),
        ],
        label=_("May this version leave the hub?"),
    )
    ground = OneOf([Option(code, words) for code, words in GROUNDS.items()], label=_("Why alone?"))
    reason = CleanCharField(
        label=_("Reason"), lines=3, max_length=REASON, required=False,
        hint=_("Needed where you return it or release it alone. It is kept."),
    )  # fmt: skip

    def __init__(self, *args: Any, findings: Sequence[Finding], alone: bool, **kwargs: Any) -> None:
        self.groups: dict[str, list[Finding]] = {}
        for row in findings:
            if not row.bars:
                self.groups.setdefault(row.kind, []).append(row)
        own = dict(type(self).base_fields)
        for name in ("answer",) if alone else ("ground",):
            del own[name]
        asked: dict[str, Any] = {}
        for kind, rows in self.groups.items():
            asked |= _questions(kind, rows)
        self.base_fields = {**asked, **own}  # type: ignore[misc]  # questions of this form alone
        self.reveals = {f"{kind}_stays": {OUT: [f"{kind}_which"]} for kind in self.groups}
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[int, Answered]:
        """Return what was said to each finding, by its number; ticking none leaves out all of a kind."""
        said: dict[int, Answered] = {}
        for kind, rows in self.groups.items():
            out = self.cleaned_data[f"{kind}_stays"] == OUT
            which = set(self.cleaned_data.get(f"{kind}_which") or [])
            reason = self.cleaned_data[f"{kind}_why"]
            for row in rows:
                leaves = out and (not which or str(row.number) in which)
                said[row.number] = Answered(keep=not leaves, reason=reason)
        return said


def _questions(kind: str, rows: Sequence[Finding]) -> dict[str, Any]:
    words = KINDS.get(kind, kind)
    return {
        f"{kind}_stays": OneOf(
            [Option(KEEP, _("It stays in the package")), Option(OUT, _("It is left out of the next version"))],
            label=words,
        ),
        f"{kind}_which": ManyOf(
            [Option(str(row.number), f"{row.place}: {row.what}") for row in rows],
            label=_("Which are left out? Tick none for all"), required=False,
        ),
        f"{kind}_why": CleanCharField(
            label=format_lazy("{}: {}", words, _("why may it stay?")), lines=2, max_length=REASON, required=False,
            hint=_("Such as: the original is evidence, and goes to the force that investigates and to nobody else."),
        ),
    }  # fmt: skip
