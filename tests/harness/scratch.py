"""A hub of the harness's own: a folder, a database, keys and a profile, under the real settings."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "upstander.config.command")


@dataclass(frozen=True)
class ScratchHub:
    """A hub on disk that is spoken to from outside, as an operator would."""

    home: Path
    database: str = ""
    """DATABASE_URL; empty for the embedded database in `home`."""
    inside: tuple[str, ...] = ()
    """What to put before every command, to run it in another mount namespace."""
    log: Path = Path(os.devnull)
    """Where its background processes write what they have to say."""

    @property
    def env(self) -> dict[str, str]:
        """Return the environment of its processes: nothing of the test suite's own settings."""
        ours = ("UPSTANDER_", "DJANGO_", "DATABASE_URL", "PYTEST_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        hub = {"UPSTANDER_HOME": str(self.home), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
        return kept | hub | ({"DATABASE_URL": self.database} if self.database else {})

    def command(self, *words: str, code: int = 0) -> str:
        """Run `upstander` with these words and return what it printed; it must end with exit code `code`."""
        done = self._run([*COMMAND, *words])
        assert done.returncode == code, (
            f"{words} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
        return done.stdout

    def refusal(self, *words: str) -> str:
        """Run `upstander` with words that it refuses and return the sentence that it says."""
        done = self._run([*COMMAND, *words])
        assert done.returncode == 2, (
            f"{words} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
        return done.stderr

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start `upstander` with these words as a process group of its own."""
        return subprocess.Popen(
            [*self.inside, *COMMAND, *words], env=self.env, cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=self.log.open("ab"),
        )  # fmt: skip

    def play(self, scene: str, *, before: tuple[str, ...] = (), **said: Any) -> dict[str, Any]:
        """Play `scenes/<scene>.py` in a process of its own and return what it saw."""
        done = self._run([*before, sys.executable, "-m", "tests.harness.play", scene, json.dumps(said)])
        assert done.returncode == 0, f"{scene} failed:\n{done.stdout[-3000:]}{done.stderr[-6000:]}"
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def faults(self) -> list[str]:
        """Return what `upstander check` finds wrong."""
        done = self._run([*COMMAND, "check"])
        wrong = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
        assert done.returncode == bool(wrong), done.stdout + done.stderr
        return wrong

    def _run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self.inside, *command], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=7200
        )


@contextmanager
def scratch() -> Iterator[ScratchHub]:
    """Yield a fresh national hub; its folder and database are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="upstander-harness-") as folder, new_database() as database:
        hub = ScratchHub(Path(folder) / "home", database)
        hub.command("setup")
        hub.command("hub", "--scope", "national", "--name", "Harness hub", "--holding-force", "E23000001")
        yield hub


@contextmanager
def copied(
    fresh: ScratchHub, *, inside: tuple[str, ...] = (), home: Path | None = None, seen: Path | None = None
) -> Iterator[ScratchHub]:
    """Yield a copy of a hub that nothing uses: quicker than setting one up.

    `home` is where its processes, run `inside` a mount namespace, find its folder, `seen` where we do.
    """
    template = urlsplit(fresh.database).path.strip("/")
    with tempfile.TemporaryDirectory(prefix="upstander-harness-") as folder, new_database(template) as database:
        home = home or Path(folder) / "home"
        shutil.copytree(fresh.home, seen or home)
        yield ScratchHub(home, database, inside, Path(folder) / "log")


@contextmanager
def new_database(template: str = "template1") -> Iterator[str]:
    """Yield the address of a new database on the server of DATABASE_URL, or nothing for the embedded one."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg

    name = f"harness_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
