"""The pages of an assessment about people: how many, each victim, the ages of suspects."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.closing import strand_options
from upstander.faces.desk.forms.of_facts import OfFacts, Whole, answer_to, said_of, shows
from upstander.faces.kit.decided import person
from upstander.faces.kit.forms import ManyOf, Option
from upstander.law.facts.document import OLDEST
from upstander.law.facts.features import of

BY = {
    "victim": _("The victim"),
    "witness": _("A witness"),
    "reporter": _("Who reported it"),
    "officer": _("An officer"),
    "other": _("Others"),
}
MOST_PEOPLE = 20


class People(OfFacts):
    """How many victims and suspects are known."""

    victims = Whole(0, MOST_PEOPLE, label=_("How many victims are known by now?"))
    suspects = Whole(
        0, MOST_PEOPLE, label=_("How many accounts or people did it, as far as is known?"),
        hint=_("Each gets a number. No name is asked for here, and none is needed."),
    )  # fmt: skip

    def held(self) -> dict[str, Any]:
        """Return how many there are."""
        return {name: len(self.facts.get(name) or ()) for name in self.base_fields}

    def put(self, facts: dict[str, Any]) -> None:
        """Number those that are new; those beyond the number are left out, and stand in the earlier facts."""
        for name, word in (("victims", "victim"), ("suspects", "suspect")):
            rows = list(facts.get(name) or ())[: self.cleaned_data[name] or 0]
            rows += [{"label": f"{word} {n}"} for n in range(len(rows) + 1, (self.cleaned_data[name] or 0) + 1)]
            facts[name] = rows


class Victim(OfFacts):
    """One victim: age, what is perceived and by whom, and apart from it what hostility is evidenced."""

    number: int
    """Counted from one."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        strands = [Option(each.value, each.text) for each in strand_options(timezone.localdate())]
        self.fields["age"] = Whole(
            0, OLDEST, label=gettext("Age in years"), hint=gettext("Leave it empty if it is not known.")
        )
        self.fields["perceived"] = ManyOf(
            strands, label=gettext("Hostility to which characteristics is perceived?"), required=False,
            hint=gettext("Perception flags the record. It proves nothing. Choose none if there is none."),
        )  # fmt: skip
        self.fields["by"] = ManyOf(
            [Option(*each) for each in BY.items()], label=gettext("Who perceives it?"), required=False
        )
        shown = [(each.value, each.text) for each in strands if each.value not in ("other", "not_sure")]
        evidence = (
            ("demonstrated", gettext("Evidence that hostility was shown at the time, or just before or after"), ""),
            ("motivated", gettext("Evidence that hostility moved the person, wholly or in part"), ""),
            (
                "neither",
                gettext("Looked for, and no evidence found"),
                gettext("It may be said later that it was looked for."),
            ),
        )
        for name, label, hint in evidence:
            self.fields[name] = ManyOf([Option(*each) for each in shown], label=label, hint=hint, required=False)
        for feature in of("victim"):
            self.fields[feature.id] = answer_to(feature)

    def held(self) -> dict[str, Any]:
        """Return what is known of this victim."""
        row = self._row(self.facts)
        hostility, shows = row.get("hostility") or (), row.get("shows") or {}
        perceived = row.get("perceived") or ()
        return {
            "age": row.get("age"),
            "perceived": [each["strand"] for each in perceived],
            "by": list(dict.fromkeys(by for each in perceived for by in each.get("by") or ())),
            "demonstrated": [each["strand"] for each in hostility if each.get("demonstrated")],
            "motivated": [each["strand"] for each in hostility if each.get("motivated")],
            "neither": [
                each["strand"] for each in hostility if each.get("demonstrated") is each.get("motivated") is False
            ],
            **{each.id: said_of(shows.get(each.id)) for each in of("victim")},
        }

    def clean(self) -> dict[str, Any]:
        """Refuse evidence of hostility that was looked for and not found."""
        cleaned = super().clean()
        both = {*(cleaned.get("demonstrated") or ()), *(cleaned.get("motivated") or ())} & {
            *(cleaned.get("neither") or ())
        }
        if both:
            self.add_error("neither", _("Evidence is chosen above for what is said here not to be evidenced"))
        if (cleaned.get("by") or ()) and not cleaned.get("perceived"):
            self.add_error("perceived", _("Say what is perceived, or leave out who perceives it"))
        return cleaned

    def put(self, facts: dict[str, Any]) -> None:
        """Put each strand as its own line."""
        said, row = self.cleaned_data, self._row(facts)
        shown, moved, neither = (set(said[name]) for name in ("demonstrated", "motivated", "neither"))
        row.pop("age", None)
        if said["age"] is not None:
            row["age"] = said["age"]
        row["perceived"] = [{"strand": strand, "by": list(said["by"])} for strand in said["perceived"]]
        row["hostility"] = [
            {"strand": strand, "demonstrated": False, "motivated": False}
            if strand in neither
            else {"strand": strand, "demonstrated": strand in shown or None, "motivated": strand in moved or None}
            for strand in sorted(shown | moved | neither)
        ]
        row["shows"] = shows(row.get("shows"), {each.id: said[each.id] for each in of("victim")})

    def _row(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = facts["victims"][self.number - 1]
        return row


class Suspects(OfFacts):
    """The age of each suspect on the day of the conduct: below eighteen another way is taken."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for number, row in enumerate(self.facts.get("suspects") or (), 1):
            self.fields[f"age-{number}"] = Whole(
                0, OLDEST, label=gettext("%(label)s: age in years on the day") % {"label": person(row["label"])},
                hint=gettext("Leave it empty if it is not known."),
            )  # fmt: skip

    def held(self) -> dict[str, Any]:
        """Return the ages that are known."""
        return {f"age-{number}": row.get("age") for number, row in enumerate(self.facts.get("suspects") or (), 1)}

    def put(self, facts: dict[str, Any]) -> None:
        """Put the ages; what is not known is left out."""
        for number, row in enumerate(facts.get("suspects") or (), 1):
            row.pop("age", None)
            if self.cleaned_data[f"age-{number}"] is not None:
                row["age"] = self.cleaned_data[f"age-{number}"]
