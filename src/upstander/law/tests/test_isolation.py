"""The law needs neither Django nor the network, and loads only what is asked for."""

import subprocess
import sys

import pytest

BLOCKED = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "requests", "ninja"):
            raise ImportError(f"{name} is not for the law")

sys.meta_path.insert(0, Blocked())
"""
EVERY_ROOM = """
import importlib, pkgutil
import upstander.law

walked = pkgutil.walk_packages(upstander.law.__path__, "upstander.law.")
names = [found.name for found in walked if ".tests" not in found.name]
for name in names:
    importlib.import_module(name)
from upstander.law.check import problems
from upstander.law.version import version
assert problems() == [] and version()
floors = ("upstander.engines", "upstander.record", "upstander.duties", "upstander.faces", "upstander.config")
foreign = [name for name in sys.modules if name.startswith(floors) or name.split(".")[0] in ("django", "socket")]
print(len(names), sorted(foreign))
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_room_is_imported_without_django_or_another_floor():
    count, others = run(BLOCKED + EVERY_ROOM).split(" ", 1)
    assert int(count) >= 20
    assert others == "[]"


def test_importing_places_reads_no_file_of_law():
    assert run(BLOCKED + "import upstander.law.places\nprint('yaml' in sys.modules)") == "False"


def test_a_look_up_reads_the_forces_and_no_other_law():
    code = """
import upstander.law.dated as dated
seen, plain = [], dated.read
def read(path):
    seen.append(path.name)
    return plain(path)
dated.read = read
from upstander.law.places import resolve
assert resolve("LS1 3EX").force == "E23000010"
assert resolve("LS1 3EX").force == "E23000010"
print(seen)
"""
    assert run(BLOCKED + code) == "['forces.yaml']"


@pytest.mark.parametrize("words", [["check"], ["diff", "2024-01-30", "2024-02-01"], ["show", "strands"]])
def test_the_command_does_not_start_django(words):
    code = f"""
from upstander.config.command import main
assert main(["law", *{words!r}]) == 0
"""
    assert run(BLOCKED + code)
