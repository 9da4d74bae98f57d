"""One reading gives the digests that the standard tools give."""

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.sealing.digests import CHUNK, Digests, digest_file, digest_stream


@given(st.lists(st.binary()))
def test_digests_do_not_depend_on_how_the_stream_is_cut(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    expected = Digests(hashlib.sha256(whole).hexdigest(), hashlib.sha512(whole).hexdigest(), len(whole))
    assert digest_stream(chunks) == expected


def test_a_file_longer_than_one_chunk_is_read_to_its_end(tmp_path: Path) -> None:
    content = b"x" * (CHUNK + 1)
    (tmp_path / "file").write_bytes(content)
    assert digest_file(tmp_path / "file") == digest_stream([content])
