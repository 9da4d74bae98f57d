"""Set up, then serve the pages together with the background worker; --demo loads a day in a hub first."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from upstander.config.command import start_django

TELL = """
  Upstander is running.

    Report something:   {url}/
    Sign in:            {url}/account/login/
{people}
  Stop it with Ctrl-C.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to listen and whether to load the demo."""
    parser.add_argument("--demo", action="store_true", help="load the demo if the database is empty")
    parser.add_argument("--port", type=int, default=8000)


def run(args: argparse.Namespace) -> int:
    """Run the server and the worker as two processes; when one ends by itself it is started again."""
    if args.demo:
        os.environ.setdefault("UPSTANDER_MODE", "demo")
    os.environ.setdefault("UPSTANDER_URL", f"http://localhost:{args.port}")
    start_django()
    from django.conf import settings

    from upstander.config.commands.setup import prepare

    prepare("Upstander demo hub" if args.demo else "Upstander hub")
    people = ""
    if args.demo:
        from upstander.config.commands.demo import load, people_to_sign_in

        load()
        people = people_to_sign_in()
    children = {verb: _start(verb, args.port) for verb in ("serve", "work")}
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    _wait_until_served(args.port, children["serve"])
    print(TELL.format(url=settings.BASE_URL, people=people), flush=True)  # noqa: T201
    while not stopping:
        for verb, child in children.items():
            if child.poll() is not None and not stopping:
                time.sleep(1)
                children[verb] = _start(verb, args.port)
        time.sleep(0.2)
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0


def _start(verb: str, port: int) -> "subprocess.Popen[bytes]":
    arguments = ["--port", str(port)] if verb == "serve" else []
    command = [sys.executable, "-m", "upstander.config.command", verb, *arguments]
    # A session of its own: Ctrl-C reaches this process alone, which then stops its children in order.
    return subprocess.Popen(command, start_new_session=True)


def _wait_until_served(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(150):
        if server.poll() is not None:
            raise SystemExit("The server could not start. Is another program using the port? Try --port 8001.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
