"""A link taken apart, what a rule reads out of it, and the steps that many rules share."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["post", "account", "short", "page"]


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

    def domains(self) -> Iterator[str]:
        """The host and every name above it, the longest first: a rule of a longer one goes before."""
        host = self.host
        while host:
            yield host
            host = host.partition(".")[2]

    def find(self, pattern: str) -> re.Match[str] | None:
        """Search the path; patterns say themselves where case does not matter, ids keep theirs."""
        return re.search(pattern, self.path)

    def asked(self, *names: str, form: str = r"[0-9]{1,30}") -> str:
        """The first of these query parameters whose value is wholly of `form`; an empty string where none is."""
        values = (self.query.get(name, "") for name in names)
        return next((value for value in values if re.fullmatch(form, value)), "")

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


def commented(post: str, comment: str) -> str:
    """The id of a comment under a post, or the post's own where no comment is named: the two are never the same."""
    return f"{post}/c/{comment}" if comment else post


def short(platform: str, at: Address) -> Found | None:
    """The key of a link that cannot be resolved without a visit: itself."""
    return Found(platform, "short", at.host + at.path) if at.parts else None


def by_path(platform: str, *posts: str, account: str = "", lower: bool = False) -> Rule:
    """A rule that only reads the path: the groups of the first pattern found make the id, a group `by` the account.

    `lower` is for ids that their platform writes in one case only.
    """

    def rule(at: Address) -> Found | None:
        for pattern in posts:
            if found := at.find(pattern):
                by = found.re.groupindex.get("by", 0)
                value = "/".join(part for at, part in enumerate(found.groups(), 1) if part and at != by)
                return Found(platform, "post", value.lower() if lower else value, found[by] if by else None)
        if account and (found := at.find(account)):
            return Found(platform, "account", found[1])
        return None

    return rule
