"""Measure what building an evidence package costs, as a ratio to hashing its payload with SHA-256 and SHA-512 once.

Small copies of pictures are made at intake, as the product does; what that costs stands beside it. Intake's other work
on pictures (frames, words) is for matching and is left out here.
"""

import atexit
import hashlib
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.measuring import Measured, at_most, children_cpu

ROOT = Path(__file__).resolve().parents[1]
SCALES = {"short": (50,), "whole": (50, 500)}
"""Exhibits of each package; 50 are about 96 MB."""
LIMITS = {50: 6.0, 500: 2.5}
"""CPU of a build, to hashing its payload once with SHA-256 and SHA-512."""
BUILDER_MB, REPORT_MB, OVERHEAD, VERIFY = 64, 150, 1.03, 1.3
"""Peak of the builder, peak of the process of one volume, zip to payload, verifying to sha256sum and sha512sum."""
PLAIN = {"OPENSSL_ia32cap": ":~0x20000000"}
"""Hides the processor's SHA instructions from OpenSSL: the target was set on a machine that has none."""
TIMES = ["/bin/bash", "-c", '"$@"; ended=$?; times >&2; exit $ended', "timed"]


def run(scale: str) -> Measured:
    """Build a package of each size in a scratch hub of its own, with the processor's SHA instructions and without."""
    rows = [_in_a_hub_of_its_own(exhibits, plain) for exhibits in SCALES[scale] for plain in (False, True)]
    targets = []
    for row in rows:
        what = f"{row['exhibits']} exhibits, {row['hashing']}"
        targets += [
            at_most(f"CPU of building {what}, to hashing them", row["ratio"], LIMITS[row["exhibits"]]),
            at_most(f"MB of the builder at its peak, {what}", row["builder_peak_mb"], BUILDER_MB),
            at_most(f"MB of the process of one volume, {what}", row["volume_peak_mb"], REPORT_MB),
            at_most(f"zip to payload, {what}", row["zip_over_payload"], OVERHEAD),
            at_most(f"files that differ between two builds, but for signatures, {what}", row["differ"], 0),
            at_most(f"CPU of `upstander verify` to sha256sum and sha512sum, {what}", row["verify_ratio"], VERIFY),
        ]
    return Measured(rows, targets)


