"""What people report in the demo: about 300 reports over all channels, some of them of the same posts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from io import BytesIO
from typing import Any

import yaml
from PIL import Image, ImageDraw

from upstander.duties.intake.submission import SaidPost, SentFile, Submission
from upstander.record.people.identity import Identity
from upstander.record.vault.keeping import deposit

SEED = 20261120
DAYS = 9
SINGLES = 168
SHORT_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
DANGER = (5, 11, 34)
"""Minutes ago that somebody was said to be in danger; the officers ring the force within a quarter of an hour."""
LINKS = {
    "x": "https://x.com/{handle}/status/{number}",
    "facebook": "https://www.facebook.com/{handle}/posts/{number}",
    "instagram": "https://www.instagram.com/p/{code}/",
    "youtube": "https://www.youtube.com/watch?v={code}",
    "tiktok": "https://www.tiktok.com/@{handle}/video/{number}",
    "telegram": "https://t.me/{handle}/{short}",
}
FORMS = {
    "x": ("https://x.com/{handle}/status/{number}", "https://mobile.twitter.com/{handle}/status/{number}?s=20"),
    "youtube": ("https://www.youtube.com/watch?v={code}", "https://youtu.be/{code}?si=share"),
    "tiktok": ("https://www.tiktok.com/@{handle}/video/{number}", "https://m.tiktok.com/v/{number}.html"),
}


@dataclass(frozen=True)
class Sent:
    """One report of the demo: when, how, what, and which shared post it is about (or none)."""

    at: datetime
    channel: str
    submission: Submission
    shared: int | None
    partner: int = 0


def words() -> dict[str, Any]:
    """Return the demo's texts."""
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text())
    return loaded


def all_reports(now: datetime) -> list[Sent]:
    """Return every report of the demo in the order of time, the last a few minutes before `now`."""
    chance, texts = random.Random(SEED), words()  # noqa: S311 - a story, not a secret
    sent = [*_shared(chance, texts, now), *_singles(chance, texts, now)]
    return sorted(sent, key=lambda one: one.at)


def _shared(chance: random.Random, texts: dict[str, Any], now: datetime) -> Iterator[Sent]:
    for number, post in enumerate(texts["shared"]):
        first = now - timedelta(days=DAYS - number * 0.8, hours=chance.uniform(0, 5))
        posted = first - timedelta(hours=5)
        number_drawn, code = chance.randrange(10**15, 10**16), _code(chance)
        link = {"handle": post["handle"].replace(" ", ""), "short": chance.randrange(100, 9999)}
        link |= _numbered(post["platform"], posted, number_drawn, code)
        for time in range(post["times"]):
            at = min(first + timedelta(hours=time**1.3 * chance.uniform(0.4, 1.1)), now - timedelta(minutes=4 + time))
            form = chance.choice(FORMS.get(post["platform"], (LINKS[post["platform"]],))).format(**link)
            text = post["text"] if chance.random() < 0.6 else _partly(chance, post["text"])
            submission = _told(chance, texts, post, at, [SaidPost(form, post["platform"], text, post["handle"])], time)
            yield Sent(at, _channel(chance), submission, number, chance.randrange(2))


def _singles(chance: random.Random, texts: dict[str, Any], now: datetime) -> Iterator[Sent]:
    for number in range(SINGLES):
        # More in the last hours than in all the days before: the queue of this morning.
        back = timedelta(hours=chance.uniform(0.4, 17)) if number % 3 else timedelta(days=chance.uniform(1, DAYS))
        at = now - (back if number >= len(DANGER) else timedelta(minutes=DANGER[number]))
        post = texts["single"][number % len(texts["single"])]
        platform = chance.choice(list(LINKS))
        handle = _handle(chance)
        drawn, short, code = chance.randrange(10**15, 10**16), chance.randrange(100, 9999), _code(chance)
        numbered = _numbered(platform, at - timedelta(hours=3), drawn, code)
        link = LINKS[platform].format(handle=handle, short=short, **numbered)
        said = SaidPost(link, platform, f"{post['text']} {_tail(chance)}", handle)
        told = _told(chance, texts, post, at, [said], number)
        yield Sent(at, _channel(chance), _routed(told, number), None, chance.randrange(2))


