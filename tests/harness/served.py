"""A real server on a loopback port, and clients that send reports to its API as partners' machines do."""

import http.client
import json
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.harness.saying import answers
from tests.harness.scratch import ScratchHub, free_port

READY_WITHIN = 180


@dataclass
class Server:
    """`upstander serve` in a process group of its own; it can be killed and started again on the same port."""

    hub: ScratchHub
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = self.hub.start("serve", "--port", str(self.port))
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end:
            assert self.process.poll() is None, self.hub.log.read_text()[-3000:]
            try:
                request(self.port, "GET", "/privacy")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"the server does not answer:\n{self.hub.log.read_text()[-3000:]}")

    def limit_files(self, size: int | None) -> None:
        """Let no file that the server writes grow beyond `size` bytes from now on; None lifts the limit."""
        assert self.process is not None
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and _group_of(int(entry.name)) == self.process.pid:
                soft = resource.RLIM_INFINITY if size is None else size
                resource.prlimit(int(entry.name), resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))

    def kill(self) -> None:
        """Kill the server and its workers, all at once, as a machine that stops does."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _group_of(process: int) -> int:
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return 0


@contextmanager
def served(hub: ScratchHub) -> Iterator[Server]:
    """Yield a running server."""
    server = Server(hub)
    try:
        server.start()
        yield server
    finally:
        server.kill()


def token(hub: ScratchHub) -> str:
    """Enter a partner and return a token of its machine."""
    hub.command("organisation", "add", "partner", "--name", "Partner")
    return hub.command("token", "add", "partner", "--label", "harness").strip()


@dataclass(frozen=True)
class Reply:
    """An answer of the server."""

    status: int
    body: bytes
    headers: dict[str, str]


def request(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> Reply:
    """Send one request over a connection of its own. Raises OSError when the server goes away."""
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return Reply(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def send(port: int, bearer: str, number: int, said: dict[str, object] | None = None) -> Reply:
    """Send report `number` with the idempotency key that belongs to it."""
    headers = {
        "Authorization": f"Bearer {bearer}", "Content-Type": "application/json", "Idempotency-Key": f"key-{number}",
    }  # fmt: skip
    return request(port, "POST", "/api/v1/reports", json.dumps(said or answers(number)).encode(), headers)


class Clients:
    """Threads that go on sending reports, each again under its key until it is acknowledged."""

    def __init__(self, port: int, bearer: str, threads: int) -> None:
        self.acked: dict[int, str] = {}
        self.retried = 0
        self.strange: list[str] = []
        self._port, self._bearer, self._numbers, self._stop = port, bearer, count(1), threading.Event()
        self._threads = [threading.Thread(target=self._go_on) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let every client have its last report acknowledged, and stop."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self) -> None:
        while not self._stop.is_set():
            number = next(self._numbers)
            tries = 0
            while number not in self.acked:
                tries += 1
                if tries > 2000:
                    self.strange.append(f"report {number} was never acknowledged")
                    return
                try:
                    reply = send(self._port, self._bearer, number)
                except OSError:
                    time.sleep(0.05)
                    continue
                if reply.status in (200, 201):
                    self.acked[number] = json.loads(reply.body)["reference"]
                elif reply.status != 503:
                    self.strange.append(f"{reply.status}: {reply.body[:300]!r}")
                    return
            self.retried += tries > 1
