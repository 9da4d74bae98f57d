"""Where boards and forums keep the ids of threads and posts: Reddit, the imageboards, and forums by their software."""

import re

from upstander.engines.matching.platforms.address import Address, Found, by_path


def reddit(at: Address) -> Found | None:
    """Reddit, its mirrors and those who keep what was deleted: thread, and comment where one is named."""
    if at.host == "v.redd.it" and at.parts:
        return Found("reddit", "short", f"v.redd.it/{at.parts[0]}")
    if at.host == "i.redd.it":
        return None
    if found := at.find(
        r"/(?i:comments|gallery|poll)/([A-Za-z0-9]{3,13})(?:/[^/]+/([A-Za-z0-9]{3,13}))?(?![A-Za-z0-9_-])"
    ) or at.find(r"^/(?i:v/[^/]+/comments|tb)/([A-Za-z0-9]{3,13})(?:/[^/]+/([A-Za-z0-9]{3,13}))?(?![A-Za-z0-9_-])"):
        return Found("reddit", "post", "/".join(part.lower() for part in found.groups() if part))
    if at.on("redd.it") and (found := at.find(r"^/([A-Za-z0-9]{3,13})$")):
        return Found("reddit", "post", found[1].lower())
    if at.on("reddit.app.link") and at.parts:
        return Found("reddit", "short", at.host + at.path)
    if found := at.find(r"^/(?i:r|u|user)/[^/]+/(?i:s)/[A-Za-z0-9]+"):
        return Found("reddit", "short", "reddit.com" + found[0])
    if found := at.find(r"^/(?i:u|user)/([A-Za-z0-9_-]{2,30})(?![A-Za-z0-9_-])"):
        return Found("reddit", "account", found[1])
    return None


def _on_a_board(at: Address) -> str:
    """Board and number of a post on an imageboard; the thread's own number where the fragment names no post."""
    if found := at.find(
        r"^/([A-Za-z0-9_+-]{1,30})/(?i:thread|res|last)/([0-9]{1,15})(?:\.html|\+50\.html)?(?![A-Za-z0-9_-])"
    ):
        named = re.fullmatch(r"[pq]{0,2}([0-9]{1,15})", at.fragment)
        return f"{found[1].lower()}/{named[1] if named else found[2]}"
    found = at.find(r"^/([A-Za-z0-9_+-]{1,30})/(?i:post)/([0-9]{1,15})(?![A-Za-z0-9_-])")
    return f"{found[1].lower()}/{found[2]}" if found else ""


def fourchan(at: Address) -> Found | None:
    """4chan and its archives, which keep its numbers: the post is in the fragment."""
    post = _on_a_board(at)
    return Found("4chan", "post", post) if post else None


def eightkun(at: Address) -> Found | None:
    """8kun: the post is in the fragment."""
    post = _on_a_board(at)
    return Found("8kun", "post", post) if post else None


mumsnet_thread = by_path("mumsnet", r"^/(?i:talk)/[^/]+/([0-9]{4,12})(?![A-Za-z0-9_])")


def mumsnet(at: Address) -> Found | None:
    """Mumsnet: the number of the thread, and of the reply in it that the query names."""
    thread, reply = mumsnet_thread(at), at.asked("reply")
    return Found("mumsnet", "post", f"{thread.value}/c/{reply}") if thread and reply else thread


_KIWI_FARMS = re.compile(r"kiwifarms\.(?:net|cc|is|hk|pl|st|tw|jp|ru)|kiwifarms[a-z2-7]{47}\.onion")
"""One forum that has moved from host to host with its numbers."""


def forum(at: Address) -> Found | None:
    """Read posts of forums anywhere by their software: XenForo, vBulletin, phpBB, MyBB, and imageboards.

    What stands before the words of the software belongs to the key: one host can carry two forums.
    """
    host = "kiwifarms" if _KIWI_FARMS.fullmatch(at.host) else at.host
    found = _xenforo(at) or _with_php(at)
    if found:
        return Found("forum", "post", host + found)
    if at.find(r"^/[A-Za-z0-9_+-]{1,30}/(?i:res)/[0-9]{1,15}(?:\.html|\+50\.html)$") and (post := _on_a_board(at)):
        return Found("forum", "post", f"{host}/{post}")
    return None


def _xenforo(at: Address) -> str:
    """`/threads/title.12/page-3#post-345`, `/threads/title.12/post-345`, `/posts/345/` and the same behind `?`."""
    path = at.path
    if path.lower().endswith("/index.php") or not path:
        path = path[: -len("/index.php")] if path else ""
        path += "/" + next(iter(at.query), "")
    within = re.match(
        r"(?P<before>(?:/[^/]+){0,2}?)/(?i:threads)/(?:[^/]*\.)?(?P<thread>[0-9]{1,12})(?![A-Za-z0-9_-])", path
    )
    bare = within is not None and within[0].rpartition("/")[2] == within["thread"]
    if within and not (bare and at.query):  # any site may have `/threads/12?comment=3`, and mean the comment
        post = re.search(r"/(?i:post-)([0-9]{1,12})(?![A-Za-z0-9_-])", path)
        post = post or re.fullmatch(r"(?:js-)?post-([0-9]{1,12})", at.fragment)
        named = f"/post/{post[1]}" if post else f"/thread/{within['thread']}"
        return within["before"].lower() + named
    alone = None if at.query or at.fragment else re.fullmatch(r"((?:/[^/]+){0,2}?)/(?i:posts)/([0-9]{1,12})/?", path)
    if alone is None and re.search(r"/(?i:goto/post)$", path):
        number = at.asked("id")
        return f"{path[: -len('/goto/post')].lower()}/post/{number}" if number else ""
    return f"{alone[1].lower()}/post/{alone[2]}" if alone else ""


def _with_php(at: Address) -> str:
    """`showthread.php?t=1&p=23`, `showpost.php?p=23`, `viewtopic.php?f=1&t=2#p23` and `/forum/t123456/#post23`."""
    found = re.fullmatch(r"(.*)/(?i:showthread|showpost|viewtopic)\.php(?:/([0-9]{1,12})(?:-[^/]*)?)?", at.path)
    short_form = None if found else re.fullmatch(r"(/(?i:forum))/t([0-9]{4,12})(?:-[0-9]+)?", at.path)
    named = found or short_form
    if named is None:
        return ""
    in_fragment = re.fullmatch(r"(?:post|p|pid)([0-9]{1,12})", at.fragment)
    post = in_fragment[1] if in_fragment else at.asked("p", "pid") if found else ""
    thread = named[2] or at.asked("t", "tid")
    if post:
        return f"{named[1].lower()}/post/{post}"
    return f"{named[1].lower()}/thread/{thread}" if thread else ""
