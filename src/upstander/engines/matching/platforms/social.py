"""Where X, Meta's platforms, Bluesky, Threads, the fediverse and their kin keep the ids of posts and accounts."""

import base64
import binascii
import re

from upstander.engines.matching.platforms.address import Address, Found, by_path, commented


def x(at: Address) -> Found | None:
    """X, its mirrors and embeds: the number alone is the post."""
    parts = at.parts
    first = parts[0] if parts else ""
    handle = first if _HANDLE_X.fullmatch(first) and first.lower() not in _NOT_HANDLES_X else None
    if found := at.find(r"/(?i:status(?:es)?|article)/([0-9]{1,25})"):
        # The handle in an X link is not part of the id: any name before the number leads to the same post.
        return Found("x", "post", found[1], handle)
    if found := at.find(r"^/(?i:i/(spaces|broadcasts|events))/([A-Za-z0-9]{5,25})(?![A-Za-z0-9_-])"):
        return Found("x", "post", f"{found[1].lower()}/{found[2]}")
    if at.path.lower().endswith("/tweet.html") and (number := at.asked("id")):
        return Found("x", "post", number)
    if first.lower() in ("intent", "i") and (found := at.find(r"^/(?i:intent|i)/(?i:user|follow)(?:/([0-9]{1,25}))?$")):
        number, name = found[1] or at.asked("user_id"), at.asked("screen_name", form=_HANDLE_X.pattern)
        # An account's number outlives its name; no name can hold a colon.
        return Found("x", "account", f"id:{number}" if number else name) if number or name else None
    if handle and (len(parts) == 1 or parts[1].lower() in ("with_replies", "media", "likes", "highlights")):
        return Found("x", "account", handle)
    return None


_HANDLE_X = re.compile(r"[A-Za-z0-9_]{1,20}")
_NOT_HANDLES_X = frozenset({
    "i", "home", "search", "explore", "hashtag", "settings", "intent", "share", "login", "logout", "signup",
    "notifications", "messages", "compose", "tos", "privacy", "about", "jobs", "download", "account", "web",
    "statuses", "status", "embed", "anyuser",
})  # fmt: skip


def threadreader(at: Address) -> Found | None:
    """A site that shows a whole thread of X under the number of its first post."""
    found = at.find(r"^/(?i:thread)/([0-9]{1,25})(?:\.html)?$")
    return Found("x", "post", found[1]) if found else None


def facebook(at: Address) -> Found | None:
    """Facebook: posts, photos, videos and reels; a comment is a post of its own."""
    parts, lower = at.parts, [part.lower() for part in at.parts]
    if (at.on("fb.watch", "fb.me") and parts) or (lower[:1] == ["share"] and len(parts) > 1):
        return Found("facebook", "short", at.host + at.path)
    path_id = at.find(
        r"/(?i:posts|permalink|videos|reel|photos)/(?:[^/]+/){0,2}?(?:[^/]*-)?(pfbid[A-Za-z0-9]+|[0-9]{6,})(?![A-Za-z0-9_-])"
    )
    named = at.asked("story_fbid", "multi_permalinks", "fbid", "v", form=r"pfbid[A-Za-z0-9]+|[0-9]{6,}")
    if post := named or (path_id[1] if path_id else ""):
        comment = at.query.get("reply_comment_id") or at.query.get("comment_id") or ""
        return Found("facebook", "post", commented(post, _facebook_comment(comment)))
    if lower[:1] == ["profile.php"] and (number := at.asked("id")):
        return Found("facebook", "account", number)
    if lower[:1] == ["people"] and len(parts) == 3 and parts[2].isdecimal():
        return Found("facebook", "account", parts[2])
    if len(parts) == 1 and re.fullmatch(r"[A-Za-z0-9.]{4,60}", parts[0]) and lower[0] not in _NOT_NAMES_FACEBOOK:
        return Found("facebook", "account", parts[0]) if not lower[0].endswith(".php") else None
    return None


_NOT_NAMES_FACEBOOK = frozenset({
    "watch", "groups", "events", "marketplace", "gaming", "login", "help", "settings", "messages", "notifications",
    "pages", "friends", "home", "reel", "reels", "photo", "photos", "video", "videos", "stories", "story", "hashtag",
    "search", "share", "sharer", "plugins", "policies", "privacy", "terms", "live",
})  # fmt: skip


