"""Links that only carry another: pages that say "you are leaving", players, archived copies; and those made short."""

import re
from urllib.parse import urlencode

from upstander.engines.matching.platforms.address import Address, Found

_IN_QUERY: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = (
    (("l.facebook.com", "lm.facebook.com"), "/l.php", ("u",)),
    (("facebook.com",), "/plugins/post.php", ("href",)),
    (("facebook.com",), "/plugins/video.php", ("href",)),
    (("facebook.com",), "/sharer/sharer.php", ("u",)),
    (("facebook.com",), "/sharer.php", ("u",)),
    (("l.instagram.com",), "/", ("u",)),
    (("l.threads.net", "l.threads.com"), "/", ("u",)),
    (("publish.twitter.com", "publish.x.com"), "/", ("query",)),
    (("youtube.com",), "/redirect", ("q",)),
    (("youtube.com",), "/oembed", ("url",)),
    (("youtube.com",), "/attribution_link", ("u",)),
    (("out.reddit.com",), "", ("url",)),
    (("redditmedia.com", "reddit.com"), "/media", ("url",)),
    (("t.me", "telegram.me"), "/share/url", ("url",)),
    (("t.me", "telegram.me"), "/iv", ("url",)),
    (("vk.com", "vk.ru"), "/away.php", ("to",)),
    (("t.umblr.com",), "/redirect", ("z",)),
    (("steamcommunity.com",), "/linkfilter", ("u", "url")),
    (("linkedin.com",), "/redir/redirect", ("url",)),
    (("linkedin.com",), "/safety/go", ("url",)),
    (("medium.com",), "/r", ("url",)),
    (("google.com", "google.co.uk"), "/url", ("q", "url")),
    (("skyview.social",), "/", ("url",)),
    (("safelinks.protection.outlook.com",), "/", ("url",)),
    (("slack-redir.net",), "/link", ("url",)),
)
"""Hosts, path (an empty one is any), and the parameters of the query that hold the link inside."""

_WRAPPING = {
    host: [(hosts[0], path, names) for hosts, path, names in _IN_QUERY if host in hosts]
    for each, _, _ in _IN_QUERY
    for host in each
}
_ARCHIVED = re.compile(r"^/web/[0-9a-z_*]{1,20}/(https?:/.*)$", re.DOTALL)
_SHORTENERS = frozenset({
    "t.co", "bit.ly", "tinyurl.com", "ow.ly", "buff.ly", "goo.gl", "is.gd", "lnkd.in", "dlvr.it", "trib.al",
    "cutt.ly", "rb.gy", "shorturl.at", "v.gd", "tiny.cc", "t.ly", "bl.ink", "ift.tt", "hubs.ly", "hubs.la", "wp.me",
    "clck.ru", "vk.cc", "u.to", "surl.li", "x.gd", "flip.it", "link.medium.com", "go.bsky.app", "on.soundcloud.com",
    "spoti.fi", "fb.gg", "a.co", "amzn.to", "apple.co",
})  # fmt: skip
_ARCHIVE_TODAY = frozenset(f"archive.{end}" for end in ("today", "ph", "is", "li", "md", "fo", "vn"))


def inner(at: Address) -> str | None:
    """The link that this link only wraps."""
    for site, path, names in [each for domain in at.domains() for each in _WRAPPING.get(domain, ())]:
        if not path or (at.path or "/").lower() == path:
            wrapped = next((at.query[name] for name in names if at.query.get(name)), None)
            # A site that wraps its own links leaves its name out.
            return f"https://{site}{wrapped}" if wrapped and wrapped.startswith("/") else wrapped
    if at.host == "web.archive.org" and (archived := _ARCHIVED.match(at.path)):
        tail = "?" + urlencode(at.query) if at.query else ""
        return re.sub(r"^(https?):/+", r"\1://", archived[1]) + tail + ("#" + at.fragment if at.fragment else "")
    return None


def shortened(at: Address) -> Found | None:
    """The key of a link of a shortener, or of one archive's copies: nobody can know where it leads without a visit."""
    if not at.parts:
        return None
    if at.host in _ARCHIVE_TODAY:
        return Found("web", "short", "archive.today" + at.path)
    made_short = at.host in _SHORTENERS or at.on("app.goo.gl", "page.link")
    return Found("web", "short", at.host + at.path) if made_short else None
