"""Read e-mails, and pages that were saved as one message (MHTML): heads, words and the names of their parts."""

import email
import email.policy
import email.utils
from email.message import EmailMessage, Message

from .documents import words_of_html
from .found import MOST_COUNTED, Found

MOST_READ = 32 << 20
HEADS = ("From", "To", "Cc", "Date", "Subject", "Message-ID")
"""Of an e-mail: the words that are shown with it."""


def read_email(path: str, found: Found) -> None:
    """Read an e-mail: who wrote it to whom and when, as it says, its words and the names of what is attached."""
    found.kind = "e-mail"
    message = _message(path)
    found.title = str(message.get("Subject") or "")
    for name in HEADS:
        if message.get(name):
            found.add_words(f"{name}: {message[name]}")
    found.say("posted_shown", _as_written(message, "Date"))
    found.say("account_handle", message.get("From"))
    found.say("post_id", message.get("Message-ID"))
    _parts(message, found)
    found.empty = not found.parts


def read_mhtml(path: str, found: Found) -> None:
    """Read a saved page: where it was, when it was saved, and its words."""
    found.kind = "mhtml"
    message = _message(path)
    found.title = str(message.get("Subject") or "")
    found.say("final_address", message.get("Snapshot-Content-Location") or message.get("Content-Location"))
    found.say("captured_shown", _as_written(message, "Date"))
    saved_by = email.utils.parseaddr(str(message.get("From") or ""))
    found.say("tool", saved_by[0] or saved_by[1])
    pages = _parts(message, found)
    found.empty = not pages


def _message(path: str) -> EmailMessage:
    with open(path, "rb") as file:
        raw = file.read(MOST_READ)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _as_written(message: EmailMessage, name: str) -> str:
    """Return a head as its writer wrote it: what reads messages writes days in its own way."""
    return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _parts(message: Message, found: Found) -> int:
    """Count the parts, list them, take the words of those that have some, and return how many pages there are."""
    pages = 0
    for part in message.walk():
        if part.is_multipart():
            continue
        if found.parts >= MOST_COUNTED:
            found.wrong("too many parts")
            break
        kind = part.get_content_type()
        name = part.get_filename() or part.get("Content-Location") or kind
        held = part.get_payload()
        found.part(name, len(held) if isinstance(held, (str, bytes)) else 0)
        if part.defects or (part is message and message.defects):
            found.wrong("truncated")
        attached = part.get_content_disposition() == "attachment"
        if kind in ("text/plain", "text/html") and not attached and found.parts <= 50:
            pages += _words(part, kind, found)
    if message.is_multipart() and message.defects:
        found.wrong("truncated")
    return pages


def _words(part: Message, kind: str, found: Found) -> bool:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return False
    if kind == "text/plain":
        found.add_words(raw.decode(_charset(part), "replace"))
        return False
    title, words, active = words_of_html(raw)
    found.title = found.title or title
    found.add_words(words)
    if active:
        found.wrong("active")
    return True


def _charset(part: Message) -> str:
    named = part.get_content_charset("utf-8")
    try:
        "".encode(named)
    except LookupError:
        return "utf-8"
    return named
