"""Make and load the hub's own keys: a root, a package-signing certificate under it, and the journal's Ed25519 key."""

import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.x509.oid import NameOID, ObjectIdentifier

from .digests import fsync_folder

ROOT_CERT = "hub-root.pem"
ROOT_KEY = "hub-root-key.pem"
SIGNER_CERT = "package-signer.pem"
SIGNER_KEY = "package-signer-key.pem"
JOURNAL_KEY = "journal-key.pem"
JOURNAL_PUBLIC = "journal-public.pem"

ROOT_LIFE = timedelta(days=365 * 20)
SIGNER_LIFE = timedelta(days=365 * 10)
"""openssl judges the signer's certificate by today, whatever the time stamp says: it must outlive a trial."""

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""Extended key usage id-kp-documentSigning (RFC 9336)."""


class KeysExist(FileExistsError):
    """The folder already holds keys, and keys are never overwritten."""


class KeysMissing(FileNotFoundError):
    """The folder lacks a key that is needed; the message names it."""


@dataclass(frozen=True, repr=False)
class Keys:
    """What seals a package and signs a checkpoint. The root's private key is not among it: keep that offline."""

    root_cert: x509.Certificate
    signer_cert: x509.Certificate
    signer_key: ec.EllipticCurvePrivateKey
    journal_key: Ed25519PrivateKey

    @property
    def hub_name(self) -> str:
        """The name in the root certificate's organisation field."""
        return str(self.root_cert.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)

    @property
    def origin(self) -> str:
        """The journal's name in its checkpoints: the hub's name without spaces, and `/journal`."""
        plain = unicodedata.normalize("NFKD", self.hub_name).encode("ascii", "ignore").decode().lower()
        return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or 'hub'}/journal"

    @property
    def anchor(self) -> bytes:
        """The root certificate as PEM: what a force receives by another channel."""
        return self.root_cert.public_bytes(serialization.Encoding.PEM)


def fingerprint(cert: x509.Certificate) -> str:
    """Return the certificate's SHA-256 as upper-case hex pairs joined by colons, as openssl prints it."""
    return cert.fingerprint(hashes.SHA256()).hex(":").upper()


def key_fingerprint(key: Ed25519PublicKey) -> str:
    """Return the SHA-256 of the public key's DER form as lower-case hex: what an officer reads out by telephone."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize().hex()


def public_pem(key: Ed25519PublicKey) -> bytes:
    """Return the public key as PEM."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def make_keys(folder: Path, hub_name: str, *, at: datetime) -> Keys:
    """Make the hub's keys in `folder` (made 0700 if absent), valid from `at` (aware); private keys plain, mode 0600.

    Raises KeysExist when any of the files is there already, ValueError for a naive `at` or a name openssl cannot carry.
    """
    if at.tzinfo is None:
        raise ValueError("`at` must carry its time zone")
    if not hub_name.strip() or len(hub_name) > 60:
        raise ValueError("the hub's name must have 1 to 60 characters")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = (ROOT_CERT, ROOT_KEY, SIGNER_CERT, SIGNER_KEY, JOURNAL_KEY, JOURNAL_PUBLIC)
    if present := [name for name in names if (folder / name).exists()]:
        raise KeysExist(f"{folder} already holds {', '.join(present)}; keys are never overwritten")

    root_key = ec.generate_private_key(ec.SECP256R1())
    signer_key = ec.generate_private_key(ec.SECP256R1())
    journal_key = Ed25519PrivateKey.generate()
    root_cert = _root(hub_name, root_key, at)
    signer_cert = _signer(hub_name, signer_key, root_cert, root_key, at)

    _write(folder / ROOT_KEY, _private_pem(root_key), 0o600)
    _write(folder / SIGNER_KEY, _private_pem(signer_key), 0o600)
    _write(folder / JOURNAL_KEY, _private_pem(journal_key), 0o600)
    _write(folder / JOURNAL_PUBLIC, public_pem(journal_key.public_key()), 0o644)
    _write(folder / SIGNER_CERT, signer_cert.public_bytes(serialization.Encoding.PEM), 0o644)
    _write(folder / ROOT_CERT, root_cert.public_bytes(serialization.Encoding.PEM), 0o644)
    fsync_folder(folder)
    return Keys(root_cert, signer_cert, signer_key, journal_key)


def load(folder: Path) -> Keys:
    """Return the keys in `folder`; the root's private key need not be there.

    Raises KeysMissing naming the first file that is absent, ValueError when one is of another kind or not of this root.
    """
    root_cert = x509.load_pem_x509_certificate(_read(folder / ROOT_CERT))
    signer_cert = x509.load_pem_x509_certificate(_read(folder / SIGNER_CERT))
    signer_key = serialization.load_pem_private_key(_read(folder / SIGNER_KEY), None)
    journal_key = serialization.load_pem_private_key(_read(folder / JOURNAL_KEY), None)
    if not isinstance(signer_key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{SIGNER_KEY} is not an elliptic curve key")
    if not isinstance(journal_key, Ed25519PrivateKey):
        raise ValueError(f"{JOURNAL_KEY} is not an Ed25519 key")
    if signer_cert.public_key() != signer_key.public_key():
        raise ValueError(f"{SIGNER_CERT} does not belong to {SIGNER_KEY}")
    try:
        signer_cert.verify_directly_issued_by(root_cert)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise ValueError(f"{SIGNER_CERT} is not of the root in {ROOT_CERT}") from error
    return Keys(root_cert, signer_cert, signer_key, journal_key)


def load_public(folder: Path) -> Ed25519PublicKey | None:
    """Return the journal's public key in `folder`, None where there is none. Raises ValueError for another kind."""
    path = folder / JOURNAL_PUBLIC
    return read_public(path) if path.exists() else None


def read_public(path: Path) -> Ed25519PublicKey:
    """Return the journal's public key in a PEM file. Raises ValueError for another kind, OSError."""
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path} is not the public key of a journal")
    return key


def _root(hub_name: str, key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    subject = _name(hub_name, f"{hub_name[:57]} root"[:64])
    return (
        _builder(subject, subject, key.public_key(), at, ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _signer(
    hub_name: str,
    key: ec.EllipticCurvePrivateKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    at: datetime,
) -> x509.Certificate:
    return (
        _builder(_name(hub_name, "Evidence packages"), root.subject, key.public_key(), at, SIGNER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, at: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + life)
    )


def _name(hub_name: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, hub_name),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _private_pem(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise KeysMissing(f"{path} is not there; `upstander keys init` makes the hub's keys") from error