def _routed(told: Submission, number: int) -> Submission:
    """Make a few of them urgent: somebody in danger, a poster known by name, an event to come."""
    place = told.seen_from
    if number < len(DANGER):
        return replace(told, danger=True, danger_place=place)
    if number % 29 == 5:
        return replace(told, knows_poster=True, poster_note="A neighbour, by name.")
    if number % 37 == 7:
        return replace(told, future_event=True, event_note="It says Saturday evening.", event_place=place)
    return told


def _told(
    chance: random.Random, texts: dict[str, Any], post: dict[str, Any], at: datetime, posts: list[SaidPost], number: int
) -> Submission:
    # A post about one person has one victim, who reports it first; the others saw it.
    victim = post["targeted"] == "person" and (number == 0 if "times" in post else chance.random() < 0.6)
    anonymous = chance.random() < 0.25
    name = chance.choice(texts["names"])
    identity = Identity() if anonymous else Identity(name, f"{name.split()[0].lower()}{number}@people.example", "", "")
    town = chance.choice(texts["towns"])
    return Submission(
        account=_account(chance, texts), why=chance.choice(texts["whys"]), strands=tuple(post["strands"]),
        posts=tuple(posts), files=tuple(_screenshots(chance, posts[0])), told_as="victim" if victim else "witness",
        targeted=post["targeted"], target_note="The people named in the post." if post.get("place") else "",
        seen_from=town, home=town if victim else "", identity=identity,
        contact_means="none" if anonymous else chance.choice(("email", "email", "phone")),
        contact_hours=chance.choice(("any", "any", "working_hours", "evenings")),
        told_policing_at=at - timedelta(hours=chance.choice((0, 0, 0, 2, 9))),
    )  # fmt: skip


def _channel(chance: random.Random) -> str:
    return chance.choices(("web", "import", "api", "officer"), weights=(56, 27, 11, 6))[0]


def _partly(chance: random.Random, text: str) -> str:
    """Return most of a text, as someone copies it who is in a hurry."""
    parts = text.split()
    cut = chance.randrange(max(6, len(parts) * 2 // 3), len(parts))
    return " ".join(parts[:cut]) + " ..."


def _tail(chance: random.Random) -> str:
    """Return a few harmless words that make one single post differ from the next."""
    filler = "after all these years in this town by the old mill near the park every day since spring and again"
    return " ".join(chance.sample(filler.split(), 7))


def _account(chance: random.Random, texts: dict[str, Any]) -> str:
    return " ".join(chance.choice(row) for row in texts["accounts"]).strip()


def _numbered(platform: str, posted: datetime, drawn: int, code: str) -> dict[str, Any]:
    """Return the number and code of a post that was made at a time, as its platform would have numbered it."""
    ms = int(posted.timestamp() * 1000)
    numbers = {"x": (ms - 1_288_834_974_657) << 22 | drawn % 2**22, "tiktok": (ms // 1000) << 32 | drawn % 2**32}
    if platform == "instagram":
        number, code = (ms - 1_314_220_021_721) << 23 | drawn % 2**23, ""
        for _ in range(11):
            number, place = divmod(number, 64)
            code = SHORT_CODE[place] + code
    return {"number": numbers.get(platform, drawn), "code": code}


def _code(chance: random.Random) -> str:
    return "".join(chance.choices("ABCDEFGHabcdefgh0123456789", k=11))


def _handle(chance: random.Random) -> str:
    first = chance.choice(("quiet", "north", "old", "true", "blue", "sharp"))
    second = chance.choice(("lane", "voice", "hand", "field", "river"))
    return f"{first}_{second}{chance.randrange(10, 99)}"


def _screenshots(chance: random.Random, post: SaidPost) -> list[SentFile]:
    if chance.random() < 0.6:
        return []
    picture = Image.new("RGB", (640, 360), "#f4f4f0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, 620, 90), fill="#d9e2e4")
    draw.text((36, 46), f"@{post.handle} on {post.platform}  {chance.randrange(10**6)}", fill="#0b3c46")
    for row, at in enumerate(range(0, len(post.text), 84)):
        draw.text((36, 120 + 26 * row), post.text[at : at + 84], fill="#222222")
    target = BytesIO()
    picture.save(target, "PNG")
    target.seek(0)
    return [SentFile(deposit(target), f"Screenshot {chance.randrange(100, 999)}.png")]
