"""Which post, account or page a link leads to, read from the link alone: nothing is ever fetched."""

import hashlib
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode

from upstander.engines.matching.links import defang, links_in, refang
from upstander.engines.matching.platforms import (
    KEEPS_CASE,
    NAMES,
    RULES,
    WORDS,
    Address,
    Found,
    Kind,
    bluesky_app,
    by_form,
    odysee_app,
    rule_for,
    telegram_app,
)
from upstander.engines.matching.platforms.wrapping import inner, shortened
from upstander.engines.text import visible

__all__ = ["Kind", "PostKey", "account_key", "defang", "links_in", "platform_code", "platform_name", "post_key"]

LONGEST_VALUE = 500
"""Characters of a key's value; a longer one keeps its beginning and ends in a digest of the whole."""

_LINK = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,30}):(?P<slashes>[/\\]{2,})?(?P<rest>.*)", re.DOTALL)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,20}[^\W\d_][\w-]{1,62}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9a-f:.]{2,45}\]")
_FIRST_LABEL = re.compile(r"^(?:www|m|mobile|web|old|new|np|amp|mbasic|touch|[a-z]{2}-[a-z]{2})\.(?=[^.]+\.)")
_FIRST_LABEL_ANYWHERE = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_POST_IN_FRAGMENT = re.compile(r"(?:post|comment|reply|msg|pid|p)[-_]?[0-9]+", re.IGNORECASE)
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f]")

_TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid", "igsh", "igshid",
    "mibextid", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "ref", "ref_src", "ref_url", "referrer", "amp", "si",
    "s_cid", "cmpid", "cmp", "ocid", "ito", "smid", "feature", "share_id", "sfnsn", "rdid", "__tn__", "__cft__[0]",
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_name", "utm_brand",
    "utm_social",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PostKey:
    """What a link leads to. Two links with the same platform, kind and value lead to the same thing.

    kind: a `post`, an `account`, a `short` link that cannot be resolved without a visit, or any other `page`.
    `display` is a phrase for a sentence; `handle` is the account that a post's link names, which proves nothing.
    """

    platform: str
    kind: Kind
    value: str
    display: str
    handle: str | None = None

    @property
    def names_a_thing(self) -> bool:
        """Whether the same key on two reports means anything: a site's front page does not."""
        return self.kind != "page" or "/" in self.value or "?" in self.value


def post_key(link: str) -> PostKey | None:
    """Return what a link leads to, or None where it is no link to the web (`javascript:`, `data:`, words, nothing).

    Accepts anything, with or without a scheme, defanged or not. Never raises and never lower-cases an id.
    """
    return _key(link, depth=0)


def _key(link: str, depth: int) -> PostKey | None:
    taken = refang(visible(link)[0].replace("\u2400", "")).split(maxsplit=1)
    if not taken:
        return None
    scheme, rest = _scheme(taken[0])
    if scheme in ("tg", "at", "lbry"):
        app = _of_an_app(scheme, rest)
        return _made(app) if app else None
    at = _address(rest) if scheme in ("http", "https", "ftp") else None
    if at is None:
        return None
    wrapped = inner(at)
    if wrapped and depth < 3 and (key := _key(wrapped, depth + 1)):
        return key
    bare = Address(_FIRST_LABEL.sub("", at.host), at.path, at.query, at.fragment)
    if rule := rule_for(bare):
        found = rule(bare)
        return _made(found) if found else _page(bare, rest)
    found = shortened(bare) or by_form(bare)
    return _made(found) if found else _page(at, rest)


def _of_an_app(scheme: str, rest: str) -> Found | None:
    if scheme == "tg":
        return telegram_app(_query(rest.partition("?")[2].partition("#")[0]))
    path = _UNPRINTED.sub("", unquote(rest, errors="replace"))
    return bluesky_app(path) if scheme == "at" else odysee_app(path)


def _scheme(link: str) -> tuple[str, str]:
    """Split off the scheme; `https` where there is none. A host with a port is not a scheme."""
    found = _LINK.match(link)
    if found is None or (not found["slashes"] and re.match(r"[0-9]{1,5}(?:[/?#]|$)", found["rest"])):
        return "https", link.lstrip("/\\")
    return found["scheme"].lower(), found["rest"]


def _address(rest: str) -> Address | None:
    """Take apart what follows the scheme, as a browser would; None where there is no host."""
    end = re.search(r"[/?#\\]|$", rest)
    netloc = rest[: end.start()] if end else rest
    path, query, fragment = _tail(rest[len(netloc) :])
    host = _host(netloc)
    if host is None:
        return None
    path = _UNPRINTED.sub("", unquote(path.replace("\\", "/"), errors="replace"))
    path = re.sub(r"/{2,}", "/", path) if "://" not in path else path
    return Address(host, path.rstrip("/"), _query(query), fragment)


def _tail(tail: str) -> tuple[str, str, str]:
    before, _, fragment = tail.partition("#")
    path, _, query = before.partition("?")
    return path, query, fragment


