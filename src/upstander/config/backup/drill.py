"""Put a backup back into an empty place of its own, look at all of it there, and throw the place away again.

It is the command `restore` itself, in another process whose home is that place: nothing of the running hub is opened
but its keys, which are read.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from upstander.config.backup.contents import Manifest
from upstander.config.backup.databases import SQLITE
from upstander.config.backup.taking import NotNow

NEEDS_A_DATABASE = (
    "This is a backup of PostgreSQL. Make an empty database for the drill and name it: --drill-database URL. "
    "Drop it afterwards."
)
COUNT = (
    "import django; django.setup(); from upstander.record.fence.viewer import HUB, whole_process; whole_process(HUB);"
    "from upstander.config.backup.drill import count; count()"
)


@dataclass(frozen=True)
class Drilled:
    """How the drill ended: what `restore` printed, and how many files and packages were re-hashed and are whole."""

    code: int
    said: str
    files: int
    packages: int
    entries: int

    @property
    def whole(self) -> bool:
        """Whether everything is there and as it was."""
        return self.code == 0


@contextmanager
def place(within: Path | None) -> Iterator[Path]:
    """Yield an empty folder that nobody else can read, and take it away however it ends."""
    folder = Path(mkdtemp(prefix="upstander-drill-", dir=within))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def drill(
    file: Path, identities: list[str], manifest: Manifest, folder: Path, *, keys: Path | None, signer: Path | None,
    hub_keys: Path, database: str,
) -> Drilled:  # fmt: skip
    """Put `file` back into `folder` and return what came of it; with `keys`, from their own backup as well.

    Raises NotNow where a database of PostgreSQL is needed and none is named.
    """
    if manifest.database != SQLITE and not database:
        raise NotNow(NEEDS_A_DATABASE)
    env = environment(folder, hub_keys=None if keys else hub_keys, database=database)
    words = ["restore", str(file), "--identity", "-"]
    words += ["--keys", str(keys)] if keys else []
    words += ["--signer", str(signer)] if signer else []
    done = subprocess.run(
        [sys.executable, "-m", "upstander.config.command", *words], input="\n".join(identities) + "\n", env=env,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    if done.returncode == 2:
        return Drilled(2, said, 0, 0, 0)
    counted = subprocess.run([sys.executable, "-c", COUNT], env=env, capture_output=True, text=True, check=False)
    if counted.returncode:
        return Drilled(1, said + counted.stderr, 0, 0, 0)
    files, packages, entries = (int(word) for word in counted.stdout.split())
    return Drilled(done.returncode, said, files, packages, entries)


def environment(folder: Path, *, hub_keys: Path | None, database: str) -> dict[str, str]:
    """Return the environment of a hub in `folder`: nothing in it leads to the running one but the keys, if named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UPSTANDER_", "DATABASE_URL"))}
    home = {"UPSTANDER_HOME": str(folder / "home"), "DJANGO_SETTINGS_MODULE": "upstander.config.settings"}
    own = {"UPSTANDER_SECRET_KEY": os.urandom(32).hex()}
    keys = {"UPSTANDER_KEYS": str(hub_keys)} if hub_keys else {}
    return kept | home | own | keys | ({"DATABASE_URL": database} if database else {})


def count() -> None:
    """Print how many files and packages are whole in the hub of this process, each read and hashed once more."""
    from upstander.duties.evidence import checking
    from upstander.duties.evidence.models import Package
    from upstander.record.journal.reading import size
    from upstander.record.vault.models import File
    from upstander.record.vault.scrubbing import look

    files = sum(not look(file) for file in File.objects.filter(erased_at=None).order_by("pk").iterator(200))
    ready = Package.objects.filter(state=Package.State.READY).count()
    print(files, ready - sum(1 for _ in checking.faults()), size())  # noqa: T201
