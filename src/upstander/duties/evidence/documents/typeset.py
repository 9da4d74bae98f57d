"""Typeset prepared folders into PDFs, in a process of their own each, so that their memory goes back to the machine."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from upstander.engines.large_pages import LARGE_PAGES

FONTS = Path(__file__).parent / "fonts"
STANDARDS: Final = ("a-2a", "ua-1")
"""PDF/A-2a for a long life, PDF/UA-1 for screen readers; claimed by the typesetter, certified by no other tool."""
ONE_THREAD: Final = {"RAYON_NUM_THREADS": "1"}
"""Several are no quicker with a volume, and each takes memory."""
PATIENCE = 300
"""Seconds given to one volume."""


class NotTypeset(RuntimeError):
    """The typesetter gave up; the message is its own."""


def typeset_all(volumes: Sequence[tuple[Path, Path]], made_at: int) -> Iterator[Path]:
    """Typeset each folder into its file and yield the file once it is there; `made_at` is seconds since 1970.

    One process loads the typesetter and forks for each volume. Raises NotTypeset.
    """
    order = {"volumes": [[str(root), str(out)] for root, out in volumes], "made_at": made_at}
    command = [sys.executable, "-m", __name__, json.dumps(order)]
    env = os.environ | LARGE_PAGES | ONE_THREAD
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            for (_, out), _told in zip(volumes, process.stdout, strict=False):
                yield out
            said = process.stderr.read().strip()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise NotTypeset(said or f"the typesetter ended with {process.returncode}")


def typesetter() -> str:
    """Return what decides the bytes of a file beside the folder that it is typeset from: program, standards, fonts."""
    from importlib.metadata import version as version_of  # which the processes that typeset never need

    fonts = " ".join(f"{path.name} {path.stat().st_size}" for path in sorted(FONTS.iterdir()))
    return f"typst {version_of('typst')} {' '.join(STANDARDS)} {fonts}"


def typeset(root: Path, out: Path, made_at: int) -> None:
    """Compile `root`/report.typ to `out`; `made_at` is the only date that gets into the file.

    Raises typst.TypstError, also when a character has no glyph.
    """
    import typst

    typst.compile(
        root / "report.typ",
        output=out,
        root=root,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        pdf_standards=list(STANDARDS),
        timestamp=made_at,
    )


def main(order: str) -> int:
    """Typeset the volumes of an order; a line for each that is there, errors to the standard error."""
    import typst  # noqa: F401 - loaded once here, not anew in every child

    asked = json.loads(order)
    for root, out in asked["volumes"]:
        child = os.fork()
        if child == 0:
            _typeset_and_end(Path(root), Path(out), asked["made_at"])
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            Path(out).unlink(missing_ok=True)
            return 1
        sys.stdout.write(f"{out}\n")
        sys.stdout.flush()
    return 0


def _typeset_and_end(root: Path, out: Path, made_at: int) -> None:
    import typst

    signal.alarm(PATIENCE)
    code = 1
    try:
        typeset(root, out, made_at)
        code = 0
    except typst.TypstError as error:
        sys.stderr.write(f"{error.message}\n{' '.join(error.hints)}\n"[-2000:])
    except OSError as error:
        sys.stderr.write(f"{error}\n")
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
