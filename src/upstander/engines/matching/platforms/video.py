"""Where sites of videos and clips keep the ids of videos, clips, comments and channels."""

import re

from upstander.engines.matching.platforms.address import Address, Found, by_path, commented, short


def tiktok(at: Address) -> Found | None:
    """TikTok: the number; links shared from the app to one comment name it in the query."""
    parts = at.parts
    if parts and (at.host in ("vm.tiktok.com", "vt.tiktok.com") or parts[0].lower() == "t"):
        return Found("tiktok", "short", at.host + at.path)
    name = at.find(r"^/@([A-Za-z0-9._]{1,40})(?![A-Za-z0-9_-])")
    if found := at.find(r"/(?i:video|photo|v|embed(?:/v[23])?|player/v1)/([0-9]{10,25})"):
        post = commented(found[1], at.asked("share_comment_id", form="[0-9]{10,25}"))
        return Found("tiktok", "post", post, name[1] if name else None)
    return Found("tiktok", "account", name[1]) if name else None


def youtube(at: Address) -> Found | None:
    """YouTube, its mirrors and thumbnails: eleven characters whose case counts; a comment is named by `lc`."""
    parts = at.parts
    in_query = re.match(r"[A-Za-z0-9_-]{11}", at.query.get("v", ""))
    in_path = at.find(r"^/(?i:shorts|embed|live|v|vi|vi_webp|e|watch)/([A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])")
    bare = at.find(r"^/([A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])") if at.on("youtu.be") else None
    video = in_query[0] if in_query else in_path[1] if in_path else bare[1] if bare else ""
    if video:
        return Found("youtube", "post", commented(video, at.asked("lc", form=r"[A-Za-z0-9_.-]{5,100}")))
    if found := at.find(r"^/(?i:post|clip)/(Ug[A-Za-z0-9_-]{10,80})"):
        return Found("youtube", "post", f"{parts[0].lower()}/{found[1]}")
    if posted := at.asked("lb", form=r"Ug[A-Za-z0-9_-]{10,80}"):
        return Found("youtube", "post", f"post/{posted}")
    if found := at.find(r"^/(?:@|(?i:channel|c|user)/)([^/]{1,100})(?![A-Za-z0-9_-])"):
        return Found("youtube", "account", found[1])
    return None


def rumble(at: Address) -> Found | None:
    """Rumble: the page and the player of one video bear different ids, so that neither leads to the other."""
    if found := at.find(r"^/(?i:embed)/(?:[A-Za-z0-9]+\.)?(v[A-Za-z0-9]{3,12})(?![A-Za-z0-9_])"):
        return Found("rumble", "post", f"embed/{found[1].lower()}")
    if found := at.find(r"^/(v(?=[A-Za-z]*[0-9])[A-Za-z0-9]{3,12})(?![A-Za-z0-9_])"):
        return Found("rumble", "post", found[1].lower())
    found = at.find(r"^/(?i:c|user)/([A-Za-z0-9_-]{1,80})(?![A-Za-z0-9_-])")
    return Found("rumble", "account", found[1]) if found else None


bitchute = by_path(
    "bitchute",
    r"^/(?i:video|embed|torrent/[^/]+)/([A-Za-z0-9_-]{6,20})",
    account=r"^/(?i:channel|profile)/([A-Za-z0-9_-]{2,60})(?![A-Za-z0-9_-])",
)


def odysee(at: Address) -> Found | None:
    """Odysee: a name and the shortest beginning of a claim's number that tells it apart.

    Behind a channel that beginning is chosen among the channel's claims alone, so the channel belongs to the id.
    """
    path = re.sub(r"^/\$/(?:embed|download)(?=/)", "", at.path)
    if path != at.path and (found := re.fullmatch(r"/([^/:#@$]+)/([0-9a-f]{1,40})", path)):
        path = f"/{found[1]}:{found[2]}"
    comment = at.asked("lc", form=r"[0-9a-f]{64}")
    if found := re.fullmatch(r"/(?:@([^/:#]+[:#][0-9a-f]{1,40})/)?([^/:#@$]+[:#][0-9a-f]{1,40})(?:/.*)?", path):
        value = "/".join(part.replace("#", ":") for part in found.groups() if part).casefold()
        return Found("odysee", "post", commented(value, comment), found[1])
    found = re.fullmatch(r"/@([^/]+)", path)
    return Found("odysee", "account", found[1].replace("#", ":")) if found else None


def odysee_app(rest: str) -> Found | None:
    """Read an address of the protocol behind Odysee, without its scheme `lbry:`."""
    return odysee(Address("odysee.com", "/" + rest.replace("#", ":"), {}, ""))


def dailymotion(at: Address) -> Found | None:
    """Dailymotion: ids keep their case, for those of private videos have one."""
    in_path = at.find(r"^/(?:(?i:embed|swf)/)?(?i:video)/([A-Za-z0-9]{5,25})(?![A-Za-z0-9-])")
    bare = at.find(r"^/([A-Za-z0-9]{5,25})$") if at.on("dai.ly") else None
    asked = at.asked("video", form=r"[A-Za-z0-9]{5,25}")
    found = in_path or bare
    return Found("dailymotion", "post", found[1] if found else asked) if found or asked else None