def _host(netloc: str) -> str | None:
    """The host in lower case and in the letters that the network uses, without user name and default port."""
    host = unicodedata.normalize("NFKC", netloc.rpartition("@")[2]).translate({0x3002: "."}).lower()
    host = re.sub(r":(?:80|443)?$", "", host)
    name, colon, port = host.partition(":") if not host.startswith("[") else (host, "", "")
    name = name.rstrip(".")
    if len(name) > 253 or not _HOST.fullmatch(name) or (colon and not re.fullmatch(r"[0-9]{1,5}", port)):
        return None
    if not name.isascii():
        # A name that cannot exist stays as it is: two reports of it are still two reports of the same string.
        with suppress(UnicodeError):
            name = name.encode("idna").decode("ascii")
    return name + colon + port


def _query(query: str) -> dict[str, str]:
    """The first value of each parameter, decoded, control characters dropped."""
    values: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        values.setdefault(_UNPRINTED.sub("", name), _UNPRINTED.sub("", value))
    return values


def _page(at: Address, rest: str) -> PostKey:
    """Any other page: host, path and sorted query without what only tracks. A forum's post in the fragment is kept."""
    host = _FIRST_LABEL_ANYWHERE.sub("", at.host)
    asked = _tail(rest)[1]
    pairs = sorted(
        (_UNPRINTED.sub("", name), _UNPRINTED.sub("", value))
        for name, value in parse_qsl(asked, keep_blank_values=True, errors="replace")
        if name.lower() not in _TRACKING and not name.lower().startswith("utm_")
    )
    value = host + at.path + ("?" + urlencode(pairs, errors="replace") if pairs else "")
    if _POST_IN_FRAGMENT.fullmatch(at.fragment):
        value += "#" + at.fragment.lower()
    return _made(Found("web", "page", value))


def _made(found: Found) -> PostKey:
    """Give a finding its key: a bounded value, the account's name in its one form, and words to show."""
    value, handle = found.value, found.handle
    if found.kind == "account":
        value = _handle(found.platform, found.value) or found.value
    if len(value) > LONGEST_VALUE:
        digest = hashlib.blake2b(value.encode(), digest_size=16).hexdigest()
        value = f"{value[: LONGEST_VALUE - 33]}~{digest}"
    name = NAMES[found.platform]
    shown = value if len(value) <= 80 else value[:77] + "..."
    display = {
        "post": f"post {shown} on {name}",
        "account": f"account {shown} on {name}",
        "short": f"short link {defang(shown)}",
        "page": f"page {defang(shown)}",
    }[found.kind]
    return PostKey(found.platform, found.kind, value, display, _handle(found.platform, handle) if handle else None)


def platform_code(name: str) -> str:
    """Return the code of a platform that is named in words, by its site or by a link to it; `` for nothing at all.

    A platform without rules of its own gets its name in lower case.
    """
    words = " ".join(re.sub(r"[^\w.]+", " ", visible(name)[0].casefold()).split())[:60]
    host = _FIRST_LABEL.sub("", words)
    for code, domains, _ in RULES:
        if host in domains:
            return code
    return WORDS.get(words, words)


def platform_name(code: str) -> str:
    """Return the name to show for a platform's code."""
    return NAMES.get(code, code)


def account_key(platform: str, handle: str) -> str | None:
    """Return `platform:name` in the one form for an account, or None where no account is named.

    `handle` may be a name with or without `@`, a number, or a link to the profile (whose own platform then counts).
    """
    linked = post_key(handle) if "/" in handle or "." in handle else None
    if linked is not None and linked.kind == "account":
        return f"{linked.platform}:{linked.value}"
    if linked is not None and linked.platform not in ("web",) and linked.handle:
        return f"{linked.platform}:{linked.handle}"
    code = platform_code(platform)
    name = _handle(code, handle)
    return f"{code}:{name}" if code and name else None


_NO_NAME = frozenset({
    "unknown", "none", "anonymous", "anon", "various", "multiple", "several", "many", "n/a", "na", "nil", "not-known",
    "notknown", "unsure", "dont-know", "?", "-", "me", "user", "users", "someone",
})  # fmt: skip


def _handle(platform: str, handle: str) -> str | None:
    """The one form of a name on a platform. Names are compared without case, but a channel's id keeps its own."""
    name = _UNPRINTED.sub("", unicodedata.normalize("NFKC", visible(refang(handle))[0])).strip().strip("/")
    name = re.sub(r"^(?:(?i:u|user)/|@)+", "", name).strip()
    name = " ".join(name.split())
    if not name or len(name) > 200 or name.casefold() in _NO_NAME or not any(char.isalnum() for char in name):
        return None
    if platform in KEEPS_CASE and KEEPS_CASE[platform].fullmatch(name):
        return name
    if platform == "facebook" and not name.isdecimal() and " " not in name:
        name = name.replace(".", "")  # Facebook itself ignores full stops in a name.
    return name.casefold()
