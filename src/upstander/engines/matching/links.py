"""Links as strings: find them in free text, undo and apply the disguise that keeps a link from being clicked."""

import re

from upstander.engines.text import escape_controls

LONGEST_LINK = 10_000
"""Characters of one link that are read; no browser or server takes longer ones."""

_DOT = r"\s?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}|\[\.|\.\])\s?"
_DEFANGED_DOT = re.compile(_DOT, re.IGNORECASE)
_DEFANGED_SCHEME = re.compile(
    r"^(?P<scheme>h(?:tt|xx|\*\*)ps?|fxp|tg|at|lbry)(?:\[:\]|\(:\)|:|\[:)(?P<slashes>(?:\[?//\]?|\[/\]\[/\])?)",
    re.IGNORECASE,
)
_BRACKETED_MARK = re.compile(r"\[(://|:|/|@)\]")
# Characters that browsers drop from a link, or that are there only to mislead an eye.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_BREAK = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\))"
_REST = r"[^\s<>\"“”«»]{0,10000}"
_IN_TEXT = re.compile(
    rf"""
      (?<![\w]) h(?:tt|xx|\*\*)ps? (?::|\[:\]) (?://|\[//\]|\[/\]\[/\]) [^\s<>"“”«»]{{1,10000}}
    | (?<![\w]) h(?:tt|xx)ps? \[://\] [^\s<>"“”«»]{{1,10000}}
    | (?<![\w]) tg: (?://)? (?:resolve|privatepost|join) \? {_REST}
    | (?<![\w]) (?:at|lbry): // {_REST}
    | (?<![\w.@-]) (?:{_LABEL} {_BREAK}){{1,6}} [a-z]{{2,18}} / {_REST}               # a host and a path, no scheme
    | (?<![\w.@-]) www {_BREAK} (?:{_LABEL} {_BREAK}){{1,5}} [a-z]{{2,18}} \b
    | (?<![\w.@-]) {_LABEL} (?: \[\.\] | \(\.\) | \[dot\] ) (?:{_LABEL} {_BREAK}){{0,5}} [a-z]{{2,18}} \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PAIRED = {")": "(", "]": "[", "}": "{"}


def refang(link: str) -> str:
    """Return a link as it was before it was made unclickable (`hxxps`, `[.]`, `(dot)`), without unseen characters."""
    link = _UNSEEN.sub("", link[:LONGEST_LINK]).strip().strip("<>\"'“”‘’«»")
    link = _DEFANGED_DOT.sub(".", _BRACKETED_MARK.sub(r"\1", link))
    found = _DEFANGED_SCHEME.match(link)
    if found is None:
        return link
    scheme = found["scheme"].lower().replace("x", "t").replace("**", "tt")
    return f"{scheme}:{'//' if found['slashes'] else ''}{link[found.end() :]}"


def defang(link: str) -> str:
    """Return a link for display that no program will make clickable, such as `hxxps://x[.]com/name`.

    Works on anything a reporter may have typed as a link. Control and direction characters are written out.
    """
    shown = escape_controls(link[:LONGEST_LINK].strip())
    scheme, colon, rest = shown.partition(":")
    if colon and scheme.lower() in ("http", "https", "hxxp", "hxxps") and rest.startswith("//"):
        head, rest = scheme.lower().replace("t", "x") + "://", rest[2:]
    elif colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]{0,30}", scheme) and "." not in scheme and "[" not in scheme:
        head, rest = f"{scheme}[:]", rest.removeprefix("]")
    else:
        head, rest = "", shown
    host = re.match(r"[^/?#\\]*", rest)
    end = host.end() if host else 0
    return head + _DEFANGED_DOT.sub(".", rest[:end]).replace(".", "[.]") + rest[end:]


def links_in(text: str) -> list[tuple[int, int, str]]:
    """Find the links written in free text, defanged ones too: (start, end, link as it was before it was defanged).

    `text[start:end]` is the link as written. Punctuation that ends the sentence is left out. A bare host counts only
    with a path, with `www.` or with a defanged dot, so that "end.Next" is no link.
    """
    if "." not in text and "[" not in text and "(" not in text and ":" not in text:
        return []
    found = []
    for match in _IN_TEXT.finditer(text):
        end = match.start() + len(_without_tail(match[0]))
        if end > match.start():
            found.append((match.start(), end, refang(text[match.start() : end])))
    return found


def _without_tail(link: str) -> str:
    """Drop punctuation that belongs to the sentence, and closing brackets that were not opened in the link."""
    while link:
        last = link[-1]
        unopened = last in _PAIRED and link.count(last) > link.count(_PAIRED[last])
        if last not in ".,;:!?'’‘…*" and not unopened:
            break
        link = link[:-1]
    return link
