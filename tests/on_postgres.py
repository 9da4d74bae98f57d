"""Run what may depend on the database against PostgreSQL: `python tests/on_postgres.py [pytest arguments]`."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.postgres import server


def main() -> int:
    """Start a server, run pytest against it, and return its exit code."""
    with server() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        print("PostgreSQL:", url)
        command = [sys.executable, "-m", "pytest", "-p", "tests.once", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
