"""Serve the pages and the API (put a TLS proxy in front of it in production)."""

import argparse
import os

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to listen."""
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    start_django()
    from granian import Granian
    from granian.constants import Interfaces

    from upstander.config.backup.restoring import refuse_half

    refuse_half()
    Granian(
        "upstander.config.wsgi:application",
        address=args.address,
        port=args.port,
        workers=args.workers,
        interface=Interfaces.WSGI,
        blocking_threads=int(os.environ.get("UPSTANDER_THREADS", "4")),
        respawn_failed_workers=True,
        log_access=False,
        websockets=False,
    ).serve()
    return 0
