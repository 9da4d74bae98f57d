"""Found first by a process that makes a package when a test puts this folder on its path: change something inside it.

PRESS_HOOK names a function, as `module:function`, and PRESS_HOOK_SAYS is what it is called with.
"""

import importlib
import os
import sys

if "PRESS_HOOK" in os.environ and "upstander.duties.evidence.pressing" in sys.orig_argv:
    module, _, function = os.environ["PRESS_HOOK"].partition(":")
    getattr(importlib.import_module(module), function)(os.environ["PRESS_HOOK_SAYS"])
