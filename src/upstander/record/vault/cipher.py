"""Encrypt what would name a person: AES-256-GCM with a data key for each record, bound to its table, column and row."""

import os
import secrets
from functools import lru_cache
from hmac import digest
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_FORM = b"\x01"
_NONCE, _WRAPPED = 12, 12 + 32 + 16


class Unreadable(ValueError):
    """The bytes do not open with this key at this table, column and row."""


def lock(plain: bytes, *, table: str, column: str, row: str) -> bytes:
    """Encrypt `plain` under a fresh data key, wrapped by the master key that lives outside the database."""
    data_key, bound = AESGCM.generate_key(256), _bound(table, column, row)
    return _FORM + _closed_with(_master(), data_key, bound) + _closed_with(data_key, plain, bound)


def unlock(blob: bytes | memoryview, *, table: str, column: str, row: str) -> bytes:
    """Decrypt what `lock` made. Raises Unreadable if it was changed, or moved from another row."""
    closed, bound = bytes(blob), _bound(table, column, row)
    if closed[:1] != _FORM:
        raise Unreadable("not in a form this version can open")
    try:
        data_key = _open_with(_master(), closed[1 : 1 + _WRAPPED], bound)
        return _open_with(data_key, closed[1 + _WRAPPED :], bound)
    except InvalidTag as error:
        raise Unreadable(f"{table}.{column} of row {row} does not open") from error


def lock_with(data_key: bytes, plain: bytes, *, table: str, column: str, row: str) -> bytes:
    """Encrypt under a data key that the caller keeps (for bodies whose key is destroyed to erase them)."""
    return _closed_with(data_key, plain, _bound(table, column, row))


def unlock_with(data_key: bytes, blob: bytes, *, table: str, column: str, row: str) -> bytes:
    """Decrypt what `lock_with` made. Raises Unreadable if it was changed or moved."""
    try:
        return _open_with(data_key, blob, _bound(table, column, row))
    except InvalidTag as error:
        raise Unreadable(f"{table}.{column} of row {row} does not open") from error


def blind(value: str, *, purpose: str) -> str:
    """Return a keyed index of `value`, equal for equal values, for look-ups without the plain text."""
    return digest(_key("blind.key"), f"{purpose}\0{value}".encode(), "sha256").hex()


def _bound(table: str, column: str, row: str) -> bytes:
    return f"{table}\0{column}\0{row}".encode()


def _closed_with(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _open_with(key: bytes, closed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(closed[:_NONCE], closed[_NONCE:], bound)


def _master() -> bytes:
    return _key("master.key")


@lru_cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


def _key(name: str) -> bytes:
    return _read(Path(settings.KEYS_FOLDER) / name)


def make_keys(folder: Path) -> list[Path]:
    """Make the master and blind-index keys (32 random bytes, mode 0600) where they are missing; never overwrite one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    for name in ("master.key", "blind.key"):
        path = folder / name
        if not path.exists():
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
            made.append(path)
    return made
