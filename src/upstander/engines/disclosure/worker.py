"""Read files in a process of its own, in the sandbox where there is one: the pieces of each as lines of JSON.

Arguments: where the readers and pypdf lie (parted by a colon), then the files. It imports nothing else of this project.
"""

import json
import resource
import signal
import sys

MEMORY = 1 << 30
SECONDS = 60
"""Of computing, for one file."""
MOST_SAID = 12_000_000
"""Characters said of one file."""
LONGEST = 200_000
"""Characters of one piece; a longer one is cut where the next begins, with some of both on either side."""
LAPPING = 400


def main(places: str, files: "list[str]") -> None:
    """Say the pieces of each file, then a line that it is finished."""
    sys.path[:0] = places.split(":")
    from reading.files import read  # type: ignore[import-not-found]  # it lies there in the sandbox alone

    signal.signal(signal.SIGPROF, _too_long)
    for number, file in enumerate(files):
        said = 0
        signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)
        try:
            with open(file, "rb") as stream:
                for kind, where, what in read(stream):
                    for start in range(0, max(len(what), 1), LONGEST):
                        part = what[max(start - LAPPING, 0) : start + LONGEST]
                        said += len(part)
                        if said > MOST_SAID:
                            raise TimeoutError
                        _say([number, kind, where[:200], part])
        except TimeoutError:
            _say([number, "unread", "file", "it takes too long or is too long"])
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        _say([number, "done", "", ""])


def _too_long(*_said: object) -> None:
    raise TimeoutError


def _say(line: "list[int | str]") -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    main(sys.argv[1], sys.argv[2:])