def _facebook_comment(value: str) -> str:
    """Read a comment's number, which links give either plain or as base64 of `comment:post_comment`."""
    if re.fullmatch(r"[A-Za-z0-9+/_-]{16,200}={0,2}", value) and not value.isdecimal():
        try:
            plain = base64.b64decode(value + "=" * (-len(value) % 4)).decode("ascii")
        except (binascii.Error, ValueError):
            plain = ""
        if found := re.fullmatch(r"comment:[0-9]+_([0-9]+)", plain):
            return found[1]
    return value if re.fullmatch(r"[A-Za-z0-9_=-]{1,200}", value) else ""


def instagram(at: Address) -> Found | None:
    """Instagram: ids keep their case; a comment (`/c/`) and a reply to it (`/r/`) are posts of their own."""
    parts, lower = at.parts, [part.lower() for part in at.parts]
    if lower[:1] == ["share"] and len(parts) > 1:
        return Found("instagram", "short", at.host + at.path)
    owner = parts[0] if len(parts) > 2 and lower[1] in ("p", "reel", "reels", "tv") else None
    if found := at.find(
        r"/(?i:p|reels?|tv)/(?!(?i:audio|videos)(?:/|$))([A-Za-z0-9_-]{5,60})(?:/(?i:c)/([0-9]+)(?:/(?i:r)/([0-9]+))?)?"
    ):
        return Found("instagram", "post", commented(found[1], found[3] or found[2] or ""), owner)
    if found := at.find(r"^/(?i:stories)/([A-Za-z0-9._]{1,30})/([0-9]{6,})"):
        owner = found[1] if found[1].lower() != "highlights" else None
        return Found("instagram", "post", f"stories/{found[2]}", owner)
    reserved = ("explore", "accounts", "direct", "about", "p", "reel", "reels", "tv", "stories", "developer", "web")
    if len(parts) == 1 and re.fullmatch(r"[A-Za-z0-9._]{1,30}", parts[0]) and lower[0] not in reserved:
        return Found("instagram", "account", parts[0])
    return None


threads = by_path(
    "threads",
    r"^/@(?P<by>[A-Za-z0-9._]{1,30})/(?i:post)/([A-Za-z0-9_-]{5,60})",
    r"/(?i:post|t)/([A-Za-z0-9_-]{5,60})",
    account=r"^/@([A-Za-z0-9._]{1,30})(?![A-Za-z0-9_-])",
)
bluesky = by_path(
    "bluesky",
    # The account is a name that changes or a number that does not, so the post's own key is the id.
    r"^/(?i:profile)/(?P<by>[^/]{3,253})/(?i:post)/([A-Za-z0-9]{5,40})",
    r"^/(?i:embed)/(?P<by>[^/]{3,253})/app\.bsky\.feed\.post/([A-Za-z0-9]{5,40})",
    account=r"^/(?i:profile)/([^/]{3,253})$",
)


def bluesky_app(rest: str) -> Found | None:
    """Read an address of the protocol behind Bluesky, without its scheme `at:`."""
    found = re.fullmatch(r"([^/?#]{3,253})(?:/app\.bsky\.feed\.post/([A-Za-z0-9]{5,40}))?/?", rest)
    if found is None or not ("." in found[1] or found[1].startswith("did:")):
        return None
    return Found("bluesky", "post", found[2], found[1]) if found[2] else Found("bluesky", "account", found[1])


