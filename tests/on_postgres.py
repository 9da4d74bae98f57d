"""Run the suite against PostgreSQL: `python tests/on_postgres.py [pytest arguments]`."""

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
        return subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
