"""The command itself: what is printed may be read by something that stops reading."""

import subprocess
import sys

COMMAND = [sys.executable, "-m", "upstander.config.command", "schema", "facts"]


def test_a_reader_that_has_seen_enough_leads_to_no_traceback() -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        assert asked.stdout
        assert asked.stderr
        asked.stdout.close()
        said = asked.stderr.read().decode()
        assert asked.wait(60) == 1
    assert said == ""
