"""A whole hub for tests in a browser: its own folder, database, server and worker on a free loopback port."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Live:
    """A running hub: where it is served, where it keeps its files, and the environment of its commands."""

    url: str
    home: Path
    environment: dict[str, str]

    def run(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run an `upstander` command of this hub."""
        command = [sys.executable, "-m", "upstander.config.command", *words]
        return subprocess.run(command, env=self.environment, check=check, capture_output=True, text=True)

    def python(self, code: str) -> str:
        """Run Python inside this hub, Django set up, and return what it printed."""
        whole = f"from upstander.config.command import start_django\nstart_django()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", whole], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout


@contextmanager
def running(*, story: bool) -> Iterator[Live]:
    """Start a hub in demo mode, with the demo's whole story or with its people alone; stop it and leave nothing."""
    port = _free_port()
    with (
        tempfile.TemporaryDirectory(prefix="upstander-live-", ignore_cleanup_errors=True) as folder,
        _database() as url,
    ):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "upstander.config.settings",
            "UPSTANDER_HOME": folder,
            "UPSTANDER_MODE": "demo",
            "UPSTANDER_URL": f"http://localhost:{port}",
            "UPSTANDER_SECRET_KEY": secrets.token_hex(32),
            "PYTHONPATH": str(ROOT),
        }
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        live = Live(f"http://localhost:{port}", Path(folder), environment)
        if story:
            live.run("demo")
        else:
            live.run("setup")
            live.python("from upstander.config.demo.people import make_staff\nmake_staff()")
        children = [
            subprocess.Popen([sys.executable, "-m", "upstander.config.command", *words], env=environment)
            for words in (("serve", "--port", str(port)), ("work",))
        ]
        try:
            _wait(live.url)
            yield live
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(timeout=20)


@contextmanager
def _database() -> Iterator[str]:
    """Yield the address of a fresh database on the server that DATABASE_URL names; nothing for the embedded one."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"live_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield server.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(900):
        try:
            urllib.request.urlopen(f"{url}/static/kit/favicon.svg", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the hub at {url} did not start")
