"""Where each platform keeps the id of a post and the name of an account in its links: one short rule for each."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["post", "account", "short", "page"]

NAMES: dict[str, str] = {
    "4chan": "4chan", "bitchute": "BitChute", "bluesky": "Bluesky", "discord": "Discord", "facebook": "Facebook",
    "fediverse": "Mastodon or similar", "instagram": "Instagram", "reddit": "Reddit", "rumble": "Rumble",
    "telegram": "Telegram", "threads": "Threads", "tiktok": "TikTok", "vk": "VK", "web": "the web", "x": "X",
    "youtube": "YouTube",
}  # fmt: skip
"""Platform codes and the names to show for them."""


@dataclass(frozen=True, slots=True)
class Address:
    """A link taken apart: host in lower case, path percent-decoded, the first value of each query parameter."""

    host: str
    path: str
    query: Mapping[str, str]
    fragment: str

    def on(self, *domains: str) -> bool:
        """Whether the host is one of these domains or a name under one of them."""
        return any(self.host == domain or self.host.endswith("." + domain) for domain in domains)

    def find(self, pattern: str) -> re.Match[str] | None:
        """Search the path; literal words in it match without regard to case, ids keep theirs."""
        return re.search(pattern, self.path)

    @property
    def parts(self) -> list[str]:
        """The non-empty segments of the path."""
        return [part for part in self.path.split("/") if part]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule read out of a link: the id or name, and for a post the account the link itself names, if any."""

    platform: str
    kind: Kind
    value: str
    handle: str | None = None


Rule = Callable[[Address], Found | None]


def _x(at: Address) -> Found | None:
    parts = at.parts
    first = parts[0] if parts else ""
    handle = first if _HANDLE_X.fullmatch(first) and first.lower() not in _NOT_HANDLES_X else None
    if found := at.find(r"/(?i:status(?:es)?)/([0-9]{1,25})"):
        # The handle in an X link is not part of the id: any name before the number leads to the same post.
        return Found("x", "post", found[1], handle)
    if handle and (len(parts) == 1 or parts[1].lower() in ("with_replies", "media", "likes", "highlights")):
        return Found("x", "account", handle)
    return None


_HANDLE_X = re.compile(r"[A-Za-z0-9_]{1,20}")
_NOT_HANDLES_X = frozenset({
    "i", "home", "search", "explore", "hashtag", "settings", "intent", "share", "login", "logout", "signup",
    "notifications", "messages", "compose", "tos", "privacy", "about", "jobs", "download", "account", "web",
    "statuses", "status",
})  # fmt: skip


def _facebook(at: Address) -> Found | None:
    parts, lower = at.parts, [part.lower() for part in at.parts]
    if (at.on("fb.watch", "fb.me") and parts) or (lower[:1] == ["share"] and len(parts) > 1):
        return Found("facebook", "short", at.host + at.path)
    path_id = at.find(
        r"/(?i:posts|permalink|videos|reel|photos)/(?:[^/]+/){0,2}?(?:[^/]*-)?(pfbid[A-Za-z0-9]+|[0-9]{6,})(?=/|$)"
    )
    named = [at.query.get(name, "") for name in ("story_fbid", "multi_permalinks", "fbid", "v")]
    post = next((value for value in named if _FACEBOOK_ID.fullmatch(value)), path_id[1] if path_id else "")
    if post:
        comment = _facebook_comment(at.query.get("reply_comment_id") or at.query.get("comment_id") or "")
        return Found("facebook", "post", f"{post}/c/{comment}" if comment else post)
    if lower[:1] == ["profile.php"] and at.query.get("id", "").isdecimal():
        return Found("facebook", "account", at.query["id"])
    if lower[:1] == ["people"] and len(parts) == 3 and parts[2].isdecimal():
        return Found("facebook", "account", parts[2])
    if len(parts) == 1 and re.fullmatch(r"[A-Za-z0-9.]{4,60}", parts[0]) and lower[0] not in _NOT_NAMES_FACEBOOK:
        return Found("facebook", "account", parts[0]) if not lower[0].endswith(".php") else None
    return None


_FACEBOOK_ID = re.compile(r"pfbid[A-Za-z0-9]+|[0-9]{6,}")
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


def _instagram(at: Address) -> Found | None:
    parts, lower = at.parts, [part.lower() for part in at.parts]
    if lower[:1] == ["share"] and len(parts) > 1:
        return Found("instagram", "short", at.host + at.path)
    owner = parts[0] if len(parts) > 2 and lower[1] in ("p", "reel", "reels", "tv") else None
    if found := at.find(r"/(?i:p|reels?|tv)/(?!(?i:audio|videos)(?:/|$))([A-Za-z0-9_-]{5,60})(?:/(?i:c)/([0-9]+))?"):
        return Found("instagram", "post", found[1] + (f"/c/{found[2]}" if found[2] else ""), owner)
    if found := at.find(r"^/(?i:stories)/([A-Za-z0-9._]{1,30})/([0-9]{6,})"):
        owner = found[1] if found[1].lower() != "highlights" else None
        return Found("instagram", "post", f"stories/{found[2]}", owner)
    reserved = ("explore", "accounts", "direct", "about", "p", "reel", "reels", "tv", "stories", "developer", "web")
    if len(parts) == 1 and re.fullmatch(r"[A-Za-z0-9._]{1,30}", parts[0]) and lower[0] not in reserved:
        return Found("instagram", "account", parts[0])
    return None


