"""All the keys under which one report is filed and found: the one function that intake, import and matching call."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from upstander.engines.matching import incidents
from upstander.engines.matching.fingerprints import fingerprints
from upstander.engines.matching.media.picture import Picture
from upstander.engines.matching.people import comparing
from upstander.engines.matching.people.described import Described
from upstander.engines.matching.posts import PostKey, account_key, links_in, platform_name, post_key
from upstander.engines.matching.skeleton import EMPTY, VERSION, Skeleton, skeleton
from upstander.engines.matching.wording import without_wording

Tier = Literal["post", "account", "file", "text"]

SHORTEST_LEXICAL = 12
"""Letters of a skeleton below which a text is only matched exactly: so few are shared by chance."""
SHORTEST_EXACT = 4
"""Characters other than spaces below which a text has no key at all."""
MOST_FINGERPRINTS = 4_000
"""Of one report (about 10,000 letters). Of more, the smallest are kept, so that copies keep the same ones."""
MOST_LINKS = 200
"""Links read in one report."""

_SPACE = re.compile(r"\s+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Item:
    """What of a report is compared with others.

    texts: (name of the field, its text) such as ("account", the witness's words) and ("post", the words quoted). Only
    what speaks of the reported content belongs here: accounts are those reported, never a complainant's or victim's.
    accounts: (platform, name or number or profile link). file_sha256s: lower- or upper-case hex. pictures: only for an
    index that has no other place for them; the hub keeps theirs with the small copies of its files. people: whoever
    posted, as the report describes them; `Described` takes nobody else. times: when it came in; without one it is not
    taken for another witness's account of an incident. places: where that happened, never where somebody lives or was.
    """

    texts: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    file_sha256s: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    people: tuple[Described, ...] = ()
    times: tuple[date, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All fields as one text, a line end between them: what `verify` is given and its offsets count in."""
        return "\n".join(text for _, text in self.texts)

    def field_at(self, offset: int) -> tuple[str, int]:
        """The field that a character of `text` belongs to, and its offset there; raises IndexError outside `text`."""
        if offset >= 0:
            for name, text in self.texts:
                if offset <= len(text):
                    return name, offset
                offset -= len(text) + 1
        raise IndexError("no such character")


@dataclass(frozen=True, slots=True)
class ExactKey:
    """One exact key: two reports with the same `k` share this post, account, file or text.

    `display` is a phrase for a sentence; `k` is what is stored and looked up, a signed 64-bit number.
    """

    tier: Tier
    value: str
    k: int
    display: str


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of one report, and the skeleton they were made from (its offsets count in `Item.text`).

    `people` are the keys of whoever posted, of a tier of their own: no key of another tier has their numbers. By the
    words in `telling`, and around `days`, another witness's account of one incident is found.
    """

    exact: tuple[ExactKey, ...]
    lexical: tuple[int, ...]
    skeleton: Skeleton
    version: int
    people: tuple[int, ...] = ()
    telling: Mapping[str, incidents.Word] = field(default_factory=dict)
    days: tuple[date, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        """Every number to file the report under, exact ones first."""
        told = incidents.keys_to_file(self.telling, self.days)
        return (*(key.k for key in self.exact), *self.lexical, *self.people, *told)


def keys_of(item: Item) -> Keys:
    """Return all keys of a report. Never raises on any string; a link or hash that is none simply gives no key."""
    exact: dict[int, ExactKey] = {}
    lexical: set[int] = set()
    shapes: list[tuple[int, Skeleton]] = []
    things = list(_things_linked(item))
    for key in (*_post_keys(things), *_account_keys(item, things), *_file_keys(item)):
        exact.setdefault(key.k, key)
    start = 0
    for field_name, text in item.texts:
        whole = skeleton(text)
        shape = without_wording(whole)
        words = None if read_by_machine(field_name) else _text_key(text, shape, wording_cut=len(shape) < len(whole))
        if words:
            exact.setdefault(words.k, words)
        if len(shape) >= SHORTEST_LEXICAL:
            lexical.update(fingerprints(shape.text))
        shapes.append((start, shape))
        start += len(text) + 1
    people = comparing.keys(item.people) if item.people else ()
    telling, days = telling_of(item)
    return Keys(tuple(exact.values()), tuple(_fewest(lexical)), _joined(shapes), VERSION, people, telling, days)


def telling_of(item: Item) -> tuple[Mapping[str, incidents.Word], tuple[date, ...]]:
    """Return the words of `item` that may tell an incident from others, and the days around which it is looked for."""
    if not item.times:
        return {}, ()
    return incidents.telling(item.texts, item.places), incidents.days_of(item.texts, item.times)


def skeleton_of(item: Item) -> Skeleton:
    """Return the skeleton that `keys_of` makes its keys from, without the keys."""
    shapes, start = [], 0
    for _, text in item.texts:
        shapes.append((start, without_wording(skeleton(text))))
        start += len(text) + 1
    return _joined(shapes)


def read_by_machine(field_name: str) -> bool:
    """Whether the text of a field of an item was read on a picture: a letter may be wrong, so it gives no exact key."""
    return field_name.startswith("picture ")


def key_number(tier: Tier, value: str) -> int:
    """The signed 64-bit number of an exact key."""
    digest = hashlib.blake2b(f"{tier}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _exact(tier: Tier, value: str, display: str) -> ExactKey:
    return ExactKey(tier, value, key_number(tier, value), display)


def _things_linked(item: Item) -> Iterator[PostKey]:
    """What the links of a report lead to: those given as links first, then those written inside its texts."""
    said = (text for name, text in item.texts if not read_by_machine(name))
    written = [link for text in said for _, _, link in links_in(text)]
    for link in [*item.links, *written][:MOST_LINKS]:
        if thing := post_key(link):
            yield thing
        else:
            yield from filter(None, (post_key(inner) for _, _, inner in links_in(link)))


def _post_keys(things: list[PostKey]) -> Iterator[ExactKey]:
    for thing in things:
        if thing.kind != "account" and thing.names_a_thing:
            yield _exact("post", f"{thing.platform}:{thing.value}", thing.display)


def _account_keys(item: Item, things: list[PostKey]) -> Iterator[ExactKey]:
    named = [account_key(platform, handle) for platform, handle in item.accounts[:MOST_LINKS]]
    for thing in things:
        if thing.kind == "account":
            named.append(f"{thing.platform}:{thing.value}")
        elif thing.handle:
            named.append(f"{thing.platform}:{thing.handle}")
    for value in filter(None, named):
        platform, _, name = value.partition(":")
        yield _exact("account", value, f"account {name} on {platform_name(platform)}")


def _file_keys(item: Item) -> Iterator[ExactKey]:
    for sha256 in item.file_sha256s:
        value = sha256.strip().lower()
        if _SHA256.fullmatch(value):
            yield _exact("file", value, f"file with SHA-256 beginning {value[:12]}")


def _text_key(text: str, shape: Skeleton, *, wording_cut: bool) -> ExactKey | None:
    """The key of a whole text: of its skeleton, or where that is too short (emoji), of its plain characters."""
    if len(shape) >= SHORTEST_LEXICAL:
        return _exact("text", _digest("skeleton", _without_marks(text, shape)), "the whole text, disguises undone")
    if wording_cut:
        return None
    plain = _plain(text)
    if len(plain.replace(" ", "")) < SHORTEST_EXACT or plain in _NO_ANSWERS:
        return None
    return _exact("text", _digest("plain", plain), "the whole short text")


def _without_marks(text: str, shape: Skeleton) -> str:
    """A skeleton without the exclamation marks around the text, which it reads as the letter i."""
    start, end = 0, len(shape)
    while start < end and text[shape.offsets[start]] in "!|":
        start += 1
    while start < end and text[shape.offsets[end - 1]] in "!|":
        end -= 1
    return shape.text[start:end]


def _plain(text: str) -> str:
    """A short text without links, mentions, invisible parts, case and extra space."""
    for start, end, _ in reversed(links_in(text)):
        text = text[:start] + " " + text[end:]
    text = unicodedata.normalize("NFKC", re.sub(r"(?<!\S)@\w{2,}", " ", text)).casefold()
    shown = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc") or char.isspace())
    return _SPACE.sub(" ", shown).strip(" .,;:!?-")


_NO_ANSWERS = frozenset({
    "none", "null", "nothing", "unknown", "test", "testing", "screenshot", "attached", "racist", "racism", "hate",
    "abuse", "hatred", "example", "see above", "see below", "see link", "see attached", "as above", "no comment",
    "not sure", "not known", "hate crime",
})  # fmt: skip
"""Short answers that mean that there is no answer."""


def _digest(kind: str, text: str) -> str:
    """A text's hash: keys are kept apart from texts, and must not hold them."""
    return hashlib.blake2b(f"{kind}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _fewest(lexical: set[int]) -> list[int]:
    return sorted(lexical)[:MOST_FINGERPRINTS]


def _joined(shapes: list[tuple[int, Skeleton]]) -> Skeleton:
    """The skeletons of all fields as one, offsets moved to where each field starts."""
    if len(shapes) == 1:
        return shapes[0][1]
    if not shapes:
        return EMPTY
    return Skeleton(
        "".join(shape.text for _, shape in shapes),
        tuple(start + offset for start, shape in shapes for offset in shape.offsets),
        tuple(start + end for start, shape in shapes for end in shape.ends),
    )
