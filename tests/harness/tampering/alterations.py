"""Alterations of the unpacked tree: what somebody with the package on a disk may do to it, careless or careful."""

import hashlib
import shutil
from collections.abc import Callable

from tests.harness.tampering.scene import Scene
from upstander.engines.sealing.keys import public_pem
from upstander.engines.sealing.seal import chain_pem, sign_detached
from upstander.engines.sealing.tests import packages
from upstander.engines.sealing.tests.packages import Unpacked

ONE = "data/exhibits/HUB-0001/original/shot.png"
TWO = "data/exhibits/HUB-0002/original/shot.png"
RECORD, RECORD_TWO = "data/exhibits/HUB-0001/record.json", "data/exhibits/HUB-0002/record.json"
EVENTS, CHECKPOINT, PROOFS = "data/custody/events.jsonl", "data/custody/checkpoint.txt", "data/custody/inclusion.json"
LIST, SHA256, SHA512 = "tagmanifest-sha256.txt", "manifest-sha256.txt", "manifest-sha512.txt"
INFO, REPORT, SEAL = "bag-info.txt", "data/report.pdf", "seal/tagmanifest-sha256.txt.p7s"
STAMP = f"{SEAL}.tst"
Step = Callable[[Unpacked, Scene], object]


class Alteration:
    """What is done to the tree, and whether the forger makes all lists fit again afterwards."""

    def __init__(self, name: str, *steps: Step, rehash: bool = False, tags: bool = False) -> None:
        self.name, self.steps, self.rehash, self.tags = name, steps, rehash, tags

    def __call__(self, bag: Unpacked, scene: Scene) -> None:
        """Alter the tree in its place."""
        for step in self.steps:
            step(bag, scene)
        if self.rehash:
            bag.rehash()
        if self.tags:
            bag.rehash_tags()


def flip(path: str, place: int = 100, bit: int = 1) -> Step:
    def act(bag: Unpacked, _: Scene) -> None:
        data = bytearray(bag.path(path).read_bytes())
        data[place] ^= bit
        bag.path(path).write_bytes(data)

    return act


def change(path: str, old: bytes, new: bytes) -> Step:
    def act(bag: Unpacked, _: Scene) -> None:
        data = bag.path(path).read_bytes()
        assert old in data, (path, old)
        bag.path(path).write_bytes(data.replace(old, new, 1))

    return act


def write(path: str, data: bytes) -> Step:
    def act(bag: Unpacked, _: Scene) -> None:
        bag.path(path).parent.mkdir(parents=True, exist_ok=True)
        bag.path(path).write_bytes(data)

    return act


def add(path: str, data: bytes) -> Step:
    return lambda bag, _: bag.path(path).write_bytes(bag.path(path).read_bytes() + data)


def cut(path: str, keep: int) -> Step:
    return lambda bag, _: bag.path(path).write_bytes(bag.path(path).read_bytes()[:keep])


def swap(first: str, second: str) -> Step:
    def act(bag: Unpacked, _: Scene) -> None:
        one, two = bag.path(first).read_bytes(), bag.path(second).read_bytes()
        bag.path(first).write_bytes(two)
        bag.path(second).write_bytes(one)

    return act


def drop(path: str) -> Step:
    def act(bag: Unpacked, _: Scene) -> None:
        shutil.rmtree(bag.path(path)) if bag.path(path).is_dir() else bag.path(path).unlink()

    return act


def move(path: str, to: str) -> Step:
    return lambda bag, _: bag.path(path).rename(bag.path(to))


def lines(path: str, work: Callable[[list[bytes]], list[bytes]]) -> Step:
    def act(bag: Unpacked, _: Scene) -> None:
        held = bag.path(path).read_bytes().splitlines(keepends=True)
        bag.path(path).write_bytes(b"".join(work(held)))

    return act


def others(path: str) -> Step:
    """Put the same file of another package of the hub in its place."""
    return lambda bag, scene: shutil.copy(scene.other.path(path), bag.path(path))


def reseal(bag: Unpacked, scene: Scene) -> None:
    """Seal with a self-made key of the same name, and show its certificates."""
    bag.path(SEAL).write_bytes(sign_detached(bag.path(LIST).read_bytes(), scene.forger, at=packages.AT))
    bag.path("seal/signer-chain.pem").write_bytes(chain_pem(scene.forger.signer_cert, scene.forger.root_cert))


def stamp_as(whose: str, over: str = SEAL) -> Step:
    """Put a token over a file in its place, made by one of the scene's clocks."""
    return lambda bag, scene: bag.path(STAMP).write_bytes(getattr(scene, whose).token_over(bag.path(over).read_bytes()))


def sign_report_anew(bag: Unpacked, scene: Scene) -> None:
    """Put a report signed by the forger's key in its place."""
    forged = packages.report(scene.folder, scene.forger_folder, scene.forger_tower.authority, name="forged")
    shutil.move(forged, bag.path(REPORT))


def fork(rows: int) -> Step:
    """Put an extract of a rewritten journal in its place, signed by a journal key of the forger."""

    def act(bag: Unpacked, scene: Scene) -> None:
        for name, data in packages.custody_files(scene.forger, rows).items():
            bag.path(f"data/custody/{name}").write_bytes(data)

    return act


def shorter_journal(bag: Unpacked, scene: Scene) -> None:
    """Put an extract of the true journal as it was before in its place: its last events are gone."""
    for name, data in packages.custody_files(scene.keys, 20).items():
        bag.path(f"data/custody/{name}").write_bytes(data)


def in_capitals(held: list[bytes]) -> list[bytes]:
    """Write hashes as some tools do."""
    return [line[:64].upper() + line[64:] for line in held]


def redo_one(kind: str) -> Step:
    """Make one of the two lists fit the first exhibit again."""

    def act(bag: Unpacked, _: Scene) -> None:
        path = bag.path(f"manifest-{kind}.txt")
        digest = hashlib.new(kind, bag.path(ONE).read_bytes()).hexdigest()
        held = path.read_text().splitlines(keepends=True)
        path.write_text("".join(f"{digest}  {ONE}\n" if line.endswith(f"  {ONE}\n") else line for line in held))

    return act


def unsign(bag: Unpacked, _: Scene) -> None:
    """Put the report as it was before it was signed in its place: what comes before the first end of the file."""
    report = bag.path(REPORT).read_bytes()
    bag.path(REPORT).write_bytes(report[: report.index(b"%%EOF\n") + 6])


def swap_journal_key(bag: Unpacked, scene: Scene) -> None:
    """Put the journal key of the forger in its place."""
    key = public_pem(scene.forger.journal_key.public_key())
    bag.path("data/custody/journal-public.pem").write_bytes(key)


def reworded(bag: Unpacked, scene: Scene) -> None:
    """Make every list fit, seal and stamp anew with keys of the forger's own: the whole work of a careful forger."""
    bag.rehash()
    reseal(bag, scene)
    stamp_as("forger_tower")(bag, scene)
