"""Let a process end with the one that started it: what it makes would be of no use to anybody, and in the way."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the one called `parent` has ended; end now where it has already.

    Where the kernel is another than Linux this process goes on: whatever it makes, nobody puts in its place.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
