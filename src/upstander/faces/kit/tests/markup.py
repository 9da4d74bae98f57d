"""Compare HTML by what a browser makes of it: tags, attributes in any order, text without stray spaces."""

from html.parser import HTMLParser


class _Tokens(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: " ".join((value or "").split()) for name, value in attrs}
        self.found.append((tag, tuple(sorted(known.items()))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.found.append(text)


def tokens(html: str) -> list[object]:
    """Return the tags and texts of `html` in order."""
    parser = _Tokens()
    parser.feed(html)
    parser.close()
    return parser.found


def only(html: str, tag: str, **having: str) -> list[dict[str, str]]:
    """Return the attributes of every `tag` in `html` that has those in `having` (`_` for `-`)."""
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in having.items()}
    return [
        dict(found[1])
        for found in tokens(html)
        if isinstance(found, tuple) and found[0] == tag and wanted.items() <= dict(found[1]).items()
    ]
