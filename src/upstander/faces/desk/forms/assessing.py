"""The questions of an assessment, a page at a time: each form shows its part of the facts and puts its answers back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.of_facts import NOT_KNOWN, SAID, OfFacts, Whole, answer_to, said_of, shows
from upstander.faces.kit.decided import person
from upstander.faces.kit.forms import DateField, ManyOf, OneOf, Option
from upstander.law.advice import OpenQuestion
from upstander.law.facts import Feature, all_topics
from upstander.law.facts.features import all_audiences, all_means, features, of

WHERE = (
    ("england_wales", _("England or Wales")),
    ("scotland", _("Scotland")),
    ("northern_ireland", _("Northern Ireland")),
    ("abroad", _("Abroad")),
    ("not_known", NOT_KNOWN),
)
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
OPEN = "open--"
NOT_KNOWN_AFTER_ALL = "not-known"
"""The question in which an answer no is taken back."""
AUDIENCES = {"public": _("Anyone"), "private": _("Only the people it was sent to")}


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
        if said_no := [each for each in of("conduct") if self._before(each)]:
            options = [Option(each.id, each.question) for each in said_no]
            label = gettext("Answered no before. Tick what is not known after all")
            self.fields[NOT_KNOWN_AFTER_ALL] = ManyOf(options, label=label, required=False)

    def held(self) -> dict[str, Any]:
        """Return what was answered yes."""
        shows = (self.facts.get("conduct") or {}).get("shows") or {}
        return {topic.id: [each.id for each in of("conduct") if shows.get(each.id)] for topic in all_topics()}

    def put(self, facts: dict[str, Any]) -> None:
        """Answer yes what is ticked; what no longer is, is not known again. A no that was given stays."""
        conduct = facts.setdefault("conduct", {})
        topics = [name for name in self.fields if name != NOT_KNOWN_AFTER_ALL]
        ticked = {id for name in topics for id in self.cleaned_data.get(name) or ()}
        asked = {option.value for name in topics for option in self.fields[name].options}  # type: ignore[attr-defined]
        forgotten = {*(self.cleaned_data.get(NOT_KNOWN_AFTER_ALL) or ())}
        shows = {
            id: value
            for id, value in (conduct.get("shows") or {}).items()
            if id not in forgotten and (id not in asked or value is False)
        }
        conduct["shows"] = {**shows, **dict.fromkeys(sorted(ticked), True)}

    def _before(self, feature: Feature) -> Any:
        shows = (self.facts.get("conduct") or {}).get("shows") or {}
        return _("Answered no before.") if shows.get(feature.id) is False else ""


class Expression(OfFacts):
    """What may make it lawful: answered before anybody contacts the person."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for feature in of("expression"):
            self.fields[feature.id] = answer_to(feature)

    def held(self) -> dict[str, Any]:
        """Return what was answered."""
        held = self.facts.get("expression") or {}
        return {each.id: said_of(held.get(each.id)) for each in of("expression")}

    def put(self, facts: dict[str, Any]) -> None:
        """Put yes and no; what is not known is left out."""
        facts["expression"] = shows({}, self.cleaned_data)


class Open(OfFacts):
    """The answers that the offences in question still wait for, of whomever they are asked."""

    waiting: Sequence[OpenQuestion]
    titles: Mapping[str, str]
    """Of the offences that wait, by their ids."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for each in self.waiting:
            label = f"{person(each.whom)}: {each.feature.question}" if each.whom else each.feature.question
            hint = gettext("Waiting for it: %(offences)s") % {
                "offences": "; ".join(self.titles[id] for id in each.offences)
            }
            self.fields[open_field(each)] = answer_to(each.feature, label=label, hint=hint)

    def put(self, facts: dict[str, Any]) -> None:
        """Put each answer where its owner stands; a first suspect or victim is numbered if none is yet."""
        for each in self.waiting:
            answer = SAID.get(self.cleaned_data.get(open_field(each)) or "not_known")
            if answer is None:
                continue
            owner = _owner(facts, each)
            owner["shows"] = {**(owner.get("shows") or {}), each.feature.id: answer}


def open_field(asked: OpenQuestion) -> str:
    """Return the name of an open question: its feature, and of whom it is asked."""
    return f"{OPEN}{asked.feature.id}--{asked.whom}"


def asked_in(sent: Mapping[str, Any], facts: Mapping[str, Any]) -> list[OpenQuestion]:
    """Return the open questions that a page was sent with: each means the same whatever was answered meanwhile."""
    known = features()
    people = {"": ""} | {row["label"]: "" for name in ("suspects", "victims") for row in facts.get(name) or ()}
    found = []
    for name in sent:
        if name.startswith(OPEN):
            id, _dashes, whom = name.removeprefix(OPEN).partition("--")
            if id in known and known[id].of != "expression" and whom in people:
                found.append(OpenQuestion(known[id], whom, ()))
    return found


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


def _given(facts: Mapping[str, Any]) -> set[str]:
    """Return the features that the means and the audience answer."""
    conduct = facts.get("conduct") or {}
    ways = [way for way in all_means() if way.id in (conduct.get("means") or ())]
    ways += [way for way in all_audiences() if way.id == conduct.get("audience")]
    return {name for way in ways for name in (*way.gives, *way.rules_out)}