def _tiktok(at: Address) -> Found | None:
    parts = at.parts
    if parts and (at.host in ("vm.tiktok.com", "vt.tiktok.com") or parts[0].lower() == "t"):
        return Found("tiktok", "short", at.host + at.path)
    name = at.find(r"^/@([A-Za-z0-9._]{1,40})(?=/|$)")
    if found := at.find(r"/(?i:video|photo|v|embed(?:/v2)?|player/v1)/([0-9]{10,25})"):
        return Found("tiktok", "post", found[1], name[1] if name else None)
    return Found("tiktok", "account", name[1]) if name else None


def _youtube(at: Address) -> Found | None:
    parts = at.parts
    in_query = re.match(r"[A-Za-z0-9_-]{11}", at.query.get("v", ""))
    in_path = at.find(r"^/(?i:shorts|embed|live|v|e)/([A-Za-z0-9_-]{11})")
    bare = at.find(r"^/([A-Za-z0-9_-]{11})") if at.on("youtu.be") else None
    video = in_query[0] if in_query else in_path[1] if in_path else bare[1] if bare else ""
    if video:
        comment = at.query.get("lc", "")
        return Found("youtube", "post", f"{video}/c/{comment}" if comment else video)
    if found := at.find(r"^/(?i:post|clip)/(Ug[A-Za-z0-9_-]{10,80})"):
        return Found("youtube", "post", f"{parts[0].lower()}/{found[1]}")
    if at.query.get("lb", "").startswith("Ug"):
        return Found("youtube", "post", f"post/{at.query['lb']}")
    if found := at.find(r"^/(?:@|(?i:channel|c|user)/)([^/]{1,100})(?=/|$)"):
        return Found("youtube", "account", found[1])
    return None


def _telegram(at: Address) -> Found | None:
    comment = at.query.get("comment", "")
    tail = f"/c/{comment}" if comment.isdecimal() else ""
    if found := at.find(r"^/(?i:c)/([0-9]{4,20})(?:/[0-9]+)?/([0-9]+)$"):
        # A private channel has a number instead of a name; "c" must not become the name of them all.
        return Found("telegram", "post", f"c/{found[1]}/{found[2]}{tail}")
    if found := at.find(r"^/(?:(?i:s)/)?([A-Za-z][A-Za-z0-9_]{3,40})(?:/[0-9]+)?/([0-9]+)$"):
        return Found("telegram", "post", f"{found[1].lower()}/{found[2]}{tail}", found[1])
    under = at.host.removesuffix(".t.me")
    if under != at.host and (found := at.find(r"^/([0-9]+)$")):
        return Found("telegram", "post", f"{under}/{found[1]}{tail}", under)
    if found := at.find(r"^/(?:(?i:s)/)?([A-Za-z][A-Za-z0-9_]{3,40})$"):
        reserved = ("joinchat", "share", "addstickers", "addemoji", "proxy", "socks", "login", "setlanguage")
        return Found("telegram", "account", found[1]) if found[1].lower() not in reserved else None
    return None


def telegram_app(query: Mapping[str, str]) -> Found | None:
    """Read a link of the Telegram app: `tg://resolve?domain=...&post=...` or `tg://privatepost?channel=...&post=...`."""
    domain, channel, post = query.get("domain", ""), query.get("channel", ""), query.get("post", "")
    if channel.isdecimal() and post.isdecimal():
        return Found("telegram", "post", f"c/{channel}/{post}")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{3,40}", domain):
        return None
    if post.isdecimal():
        return Found("telegram", "post", f"{domain.lower()}/{post}", domain)
    return Found("telegram", "account", domain)


def _reddit(at: Address) -> Found | None:
    if at.host == "v.redd.it" and at.parts:
        return Found("reddit", "short", f"v.redd.it/{at.parts[0]}")
    if at.host == "i.redd.it":
        return None
    if found := at.find(r"/(?i:comments|gallery)/([A-Za-z0-9]{3,13})(?:/[^/]+/([A-Za-z0-9]{3,13}))?(?=/|$)"):
        return Found("reddit", "post", "/".join(part.lower() for part in found.groups() if part))
    if at.on("redd.it") and (found := at.find(r"^/([A-Za-z0-9]{3,13})$")):
        return Found("reddit", "post", found[1].lower())
    if found := at.find(r"^/(?i:r|u|user)/[^/]+/(?i:s)/[A-Za-z0-9]+"):
        return Found("reddit", "short", "reddit.com" + found[0])
    if found := at.find(r"^/(?i:u|user)/([A-Za-z0-9_-]{2,30})(?=/|$)"):
        return Found("reddit", "account", found[1])
    return None


