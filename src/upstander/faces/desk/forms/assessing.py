"""The questions of an assessment, a page at a time: each form shows its part of the facts and puts its answers back."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.closing import strand_options
from upstander.faces.kit.decided import person
from upstander.faces.kit.forms import CleanCharField, DateField, Form, ManyOf, OneOf, Option
from upstander.law.advice import OpenQuestion
from upstander.law.facts import Feature, all_topics
from upstander.law.facts.document import OLDEST
from upstander.law.facts.features import all_audiences, all_means, of

NOT_KNOWN = _("Not known")
ANSWERS = (("yes", _("Yes")), ("no", _("No")), ("not_known", NOT_KNOWN))
SAID: dict[str, bool | None] = {"yes": True, "no": False, "not_known": None}
WHERE = (
    ("england_wales", _("England or Wales")),
    ("scotland", _("Scotland")),
    ("northern_ireland", _("Northern Ireland")),
    ("abroad", _("Abroad")),
    ("not_known", NOT_KNOWN),
)
BY = {
    "victim": _("The victim"),
    "witness": _("A witness"),
    "reporter": _("Who reported it"),
    "officer": _("An officer"),
    "other": _("Others"),
}
MEANS = {
    "post": _("A post"),
    "comment": _("A comment or reply"),
    "message": _("A direct message or e-mail"),
    "group_message": _("A message in a group"),
    "video": _("A video or sound recording"),
    "stream": _("A live stream or live audio"),
    "call": _("A telephone or internet call"),
    "letter": _("A letter or parcel"),
    "speech": _("Words or a display in person"),
}
AUDIENCES = {"public": _("Anyone"), "private": _("Only the people it was sent to")}
MOST_PEOPLE = 20


class Whole(CleanCharField):
    """A whole number within bounds; empty where it is not known."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=9, width="govuk-input--width-3", required=False, **kwargs)
        self.least, self.most = least, most
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError that says the bounds."""
        said = super().clean(value)
        if not said:
            return None
        if not said.isdecimal() or not self.least <= int(said) <= self.most:
            raise forms.ValidationError(
                _("Enter a whole number from %(least)d to %(most)d"), params={"least": self.least, "most": self.most}
            )
        return int(said)


class OfFacts(Form):
    """A page of questions about a document of `law.facts`."""

    facts: Mapping[str, Any]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial=self.held())

    def held(self) -> dict[str, Any]:
        """Return what the facts answer already, by the names of the questions."""
        return {}

    def into(self) -> dict[str, Any]:
        """Return the facts with the answers of this valid page in them."""
        facts = deepcopy(dict(self.facts))
        self.put(facts)
        return {name: value for name, value in facts.items() if value not in ({}, [])}

    def put(self, facts: dict[str, Any]) -> None:
        """Put the answers into the facts."""
        raise NotImplementedError


class What(OfFacts):
    """How it was done, on which days, how often, where and before whom."""

    when = OneOf(
        [
            Option("day", _("On one day")),
            Option("several", _("Over several days")),
            Option("not_known", NOT_KNOWN),
        ],
        label=_("When was it done?"),
    )
    on = DateField(label=_("On which day?"), missing=_("Enter the day"))
    first = DateField(label=_("The first day"), missing=_("Enter the first day"))
    last = DateField(label=_("The last day"), hint=_("Leave it empty while it goes on."), required=False)
    incidents = Whole(1, 1_000_000, label=_("How many times, as far as is known?"))
    means = ManyOf([Option(*each) for each in MEANS.items()], label=_("How was it done?"), required=False)
    audience = OneOf(
        [*(Option(*each) for each in AUDIENCES.items()), Option("not_known", NOT_KNOWN)],
        label=_("Who could see it?"),
    )
    where = OneOf(
        [Option(*each) for each in WHERE], label=_("Where was the person who did it?"),
        hint=_("The law of England and Wales alone is held here. Another country's police is told."),
    )  # fmt: skip
    reveals = {"when": {"day": ["on"], "several": ["first", "last"]}}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name in ("on", "first", "last"):
            self.fields[name].latest = timezone.localdate()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a last day that comes before the first."""
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first"))
        return cleaned

    def held(self) -> dict[str, Any]:
        """Return what is known of the conduct."""
        conduct = self.facts.get("conduct") or {}
        if not conduct:
            return {}
        when = "day" if conduct.get("on") else "several" if conduct.get("from") else "not_known"
        return {
            "when": when, "on": _day(conduct.get("on")), "first": _day(conduct.get("from")),
            "last": _day(conduct.get("to")),
            "incidents": conduct.get("incidents"), "means": conduct.get("means") or [],
            "audience": conduct.get("audience") or "not_known", "where": conduct.get("where") or "not_known",
        }  # fmt: skip

    def put(self, facts: dict[str, Any]) -> None:
        """Put days as the document holds them; what is not known is left out."""
        said = self.cleaned_data
        days = {"on": said["on"], "from": said["first"], "to": said["last"]}
        told = {
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "incidents": said["incidents"],
            "means": said["means"],
            **{name: said[name] if said[name] != "not_known" else None for name in ("audience", "where")},
        }
        kept = {name: value for name, value in (facts.get("conduct") or {}).items() if name not in told}
        facts["conduct"] = {**kept, **{name: value for name, value in told.items() if value}}


