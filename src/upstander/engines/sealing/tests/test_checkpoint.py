"""A checkpoint is a C2SP signed note and holds for one key, one origin and one text."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from upstander.engines.sealing.checkpoint import BadCheckpoint, Checkpoint, sign, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SAID = Checkpoint("test-hub/journal", 1234, hashlib.sha256(b"root").digest())


def test_the_text_has_the_published_form() -> None:
    origin, size, root, empty, signature = sign(SAID, KEY).splitlines()
    assert (origin, size, base64.b64decode(root), empty) == (SAID.origin, "1234", SAID.root, "")
    dash, name, encoded = signature.split(" ")
    raw = KEY.public_key().public_bytes_raw()
    assert (dash, name) == ("—", SAID.origin)
    assert base64.b64decode(encoded)[:4] == hashlib.sha256(SAID.origin.encode() + b"\n\x01" + raw).digest()[:4]


def test_a_signed_checkpoint_is_read_back() -> None:
    assert verify(sign(SAID, KEY), KEY.public_key()) == SAID


def test_another_key_is_not_accepted() -> None:
    with pytest.raises(BadCheckpoint):
        verify(sign(SAID, KEY), Ed25519PrivateKey.generate().public_key())


@pytest.mark.parametrize(
    ("old", "new"), [("1234", "1233"), ("test-hub/journal\n1", "best-hub/journal\n1"), ("\n\n", "\n")]
)
def test_a_changed_text_is_not_accepted(old: str, new: str) -> None:
    with pytest.raises(BadCheckpoint):
        verify(sign(SAID, KEY).replace(old, new, 1), KEY.public_key())


def test_lines_of_witnesses_do_not_disturb() -> None:
    witness = f"— witness.example {base64.b64encode(b'0' * 68).decode()}\n"
    assert verify(sign(SAID, KEY) + witness, KEY.public_key()) == SAID


@pytest.mark.parametrize("size", ["01234", "-1", "+5", "1_0", "x"])
def test_a_size_in_another_spelling_is_refused(size: str) -> None:
    with pytest.raises(BadCheckpoint):
        verify(sign(SAID, KEY).replace("1234", size, 1), KEY.public_key())


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "a\nb"])
def test_an_origin_that_breaks_the_format_is_refused(origin: str) -> None:
    with pytest.raises(BadCheckpoint):
        sign(Checkpoint(origin, 1, SAID.root), KEY)
