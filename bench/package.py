"""Measure what building an evidence package costs, as a ratio to hashing its payload with SHA-256 and SHA-512 once."""

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.measuring import Measured, at_most

SCALES = {"short": (50,), "whole": (50, 500)}
"""Exhibits of each package; 50 are about 96 MB."""
LIMIT = 5.0
TIMES = ["/bin/bash", "-c", '"$@"; ended=$?; times >&2; exit $ended', "timed"]


def run(scale: str) -> Measured:
    """Build a package of each size in a scratch hub of its own and return the figures."""
    rows = [_in_a_hub_of_its_own(exhibits) for exhibits in SCALES[scale]]
    targets = [
        at_most(f"CPU of building {row['exhibits']} exhibits, to that of hashing them", row["ratio"], LIMIT)
        for row in rows
    ]
    return Measured(rows, targets)


def _in_a_hub_of_its_own(exhibits: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-package-") as home:
        env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        env |= {"UPSTANDER_HOME": home, "DJANGO_SETTINGS_MODULE": "upstander.config.settings", "UPSTANDER_MODE": "test"}
        command = [sys.executable, "-m", "bench.package", str(exhibits)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(exhibits: int) -> dict[str, Any]:
    """Receive the payload, decide, ask, and measure the build; to be run in a process of its own."""
    import django

    django.setup()
    from django.conf import settings

    from upstander.duties.evidence.tests import scratch_hub, story
    from upstander.engines.sealing.digests import digest_file
    from upstander.engines.sealing.verify import verify_package
    from upstander.record.cases.models import ReportedFile
    from upstander.record.vault.keeping import path_of
    from upstander.record.work import worker

    hub = scratch_hub.make_hub()
    files = tuple(story.sent(content, name) for name, content in payload(exhibits))
    case = story.decided(scratch_hub.receive_files(files), hub.officer, hub.supervisor)
    worker.run_all()
    paths = [path_of(row.file) for row in ReportedFile.objects.select_related("file")]
    began = time.process_time()
    total = sum(digest_file(path).size for path in paths)
    hashing = time.process_time() - began

    sandbox = _time_the_sandbox()
    package = story.asked(case, hub.officer)
    before, began, wall = _children(), time.process_time(), time.monotonic()
    worker.run_all()
    own, wall = time.process_time() - began, time.monotonic() - wall
    children, pictures = _children() - before, sum(sandbox)
    package.refresh_from_db()
    assert package.state == "ready", package.trouble
    began = time.process_time()
    assert verify_package(story.zip_of(package), settings.KEYS_FOLDER / "hub-root.pem").ok
    spent = own + children + pictures
    return {
        "exhibits": exhibits,
        "payload_mb": round(total / 1e6, 1),
        "hash_cpu_s": round(hashing, 3),
        "build_cpu_s": round(spent, 3),
        "ratio": round(spent / hashing, 2),
        "of it: own": round(own, 2),
        "report": round(children, 2),
        "previews": round(pictures, 2),
        "build_wall_s": round(wall, 1),
        "worker_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "child_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "verify_cpu_s": round(time.process_time() - began, 3),
        "zip_over_payload": round(package.size / total, 4),
    }


def payload(count: int) -> list[tuple[str, bytes]]:
    """Return `count` files in five kinds, about 1.9 MB each; the pictures have the dimensions of a telephone's."""
    from PIL import Image

    rng = random.Random(7)
    made = []
    for number in range(count):
        kind = ("png", "jpg", "mp4", "txt", "html")[number % 5]
        if kind == "png":
            screen = Image.new("RGB", (1170, 2532), "white")
            screen.paste(Image.frombytes("RGB", (1170, 535), rng.randbytes(1170 * 535 * 3)))
            content = _saved(screen, "PNG", compress_level=1)
        elif kind == "jpg":
            grain = Image.frombytes("RGB", (504, 378), rng.randbytes(504 * 378 * 3))
            content = _saved(grain.resize((4032, 3024)), "JPEG", quality=62)
        elif kind == "mp4":
            content = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + rng.randbytes(1_920_000)
        else:
            content = ("<p>" if kind == "html" else "").encode() + rng.randbytes(960_000).hex().encode()
        made.append((f"exhibit {number}.{kind}", content))
    return made


def _saved(picture: Any, form: str, **options: Any) -> bytes:
    target = BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _time_the_sandbox() -> list[float]:
    """Have the shell inside each sandbox count its CPU seconds: what runs in a namespace is not counted as a child."""
    from upstander.duties.evidence.assembling import previews

    real_sandbox, real_run, spent = previews._sandbox, previews._run, []

    def sandbox(files: Sequence[Path]) -> list[str]:
        return [*real_sandbox(files), *TIMES]

    def timed(command: Sequence[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
        done = real_run(command, seconds)
        spent.extend(int(m) * 60 + float(s) for m, s in re.findall(r"(\d+)m([\d.]+)s", done.stderr.decode()))
        return done

    previews._sandbox, previews._run = sandbox, timed
    return spent


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1].isdecimal():
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        sys.argv = ["bench", "package", *sys.argv[1:]]
        from bench.__main__ import main

        sys.exit(main())
