"""The CMS signature is one that openssl accepts, and ours judges like openssl."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from upstander.engines.sealing.keys import Keys, make_keys
from upstander.engines.sealing.seal import BadSeal, check_seal, sign_detached

from .packages import AT

CONTENT = b"0000  bagit.txt\n"


def test_openssl_verifies_our_signature_and_no_other_content(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "p7s").write_bytes(sign_detached(CONTENT, keys, at=AT))
    (tmp_path / "root.pem").write_bytes(keys.anchor)
    for content, accepted in ((CONTENT, True), (CONTENT + b"x", False)):
        (tmp_path / "content").write_bytes(content)
        command = "openssl cms -verify -binary -inform DER -in p7s -content content -CAfile root.pem -purpose any"
        done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode == 0) is accepted, done


def test_the_signer_and_the_claimed_time_are_found(keys: Keys) -> None:
    found = check_seal(CONTENT, sign_detached(CONTENT, keys, at=AT), keys.anchor)
    assert (found.signer, found.claimed_at) == (keys.signer_cert, AT)


def test_another_content_is_refused(keys: Keys) -> None:
    with pytest.raises(BadSeal, match="not the one that was signed"):
        check_seal(CONTENT + b"x", sign_detached(CONTENT, keys, at=AT), keys.anchor)


def test_every_flipped_byte_is_refused(keys: Keys) -> None:
    made = sign_detached(CONTENT, keys, at=AT)
    for position in range(len(made)):
        broken = made[:position] + bytes([made[position] ^ 1]) + made[position + 1 :]
        with pytest.raises(BadSeal):
            check_seal(CONTENT, broken, keys.anchor)


def test_a_signer_named_like_ours_but_of_another_root_is_refused(keys: Keys, tmp_path: Path) -> None:
    forger = make_keys(tmp_path, "Test hub", at=AT)
    with pytest.raises(BadSeal, match="does not vouch"):
        check_seal(CONTENT, sign_detached(CONTENT, forger, at=AT), keys.anchor)


def test_the_root_itself_may_not_sign_packages(keys: Keys, tmp_path: Path) -> None:
    with pytest.raises(BadSeal):
        check_seal(CONTENT, sign_detached(CONTENT, keys, at=AT), keys.signer_cert.public_bytes(Encoding.PEM))


def test_a_signature_from_outside_the_certificates_life_is_refused(keys: Keys) -> None:
    for at in (AT - timedelta(days=1), AT + timedelta(days=365 * 11)):
        with pytest.raises(BadSeal, match="not valid at the time"):
            check_seal(CONTENT, sign_detached(CONTENT, keys, at=at), keys.anchor)


@pytest.mark.parametrize("junk", [b"", b"\x30", b"0" * 300, b"\x30\x80\x00\x00"])
def test_what_is_no_signature_is_refused(keys: Keys, junk: bytes) -> None:
    with pytest.raises(BadSeal):
        check_seal(CONTENT, junk, keys.anchor)


def test_an_anchor_that_is_no_certificate_is_refused(keys: Keys) -> None:
    with pytest.raises(BadSeal, match="anchor"):
        check_seal(CONTENT, sign_detached(CONTENT, keys, at=AT), b"not a certificate")
