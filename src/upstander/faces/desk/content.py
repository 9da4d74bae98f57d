"""Make what a report says ready to be shown: hidden until asked for, with places marked and translations beside it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from upstander.duties.bundling.queries import SuggestionLine
from upstander.engines.previews.sandbox import kinds
from upstander.engines.triage.language import NOT_SURE
from upstander.engines.triage.signals import Signals
from upstander.faces.desk.comparing import own_places
from upstander.faces.desk.highlights import Mark, Marked, marked
from upstander.faces.kit.wording import strand_names
from upstander.faces.kit.words import when
from upstander.record.cases import scanned
from upstander.record.cases.models import Report, ReportedFile, ReportedPost, Scan, Translation
from upstander.record.cases.withholding import openable
from upstander.record.cases.wording import look
from upstander.record.people.actors import Actor
from upstander.record.vault import captures
from upstander.record.vault.models import Preview
from upstander.record.vault.previews import previews_of

Asked = frozenset[tuple[str, int]]
"""What is shown on this page: kind of look and id, as duties/casework/looks has them."""
TOGETHER = ("posts", "files__file", "additions", "translations__recorded_by")
"""What a card needs beside the report; prefetch it."""


@dataclass(frozen=True)
class Passage:
    """Some words of a report. `body` is empty until they are asked for; what was found in them is said before."""

    key: str
    """The column of the report, `post 12` or `addition 7`: what a translation names."""
    title: str
    language: str
    found: tuple[str, ...]
    length: int
    body: Marked | None
    translations: tuple[Translation, ...]
    same_as: str = ""
    """The report above on the page whose post has the very same words: nobody need read them again."""

    @property
    def slug(self) -> str:
        """Return the key as an address holds it."""
        return self.key.replace(" ", "-")


@dataclass(frozen=True)
class FileCard:
    """One file.

    `state`: withheld, gone, found (by the virus scanner), picture (there is a preview), refused, waiting, or none.
    """

    held: ReportedFile
    state: str
    why: str
    video: bool
    shown: bool
    scan: Scan | None = None
    """What the virus scanner said last."""
    capture: str = ""
    """The state of a captured page, message or archive that was read; empty for other files."""


@dataclass(frozen=True)
class Card:
    """One report as the desk shows it."""

    report: Report
    open: bool
    posts: tuple[tuple[ReportedPost, Passage | None], ...]
    passages: tuple[Passage, ...]
    files: tuple[FileCard, ...]

    @property
    def has_words(self) -> bool:
        """Whether there is anything to ask for."""
        return bool(self.passages) or any(passage for _, passage in self.posts)

    @property
    def found(self) -> tuple[str, ...]:
        """What was found in any of its words, each once."""
        every = [*(passage for _, passage in self.posts if passage), *self.passages]
        return tuple(dict.fromkeys(each for passage in every for each in passage.found))

    @property
    def foreign(self) -> tuple[str, ...]:
        """Languages other than English that some of its words seem to be in."""
        every = [*(passage for _, passage in self.posts if passage), *self.passages]
        named = (passage.language for passage in every)
        return tuple(dict.fromkeys(each for each in named if each not in ("en", NOT_SURE)))


def cards(
    reports: Sequence[Report], *, viewer: Actor, asked: Asked = frozenset(), lines: Iterable[SuggestionLine] = ()
) -> list[Card]:
    """Return the reports as cards, in order. `reports` come with TOGETHER prefetched; `lines` are their suggestions."""
    held_files = [held for report in reports for held in report.files.all()]
    files = {card.held.pk: card for card in file_cards(held_files, viewer, asked)}
    shared: dict[int, list[SuggestionLine]] = defaultdict(list)
    for line in lines:
        shared[line.own.pk].append(line)
    above: dict[str, str] = {}
    return [
        Card(
            report,
            ("words", report.pk) in asked,
            *_words(report, ("words", report.pk) in asked, shared[report.pk], above),
            tuple(files[held.pk] for held in report.files.all()),
        )
        for report in reports
    ]


def file_cards(files: Sequence[ReportedFile], viewer: Actor, asked: Asked) -> list[FileCard]:
    """Return files as cards, in order; each must come with its `file`."""
    small = previews_of(held.file for held in files)
    held_here = ReportedFile.objects.filter(pk__in=[held.pk for held in files])
    open_to = set(openable(held_here, viewer).values_list("pk", flat=True))
    scans, read = scanned.latest(files), captures.states_of(held.file for held in files)
    return [_told(_file(held, small, open_to, scans, asked), scans, read) for held in files]


def alike_in(card: Card, line: SuggestionLine) -> tuple[FileCard, ...]:
    """Return the files of a report whose pictures look like pictures of the other one."""
    named = {pk for evidence in line.evidence for pk in evidence.get("pictures", [])}
    return tuple(each for each in card.files if each.held.pk in named)


def frames_in(line: SuggestionLine) -> dict[int, tuple[int, ...]]:
    """Return, by the file, the seconds at which frames of two videos are nearest, in the same order for both."""
    named = [evidence["frames"] for evidence in line.evidence if "frames" in evidence]
    return {int(file): tuple(seconds) for each in named for file, seconds in each.items()}


def without(card: Card, files: Collection[FileCard]) -> Card:
    """Return the card less the files that stand elsewhere on the page."""
    return replace(card, files=tuple(each for each in card.files if each not in files))


def _words(
    report: Report, open: bool, lines: Sequence[SuggestionLine], above: dict[str, str]
) -> tuple[tuple[tuple[ReportedPost, Passage | None], ...], tuple[Passage, ...]]:
    """Return the posts with their words, and the other words of the report.

    `above` holds the words of posts that are shown further up, with their report; those of this one are added.
    """
    shared = _shared(report, lines) if open else {}
    translated: dict[str, list[Translation]] = defaultdict(list)
    for row in report.translations.all():
        translated[f"post {row.post_id}" if row.post_id else row.column].append(row)

    def passage(key: str, title: str, text: str, field: str = "") -> Passage:
        seen = look(text)
        body = marked(text, [*_marks(seen), *shared.get(field or key, ())]) if open else None
        found = tuple(dict.fromkeys(_says(hit.name, hit.reported, hit.negated) for hit in seen.hits))
        rows = tuple(sorted(translated.get(key, ()), key=lambda row: row.pk)) if open else ()
        same = above.setdefault(text, report.reference) if open and key.startswith("post ") else report.reference
        same_as = same if same != report.reference and not rows else ""
        return Passage(key, title, seen.language, found, len(text), body, rows, same_as)

    posts = tuple(
        (
            post,
            passage(f"post {post.pk}", _("Post %(number)d") % {"number": number}, post.text, f"post {post.position}")
            if post.text
            else None,
        )
        for number, post in enumerate(sorted(report.posts.all(), key=lambda post: (post.position, post.pk)), 1)
    )
    told = [(key, title, getattr(report, key)) for key, title in _titles().items()]
    texts = [passage(key, title, text) for key, title, text in told if text]
    for number, addition in enumerate(sorted(report.additions.all(), key=lambda each: each.pk), 1):
        if addition.text:
            title = _("Added on %(day)s") % {"day": when(addition.received_at)}
            texts.append(passage(f"addition {addition.pk}", title, addition.text, f"addition {number}"))
    return posts, tuple(texts)


def _titles() -> dict[str, str]:
    return {
        "account": _("Account"), "why": _("Why they think it is hostile"), "target_note": _("Who was targeted"),
        "poster_note": _("What they know of the poster"), "event_note": _("What is to happen"),
        "found_how": _("How it was found"),
    }  # fmt: skip


def _marks(seen: Signals) -> list[Mark]:
    marks = [Mark(hit.a, hit.b, "wording", _says(hit.name, hit.reported, hit.negated)) for hit in seen.hits]
    return marks + [
        Mark(each.a, each.b, "strand", _("may name a group: %(strand)s") % {"strand": strand_names([each.strand])[0]})
        for each in seen.mentions
    ]


def _says(name: str, reported: bool, negated: bool) -> str:
    """Say what a rule points at, and whether it may be somebody else's wording or its opposite."""
    said = _(name)
    if reported and negated:
        return _("%(what)s; perhaps somebody else's words, or the opposite") % {"what": said}
    if reported:
        return _("%(what)s; perhaps somebody else's words") % {"what": said}
    return _("%(what)s; perhaps the opposite") % {"what": said} if negated else said


