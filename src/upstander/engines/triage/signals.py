"""What wording a text holds: hits with exact offsets, suggested strands, language. Pointers for a reader, no more."""

from bisect import bisect_right
from dataclasses import asdict, dataclass
from typing import Any

from upstander.engines.letters import plain_letters
from upstander.engines.triage import rules
from upstander.engines.triage.fold import Folded, fold, plain
from upstander.engines.triage.language import NOT_SURE, SUPPORTED, language_of
from upstander.engines.triage.lexicon import Lexicon

NEAR = 45
"""Characters before a hit in which a negation or a reporting word counts."""
MOST_HITS = 200
"""Hits of one rule that are returned; a text with more is not read any better for it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a rule points at: `phrase` is `text[a:b]` of the original text."""

    rule: str
    name: str
    a: int
    b: int
    phrase: str
    reported: bool = False
    """A word such as "said" or an open quotation mark stands right before it."""
    negated: bool = False
    """A word such as "never" or "nobody" stands right before it."""

    @property
    def reported_or_negated(self) -> bool:
        """Whether it may be somebody else's wording, or its opposite."""
        return self.reported or self.negated

    @property
    def is_threat(self) -> bool:
        """Whether the rule is one of those that bring a report forward."""
        return self.rule.startswith(rules.BRINGS_FORWARD)


@dataclass(frozen=True, slots=True)
class Mention:
    """One word or phrase that names or abuses a group of a strand."""

    strand: str
    a: int
    b: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Signals:
    """All that the tool has to say about one text. An empty one found nothing, which is no finding."""

    hits: tuple[Hit, ...] = ()
    mentions: tuple[Mention, ...] = ()
    language: str = NOT_SURE
    version: str = ""

    @property
    def strands(self) -> tuple[str, ...]:
        """The strands whose words were found, the most often found first: suggestions; what was reported counts."""
        counts: dict[str, int] = {}
        for mention in self.mentions:
            counts[mention.strand] = counts.get(mention.strand, 0) + 1
        return tuple(sorted(counts, key=lambda strand: -counts[strand]))

    @property
    def threat(self) -> bool:
        """Whether any wording of threat or incitement is neither reported nor negated."""
        return any(hit.is_threat and not hit.reported_or_negated for hit in self.hits)

    @property
    def language_known(self) -> bool:
        """Whether the rules know the language; where they do not, silence says nothing at all."""
        return self.language in SUPPORTED

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it, what is derived included."""
        hits = [{**asdict(hit), "reported_or_negated": hit.reported_or_negated} for hit in self.hits]
        return {
            "hits": hits, "mentions": [asdict(mention) for mention in self.mentions], "strands": list(self.strands),
            "threat": self.threat, "language": self.language, "language_known": self.language_known,
            "version": self.version,
        }  # fmt: skip


def signals(text: str, lexicon: Lexicon, *, language: bool = True) -> Signals:
    """Return what wording `text` holds, looked for in the text as it is and in its fold.

    Offsets count characters of `text` as given. Any string is taken: NUL, half characters, direction marks.
    """
    views = [plain(text)]
    folded = fold(text)
    if folded.text != views[0].text:
        views.append(folded)
    hits: dict[tuple[str, int], Hit] = {}
    mentions: dict[tuple[str, int], Mention] = {}
    for view in views:
        for hit in _hits(view, text):
            hits[hit.rule, hit.a] = _merged(hits.get((hit.rule, hit.a)), hit)
        letters = view if view is folded else _letters(text)
        for found in lexicon.find(letters.text):
            a, b = letters.span(found.start, found.end)
            mentions.setdefault((found.strand, a), Mention(found.strand, a, b, text[a:b]))
    return Signals(
        tuple(sorted(hits.values(), key=lambda hit: (hit.a, hit.rule))),
        tuple(sorted(mentions.values(), key=lambda mention: (mention.a, mention.strand))),
        language_of(text) if language else NOT_SURE,
        version(lexicon),
    )


def version(lexicon: Lexicon) -> str:
    """Return what names the rules and the words, such as `rules 1, words 1a2b3c4d`."""
    return f"rules {rules.VERSION}, words {lexicon.version}"


def _letters(text: str) -> Folded:
    letters, offsets = plain_letters(text)
    return Folded(letters, tuple(offsets))


def _merged(one: Hit | None, two: Hit) -> Hit:
    """Keep the longer of two hits at one place; what either view reads as reported or negated stays so."""
    if one is None:
        return two
    longer = one if one.b >= two.b else two
    return Hit(
        longer.rule, longer.name, longer.a, longer.b, longer.phrase, one.reported or two.reported,
        one.negated or two.negated,
    )  # fmt: skip


def _hits(view: Folded, text: str) -> list[Hit]:
    quotes = [at for at, char in enumerate(view.text) if char in '"“”']
    found = []
    for rule in rules.RULES:
        for number, match in enumerate(rule.pattern.finditer(view.text)):
            if number == MOST_HITS:
                break
            start, end = _trimmed(view.text, match.start(), match.end())
            a, b = view.span(start, end)
            before = view.text[max(0, start - NEAR) : end]
            reported = bisect_right(quotes, start) % 2 == 1 or rules.REPORTING.search(before) is not None
            negated = rules.NEGATION.search(before) is not None
            found.append(Hit(rule.code, rule.name, a, b, text[a:b], reported, negated))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what only led to the hit: the end of the sentence before, and space."""
    while start < end - 1 and not text[start].isalnum() and text[start] != "+":
        start += 1
    return start, end
