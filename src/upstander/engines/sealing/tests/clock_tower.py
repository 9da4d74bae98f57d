"""A time-stamping authority for the tests: its own root, tokens for any time, and a server that speaks HTTP."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from upstander.engines.sealing.stamping import Authority

DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM


REFUSAL = bytes.fromhex("30053003020102")
"""A response that says `rejection` and holds no token."""


@dataclass
class ClockTower:
    """An authority that says it is `at`."""

    root: x509.Certificate
    cert: x509.Certificate
    key: Any
    root_key: Any
    at: datetime
    grants: bool = True
    runs: bool = False
    """Whether its clock shows what the machine's does; otherwise it stands still."""

    @property
    def anchor(self) -> bytes:
        return self.root.public_bytes(PEM)

    @property
    def authority(self) -> Authority:
        return Authority(self.anchor, self.answer)

    def answer(self, request: bytes) -> bytes:
        """Return the response (DER) to a request."""
        if not self.grants:
            return REFUSAL
        asked = tsp.TimeStampReq.load(request)
        token = self.token(asked["message_imprint"], asked["nonce"].native)
        return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())

    def token_over(self, data: bytes) -> bytes:
        """Return a token (DER) over `data` that nobody asked for."""
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(data).digest()}
        return bytes(self.token(tsp.MessageImprint(imprint), None).dump())

    def token(self, imprint: tsp.MessageImprint, nonce: int | None) -> cms.ContentInfo:
        said = {
            "version": "v1", "policy": "1.3.6.1.4.1.57264.2", "message_imprint": imprint,
            "serial_number": 1, "gen_time": datetime.now(UTC).replace(microsecond=0) if self.runs else self.at,
        }  # fmt: skip
        if nonce is not None:
            said["nonce"] = nonce
        info = tsp.TSTInfo(said)
        certificate = asn1_x509.Certificate.load(self.cert.public_bytes(DER))
        bound = {"certs": [{"cert_hash": hashlib.sha256(certificate.dump()).digest()}]}
        attributes = cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "message_digest", "values": [hashlib.sha256(info.dump()).digest()]},
                {"type": "signing_certificate_v2", "values": [bound]},
            ]
        )
        if isinstance(self.key, rsa.RSAPrivateKey):
            how, raw = "rsassa_pkcs1v15", self.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())
        else:
            how, raw = "sha256_ecdsa", self.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
        identity = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier(name="issuer_and_serial_number", value=identity),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": how},
            "signature": raw,
        }
        signed = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(info.dump())},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def build_tower(
    at: datetime, name: str = "Test clock", kind: str = "ec", usage: Any = None, under: ClockTower | None = None
) -> ClockTower:
    """Make an authority; `kind` is ec or rsa, `usage` what its certificate is for, `under` whose root issues it."""
    root_key, key = under.root_key if under else ec.generate_private_key(ec.SECP256R1()), _key(kind)
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} root")])
    builder = _builder(root_name, root_name, root_key, at)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    root = under.root if under else builder.sign(root_key, hashes.SHA256())
    own_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usages = x509.ExtendedKeyUsage([usage or ExtendedKeyUsageOID.TIME_STAMPING])
    builder = _builder(own_name, root.subject, key, at).add_extension(usages, critical=True)
    return ClockTower(root, builder.sign(root_key, hashes.SHA256()), key, root_key, at)


@contextmanager
def served(tower: ClockTower) -> Iterator[str]:
    """Give the address under which the tower answers over HTTP."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = tower.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _key(kind: str) -> Any:
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _builder(subject: x509.Name, issuer: x509.Name, key: Any, at: datetime) -> x509.CertificateBuilder:
    day = timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - 7000 * day)
        .not_valid_after(at + 7000 * day)
    )
