"""The pages of an assessment about people: how many, each victim, the ages of suspects."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.closing import strand_options
from upstander.faces.desk.forms.of_facts import OfFacts, Whole, answer_to, said_of, shows
from upstander.faces.desk.forms.strands import START, faiths_chosen, faiths_targeted
from upstander.faces.kit.decided import person
from upstander.faces.kit.forms import ManyOf, Option
from upstander.law.facts import Feature
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

    kept: Collection[str]
    """The parts of the facts that somebody has set down; of the others, which the reports say, any may be left out."""

    def held(self) -> dict[str, Any]:
        """Return how many there are."""
        return {name: len(self.facts.get(name) or ()) for name in self.base_fields}

    def clean(self) -> dict[str, Any]:
        """Refuse to leave out people of whom something is known: nothing is lost without a word."""
        cleaned = super().clean()
        for name in self.base_fields:
            rows = list(self.facts.get(name) or ())
            number = cleaned.get(name)
            lost = [row for row in rows[number:] if _is_known(row)] if name in self.kept and number is not None else []
            if lost:
                labels = ", ".join(person(row["label"]) for row in lost)
                self.add_error(
                    name, _("There are answers about %(people)s. Take them back first.") % {"people": labels}
                )
        return cleaned

    def put(self, facts: dict[str, Any]) -> None:
        """Number those that are new; a box that is left empty changes nothing."""
        for name, word in (("victims", "victim"), ("suspects", "suspect")):
            number = self.cleaned_data[name]
            if number is None:
                continue
            rows = list(facts.get(name) or ())[:number]
            rows += [{"label": f"{word} {n}"} for n in range(len(rows) + 1, number + 1)]
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
        people = [Option(*each) for each in BY.items()]
        for each in strands:
            self.fields[by_field(each.value)] = ManyOf(people, label=gettext("Who perceives it?"), required=False)
        asked = faiths_targeted()
        self.fields.update(asked)
        under = {each.value: (by_field(each.value), f"{START}{each.value}") for each in strands}
        self.reveals = {
            "perceived": {id: [name for name in names if name in self.fields] for id, names in under.items()}
        }
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
            **{by_field(each["strand"]): each.get("by") or [] for each in perceived},
            **faiths_chosen(id for each in perceived for id in each.get("faiths") or ()),
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
        return cleaned

    def put(self, facts: dict[str, Any]) -> None:
        """Put each strand as its own line."""
        said, row = self.cleaned_data, self._row(facts)
        shown, moved, neither = (set(said[name]) for name in ("demonstrated", "motivated", "neither"))
        row.pop("age", None)
        if said["age"] is not None:
            row["age"] = said["age"]
        row["perceived"] = [
            {"strand": strand, "by": list(said.get(by_field(strand)) or ()), **_targeted(said, strand)}
            for strand in said["perceived"]
        ]
        held = {each["strand"]: each for each in row.get("hostility") or ()}
        row["hostility"] = [
            {
                "strand": strand,
                "demonstrated": _evidenced(
                    strand in shown, strand in neither, held.get(strand, {}).get("demonstrated")
                ),
                "motivated": _evidenced(strand in moved, strand in neither, held.get(strand, {}).get("motivated")),
            }
            for strand in sorted(shown | moved | neither)
        ]
        row["shows"] = shows(row.get("shows"), {each.id: said[each.id] for each in of("victim")})

    def _row(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = facts["victims"][self.number - 1]
        return row


def _is_known(row: Mapping[str, Any]) -> bool:
    return any(value not in (None, [], {}) for name, value in row.items() if name != "label")


def _targeted(said: Mapping[str, Any], strand: str) -> dict[str, list[str]]:
    """Return the faiths perceived as targeted as a row of the facts holds them; nothing where nobody says."""
    chosen = list(said.get(f"{START}{strand}") or ())
    return {"faiths": chosen} if chosen else {}


def by_field(strand: str) -> str:
    """Return the name of the question who perceives hostility on a strand."""
    return f"by-{strand}"


def _evidenced(chosen: bool, denied: bool, held: bool | None) -> bool | None:
    """Return whether hostility is evidenced; a no that was given before stays until it is contradicted."""
    return True if chosen else False if denied or held is False else None


class Suspects(OfFacts):
    """The age of each suspect on the day: below eighteen another way is taken. And what was answered of them before."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for number, row in enumerate(self.facts.get("suspects") or (), 1):
            self.fields[f"age-{number}"] = Whole(
                0, OLDEST, label=gettext("%(label)s: age in years on the day") % {"label": person(row["label"])},
                hint=gettext("Leave it empty if it is not known."),
            )  # fmt: skip
            for feature in self._answered(row):
                label = f"{person(row['label'])}: {feature.question}"
                self.fields[f"{feature.id}-{number}"] = answer_to(feature, label=label)

    def held(self) -> dict[str, Any]:
        """Return the ages that are known, and what was answered of each suspect."""
        found: dict[str, Any] = {}
        for number, row in enumerate(self.facts.get("suspects") or (), 1):
            found[f"age-{number}"] = row.get("age")
            for feature in self._answered(row):
                found[f"{feature.id}-{number}"] = said_of(row["shows"][feature.id])
        return found

    def put(self, facts: dict[str, Any]) -> None:
        """Put the ages; what is not known is left out."""
        for number, row in enumerate(facts.get("suspects") or (), 1):
            row.pop("age", None)
            if self.cleaned_data[f"age-{number}"] is not None:
                row["age"] = self.cleaned_data[f"age-{number}"]
            said = {each.id: self.cleaned_data.get(f"{each.id}-{number}") or "" for each in self._answered(row)}
            if said:
                row["shows"] = shows(row.get("shows"), said)

    @staticmethod
    def _answered(row: Mapping[str, Any]) -> list[Feature]:
        """Return what was answered of a suspect: it can be corrected here."""
        return [each for each in of("suspect") if (row.get("shows") or {}).get(each.id) is not None]
