"""Build a package from what was pinned: prepare its files, have them pressed, put it in place. In no transaction."""

import logging
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from upstander.duties.evidence.assembling import build_info, custody, previews, schedules, vouching
from upstander.duties.evidence.assembling.pinning import Pinned
from upstander.duties.evidence.assembling.records import Source
from upstander.duties.evidence.documents.case_copy import case_bytes, lines_of, schema_bytes
from upstander.duties.evidence.documents.read_me import read_me
from upstander.duties.evidence.documents.render import Laid, lay_out, made_at
from upstander.duties.evidence.documents.statements import statements
from upstander.duties.evidence.documents.typeset import typesetter
from upstander.duties.evidence.documents.windows import windows_page
from upstander.duties.evidence.models import Package
from upstander.duties.evidence.pressing import Held, Made, Page, Progress, press
from upstander.duties.evidence.pressing import Order as Pressing
from upstander.engines.sealing import checkpoint as signed_text
from upstander.engines.sealing.bag import Sealed
from upstander.engines.sealing.custody import FOLDER as CUSTODY
from upstander.engines.sealing.digests import fsync_folder
from upstander.engines.sealing.keys import Keys, fingerprint, key_fingerprint, load
from upstander.engines.sealing.page import page
from upstander.engines.sealing.stamping import NoStamp
from upstander.engines.sealing.verify import SIGNED
from upstander.record.journal.models import Checkpoint
from upstander.record.vault.keeping import path_of
from upstander.record.vault.models import File

log = logging.getLogger("upstander.evidence")
KEPT = "kept"
"""The folder `.NAME.kept` of volumes that an attempt has typeset, for the next attempt at the same package."""


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
    scratch = folder / f".{order.name}.{secrets.token_hex(4)}.scratch"
    scratch.mkdir(mode=0o700)
    try:
        pressed = press(_prepared(order, scratch, at, time), scratch, progress)
        place = folder / f"{order.name}.{secrets.token_hex(4)}.zip"
        os.link(pressed.path, place)
        fsync_folder(folder)
        remove(_kept(order.name))
    except Exception:  # and not of one who is stopped: what was typeset is for the next attempt
        remove(_kept(order.name))
        raise
    finally:
        remove(scratch)
    return replace(pressed, path=place)


def sweep(name: str) -> None:
    """Take away what attempts that never ended left behind, of the package `name` and of those that are finished.

    Only what belongs to a known package goes, and never the file that its row names, nor what was kept for the next
    attempt at a package that is not finished.
    """
    finished = (Package.State.READY, Package.State.FAILED, Package.State.ERASED)
    for path in Path(settings.PACKAGES_FOLDER).iterdir():
        belongs_to = path.name.lstrip(".").partition(".")[0]
        row = Package.objects.filter(name=belongs_to).only("name", "state", "place").first()
        if row is None or path.name == row.place:
            continue
        if row.state in finished or (row.name == name and path != _kept(name)):
            remove(path)


def take_away(name: str) -> None:
    """Take away all that lies there of the package `name`: its file, and what attempts left or are making now."""
    folder = Path(settings.PACKAGES_FOLDER)
    for path in folder.iterdir() if folder.exists() else ():
        if path.name.lstrip(".").partition(".")[0] == name:
            remove(path)


def remove(path: Path) -> None:
    """Take away a file, or a folder with all that is in it; what is gone already is no trouble."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _kept(name: str) -> Path:
    return Path(settings.PACKAGES_FOLDER) / f".{name}.{KEPT}"


def _prepared(order: Order, scratch: Path, at: datetime, time: vouching.Vouching) -> Pressing:
    """Write everything below data/ that is made for this package into `scratch`, and return what is to be pressed."""
    keys = load(Path(settings.KEYS_FOLDER))
    tested = build_info.self_test(keys)
    pinned = order.pinned
    pictures = [(each.ref, each.place) for each in pinned.sources if each.media_type in previews.PICTURES]
    shown = previews.make_previews(pictures, scratch)
    case = _completed(order, shown, time)
    files = {"case.json": case_bytes(case), "case.schema.json": schema_bytes()}
    files |= {f"exhibits/{each['ref']}/record.json": lines_of(each) for each in case["exhibits"]}
    volumes = lay_out(case, scratch, shown, checked=True)
    if len(volumes) > 1:
        files["schedules/report-volumes.csv"] = schedules.volumes_csv(_volume_lines(volumes))
    files["schedules/unused-material.csv"] = schedules.unused_csv(pinned.unused)
    files["schedules/removal-requests.csv"] = schedules.removal_csv()
    files["schedules/risk-and-special-handling.txt"] = schedules.risk_text(case, pinned.risks)
    seqs = [event["seq"] for event in case["custody"]["events"]]
    files |= {f"{CUSTODY}/{file}": data for file, data in custody.extract(seqs, order.checkpoint, keys).items()}
    files["build.json"] = lines_of({**_build_copy(order, case, shown, tested), **time.said})
    files |= statements(case)
    files["READ-ME-FIRST.txt"] = _note(case, order.name, keys, time, volumes)
    files["CHECK-ON-WINDOWS.txt"] = windows_page(stamped=time.authority is not None)
    files["verify.html"] = page()
    made = [Made(f"exhibits/{ref}/preview.jpg", str(path)) for ref, path in shown.made.items()]
    return Pressing(
        name=order.name,
        held=tuple(_held(each) for each in pinned.sources),
        made=(*made, *_written(files, scratch)),
        volumes=tuple(Page(str(each.root), each.file) for each in volumes),
        made_at=made_at(case),
        bag_info=_bag_info(case, order.name, time),
        keys=str(settings.KEYS_FOLDER),
        at=at.isoformat(),
        authority=(time.asked[0], str(time.asked[1])) if time.asked else None,
        typesetter=typesetter(),
        kept=str(_kept(order.name)),
    )


def _held(source: Source) -> Held:
    return Held(source.path, str(_in_vault(source)), source.sha256, source.sha512, source.size)


def _written(files: Mapping[str, bytes], scratch: Path) -> list[Made]:
    """Write `files` (by their path below data/) where the process that packs them finds them."""
    made = []
    for number, (rel, content) in enumerate(files.items()):
        path = scratch / f"made-{number}"
        path.write_bytes(content)
        made.append(Made(rel, str(path)))
    return made


def _in_vault(source: Source) -> Path:
    return path_of(File(place=source.place))


def _volume_lines(volumes: Sequence[Laid]) -> list[tuple[str, int, str]]:
    """Return for each exhibit its number, the number of its volume and the volume's file."""
    return [(ref, number, each.file) for number, each in enumerate(volumes, 1) for ref in each.exhibits]


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


def _note(case: Mapping[str, Any], name: str, keys: Keys, time: vouching.Vouching, volumes: Sequence[Laid]) -> bytes:
    shown = [each for each in volumes if each.exhibits]
    return read_me(
        case,
        package=name,
        signer_fingerprint=fingerprint(keys.signer_cert),
        root_fingerprint=fingerprint(keys.root_cert),
        journal_fingerprint=key_fingerprint(keys.journal_key.public_key()),
        stamped=time.authority is not None,
        volumes=[(f"data/{each.file}", f"{each.exhibits[0]} to {each.exhibits[-1]}") for each in shown],
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
