"""Run inside the sandbox: read the captured file /in/0 as the kind that is named, and print what it is as JSON."""

import importlib
import json
import os
import resource
import signal
import sys

SECONDS = 30
"""Of computing, and of waiting, for one file."""
MEMORY = 1 << 30
LONGEST = 1 << 20
"""Bytes of the answer; the other side refuses more."""


def main(kind: str) -> None:
    """Answer for the file /in/0; one that takes too long or too much is answered for by its silence."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(SECONDS)
    sys.path.insert(0, "/libraries")
    reading = importlib.import_module("inside.reading")
    answer = json.dumps(reading.read("/in/0", kind)).encode()
    os.write(1, answer[:0] if len(answer) > LONGEST else answer)


if __name__ == "__main__":
    main(sys.argv[1])
