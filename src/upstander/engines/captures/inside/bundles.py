"""Read what browser extensions and platforms hand out as JSON; of BalanceTesHaters the posts as it keeps them."""

import json
from collections.abc import Iterator
from typing import Any

from .found import Found

MOST_POSTS = 1_000
DEEPEST = 40
"""Levels of answers to answers that are read."""
SHOWN = 200
PLATFORMS = {"YOUTUBE": "youtube", "INSTAGRAM": "instagram"}
TOOL = "BalanceTesHaters browser extension"


def read_json(path: str, found: Found) -> None:
    """Read posts that BalanceTesHaters captured; of any other JSON say what its first names are."""
    with open(path, "rb") as file:
        held = json.loads(file.read().decode("utf-8-sig"))
    posts = _posts(held)
    if posts is None:
        _plainly(held, found)
        return
    found.kind = "BalanceTesHaters posts"
    for post in posts[:MOST_POSTS]:
        _post(post, found)
    if len(posts) > MOST_POSTS:
        found.wrong("too many parts", len(posts))
    found.title = f"{len(posts)} posts"
    found.empty = found.parts == 0


def _posts(held: Any) -> list[dict[str, Any]] | None:
    """Return the posts, however they are wrapped; None where the file is of another sort."""
    if isinstance(held, dict) and isinstance(held.get("posts"), list):
        held = held["posts"]
    rows = held if isinstance(held, list) else [held]
    if not all(isinstance(row, dict) and {"postId", "socialNetwork", "scrapedAt"} <= row.keys() for row in rows):
        return None
    return rows if rows or isinstance(held, list) else None


def _post(post: dict[str, Any], found: Found) -> None:
    found.part(f"post {post.get('postId')}", 0)
    found.say("final_address", post.get("url"))
    found.say("platform", PLATFORMS.get(str(post.get("socialNetwork")), ""))
    found.say("post_id", post.get("postId"))
    found.say("captured_at", post.get("scrapedAt"))
    found.say("tool", TOOL)
    _author(post, found)
    _published(post.get("publishedAt"), found)
    found.add_words("\n".join(str(post[name]) for name in ("title", "textContent") if post.get(name)))
    for comment in _comments(post.get("comments"), 0):
        picture = comment.get("screenshotData")
        found.part(f"comment {comment.get('commentId')}", len(picture) * 3 // 4 if isinstance(picture, str) else 0)
        if not picture:
            found.wrong("comment without picture")
        if found.parts < SHOWN:
            author = comment.get("author")
            name = author.get("name") if isinstance(author, dict) else ""
            found.add_words(f"{name}: {comment.get('textContent') or ''}")


def _author(post: dict[str, Any], found: Found) -> None:
    author = post.get("author")
    if isinstance(author, dict):
        found.say("account_handle", author.get("name"))


def _published(said: Any, found: Found) -> None:
    """Keep the time as the platform showed it: a day in words stays words."""
    if isinstance(said, dict):
        found.say("posted_shown", said.get("dateText") or said.get("date"))
        if said.get("type") == "absolute":
            found.say("posted_at", said.get("date"))


def _comments(held: Any, depth: int) -> Iterator[dict[str, Any]]:
    if not isinstance(held, list) or depth > DEEPEST:
        return
    for each in held:
        if isinstance(each, dict):
            yield each
            yield from _comments(each.get("replies"), depth + 1)


def _plainly(held: Any, found: Found) -> None:
    """Say of any JSON what stands in it at the top: as many names or entries as there are."""
    if isinstance(held, dict):
        for name, value in held.items():
            found.part(name, len(value) if isinstance(value, (list, dict, str)) else 0)
    elif isinstance(held, list):
        found.parts = len(held)
    found.add_words(json.dumps(held, ensure_ascii=False, indent=1)[:10_000])
    found.empty = not held
