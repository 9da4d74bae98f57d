"""A token is taken only when it is about this seal, fits the clock, and comes from the authority that is trusted."""

import hashlib
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from upstander.engines.sealing import authority as speaking
from upstander.engines.sealing.authority import authority_at
from upstander.engines.sealing.seal import BadSeal
from upstander.engines.sealing.stamping import EARLY, LATE, Authority, BadStamp, NoStamp, check_clock, check_token

from . import packages
from .clock_tower import REFUSAL, ClockTower, build_tower, served

DATA = b"the seal"
DIGEST = hashlib.sha256(DATA).digest()


@pytest.fixture(scope="module", params=["ec", "rsa"])
def tower(request: pytest.FixtureRequest) -> ClockTower:
    return build_tower(packages.AT, kind=request.param)


def test_a_good_token_is_good_for_us_and_for_openssl(tower: ClockTower, tmp_path: Path) -> None:
    token = tower.authority.stamp(DIGEST)
    stamp = check_token(token, DIGEST, tower.anchor)
    assert (stamp.at, stamp.vouched) == (packages.AT, True)
    assert not check_token(token, DIGEST, None).vouched
    for name, data in (("data", DATA), ("token", token), ("root.pem", tower.anchor)):
        (tmp_path / name).write_bytes(data)
    command = ["openssl", "ts", "-verify", "-data", "data", "-token_in", "-in", "token", "-CAfile", "root.pem"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_a_token_of_openssl_with_two_certificates_is_taken(tmp_path: Path) -> None:
    """Authorities send certificates in no DER order, which strict readers refuse."""
    tower = build_tower(packages.AT)
    key = tower.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "cert.pem").write_bytes(tower.cert.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "chain.pem").write_bytes(tower.anchor)
    (tmp_path / "serial").write_text("01")
    (tmp_path / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\n"
        "ess_cert_id_alg=sha256\n"
    )

    def ask(request: bytes) -> bytes:
        (tmp_path / "query").write_bytes(request)
        command = "openssl ts -reply -config tsa.cnf -queryfile query -signer cert.pem -inkey key.pem -chain chain.pem"
        subprocess.run([*command.split(), "-out", "answer"], cwd=tmp_path, capture_output=True, check=True)
        return (tmp_path / "answer").read_bytes()

    token = Authority(tower.anchor, ask).stamp(DIGEST)
    assert len(cms.ContentInfo.load(token)["content"]["certificates"]) == 2
    assert check_token(token, DIGEST, tower.anchor).vouched


def test_it_is_asked_over_http_and_an_answer_without_end_is_refused(
    tower: ClockTower, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "root.pem").write_bytes(tower.anchor)
    with served(tower) as address:
        asked = authority_at(address, tmp_path / "root.pem")
        assert check_token(asked.stamp(DIGEST), DIGEST, tower.anchor).vouched
        monkeypatch.setattr(speaking, "LARGEST", 100)
        with pytest.raises(NoStamp, match="too large"):
            asked.stamp(DIGEST)
    with pytest.raises(NoStamp):
        asked.stamp(DIGEST)
    with pytest.raises(ValueError, match="not the address"):
        authority_at("file:///etc/passwd", tmp_path / "root.pem")


def test_what_is_not_about_this_seal_is_refused(tower: ClockTower) -> None:
    token = tower.token_over(DATA)
    with pytest.raises(BadStamp, match="something else"):
        check_token(token, hashlib.sha256(b"another").digest(), tower.anchor)
    for altered in (
        token.replace(b"20261121120000Z", b"20251121120000Z"),
        token[:-3] + bytes([token[-3] ^ 1]) + token[-2:],
        token[:300],
        token + b"\0",
        b"",
    ):
        with pytest.raises(BadStamp):
            check_token(altered, DIGEST, tower.anchor)


def test_who_is_not_trusted_is_refused_also_under_the_same_name(tower: ClockTower) -> None:
    with pytest.raises(BadStamp, match="vouch"):
        check_token(build_tower(packages.AT).token_over(DATA), DIGEST, tower.anchor)
    misused = build_tower(packages.AT, usage=ExtendedKeyUsageOID.EMAIL_PROTECTION, under=tower)
    with pytest.raises(BadStamp, match="not a time-stamping authority"):
        check_token(misused.token_over(DATA), DIGEST, tower.anchor)
    with pytest.raises(BadSeal):
        check_token(tower.token_over(DATA), DIGEST, b"no certificate")


def test_a_certificate_that_had_ended_by_then_is_refused(tower: ClockTower) -> None:
    late = ClockTower(tower.root, tower.cert, tower.key, tower.root_key, packages.AT + timedelta(days=8000))
    with pytest.raises(BadStamp, match="vouch"):
        check_token(late.token_over(DATA), DIGEST, tower.anchor)


def test_clocks_that_do_not_fit_are_refused(tower: ClockTower) -> None:
    stamp = check_token(tower.token_over(DATA), DIGEST, tower.anchor)
    check_clock(stamp, packages.AT + EARLY)
    check_clock(stamp, packages.AT - LATE)
    for claimed in (packages.AT + 2 * EARLY, packages.AT - 2 * LATE):
        with pytest.raises(BadStamp, match="the hub claims"):
            check_clock(stamp, claimed)
        with pytest.raises(NoStamp, match="the hub claims"):
            tower.authority.stamp(DIGEST, claimed_at=claimed)


def test_an_answer_to_another_request_or_a_refusal_is_no_token(tower: ClockTower) -> None:
    kept = tower.answer(tsp.TimeStampReq({
        "version": "v1", "nonce": 7, "cert_req": True,
        "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": DIGEST},
    }).dump())  # fmt: skip
    for answer in (kept, b"", b"<html>", REFUSAL):
        with pytest.raises(NoStamp):
            Authority(tower.anchor, lambda _, said=answer: said).stamp(DIGEST)  # type: ignore[misc]


def test_a_root_that_is_no_authority_vouches_for_nobody(tower: ClockTower) -> None:
    leaf = tower.cert.public_bytes(serialization.Encoding.PEM)
    assert x509.load_pem_x509_certificate(leaf).fingerprint(hashes.SHA256())
    with pytest.raises(BadStamp, match="vouch"):
        check_token(tower.token_over(DATA), DIGEST, leaf)
