"""Where messengers and what grew out of them keep the ids of messages, channels and invitations."""

import re
from collections.abc import Mapping

from upstander.engines.matching.platforms.address import Address, Found, commented, short


def telegram(at: Address) -> Found | None:
    """Telegram: channel and number; a private channel has a number instead of a name, an invitation is its own key."""
    if at.on("telegram.org"):
        return _telegram_web(at.fragment)
    tail = at.asked("comment")
    if found := at.find(r"^/(?i:c)/([0-9]{4,20})(?:/[0-9]+)?/([0-9]+)$"):
        # "c" must not become the name of all private channels.
        return Found("telegram", "post", commented(f"c/{found[1]}/{found[2]}", tail))
    if found := at.find(r"^/(?:\+|(?i:joinchat)/)([A-Za-z0-9_-]{8,40})$"):
        return Found("telegram", "short", f"t.me/+{found[1]}")
    if found := at.find(r"^/([A-Za-z][A-Za-z0-9_]{3,40})/(?i:s)/([0-9]+)$"):
        return Found("telegram", "post", f"{found[1].lower()}/s/{found[2]}", found[1])
    if found := at.find(r"^/(?:(?i:s)/)?([A-Za-z][A-Za-z0-9_]{3,40})(?:/[0-9]+)?/([0-9]+)$"):
        return Found("telegram", "post", commented(f"{found[1].lower()}/{found[2]}", tail), found[1])
    under = at.host.removesuffix(".t.me")
    if under != at.host and (found := at.find(r"^/([0-9]+)$")):
        return Found("telegram", "post", commented(f"{under}/{found[1]}", tail), under)
    if found := at.find(r"^/(?:(?i:s)/)?([A-Za-z][A-Za-z0-9_]{3,40})$"):
        reserved = ("joinchat", "share", "addstickers", "addemoji", "proxy", "socks", "login", "setlanguage")
        return Found("telegram", "account", found[1]) if found[1].lower() not in reserved else None
    return None


def _telegram_web(fragment: str) -> Found | None:
    """Read where the app in the browser is: it names the chat, by its name or number, and seldom the post."""
    found = re.fullmatch(r"(?:@([A-Za-z][A-Za-z0-9_]{3,40})|-100([0-9]{4,20}))(?:[/_]([0-9]+))?", fragment)
    if found is None:
        return None
    if found[3]:
        return Found("telegram", "post", f"{found[1].lower() if found[1] else 'c/' + found[2]}/{found[3]}", found[1])
    return Found("telegram", "account", found[1]) if found[1] else None


def telegram_app(query: Mapping[str, str]) -> Found | None:
    """Read a link of the Telegram app: `tg://resolve?domain=..&post=..`, `privatepost?channel=..`, `join?invite=..`."""
    at = Address("t.me", "", query, "")
    channel, post, comment = at.asked("channel"), at.asked("post"), at.asked("comment")
    domain = at.asked("domain", form=r"[A-Za-z][A-Za-z0-9_]{3,40}")
    if channel and post:
        return Found("telegram", "post", commented(f"c/{channel}/{post}", comment))
    if invite := at.asked("invite", form=r"[A-Za-z0-9_-]{8,40}"):
        return Found("telegram", "short", f"t.me/+{invite}")
    if domain and post:
        return Found("telegram", "post", commented(f"{domain.lower()}/{post}", comment), domain)
    return Found("telegram", "account", domain) if domain else None


def discord(at: Address) -> Found | None:
    """Discord: channel and message; an invitation's code, whose case counts, is its own key."""
    if found := at.find(r"^/(?i:channels)/([0-9]+|@me)/([0-9]+)/([0-9]+)"):
        return Found("discord", "post", f"{found[2]}/{found[3]}")
    optional = "?" if at.on("discord.gg", "dsc.gg") else ""
    if found := at.find(rf"^/(?:(?i:invite)/){optional}([A-Za-z0-9-]{{2,40}})$"):
        return Found("discord", "short", f"{'dsc.gg' if at.on('dsc.gg') else 'discord.gg'}/{found[1]}")
    found = at.find(r"^/(?i:users)/([0-9]{5,25})$")
    return Found("discord", "account", found[1]) if found else None


def whatsapp(at: Address) -> Found | None:
    """WhatsApp: a channel and the number of a message in it; a telephone number; the invitation of a group."""
    if found := at.find(r"^/(?i:channel)/([A-Za-z0-9]{10,40})(?:/([0-9]{1,12}))?$"):
        if found[2]:
            return Found("whatsapp", "post", f"{found[1]}/{found[2]}", f"channel/{found[1]}")
        return Found("whatsapp", "account", f"channel/{found[1]}")
    if at.on("chat.whatsapp.com") and (found := at.find(r"^/(?:(?i:invite)/)?([A-Za-z0-9]{10,40})$")):
        return Found("whatsapp", "short", f"chat.whatsapp.com/{found[1]}")
    found = at.find(r"^/\+?([0-9]{7,15})$") if at.on("wa.me") else None
    number = found[1] if found else at.asked("phone", form=r"[+ ]?[0-9]{7,15}").strip("+ ")
    return Found("whatsapp", "account", number) if number else None


def snapchat(at: Address) -> Found | None:
    """Snapchat: what stands on Spotlight, in a public profile or on the map; its short links are their own keys."""
    if at.host == "t.snapchat.com" or at.on("snapchat.app.link"):
        return short("snapchat", at)
    if found := at.find(r"^/(?i:t)/([A-Za-z0-9]{4,30})$"):
        return Found("snapchat", "short", f"snapchat.com/t/{found[1]}")
    if found := at.find(r"^/(?:@([A-Za-z0-9_.-]{3,30})/)?(?i:spotlight)/([A-Za-z0-9_-]{8,120})(?![A-Za-z0-9_-])"):
        return Found("snapchat", "post", f"spotlight/{found[2]}", found[1])
    if found := at.find(r"^/(?:@|(?i:add/))([A-Za-z0-9_.-]{3,30})/(?i:highlight)/([0-9A-Fa-f-]{36})(?![A-Za-z0-9_-])"):
        return Found("snapchat", "post", f"highlight/{found[2].lower()}", found[1])
    if found := at.find(r"^/(?i:p)/([0-9A-Fa-f-]{36}/[0-9]{5,25})(?![A-Za-z0-9_-])"):
        return Found("snapchat", "post", f"p/{found[1].lower()}")
    found = at.find(r"^/(?:@|(?i:add/))([A-Za-z0-9_.-]{3,30})$")
    return Found("snapchat", "account", found[1]) if found else None
