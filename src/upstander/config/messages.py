"""Keep the Welsh catalogue in step with the pages: `python -m upstander.config.messages` after changing any words.

It collects every text marked for translation in Python and in the templates, adds the new ones to django.po (empty:
English is shown until someone fills them in), drops those that are gone, and compiles django.mo, which is what runs.
Both are committed.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
PACKAGE = Path(__file__).resolve().parent.parent
PLACE = PACKAGE / "locale" / "cy" / "LC_MESSAGES"
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("faces/**/templates/**", "jinja2"),
]
JINJA = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "newstyle_gettext": "true",
    "trimmed": "true",
    "silent": "false",
}
OPTIONS = {"faces/**/templates/**": JINJA}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def found(below: str = "") -> Iterator[tuple[str, Any, str | None]]:
    """Yield the file, the text (a pair where it has a plural) and the context of everything marked for translation."""
    for name, _line, message, _comments, context in extract_from_dir(
        PACKAGE, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        if name.startswith(below):
            yield name, message, context


def catalogue() -> Catalog:
    """Return the committed catalogue."""
    with (PLACE / "django.po").open("rb") as file:
        return read_po(file, locale="cy")


def brought_up_to_date() -> Catalog:
    """Return the committed catalogue with what is new in the pages added and what is gone dropped."""
    template = Catalog(charset="utf-8")
    for name, message, context in found():
        template.add(message, locations=[(name, 0)], context=context)
    kept = catalogue()
    kept.update(template, no_fuzzy_matching=True, update_header_comment=False, keep_user_comments=True)
    kept.obsolete.clear()
    return kept


def compiled(words: Catalog) -> bytes:
    """Return the catalogue in the form that runs, byte for byte the same for the same texts.

    A text without a translation is left out, so that English is shown.
    """
    words.creation_date = words.revision_date = EPOCH
    buffer = BytesIO()
    write_mo(buffer, words, use_fuzzy=False)
    return buffer.getvalue()


def main() -> int:
    """Bring both files up to date and say how much is still without Welsh."""
    words = brought_up_to_date()
    written = BytesIO()
    write_po(written, words, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True, omit_header=True)
    # The header is ours and stays as it is: a tool's dates and names in it would collide at every merge.
    header = (PLACE / "django.po").read_bytes().split(b"\n\n", 1)[0].rstrip()
    (PLACE / "django.po").write_bytes(header + b"\n\n" + written.getvalue())
    (PLACE / "django.mo").write_bytes(compiled(catalogue()))
    missing = [message for message in words if message.id and not all(_strings(message.string))]
    sys.stdout.write(f"{len(words)} texts, {len(missing)} without Welsh yet\n")
    return 0


def _strings(string: Any) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, list | tuple) else (string,)


if __name__ == "__main__":
    sys.exit(main())
