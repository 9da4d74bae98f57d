"""Reports for the harness to send: harmless words, a third of them about posts that were reported before."""

import random
from collections.abc import Iterable
from typing import Any, BinaryIO

WORDS = [
    "seen", "under", "picture", "of", "our", "centre", "yesterday", "and", "again",
    "this", "morning", "they", "say", "families", "from", "here", "should", "leave",
    "town", "nobody", "answered", "market", "school", "bus", "driver", "window", "evening",
    "letter", "door", "neighbour", "council", "meeting", "photo", "comment", "share", "group",
    "page", "channel", "video", "before", "after", "twice", "friend", "colleague", "brother",
    "coach", "player", "match", "street", "station", "garden",
]  # fmt: skip


def text(rng: random.Random, words: int = 40) -> str:
    """Return a text of so many words."""
    return " ".join(rng.choice(WORDS) for _ in range(words))


def answers(number: int, *, rng: random.Random | None = None) -> dict[str, Any]:
    """Return report `number` in the names of the API; the same number gives the same report.

    Every third names a post and repeats the words of one of a few that are shared.
    """
    rng = rng or random.Random(number)
    shared = number % 3 == 0
    words = text(random.Random(number % 6), 50) if shared else text(rng, 50)
    post = 10**18 + (number % 6 if shared else number * 7919)
    return {
        "account": text(rng, 30),
        "why": "It is about the faith of the people who meet there.",
        "strands": ["religion"],
        "posts": [{"link": f"https://x.com/harness/status/{post}", "text": words, "handle": f"@harness{number % 9}"}],
        "told_as": "victim",
        "targeted": "group",
        "seen_from": "LS1 1UR",
        "complainant_name": f"Sample Person {number}",
        "complainant_email": f"sample.{number}@example.org",
        "contact_means": "email",
    }


def receive_one(number: int, files: Iterable[tuple[str, BinaryIO]] = ()) -> Any:
    """Take in report `number`, with files by name, through the real intake action, from this process."""
    from dataclasses import replace
    from json import dumps

    from django.utils import timezone

    from upstander.duties.intake.actions.receive import Once, content_digest, receive
    from upstander.duties.intake.answers import submission_of
    from upstander.duties.intake.submission import SentFile
    from upstander.record.people.actors import PUBLIC
    from upstander.record.vault.keeping import deposit, deposit_locked

    said, at = answers(number), timezone.now()
    submission = submission_of(said, on=timezone.localdate(at))
    once = Once("harness", f"key-{number}", content_digest(submission))
    raw, sent = deposit_locked(dumps(said).encode()), tuple(SentFile(deposit(file), name) for name, file in files)
    return receive(replace(submission, raw=raw, files=sent), channel="web", actor=PUBLIC, at=at, once=once)
