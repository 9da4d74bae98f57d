"""Put a backup back into a home where nothing is: the files first, the database last, so that half of it is never used.

While it goes on, a file called `restoring` stands in the home. What is found beside it was left by a try that stopped,
and is thrown away by the next one.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from upstander.config.backup import contents
from upstander.config.backup.checking import Checked, Taking, by_member, compared
from upstander.config.backup.contents import DATABASE, KEYS, PACKAGES, VAULT, Manifest
from upstander.config.backup.databases import POSTGRESQL, SQLITE, filling, is_empty, moment
from upstander.config.backup.taking import NotNow
from upstander.engines.archive.stream import Unusable, read
from upstander.record.keys.spreading import bring_home

MARK = "restoring"
HALF = "A backup was being put back into {home} and that was stopped. Run `upstander restore` again."
SESSION_KEY, MOST_OF_A_KEY = "session.key", 64 * 1024
MAY_BE_THERE = ("keys", "static", MARK)
"""What a home may hold before: its keys have to be put there by hand."""


@dataclass(frozen=True)
class PutBack:
    """What was put back, and what had to be settled for it."""

    files: int
    in_doubt: int
    """Letters that waited when the backup was taken: nobody knows here whether they have gone since."""


def prepare() -> None:
    """Refuse a home in which something is; throw away what a try that stopped has left. Raises NotNow."""
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark = home / MARK
    others = [path for path in home.iterdir() if path.name not in MAY_BE_THERE]
    if not mark.exists() and (others or not is_empty()):
        what = ", ".join(path.name for path in others[:5]) or "a database"
        raise NotNow(f"There is something in {home} already: {what}. A backup is put back only where nothing is.")
    if not is_empty() and connection.vendor != SQLITE:
        raise NotNow("The database is not empty. Make an empty one in its place, or name one in DATABASE_URL.")
    mark.touch()
    for path in others:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def refuse_half() -> None:
    """Raise SystemExit where a backup is half put back: nothing may be served or worked on."""
    if (Path(settings.HOME) / MARK).exists():
        raise SystemExit(HALF.format(home=settings.HOME))


def put_back(file: Path, identities: Sequence[str], checked: Checked, *, at: datetime) -> PutBack:
    """Write files and database, compare both with what the backup says, and journal it. `prepare` must come first.

    Raises Unusable where what was written is not what was kept; the home is then as unfinished as before.
    """
    manifest, home = checked.manifest, Path(settings.HOME)
    if manifest.database != (SQLITE if connection.vendor == SQLITE else POSTGRESQL):
        raise NotNow(f"This is a backup of {manifest.database}; set DATABASE_URL to a database of that kind.")
    folders = {VAULT: Path(settings.VAULT_FOLDER), PACKAGES: Path(settings.PACKAGES_FOLDER)}
    fresh = {kind: folder.with_name(f"{folder.name}.{MARK}") for kind, folder in folders.items()}
    files = _Files(manifest, fresh)
    for folder in fresh.values():
        folder.mkdir(mode=0o700)
    with file.open("rb") as source:
        read(source, identities, files)
    os.sync()
    for kind, folder in fresh.items():
        folder.rename(folders[kind])
    if connection.vendor == SQLITE:
        _put_sqlite(file, identities, manifest)
        lacks_keys = False
    else:
        lacks_keys = _put_postgresql(file, identities, manifest)
    in_doubt = _settled(manifest, at)
    if lacks_keys:
        _make_keys()
    (home / MARK).unlink()
    return PutBack(files.written, in_doubt)


def _put_sqlite(file: Path, identities: Sequence[str], manifest: Manifest) -> None:
    final = Path(connection.settings_dict["NAME"])
    part = final.with_name(f"{final.name}.{MARK}")
    with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target, file.open("rb") as source:
        read(source, identities, _Image(target.write))
        target.flush()
        os.fsync(target.fileno())
    if wrong := compared(part, manifest):
        raise Unusable("; ".join(wrong))
    part.rename(final)


def _put_postgresql(file: Path, identities: Sequence[str], manifest: Manifest) -> bool:
    """Put it back, and return whether the keys of matching lay elsewhere and have to be made again."""
    connection.close()
    with file.open("rb") as source, filling() as target:
        read(source, identities, _Image(target.write))
    with moment() as held:
        if wrong := contents.differences(manifest.facts, contents.facts_of(held)):
            raise Unusable("; ".join(wrong))
    # Before anything is written in it: the servers that it names are another hub's, for all that is known here.
    return bring_home()


def _make_keys() -> None:
    from upstander.record.keys import checking

    for _mended in checking.faults(mend=True):
        pass


def _settled(manifest: Manifest, at: datetime) -> int:
    """Let nobody stay signed in, put in doubt every letter that waited, and say in the journal what happened."""
    from django.contrib.sessions.models import Session

    from upstander.record.journal.verbs import Verb
    from upstander.record.journal.writing import record
    from upstander.record.outbox.models import Message
    from upstander.record.people.actors import SYSTEM

    call_command("migrate", verbosity=0, interactive=False)  # where the backup is older than this version
    waited = (Message.State.QUEUED, Message.State.SENDING)
    with transaction.atomic():
        Session.objects.all().delete()
        in_doubt = Message.objects.filter(state__in=waited).update(state=Message.State.IN_DOUBT)
        entries = int(manifest.facts["journal"]["entries"])
        record(SYSTEM, Verb.PUT_BACK, ("backup", 0), at=at, made_at=manifest.made_at, entries=entries)
    return int(in_doubt)


def put_keys_back(file: Path, identities: Sequence[str]) -> int:
    """Write the keys of a file of keys into this hub's folder of keys, replacing none, and return how many."""
    folder, keys = Path(settings.KEYS_FOLDER), _Kept()
    with file.open("rb") as source:
        read(source, identities, keys)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, body in keys.found.items():
        path = folder / Path(name).name
        if path.name == SESSION_KEY and path.exists():
            continue  # made a moment ago, by this command itself
        if path.exists() and path.read_bytes() != body:
            raise NotNow(f"{path} is there already and is another key.")
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as target:
            target.write(body)
    return len(keys.found)