class Like(OfFacts):
    """What it is like: ticked is yes, the rest stays not known."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        given = _given(self.facts)
        for topic in all_topics():
            asked = [each for each in of("conduct") if each.topic == topic.id and each.id not in given]
            if asked:
                options = [Option(each.id, each.says, hint=self._before(each)) for each in asked]
                self.fields[topic.id] = ManyOf(options, label=topic.title, required=False)

    def held(self) -> dict[str, Any]:
        """Return what was answered yes."""
        shows = (self.facts.get("conduct") or {}).get("shows") or {}
        return {topic.id: [each.id for each in of("conduct") if shows.get(each.id)] for topic in all_topics()}

    def put(self, facts: dict[str, Any]) -> None:
        """Answer yes what is ticked; what no longer is, is not known again. A no that was given stays."""
        conduct = facts.setdefault("conduct", {})
        ticked = {id for name in self.fields for id in self.cleaned_data.get(name) or ()}
        asked = {option.value for field in self.fields.values() for option in field.options}  # type: ignore[attr-defined]
        shows = {id: value for id, value in (conduct.get("shows") or {}).items() if id not in asked or value is False}
        conduct["shows"] = {**shows, **dict.fromkeys(sorted(ticked), True)}

    def _before(self, feature: Feature) -> Any:
        shows = (self.facts.get("conduct") or {}).get("shows") or {}
        return _("Answered no before.") if shows.get(feature.id) is False else ""


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
            self.fields[feature.id] = _answer(feature)

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
            **{each.id: _said(shows.get(each.id)) for each in of("victim")},
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
        row["shows"] = _shows(row.get("shows"), {each.id: said[each.id] for each in of("victim")})

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


class Expression(OfFacts):
    """What may make it lawful: answered before anybody contacts the person."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for feature in of("expression"):
            self.fields[feature.id] = _answer(feature)

    def held(self) -> dict[str, Any]:
        """Return what was answered."""
        held = self.facts.get("expression") or {}
        return {each.id: _said(held.get(each.id)) for each in of("expression")}

    def put(self, facts: dict[str, Any]) -> None:
        """Put yes and no; what is not known is left out."""
        facts["expression"] = _shows({}, self.cleaned_data)


class Open(OfFacts):
    """The answers that the offences in question still wait for, of whomever they are asked."""

    waiting: Sequence[OpenQuestion]
    titles: Mapping[str, str]
    """Of the offences that wait, by their ids."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for number, each in enumerate(self.waiting):
            label = f"{person(each.whom)}: {each.feature.question}" if each.whom else each.feature.question
            hint = gettext("Waiting for it: %(offences)s") % {
                "offences": "; ".join(self.titles[id] for id in each.offences)
            }
            self.fields[self._name(number)] = _answer(each.feature, label=label, hint=hint)

    def put(self, facts: dict[str, Any]) -> None:
        """Put each answer where its owner stands; a first suspect or victim is numbered if none is yet."""
        for number, each in enumerate(self.waiting):
            answer = SAID.get(self.cleaned_data.get(self._name(number)) or "not_known")
            if answer is None:
                continue
            owner = _owner(facts, each)
            owner["shows"] = {**(owner.get("shows") or {}), each.feature.id: answer}

    @staticmethod
    def _name(number: int) -> str:
        return f"open-{number}"


def _owner(facts: dict[str, Any], asked: OpenQuestion) -> dict[str, Any]:
    kind = asked.feature.of
    if kind == "conduct":
        held: dict[str, Any] = facts.setdefault("conduct", {})
        return held
    rows = facts.setdefault(f"{kind}s", [])
    if not rows:
        rows.append({"label": f"{kind} 1"})
    found: dict[str, Any] = next((row for row in rows if row["label"] == asked.whom), rows[0])
    return found


def _day(said: str | None) -> date | None:
    """Return the day of a day or moment as a document holds it."""
    return date.fromisoformat(said[:10]) if said else None


def _answer(feature: Feature, *, label: str = "", hint: str = "") -> OneOf:
    options = [Option(*each) for each in ANSWERS]
    return OneOf(options, label=label or feature.question, hint=hint, inline=True, required=False)


def _said(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _shows(before: Mapping[str, Any] | None, said: Mapping[str, str]) -> dict[str, bool]:
    """Return answers as the document holds them: what is not known is left out."""
    kept = {name: value for name, value in (before or {}).items() if name not in said}
    return {**kept, **{name: answer for name, value in said.items() if (answer := SAID.get(value)) is not None}}


def _given(facts: Mapping[str, Any]) -> set[str]:
    """Return the features that the means and the audience answer."""
    conduct = facts.get("conduct") or {}
    ways = [way for way in all_means() if way.id in (conduct.get("means") or ())]
    ways += [way for way in all_audiences() if way.id == conduct.get("audience")]
    return {name for way in ways for name in (*way.gives, *way.rules_out)}