def _in_a_hub_of_its_own(exhibits: int, plain: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-package-") as home:
        env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        env |= {"UPSTANDER_HOME": home, "DJANGO_SETTINGS_MODULE": "upstander.config.settings", "UPSTANDER_MODE": "test"}
        before = _in_a_process("prepare", exhibits, env)
        figures = _in_a_process("measure", exhibits, env | (PLAIN if plain else {}))
    hashing = "without SHA instructions" if plain else "as it is"
    return {"exhibits": exhibits, "hashing": hashing, **figures, **before}


def _in_a_process(what: str, exhibits: int, env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.package", what, str(exhibits)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def prepare(exhibits: int) -> dict[str, Any]:
    """Receive a post and the files, decide, and ask for the package; return what the small copies cost."""
    from upstander.duties.evidence.tests import scratch_hub, story
    from upstander.duties.intake import picturing
    from upstander.record.work import worker

    hub, real = scratch_hub.make_hub(), picturing.small_copies
    picturing.small_copies = lambda files, **_: real(files)
    files = tuple(story.sent(content, name) for name, content in payload(exhibits - 1))
    sandbox = _time_the_sandbox()
    case = story.decided(scratch_hub.receive_files(files), hub.officer, hub.supervisor)
    worker.run_all()
    story.asked(case, hub.officer)
    return {"previews_at_intake_cpu_s": round(sum(sandbox), 2)}


def measure(exhibits: int) -> dict[str, Any]:
    """Measure the build of the `exhibits` that were asked for, by a worker that has done nothing before."""
    from django.conf import settings
    from django.utils.module_loading import autodiscover_modules

    from upstander.duties.evidence.models import Package
    from upstander.duties.evidence.tests import in_the_press
    from upstander.engines.sealing.digests import digest_file
    from upstander.record.vault.keeping import path_of
    from upstander.record.vault.models import File
    from upstander.record.work import worker

    paths = [path_of(row) for row in File.objects.filter(locked_key=None)]
    began = time.process_time()
    total = sum(digest_file(path).size for path in paths)
    hashing = time.process_time() - began

    autodiscover_modules("due")  # As a worker does when it starts, long before it builds.
    seen = settings.PACKAGES_FOLDER.parent / "seen.json"
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    in_the_press.hooked(os.environ, "bench.package:tell_at_the_end", str(seen))
    sandbox = _time_the_sandbox()
    rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    package = Package.objects.get()
    before, began, wall = _children(), time.process_time(), time.monotonic()
    worker.run_one(once=f"build_package:{package.pk}")
    own, wall = time.process_time() - began, time.monotonic() - wall
    children, pictures = _children() - before, sum(sandbox)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    package.refresh_from_db()
    assert package.state == "ready", package.trouble
    assert package.exhibits == exhibits
    press = json.loads(seen.read_text())
    zipped = settings.PACKAGES_FOLDER / package.place
    verifying = _verify_cpu(zipped, settings.KEYS_FOLDER / "hub-root.pem")
    coreutils = _coreutils_cpu(zipped)
    spent = own + children + pictures
    return {
        "payload_mb": round(total / 1e6, 1),
        "hash_cpu_s": round(hashing, 3),
        "build_cpu_s": round(spent, 3),
        "ratio": round(spent / hashing, 2),
        "worker_cpu_s": round(own, 2),
        "builder_cpu_s": round(press["own"], 2),
        "typeset_cpu_s": round(press["children"], 2),
        "previews_cpu_s": round(pictures, 2),
        "build_wall_s": round(wall, 1),
        "builder_peak_mb": press["peak"],
        "volume_peak_mb": press["children_peak"],
        "worker_mb": f"{rest} to {peak}",
        "verify_cpu_s": round(verifying, 3),
        "coreutils_cpu_s": round(coreutils, 3),
        "verify_ratio": round(verifying / coreutils, 2),
        "zip_over_payload": round(package.size / total, 4),
        "differ": _built_again(package, zipped),
    }


def tell_at_the_end(seen: str) -> None:
    """Called inside the builder before anything else: have it write what it used when it ends."""

    def tell() -> None:
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        # Not ru_maxrss: of a process that another started it counts what that one held.
        [peak] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
        used = {
            "own": own.ru_utime + own.ru_stime,
            "children": children.ru_utime + children.ru_stime,
            "peak": int(peak) // 1024,
            "children_peak": children.ru_maxrss // 1024,
        }
        Path(seen).write_text(json.dumps(used))

    atexit.register(tell)


def _built_again(package: Any, zipped: Path) -> int:
    """Build the same version once more and return how many of its files differ, but for seal, signatures and lists."""
    from django.utils import timezone

    from upstander.duties.evidence import due
    from upstander.duties.evidence.assembling.pinning import Pinned
    from upstander.duties.evidence.building import Order, build

    order = Order(package.name, Pinned.load(package.pinned), due._settled_checkpoint(package))
    again = build(order, at=timezone.now())
    first, second = _digests(zipped), _digests(again.path)
    return sum(first.get(path) != second.get(path) for path in first.keys() | second.keys())


def _digests(zipped: Path) -> dict[str, str]:
    """Return the digest of every file of a package but seal and lists; of a report without its signature."""
    digests = {}
    with zipfile.ZipFile(zipped) as archive:
        for entry in archive.namelist():
            path = entry.partition("/")[2]
            if path.startswith(("seal/", "manifest-", "tagmanifest-")):
                continue
            with archive.open(entry) as stream:
                if re.fullmatch(r"data/report(-\d+)?\.pdf", path):
                    content = re.sub(rb"/M \(D\\072\d{14}Z\)", b"", stream.read())
                    digests[path] = hashlib.sha256(re.sub(rb"/Contents <[0-9a-fA-F]+>", b"", content)).hexdigest()
                else:
                    digests[path] = hashlib.file_digest(stream, "sha256").hexdigest()
    return digests


def _verify_cpu(zipped: Path, anchor: Path) -> float:
    """Return the CPU seconds of the command as a force runs it, with the start of the interpreter."""
    command = [sys.executable, "-m", "upstander.config.command", "verify", str(zipped), "--anchor", str(anchor)]
    return children_cpu(lambda: subprocess.run(command, capture_output=True, check=True))


def _coreutils_cpu(zipped: Path) -> float:
    """Return the CPU seconds of `sha256sum -c` and `sha512sum -c` over what is in the package."""
    with tempfile.TemporaryDirectory(prefix="bench-unpacked-", dir=zipped.parent.parent) as folder:
        subprocess.run(["unzip", "-q", str(zipped), "-d", folder], check=True)
        [top] = Path(folder).iterdir()

        def run() -> None:
            for kind in ("sha256", "sha512"):
                subprocess.run([f"{kind}sum", "-c", "--quiet", f"manifest-{kind}.txt"], cwd=top, check=True)

        return children_cpu(run)


def payload(count: int) -> list[tuple[str, bytes]]:
    """Return `count` files in five kinds, about 1.9 MB each; the pictures have the dimensions of a telephone's.

    A JPEG of this noise takes as long to decode as a photograph of the same size. A PNG takes about a quarter of what a
    real screenshot of the same size does, because noise is not compressed: 14 ms, where photographs and words took 50.
    """
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
    from upstander.engines.previews import sandbox as previews

    real_sandbox, real_run = previews._sandbox, previews._run
    spent: list[float] = []

    def sandbox(files: Sequence[Path]) -> list[str]:
        return [*real_sandbox(files), *TIMES]

    def timed(command: Sequence[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
        done = real_run(command, seconds)
        spent.extend(int(m) * 60 + float(s) for m, s in re.findall(r"(\d+)m([\d.]+)s", done.stderr.decode()))
        return done

    previews._sandbox, previews._run = sandbox, timed
    return spent


if __name__ == "__main__":
    if sys.argv[1:2] in (["prepare"], ["measure"]):
        import django

        django.setup()
        from upstander.record.fence.viewer import HUB, whole_process

        whole_process(HUB)
        print(json.dumps(globals()[sys.argv[1]](int(sys.argv[2]))))
    else:
        sys.argv = ["bench", "package", *sys.argv[1:]]
        from bench.__main__ import main

        sys.exit(main())
