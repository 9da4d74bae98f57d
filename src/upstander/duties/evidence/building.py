"""Build a package on disk from what was pinned: write, seal, reopen, check. Outside any transaction, and repeatable."""

import json
import logging
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from upstander.duties.evidence.assembling import build_info, custody, previews, schedules, vouching
from upstander.duties.evidence.assembling.pinning import Pinned
from upstander.duties.evidence.assembling.records import Source
from upstander.duties.evidence.documents.case_copy import case_bytes, schema_bytes
from upstander.duties.evidence.documents.read_me import read_me
from upstander.duties.evidence.documents.render import Volume, render_report
from upstander.duties.evidence.documents.windows import windows_page
from upstander.duties.evidence.models import Package
from upstander.engines.sealing import checkpoint as signed_text
from upstander.engines.sealing.bag import PackageWriter, Sealed
from upstander.engines.sealing.custody import FOLDER as CUSTODY
from upstander.engines.sealing.digests import Digests, digest_file
from upstander.engines.sealing.keys import Keys, fingerprint, key_fingerprint, load
from upstander.engines.sealing.page import page
from upstander.engines.sealing.pdf_signing import sign_reports
from upstander.engines.sealing.stamping import NoStamp
from upstander.engines.sealing.verify import SIGNED
from upstander.record.journal.models import Checkpoint
from upstander.record.vault.keeping import path_of
from upstander.record.vault.models import File

log = logging.getLogger("upstander.evidence")
Progress = Callable[[int], None]
"""Told the per cent of the exhibits that are written."""


@dataclass(frozen=True)
class Order:
    """What is to be built: the package's name, what was pinned, and the checkpoint that proves its custody."""

    name: str
    pinned: Pinned
    checkpoint: Checkpoint


def build(order: Order, *, at: datetime, progress: Progress = lambda _: None) -> Sealed:
    """Build the package and return where it is: a file of its own for each attempt, which counts once a row names it.

    What earlier attempts left behind is taken away first. `at` is the time claimed in the seal and in the report; seal,
    report's signature and their time stamps are all in which two builds differ. Where the time-stamping authority gives
    no token, the package goes without, and says so in words: a case does not wait for it. Raises FileChanged,
    MissingGlyph, KeysMissing, SelfTestFailed, NotSigned, NotVerified, OSError and others that `trouble` words.
    """
    try:
        return _build(order, at, progress, vouching.chosen())
    except NoStamp as trouble:
        log.warning("package %s goes without a time stamp: %s", order.name, trouble)
        return _build(order, at, progress, vouching.Vouching(None, vouching.SILENT))


