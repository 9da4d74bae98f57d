"""What a sender tells the hub, in the one shape that the form, the API, the importer and officers all hand in."""

from dataclasses import dataclass, field
from datetime import datetime

from upstander.record.people.identity import Identity
from upstander.record.vault.keeping import StoredFile


@dataclass(frozen=True)
class SaidPost:
    """What is said of one post: the link, the platform (an id of law.platforms), the words quoted, the account.

    Of the account: its handle, the name that it shows, and the platform's own number.
    """

    link: str = ""
    platform: str = ""
    text: str = ""
    handle: str = ""
    display_name: str = ""
    account_number: str = ""
    capture: tuple[tuple[str, str], ...] = ()
    """Fields of the capture record that the sender fills in, with what they say."""


@dataclass(frozen=True)
class SentFile:
    """A file that is safely in the vault, and the name it came with."""

    stored: StoredFile
    name: str


@dataclass(frozen=True)
class Submission:
    """Everything that one report can say; the field names and codes are those of record.cases.Report."""

    account: str = ""
    why: str = ""
    strands: tuple[str, ...] = ()
    posts: tuple[SaidPost, ...] = ()
    files: tuple[SentFile, ...] = ()
    told_as: str = "unknown"
    targeted: str = "unknown"
    target_note: str = ""
    seen_from: str = ""
    home: str = ""
    danger: bool = False
    danger_place: str = ""
    knows_poster: bool = False
    poster_note: str = ""
    poster_name: str = ""
    poster_age: str = ""
    poster_place: str = ""
    future_event: bool = False
    event_note: str = ""
    event_place: str = ""
    named_force: str = ""
    identity: Identity = field(default_factory=Identity)
    contact_means: str = "none"
    contact_hours: str = "any"
    language: str = "en-gb"
    sender_ref: str = ""
    told_policing_at: datetime | None = None
    found_how: str = ""
    authority: str = ""
    raw: StoredFile | None = None
    substituted: bool = False
    """The sender's bytes could not be read for certain (mixed encodings): `raw` holds them."""