_SNOWFLAKE = r"([0-9]{8,25})"
gab = by_path(
    "gab",
    rf"^/@?(?P<by>[A-Za-z0-9_.]{{1,60}})/(?i:posts)/{_SNOWFLAKE}(?![A-Za-z0-9_-])",
    rf"^/(?i:posts|users/[^/]+/statuses|groups/[0-9]+/posts)/{_SNOWFLAKE}(?![A-Za-z0-9_-])",
    rf"^/@(?P<by>[A-Za-z0-9_.]{{1,60}})/{_SNOWFLAKE}(?![A-Za-z0-9_-])",
    account=r"^/(?!(?i:about|home|explore|groups|login|search|news|shop|help|auth|timeline)$)@?([A-Za-z0-9_.]{3,60})$",
)
truthsocial = by_path(
    "truthsocial",
    rf"^/@(?P<by>[A-Za-z0-9_.]{{1,60}})/(?:(?i:posts)/)?{_SNOWFLAKE}(?![A-Za-z0-9_-])",
    rf"^/(?i:users)/(?P<by>[A-Za-z0-9_.]{{1,60}})/(?i:statuses)/{_SNOWFLAKE}(?![A-Za-z0-9_-])",
    account=r"^/@([A-Za-z0-9_.]{1,60})$",
)
gettr = by_path(
    "gettr",
    r"^/(?i:post|streaming|comment)/([a-z][a-z0-9]{3,20})(?![A-Za-z0-9_])",
    account=r"^/(?i:user)/([A-Za-z0-9_]{1,40})(?![A-Za-z0-9_-])",
)


def parler(at: Address) -> Found | None:
    """Parler, old and new: 32 hexadecimal digits with or without dashes, later 26 letters and digits."""
    found = at.find(r"/(?i:post|feed|comment)/([0-9A-Fa-f-]{32,36}|[0-9A-Za-z]{26})(?![A-Za-z0-9_-])") or at.find(
        r"^/(?!(?i:user|profile)/)[^/]+/(?i:post)/([0-9A-Fa-f-]{32,36})(?![A-Za-z0-9_-])"
    )
    if found:
        return Found("parler", "post", found[1].replace("-", "").lower())
    found = at.find(r"^/(?i:user|profile|@)/?([A-Za-z0-9_]{2,40})(?![A-Za-z0-9_-])")
    return Found("parler", "account", found[1]) if found else None


def minds(at: Address) -> Found | None:
    """Minds: one long number for posts, pictures and articles alike; of a comment, the last number of its urn."""
    number = at.find(r"^/(?i:newsfeed|media|blog/view)/(?:urn:[a-z]+:)?([0-9]{10,25})(?![A-Za-z0-9_-])") or at.find(
        r"^/[^/]+/(?i:blog)/[^/]*?([0-9]{10,25})$"
    )
    if number:
        comment = re.search(r"([0-9]{10,25})$", at.query.get("focusedCommentUrn", ""))
        return Found("minds", "post", commented(number[1], comment[1] if comment else ""))
    return None


def fediverse(at: Address) -> Found | None:
    """Read posts and accounts of servers that write their links as Mastodon, Pleroma, Misskey or PeerTube do."""
    name = at.find(r"^/(?:@|(?i:users)/)([A-Za-z0-9_.-]{1,60}(?:@[a-z0-9.-]+)?)(?![A-Za-z0-9_-])")
    if found := at.find(
        r"^/(?:(?i:web|deck)/)?(?:@[^/]{1,120}(?:/(?i:posts))?|(?i:users)/[^/]{1,120}/(?i:statuses)"
        r"|(?i:statuses))/([0-9]{8,25})(?![A-Za-z0-9_-])"
    ):
        return Found("fediverse", "post", f"{at.host}/{found[1]}", f"{name[1]}@{at.host}" if name else None)
    note = None if at.query else at.find(r"^/(?i:notes)/([a-z0-9]{10,24})$")
    if found := note or at.find(r"^/(?i:notice)/([A-Za-z0-9]{18})$"):
        return Found("fediverse", "post", f"{at.host}/{found[1]}")
    video = r"([1-9A-Za-z]{22}|[0-9A-Fa-f-]{36})"
    if found := at.find(rf"^/(?i:w|videos/watch|videos/embed)/{video}(?:;threadId=([0-9]+))?$"):
        return Found("fediverse", "post", commented(f"{at.host}/{_long_form(found[1])}", found[2] or ""))
    return Found("fediverse", "account", f"{name[1]}@{at.host}") if name and len(at.parts) == 1 else None


_BASE_58 = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"


def _long_form(value: str) -> str:
    """The 32 hexadecimal digits of a video on PeerTube, whose short links write the same number to the base 58."""
    if len(value) != 22:
        return value.replace("-", "").lower()
    number = 0
    for char in value:
        if char not in _BASE_58:
            return value
        number = number * 58 + _BASE_58.index(char)
    return f"{number:032x}"