def vimeo(at: Address) -> Found | None:
    """Vimeo: the number of the video, in whatever list it stands; of a comment, that in the fragment."""
    lists = "video|channels/[^/]+|groups/[^/]+/videos|(?:album|showcase)/[^/]+/video|ondemand/[^/]+"
    if found := at.find(rf"^/(?:(?i:{lists})/)?([0-9]{{5,12}})(?![A-Za-z0-9_-])"):
        comment = re.fullmatch(r"comment_([0-9]+)", at.fragment)
        return Found("vimeo", "post", commented(found[1], comment[1] if comment else ""))
    found = at.find(r"^/(?i:event)/([0-9]{3,12})(?![A-Za-z0-9_-])")
    return Found("vimeo", "post", f"event/{found[1]}") if found else None


def twitch(at: Address) -> Found | None:
    """Twitch: clips by their words, whose case counts, and videos by their numbers."""
    slug = r"([A-Za-z0-9_-]{6,120})"
    if at.on("clips.twitch.tv") and (found := at.find(rf"^/(?!embed$){slug}$")):
        return Found("twitch", "post", f"clip/{found[1]}")
    if clip := at.asked("clip", form=slug):
        return Found("twitch", "post", f"clip/{clip}")
    if found := at.find(rf"^/(?:([A-Za-z0-9_]{{2,30}})/)?(?i:clip)/{slug}(?![A-Za-z0-9_-])"):
        return Found("twitch", "post", f"clip/{found[2]}", found[1])
    if found := at.find(r"^/(?i:videos|[A-Za-z0-9_]{2,30}/(?:v|video))/([0-9]{5,15})(?![A-Za-z0-9_-])"):
        return Found("twitch", "post", f"video/{found[1]}")
    if video := at.asked("video", form=r"v?[0-9]{5,15}"):
        return Found("twitch", "post", f"video/{video.removeprefix('v')}")
    found = at.find(r"^/(?!(?i:directory|downloads|jobs|p|settings|search|videos|subscriptions)$)([A-Za-z0-9_]{2,30})$")
    return Found("twitch", "account", found[1]) if found else None


_UUID = r"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})"


def kick(at: Address) -> Found | None:
    """Kick: clips and videos by ids that are written without regard to case."""
    by = at.parts[0] if at.parts else ""
    by = by if by.lower() not in ("clips", "video", "videos", "categories", "search", "auth", "browse") else ""
    clip = at.find(r"/(?i:clips)/(?i:clip_)([0-9A-Za-z]{10,40})(?![A-Za-z0-9_-])")
    asked = at.asked("clip", form=r"(?i:clip_)[0-9A-Za-z]{10,40}")
    if clip or asked:
        return Found("kick", "post", f"clip/{(clip[1] if clip else asked[5:]).lower()}", by or None)
    if found := at.find(rf"/(?i:videos?)/{_UUID}(?![A-Za-z0-9_-])"):
        return Found("kick", "post", f"video/{found[1].lower()}", by or None)
    return Found("kick", "account", by) if by and len(at.parts) == 1 else None


def bilibili(at: Address) -> Found | None:
    """Bilibili: a video's number and its code are one thing in two forms; other kinds of post have numbers."""
    if at.on("b23.tv") and not at.find(r"^/(?i:av[0-9]|bv1[A-Za-z0-9]{9}$)"):
        return short("bilibili", at)
    found = at.find(r"(?:^|/)(?i:av)([0-9]{1,16})(?![A-Za-z0-9_-])")
    number = found[1] if found else at.asked("aid", form="[0-9]{1,16}")
    found = at.find(r"(?:^|/)(?i:bv)(1[A-Za-z0-9]{9})(?![A-Za-z0-9_-])")
    code = found[1] if found else at.asked("bvid", form=r"(?i:bv)1[A-Za-z0-9]{9}")[2:]
    if video := number or _bilibili_number(code):
        return Found("bilibili", "post", f"av{video}")
    if found := at.find(r"^/(?i:opus)/([0-9]{8,25})(?![A-Za-z0-9_-])"):
        return Found("bilibili", "post", f"opus/{found[1]}")
    if at.host == "t.bilibili.com" and (found := at.find(r"^/([0-9]{8,25})$")):
        return Found("bilibili", "post", f"opus/{found[1]}")
    if found := at.find(r"^/(?i:read)/(?:(?i:cv)|mobile/)([0-9]{1,15})(?![A-Za-z0-9_-])"):
        return Found("bilibili", "post", f"cv{found[1]}")
    at_home = at.find(r"^/([0-9]{1,20})(?![A-Za-z0-9_-])") if at.on("space.bilibili.com") else None
    return Found("bilibili", "account", at_home[1]) if at_home else None


_BILIBILI = "FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf"
"""The digits to the base 58 in which Bilibili writes a video's number."""


def _bilibili_number(code: str) -> str:
    """The number that a code stands for: two pairs of its places are swapped, and its bits turned by a fixed mask."""
    if len(code) != 10 or any(char not in _BILIBILI for char in code):
        return ""
    places = list(code)
    places[1], places[7] = places[7], places[1]
    places[2], places[5] = places[5], places[2]
    number = 0
    for char in places[1:]:
        number = number * 58 + _BILIBILI.index(char)
    return str(number % 2**51 ^ 23_442_827_791_579)
