"""Where networks, sites of long texts and games keep the ids of what their members write and make."""

import re

from upstander.engines.matching.platforms.address import Address, Found, by_path, commented, short


def vk(at: Address) -> Found | None:
    """VK: owner and number of what stands on a wall, in a topic, an album or a player."""
    places = [at.path, at.query.get("w", ""), at.query.get("z", "")]
    for place in places:
        if found := re.search(r"(?:^|[/=])((?:wall|video|photo|clip|topic)-?[0-9]+_[0-9]+)", place):
            return Found("vk", "post", commented(found[1], at.asked("reply", "post")))
    if at.find(r"/(?i:video_ext\.php)$") and (number := at.asked("id")) and (owner := at.asked("oid", form="-?[0-9]+")):
        return Found("vk", "post", f"video{owner}_{number}")
    reserved = r"(?!(?i:feed|im|video|videos|clips|music|groups|friends|search|away\.php|login|wall|about)$)"
    found = at.find(rf"^/{reserved}([A-Za-z][A-Za-z0-9_.]{{3,40}})$")
    return Found("vk", "account", found[1]) if found else None


def ok(at: Address) -> Found | None:
    """OK.ru: videos, also played elsewhere, and the notes of groups and members."""
    video = at.find(
        r"^/(?i:video|videoembed|live|web-api/video/moviePlayer)/([0-9]{5,20}(?:-[0-9]+)?)(?![A-Za-z0-9_-])"
    )
    if video or (at.find(r"^/dk$") and at.asked("st.mvId", form=r"[0-9]{5,20}(?:-[0-9]+)?")):
        return Found("ok", "post", f"video/{video[1] if video else at.query['st.mvId']}")
    if found := at.find(r"^/(?:[^/]+/)?[^/]+/(?i:(topic|statuses|album))/([0-9]{5,20})(?![A-Za-z0-9_-])"):
        return Found("ok", "post", f"{found[1].lower()}/{found[2]}")
    found = at.find(r"^/(?i:profile|group)/([0-9]{5,20})$")
    return Found("ok", "account", found[1]) if found else None


def linkedin(at: Address) -> Found | None:
    """LinkedIn: the number of an update; the one post may bear one as an activity and another as a share."""
    found = at.find(r"(?i:urn:li:(?:activity|share|ugcPost)):([0-9]{10,25})") or at.find(
        r"^/(?i:posts)/[^/]*[-_](?i:activity|share|ugcPost)-([0-9]{10,25})(?![A-Za-z0-9_])"
    )
    if found:
        return Found("linkedin", "post", commented(found[1], _linkedin_comment(at)))
    if found := at.find(r"^/(?i:pulse)/([^/]{3,300})$"):
        return Found("linkedin", "post", f"pulse/{found[1].casefold()}")
    found = at.find(r"^/(?i:in|company|school)/([^/]{2,200})(?![A-Za-z0-9_-])")
    return Found("linkedin", "account", found[1]) if found else None


def _linkedin_comment(at: Address) -> str:
    """The number of a reply, else of a comment: it stands last in one spelling and first in the other."""
    for name in ("dashReplyUrn", "replyUrn", "dashCommentUrn", "commentUrn"):
        pattern = r"\(([0-9]{5,25})," if name.startswith("dash") else r",\s*([0-9]{5,25})\)"
        if found := re.search(pattern, at.query.get(name, "")):
            return found[1]
    return ""


def pinterest(at: Address) -> Found | None:
    """Pinterest: the number of a pin, whatever words stand before it."""
    if at.on("pin.it"):
        return short("pinterest", at)
    found = at.find(r"^/(?i:pin)/(?:[^/]*--)?([0-9]{6,25}|[A-Za-z0-9_-]{20,60})(?![A-Za-z0-9_-])")
    number = found[1] if found else at.asked("id", form="[0-9]{6,25}") if at.path.endswith("/embed.html") else ""
    return Found("pinterest", "post", number) if number else None


def tumblr(at: Address) -> Found | None:
    """Tumblr: the number of the post, which stays when its blog is renamed."""
    if at.on("tmblr.co", "at.tumblr.com"):
        return short("tumblr", at)
    under = at.host.removesuffix(".tumblr.com") if at.host not in ("tumblr.com", "embed.tumblr.com") else None
    if found := at.find(r"/(?i:post|private|image)/([0-9]{6,25})(?![A-Za-z0-9_-])"):
        return Found("tumblr", "post", found[1], under)
    if found := at.find(
        r"^/(?:(?i:blog/view|blog|dashboard/blog)/)?@?([A-Za-z0-9-]{1,60})/([0-9]{6,25})(?![A-Za-z0-9_-])"
    ):
        return Found("tumblr", "post", found[2], found[1])
    found = at.find(r"/(?i:embed/post)/[^/]+/([0-9]{6,25})(?![A-Za-z0-9_-])")
    if found:
        return Found("tumblr", "post", found[1])
    return Found("tumblr", "account", under) if under and not at.parts else None


def quora(at: Address) -> Found | None:
    """Quora: an answer is a question and its author, in the words of the address; a comment has a number."""
    if at.on("qr.ae"):
        return short("quora", at)
    if found := at.find(r"/(?i:answers)/([0-9]{4,20})(?![A-Za-z0-9_-])"):
        return Found("quora", "post", f"answers/{found[1]}")
    found = at.find(r"^/(?:(?i:unanswered)/)?([^/]{3,300}/(?i:answer)/[^/]{2,200})(?![A-Za-z0-9_-])")
    if found:
        tongue = "" if at.host == "quora.com" else at.host.removesuffix("quora.com")
        return Found("quora", "post", commented(tongue + found[1], at.asked("comment_id")))
    found = at.find(r"^/(?i:profile)/([^/]{2,200})(?![A-Za-z0-9_-])")
    return Found("quora", "account", found[1]) if found else None