def _build(order: Order, at: datetime, progress: Progress, time: vouching.Vouching) -> Sealed:
    folder = Path(settings.PACKAGES_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(order.name)
    keys = load(Path(settings.KEYS_FOLDER))
    scratch = folder / f".{order.name}.{secrets.token_hex(4)}.scratch"
    scratch.mkdir(mode=0o700)
    try:
        with PackageWriter(folder / f"{order.name}.{secrets.token_hex(4)}.zip", order.name) as bag:
            case = _write(bag, order, keys, scratch, progress, at, time)
            return bag.finish(_bag_info(case, order.name, time), keys, at=at, authority=time.authority)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def sweep(name: str) -> None:
    """Take away what attempts that never ended left behind, of the package `name` and of those that are finished.

    Only what belongs to a known package goes, and never the file that its row names.
    """
    finished = (Package.State.READY, Package.State.FAILED)
    for path in Path(settings.PACKAGES_FOLDER).iterdir():
        belongs_to = path.name.lstrip(".").partition(".")[0]
        row = Package.objects.filter(name=belongs_to).only("name", "state", "place").first()
        if row and path.name != row.place and (row.name == name or row.state in finished):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _write(
    bag: PackageWriter,
    order: Order,
    keys: Keys,
    scratch: Path,
    progress: Progress,
    at: datetime,
    time: vouching.Vouching,
) -> dict[str, Any]:
    """Write everything below data/ and return the finished copy of the case."""
    tested = build_info.self_test(keys)
    pinned = order.pinned
    _write_exhibits(bag, pinned.sources, progress)
    pictures = [(each.ref, each.place) for each in pinned.sources if each.media_type in previews.PICTURES]
    shown = previews.make_previews(pictures, scratch)
    case = _completed(order, shown, time)
    for ref, path in shown.made.items():
        bag.add_file(f"exhibits/{ref}/preview.jpg", path, digest_file(path))
    for exhibit in case["exhibits"]:
        bag.add_bytes(f"exhibits/{exhibit['ref']}/record.json", _json(exhibit))
    bag.add_bytes("case.json", case_bytes(case))
    bag.add_bytes("case.schema.json", schema_bytes())
    volumes = render_report(case, scratch / "report.pdf", shown, checked=True).volumes
    sign_reports([volume.path for volume in volumes], Path(settings.KEYS_FOLDER), at=at, authority=time.asked)
    for volume in volumes:
        bag.add_file(volume.path.name, volume.path, digest_file(volume.path))
    if len(volumes) > 1:
        bag.add_bytes("schedules/report-volumes.csv", schedules.volumes_csv(_volume_lines(volumes)))
    bag.add_bytes("schedules/unused-material.csv", schedules.unused_csv(pinned.unused))
    bag.add_bytes("schedules/removal-requests.csv", schedules.removal_csv())
    bag.add_bytes("schedules/risk-and-special-handling.txt", schedules.risk_text(case, pinned.risks))
    seqs = [event["seq"] for event in case["custody"]["events"]]
    for file, content in custody.extract(seqs, order.checkpoint, keys).items():
        bag.add_bytes(f"{CUSTODY}/{file}", content)
    bag.add_bytes("build.json", _json({**_build_copy(order, case, shown, tested), **time.said}))
    bag.add_bytes("READ-ME-FIRST.txt", _note(case, order.name, keys, time, volumes))
    bag.add_bytes("CHECK-ON-WINDOWS.txt", windows_page(stamped=time.authority is not None))
    bag.add_bytes("verify.html", page())
    return case


def _write_exhibits(bag: PackageWriter, sources: tuple[Source, ...], progress: Progress) -> None:
    told = 0
    for number, source in enumerate(sources, 1):
        bag.add_file(source.path, _in_vault(source), Digests(source.sha256, source.sha512, source.size))
        if (per_cent := number * 100 // len(sources)) >= told + 10:
            told = per_cent
            progress(per_cent)


def _in_vault(source: Source) -> Path:
    return path_of(File(place=source.place))


def _volume_lines(volumes: Sequence[Volume]) -> list[tuple[str, int, str]]:
    """Return for each exhibit its number, the number of its volume and the volume's file."""
    return [(ref, number, each.path.name) for number, each in enumerate(volumes, 1) for ref in each.exhibits]


def _completed(order: Order, shown: previews.Previews, time: vouching.Vouching) -> dict[str, Any]:
    """Return the copy of the case with what is only known now: previews, time stamp, the journal's size and root."""
    case = dict(order.pinned.case)
    case["exhibits"] = [
        {**each, "preview": f"exhibits/{each['ref']}/preview.jpg" if each["ref"] in shown.made else None}
        for each in case["exhibits"]
    ]
    said = signed_text.parse(order.checkpoint.text)
    case["custody"] = {**case["custody"], "origin": said.origin, "size": said.size, "root": said.root.hex()}
    if not shown.sandboxed:
        case["absent"] = [*case["absent"], previews.ABSENT]
    case["absent"], case["limits"] = [*time.absent, *case["absent"]], [*time.limits, *case["limits"]]
    return case


def _build_copy(
    order: Order, case: Mapping[str, Any], shown: previews.Previews, tested: list[dict[str, str]]
) -> dict[str, Any]:
    return {
        "format": "upstander-build/1",
        "package": order.name,
        "version": case["version"],
        "made_at": case["made_at"],
        "supersedes": case["supersedes"],
        **build_info.environment([event["seq"] for event in case["custody"]["events"]], until=order.checkpoint.size),
        "self_test": tested,
        "law_version": case["responsible_force"]["law_version"],
        "journal": {key: case["custody"][key] for key in ("origin", "size", "root")},
        "previews": {
            "made": len(shown.made),
            "how": previews.HOW if shown.sandboxed else previews.ABSENT["why"],
            "refused": [{"exhibit": ref, "why": why} for ref, why in sorted(shown.refused.items())],
        },
        "forensic_science_regulator": None,
        "absent": case["absent"],
        "known_limits": case["limits"],
    }


def _note(case: Mapping[str, Any], name: str, keys: Keys, time: vouching.Vouching, volumes: Sequence[Volume]) -> bytes:
    shown = [each for each in volumes if each.exhibits]
    return read_me(
        case,
        package=name,
        signer_fingerprint=fingerprint(keys.signer_cert),
        root_fingerprint=fingerprint(keys.root_cert),
        journal_fingerprint=key_fingerprint(keys.journal_key.public_key()),
        stamped=time.authority is not None,
        volumes=[(f"data/{each.path.name}", f"{each.exhibits[0]} to {each.exhibits[-1]}") for each in shown],
    )


def _bag_info(case: Mapping[str, Any], name: str, time: vouching.Vouching) -> dict[str, str]:
    info = {
        "Source-Organization": case["hub"]["name"],
        "External-Identifier": name,
        "External-Description": f"Evidence of case {case['reference']} for {case['addressed_to']['force']}",
        "Handling-Marking": case["handling"]["marking"],
        "Bag-Software-Agent": f"{case['software']['name']} {case['software']['version']}",
        # The day of asking, not of this attempt: two builds give the same bytes.
        "Bagging-Date": case["made_at"][:10],
        SIGNED: time.level,
    }
    if before := case["supersedes"]:
        info["Replaces"] = f"version {before['version']}, tagmanifest-sha256.txt SHA-256 {before['tagmanifest_sha256']}"
        info["What-Changed"] = " ".join(before["what_changed"])
    return info


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