def _shared(report: Report, lines: Sequence[SuggestionLine]) -> dict[str, list[Mark]]:
    """Return the runs of words that the report shares with others, by the field of matching that they stand in."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for line in lines:
        says = _("also in report %(reference)s") % {"reference": line.report.reference}
        for field, start, end in own_places(report, line):
            found[field].append(Mark(start, end, "shared", says))
    return found


def _told(card: FileCard, scans: dict[int, Scan], read: dict[int, str]) -> FileCard:
    """Add what the scanner and the reading said; of a file that is shut or gone nothing is said."""
    if card.state in ("withheld", "gone"):
        return card
    return replace(card, scan=scans.get(card.held.pk), capture=read.get(card.held.file_id, ""))


def _file(
    held: ReportedFile, small: dict[int, Preview], open_to: set[int], scans: dict[int, Scan], asked: Asked
) -> FileCard:  # fmt: skip
    preview = small.get(held.file_id)
    video = held.media_type.startswith("video/")
    if held.pk not in open_to:
        return FileCard(held, "withheld", "", video, False)
    if held.file.erased_at is not None:
        return FileCard(held, "gone", "", video, False)
    if scanned.stands_in_the_way(scans.get(held.pk)):
        return FileCard(held, "found", "", video, False)
    if preview is not None and preview.content_id:
        return FileCard(held, "picture", "", video, ("picture", held.pk) in asked)
    if preview is not None:
        return FileCard(held, "refused", preview.refused, video, False)
    return FileCard(held, "waiting" if held.media_type in kinds() else "none", "", video, False)