medium = by_path(
    "medium",
    r"^/(?P<by>@[^/]{1,80})/(?:[^/]*-)?([0-9a-f]{10,12})$",
    r"^/(?i:p)/([0-9a-f]{10,12})$",
    r"-([0-9a-f]{10,12})$",
    account=r"^/@([A-Za-z0-9._-]{1,80})$",
)


def substack(at: Address) -> Found | None:
    """Substack: notes and comments share their numbers; a post is its publication's and its words."""
    if found := at.find(r"/(?i:note)/c-([0-9]{3,15})(?![A-Za-z0-9_-])") or at.find(
        r"^/(?i:p)/[^/]+/(?i:comment)/([0-9]{3,15})$"
    ):
        return Found("substack", "post", f"c-{found[1]}")
    if found := at.find(r"^/(?:(?i:home/post)|@[^/]+)(?:/(?i:note))?/p-([0-9]{3,15})(?![A-Za-z0-9_-])"):
        return Found("substack", "post", f"p-{found[1]}")
    under = at.host.removesuffix(".substack.com") if at.host not in ("substack.com", "open.substack.com") else ""
    if found := at.find(r"^/(?:(?i:pub)/([^/]{1,80})/)?(?i:p)/([^/]{1,300})(?![A-Za-z0-9_-])"):
        publication = under or found[1] or ""
        return Found("substack", "post", f"{publication.lower()}/{found[2]}") if publication else None
    found = at.find(r"^/@([A-Za-z0-9._-]{1,80})$")
    return Found("substack", "account", found[1]) if found else None


def steam(at: Address) -> Found | None:
    """Steam's community: files of the workshop, topics of discussions with the comment in the fragment, members."""
    if at.find(r"/(?i:filedetails)$") and (number := at.asked("id")):
        return Found("steam", "post", f"file/{number}")
    if found := at.find(r"/(?i:discussions|eventcomments|tradingforum)(?:/[^/]+)*/([0-9]{9,25})$"):
        comment = re.fullmatch(r"c([0-9]{9,25})", at.fragment)
        return Found("steam", "post", commented(f"topic/{found[1]}", comment[1] if comment else ""))
    if found := at.find(r"^/(?i:(profiles|id|groups|gid))/([A-Za-z0-9_-]{2,64})(?![A-Za-z0-9_-])"):
        return Found("steam", "account", f"{found[1].lower()}/{found[2]}" if found[1].lower() != "id" else found[2])
    return None


def roblox(at: Address) -> Found | None:
    """Roblox: games, things, groups and members, each by a number of its kind; links made for sharing say nothing."""
    if at.on("ro.blox.com") or at.find(r"^/(?i:share)(?:-links)?$"):
        code = at.asked("code", form="[A-Za-z0-9]{6,64}")
        return Found("roblox", "short", f"roblox.com/share/{code}") if code else short("roblox", at)
    kinds = "games|catalog|library|bundles|groups|communities|game-pass|badges|users"
    found = at.find(rf"^/(?:[a-z]{{2}}(?:-[a-z]{{2}})?/)?(?i:({kinds}))/([0-9]{{1,20}})(?![A-Za-z0-9_-])") or at.find(
        r"^/(?i:(store)/asset)/([0-9]{1,20})(?![A-Za-z0-9_-])"
    )
    if found is None:
        return None
    kind = {"communities": "groups", "store": "library"}.get(found[1].lower(), found[1].lower())
    return Found("roblox", "account", found[2]) if kind == "users" else Found("roblox", "post", f"{kind}/{found[2]}")


def nextdoor(at: Address) -> Found | None:
    """Nextdoor: the code of a shared post, whose case counts, or the number by which members see it."""
    if found := at.find(r"^/(?i:p)/([A-Za-z0-9_-]{6,40})(?:/c/([0-9]+))?(?![A-Za-z0-9_-])"):
        return Found("nextdoor", "post", commented(f"p/{found[1]}", found[2] or at.asked("comment", "comment_id")))
    found = at.find(r"^/(?i:news_feed|feed|post)/?(?:([0-9]{5,20}))?$")
    number = (found[1] or at.asked("post", form="[0-9]{5,20}")) if found else ""
    return Found("nextdoor", "post", commented(number, at.asked("comment", "comment_id"))) if number else None


_BASE_62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def weibo(at: Address) -> Found | None:
    """Weibo: a post's number and its short code are one thing in two forms, four letters for seven digits."""
    if at.on("t.cn"):
        return short("weibo", at)
    number = at.find(r"^/(?i:status|detail|[0-9]{5,12})/([0-9]{16})(?![A-Za-z0-9_-])")
    code = at.find(r"^/(?i:status|[0-9]{5,12})/([0-9A-Za-z]{9})(?![A-Za-z0-9_-])")
    by = at.find(r"^/(?:(?i:u|profile)/)?([0-9]{5,12})(?![A-Za-z0-9_-])")
    if number or code:
        value = number[1] if number else _weibo_number(code[1]) if code else ""
        return Found("weibo", "post", value, by[1] if by else None)
    return Found("weibo", "account", by[1]) if by else None


def _weibo_number(code: str) -> str:
    ends = [(max(0, end - 4), end) for end in range(len(code), 0, -4)]
    digits = []
    for start, end in reversed(ends):
        number = 0
        for char in code[start:end]:
            number = number * 62 + _BASE_62.index(char)
        digits.append(f"{number:07}")
    return "".join(digits).lstrip("0")
