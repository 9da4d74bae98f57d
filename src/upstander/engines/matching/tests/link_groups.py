"""Links in the shapes that people paste: within a group all lead to the same thing, across groups never."""

from pathlib import Path


def groups() -> tuple[tuple[str, ...], ...]:
    """Read post_links.txt: each group the links that lead to one thing."""
    found: list[list[str]] = [[]]
    for line in Path(__file__).with_name("post_links.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            found.append([])
        else:
            found[-1].append(line)
    return tuple(tuple(group) for group in found if group)


SAME_THING = groups()

NO_LINKS: tuple[str, ...] = (
    "", " ", "\x00", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html;base64,AAAA", "mailto:a@example.org",
    "file:///etc/passwd", "about:blank", "vbscript:x", "hello", "see the post", "http://", "https:///", "http://?", "://",
    "\ud800", "n/a", "http://localhost/x", "http://[", "http://[zz]/", "....", "http://a..b", "tg://", "tg://resolve?x",
    "urn:isbn:1", "𝕙𝕥𝕥𝕡", "\u202e",
)  # fmt: skip
