"""What one report says, as numbers that can be compared with what was said before: its texts, and what it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from upstander.engines.matching.keys import Item, Keys, keys_of, skeleton_of
from upstander.engines.matching.keys import key_number as number_of
from upstander.engines.triage.rules import BRINGS_FORWARD
from upstander.engines.triage.signals import Hit
from upstander.record.cases import wording
from upstander.record.cases.models import Case, Report
from upstander.record.keys.keeping import item_of

TEXT, LINK, ACCOUNT, FILE, VICTIM, DANGER, CHILD = "text", "link", "account", "file", "victim", "danger", "child"
KINDS = (TEXT, LINK, ACCOUNT, FILE, VICTIM, DANGER, CHILD)
"""Of what is remembered that it was said before. `danger` and `child` are phrases."""
_OF_TIER = {"post": LINK, "account": ACCOUNT, "file": FILE}
_OF_DANGER = (*BRINGS_FORWARD, "dox.", "vuln.")
"""The families of rules whose hits are words of danger."""


@dataclass(frozen=True)
class Words:
    """One text of a report: its whole, as matching knows it (None for one that says nothing), and its runs."""

    whole: int | None
    runs: frozenset[int]


@dataclass(frozen=True)
class Saying:
    """All that a report says. `things` are by kind; `exact` are the keys of matching of its texts, posts and files."""

    words: tuple[Words, ...]
    things: Mapping[str, frozenset[int]]
    exact: tuple[int, ...]
    runs: frozenset[int]
    danger: bool
    """The answer of the form, that somebody is or may be in danger."""
    to_a_force: bool
    """It names who posted it, or a coming event: it goes to a force at once."""
    entered: bool
    """An officer took it down from somebody."""


def exact_keys(keys: Keys) -> tuple[int, ...]:
    """Return the keys by which a report may belong to a campaign: not accounts, of which each may be another post."""
    return tuple(key.k for key in keys.exact if key.tier in ("text", "post", "file"))


def saying_of(report: Report, case: Case) -> Saying:
    """Read a report with all that was added to it; `case` is the one that it opened."""
    held = item_of(report)
    told = [*held.texts, *((name, text) for name, text in _told_beside(report) if text)]
    read = [keys_of(Item(texts=((name, text),))) for name, text in told]
    whole = keys_of(held)
    things: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for key in (*whole.exact, *(key for each in read for key in each.exact)):
        if key.tier in _OF_TIER:
            things[_OF_TIER[key.tier]].add(key.k)
    things[VICTIM].update(_victims(report))
    for kind, phrase in _phrases(told):
        things[kind].add(number_of("text", f"{kind}\0{phrase}"))
    words = [
        Words(next((key.k for key in each.exact if key.tier == "text"), None), frozenset(each.lexical)) for each in read
    ]
    return Saying(
        words=tuple(words),
        things={kind: frozenset(found) for kind, found in things.items()},
        exact=exact_keys(whole),
        runs=frozenset(whole.lexical),
        danger=report.danger,
        to_a_force=case.route == Case.Route.FORCE,
        entered=report.channel == Report.Channel.OFFICER,
    )


def _told_beside(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the people's own words that matching does not read, because they say nothing of what was posted."""
    yield from (("why", report.why), ("poster", report.poster_note), ("event", report.event_note))


def _victims(report: Report) -> Iterator[int]:
    """Yield who it is about: whoever reports it for themselves or for another, and whoever is named as targeted.

    Whoever gave no e-mail address cannot be known again: each of those is somebody new.
    """
    if report.told_as in (Report.Told.VICTIM, Report.Told.ON_BEHALF):
        known = report.complainant.email_index if report.complainant else ""
        who = known or f"report {report.pk}"
        yield number_of("text", f"{VICTIM}\0{report.told_as}\0{who}")
    named = skeleton_of(Item(texts=(("target", report.target_note),))).text if report.target_note else ""
    if named:
        yield number_of("text", f"{VICTIM}\0{named}")


def _phrases(told: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the words of danger and of a child in it, by the rules that bring a report forward and their like.

    What is negated does not count, nor in a quoted post a threat that the post itself only reports.
    """
    for name, text in told:
        for hit in wording.look(text[: wording.MOST_READ], language=False).hits:
            if hit.rule.startswith(_OF_DANGER) and not hit.negated and _counts(hit, quoted=name.startswith("post")):
                phrase = " ".join(hit.phrase.casefold().split())
                yield (CHILD if hit.rule == "vuln.child" else DANGER), f"{hit.rule}\0{phrase}"


def _counts(hit: Hit, *, quoted: bool) -> bool:
    return not (quoted and hit.is_threat and hit.reported)
