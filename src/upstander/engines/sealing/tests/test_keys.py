"""Keys are made once, readable by the hub alone, and load only when they belong together."""

import shutil
import subprocess
from pathlib import Path

import pytest

from upstander.engines.sealing import keys as hub_keys

from .packages import AT


def test_private_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    hub_keys.make_keys(tmp_path / "keys", "Test hub", at=AT)
    for name in (hub_keys.ROOT_KEY, hub_keys.SIGNER_KEY, hub_keys.JOURNAL_KEY):
        assert (tmp_path / "keys" / name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    made = hub_keys.make_keys(tmp_path, "Test hub", at=AT)
    with pytest.raises(hub_keys.KeysExist):
        hub_keys.make_keys(tmp_path, "Test hub", at=AT)
    assert hub_keys.load(tmp_path).root_cert == made.root_cert


def test_the_hub_runs_without_the_root_key(tmp_path: Path) -> None:
    made = hub_keys.make_keys(tmp_path, "Test hub", at=AT)
    (tmp_path / hub_keys.ROOT_KEY).unlink()
    loaded = hub_keys.load(tmp_path)
    assert loaded.signer_cert == made.signer_cert
    assert (loaded.hub_name, loaded.origin) == ("Test hub", "test-hub/journal")


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    hub_keys.make_keys(tmp_path, "Test hub", at=AT)
    (tmp_path / hub_keys.JOURNAL_KEY).unlink()
    with pytest.raises(hub_keys.KeysMissing, match=r"journal-key\.pem"):
        hub_keys.load(tmp_path)


def test_a_certificate_of_another_root_is_refused(tmp_path: Path) -> None:
    hub_keys.make_keys(tmp_path / "a", "Test hub", at=AT)
    hub_keys.make_keys(tmp_path / "b", "Test hub", at=AT)
    shutil.copy(tmp_path / "a" / hub_keys.ROOT_CERT, tmp_path / "b" / hub_keys.ROOT_CERT)
    with pytest.raises(ValueError, match="not of the root"):
        hub_keys.load(tmp_path / "b")


def test_openssl_accepts_the_chain_and_prints_our_fingerprint(tmp_path: Path) -> None:
    made = hub_keys.make_keys(tmp_path, "Hwb Prawf é", at=AT)
    root, signer = tmp_path / hub_keys.ROOT_CERT, tmp_path / hub_keys.SIGNER_CERT
    chain = [
        "openssl",
        "verify",
        "-x509_strict",
        "-attime",
        str(int(AT.timestamp())),
        "-CAfile",
        str(root),
        str(signer),
    ]
    assert subprocess.run(chain, capture_output=True, check=False).returncode == 0
    shown = ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", str(root)]
    printed = subprocess.run(shown, capture_output=True, text=True, check=True).stdout
    assert hub_keys.fingerprint(made.root_cert) in printed
