"""Run the background worker: mail, matching, proposals, packages."""

import argparse
import signal
import threading

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whether to stop when nothing is due."""
    parser.add_argument("--once", action="store_true", help="do what is due now and stop")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop; what is being done is finished first, or taken over by the next worker."""
    start_django()
    from django.utils import timezone

    from upstander.config.backup.restoring import refuse_half
    from upstander.duties.bundling.due import renew_from
    from upstander.duties.intake.due import sweep_daily
    from upstander.duties.oversight.due import sign_hourly, watch_from
    from upstander.record.cases.queue import follow_switch
    from upstander.record.work import worker

    refuse_half()
    follow_switch()
    renew_from(at=timezone.now())
    if args.once:
        worker.run_all()
        return 0
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    sweep_daily(at=timezone.now())
    sign_hourly(at=timezone.now())
    watch_from(at=timezone.now())
    worker.run_forever(stop)
    return 0
