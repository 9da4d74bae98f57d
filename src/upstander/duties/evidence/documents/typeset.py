"""Typeset one prepared folder into a PDF, in a process of its own so that its memory goes back to the machine."""

import sys
from pathlib import Path
from typing import Final

import typst

STANDARDS: Final = ("a-2a", "ua-1")
"""PDF/A-2a for a long life, PDF/UA-1 for screen readers; claimed by the typesetter, certified by no other tool."""


def typeset(root: Path, out: Path, fonts: Path, made_at: int) -> None:
    """Compile `root`/report.typ to `out`; `made_at` (seconds since 1970) is the only date that gets into the file.

    Raises typst.TypstError, also when a character has no glyph.
    """
    typst.compile(
        root / "report.typ",
        output=out,
        root=root,
        font_paths=[fonts],
        ignore_system_fonts=True,
        pdf_standards=list(STANDARDS),
        timestamp=made_at,
    )


def main(arguments: list[str]) -> int:
    """Typeset as the arguments say (root, out, fonts, made_at); errors go to the standard error."""
    root, out, fonts, made_at = arguments
    try:
        typeset(Path(root), Path(out), Path(fonts), int(made_at))
    except typst.TypstError as error:
        sys.stderr.write(f"{error.message}\n{' '.join(error.hints)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
