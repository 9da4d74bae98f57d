"""The tests outside the package may ask for what those inside it may."""

from upstander.conftest import *  # noqa: F403
from upstander.conftest import _keys  # noqa: F401