def _4chan(at: Address) -> Found | None:
    if found := at.find(r"^/([A-Za-z0-9]{1,10})/(?i:thread|res)/([0-9]+)"):
        named = re.fullmatch(r"[pq]([0-9]+)", at.fragment)
        return Found("4chan", "post", f"{found[1].lower()}/{named[1] if named else found[2]}")
    return None


def _bluesky(at: Address) -> Found | None:
    name = at.find(r"^/(?i:profile)/([^/]{3,253})")
    handle = name[1] if name else None
    if found := at.find(r"/(?i:post)/([A-Za-z0-9]{5,40})"):
        return Found("bluesky", "post", found[1], handle)
    return Found("bluesky", "account", handle) if handle and len(at.parts) == 2 else None


def _threads(at: Address) -> Found | None:
    name = at.find(r"^/@([A-Za-z0-9._]{1,30})(?=/|$)")
    if found := at.find(r"/(?i:post|t)/([A-Za-z0-9_-]{5,60})"):
        return Found("threads", "post", found[1], name[1] if name else None)
    return Found("threads", "account", name[1]) if name else None


def _vk(at: Address) -> Found | None:
    places = [at.path, at.query.get("w", ""), at.query.get("z", "")]
    for place in places:
        if found := re.search(r"(?:^|[/=])((?:wall|video|photo|clip)-?[0-9]+_[0-9]+)", place):
            reply = at.query.get("reply", "")
            return Found("vk", "post", found[1] + (f"/c/{reply}" if reply.isdecimal() else ""))
    return None


def _rumble(at: Address) -> Found | None:
    if found := at.find(r"^/(?:(?i:embed)/)?(v(?=[a-z]*[0-9])[a-z0-9]{3,12})(?=[-./]|$)"):
        return Found("rumble", "post", found[1])
    return None


def _discord(at: Address) -> Found | None:
    if found := at.find(r"^/(?i:channels)/([0-9]+|@me)/([0-9]+)/([0-9]+)"):
        return Found("discord", "post", f"{found[2]}/{found[3]}")
    return None


def _bitchute(at: Address) -> Found | None:
    found = at.find(r"^/(?i:video|embed)/([A-Za-z0-9_-]{6,20})")
    return Found("bitchute", "post", found[1]) if found else None


def fediverse(at: Address) -> Found | None:
    """Read posts and accounts of Mastodon, Gab and the many servers that write their links alike."""
    name = at.find(r"^/(?:@|(?i:users)/)([A-Za-z0-9_.-]{1,60}(?:@[a-z0-9.-]+)?)(?=/|$)")
    if found := at.find(
        r"^/(?:@[^/]{1,120}(?:/(?i:posts))?|(?i:users)/[^/]{1,120}/(?i:statuses)|[^/]{1,60}/(?i:posts))/([0-9]{8,25})(?=/|$)"
    ):
        return Found("fediverse", "post", f"{at.host}/{found[1]}", f"{name[1]}@{at.host}" if name else None)
    return Found("fediverse", "account", f"{name[1]}@{at.host}") if name and len(at.parts) == 1 else None


RULES: tuple[tuple[str, tuple[str, ...], Rule], ...] = (
    ("x", ("twitter.com", "x.com", "vxtwitter.com", "fxtwitter.com", "fixupx.com", "fixvx.com", "xcancel.com"), _x),
    ("x", ("nitter.net", "nitter.poast.org", "nitter.privacydev.net", "nitter.it"), _x),
    ("facebook", ("facebook.com", "fb.com", "fb.watch", "fb.me"), _facebook),
    ("instagram", ("instagram.com", "instagr.am"), _instagram),
    ("tiktok", ("tiktok.com",), _tiktok),
    ("youtube", ("youtube.com", "youtu.be", "youtube-nocookie.com"), _youtube),
    ("telegram", ("t.me", "telegram.me", "telegram.dog"), _telegram),
    ("reddit", ("reddit.com", "redd.it"), _reddit),
    ("4chan", ("4chan.org", "4channel.org"), _4chan),
    ("bluesky", ("bsky.app",), _bluesky),
    ("threads", ("threads.net", "threads.com"), _threads),
    ("vk", ("vk.com", "vk.ru", "vkvideo.ru"), _vk),
    ("rumble", ("rumble.com",), _rumble),
    ("discord", ("discord.com", "discordapp.com"), _discord),
    ("bitchute", ("bitchute.com",), _bitchute),
)
"""The code of a platform, its domains, and the rule that reads its links."""
