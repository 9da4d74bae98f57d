"""Settings of the test suite: a folder of its own, a fast hasher, SQLite or PostgreSQL by DATABASE_URL."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("UPSTANDER_SECRET_KEY", "only-for-tests" * 5)
_FOLDER = os.environ.setdefault("UPSTANDER_TEST_FOLDER", tempfile.mkdtemp(prefix="upstander-test-"))
# A folder for each process of the run: keys, vault and mail must not meet.
os.environ["UPSTANDER_HOME"] = str(Path(_FOLDER) / os.environ.get("PYTEST_XDIST_WORKER", "alone"))

from upstander.config.settings import *  # noqa: E402, F403
from upstander.config.settings import DATABASES, HOME  # noqa: E402

MODE = "test"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["localhost", "testserver", "127.0.0.1"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAIL_SINK = "folder"
CLAMD = ""
SECOND_READINGS = 0  # by lot: a test of second readings asks for them
(Path(HOME) / "static").mkdir(parents=True, exist_ok=True)
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    # A file, not :memory:, so that the browser tests' server threads share it. Without FULL: what power loss would do
    # is tried by tests/harness under the real settings.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # type: ignore[index]
