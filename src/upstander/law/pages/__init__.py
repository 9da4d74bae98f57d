"""Write the law of the hub as pages for people to read: docs/law, made from the data alone.

Run: python -m upstander.law.pages (or make law)
"""

from __future__ import annotations

from pathlib import Path

from upstander.law.check import ROOMS
from upstander.law.pages import offences
from upstander.law.pages.contents import LEFT_OUT, PAGES
from upstander.law.pages.markdown import Page, count, heading, section, table

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "law"
MADE = "<!-- Made from the data in src/upstander/law by `python -m upstander.law.pages`: change the data, not this. -->"

WHAT = (
    "Every rule that the hub follows stands here: from when until when it holds, who says so, and whether"
    " somebody has read it in that source. What carries the mark **to be checked** came from general knowledge"
    " or from a copy and must be read in the official text before anybody relies on it."
)
HOW = (
    "The hub goes by the law of the day: of the conduct for an offence, of the event for a rule. `upstander law"
    " diff DAY DAY` says what changed between two days, `upstander law check` whether the files hold together."
)


def pages() -> dict[str, str]:
    """The text of every page by its file name."""
    made = {f"{page.slug}.md": _page(page) for page in PAGES}
    made["offences.md"] = offences.page(MADE)
    made["README.md"] = _index()
    return made


def write(folder: Path = FOLDER) -> list[Path]:
    """Write every page into `folder`, take away those that are made no more, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in set(folder.glob("*.md")) - {folder / name for name in made}:
        old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in sorted(made)]


def _page(page: Page) -> str:
    parts = [MADE, "", heading(1, page.title), "", page.intro, "", count(page.entries()), ""]
    for each in page.sections:
        parts += section(each, ROOMS[each.room]())
    return "\n".join(parts).rstrip() + "\n"


def _index() -> str:
    rows = [offences.row()]
    rows += [(f"[{page.title}]({page.slug}.md)", page.about, *page.counts()) for page in PAGES]
    out = ", ".join(f"{name} ({why})" for name, why in LEFT_OUT.items())
    lines = [
        MADE,
        "",
        heading(1, "The law that the hub works by"),
        "",
        WHAT,
        "",
        HOW,
        "",
        *table(("Page", "What it says", "Entries", "To be checked"), rows),
        "",
        f"Not on a page: {out}.",
    ]
    return "\n".join(lines) + "\n"