class _Kept:
    """Keeps small members in memory."""

    def __init__(self) -> None:
        self.found: dict[str, bytes] = {}
        self._name = ""

    def begin(self, name: str, size: int) -> None:
        if not name.startswith(KEYS) or size > MOST_OF_A_KEY:
            raise Unusable("This is no file of keys.")
        self._name, self.found[name] = name, b""

    def data(self, chunk: bytes) -> None:
        self.found[self._name] += chunk

    def end(self) -> None:
        """It is whole."""


class _Files:
    """Writes the members that are files of the vault or packages, each where the manifest says."""

    def __init__(self, manifest: Manifest, folders: dict[str, Path]) -> None:
        self.written = 0
        self._entries, self._folders = by_member(manifest), folders
        self._target: int | None = None

    def begin(self, name: str, size: int) -> None:
        folder = next((folder for kind, folder in self._folders.items() if name.startswith(kind)), None)
        if folder is None:
            return
        path = (folder / self._entries[name].place).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise Unusable(f"{name} would be written outside the home.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._target = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o440)

    def data(self, chunk: bytes) -> None:
        left = memoryview(chunk if self._target is not None else b"")
        while left and self._target is not None:
            left = left[os.write(self._target, left) :]

    def end(self) -> None:
        if self._target is not None:
            os.close(self._target)
            self._target = None
            self.written += 1


class _Image:
    """Passes on the members that are the database."""

    def __init__(self, take: Taking) -> None:
        self._take, self._wanted = take, False

    def begin(self, name: str, size: int) -> None:
        self._wanted = name.startswith(DATABASE)

    def data(self, chunk: bytes) -> None:
        if self._wanted:
            self._take(chunk)

    def end(self) -> None:
        """Nothing ends with a piece."""
